import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Bounds } from '../../src/geo/area.ts'
import { HAZARDS } from '../../src/mobilisation/hazard.ts'
import { MESSAGE_TYPES } from '../../src/mobilisation/hazard-event.ts'
import { type Arriving, boxShare, joinIncident, type Known } from '../../src/mobilisation/joining.ts'
import { sameQuake } from '../../src/mobilisation/quake-match.ts'
import { MODES } from '../../src/wording/mode.ts'
import { later } from './sample.ts'
import { arriving, at, box, known, never } from './sample-joining.ts'

const HOUR_MS = 3_600_000

/** Boxes with corners at whole degrees, flat ones among them. */
const boxes: fc.Arbitrary<Bounds> = fc
  .tuple(fc.nat(4), fc.nat(4), fc.nat(5), fc.nat(5))
  .map(([west, south, wide, high]) => box(west, south, wide, high))

/** Boxes that often have much in common. */
const nearBoxes: fc.Arbitrary<Bounds> = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(5), fc.integer({ min: 2, max: 5 }))
  .map(([west, south, wide, high]) => box(west, south, wide, high))

/** The unit squares that a box covers. */
const squaresOf = ({ west, south, east, north }: Bounds): ReadonlySet<string> => {
  const squares = new Set<string>()
  for (let x = west; x < east; x += 1) for (let y = south; y < north; y += 1) squares.add(`${x} ${y}`)
  return squares
}

const countedShare = (a: Bounds, b: Bounds): number => {
  const [left, right] = [squaresOf(a), squaresOf(b)]
  const smaller = Math.min(left.size, right.size)
  return smaller === 0 ? 0 : [...left].filter((square) => right.has(square)).length / smaller
}

test('the share of two boxes is that of the squares they cover, whichever comes first', () => {
  fc.assert(
    fc.property(boxes, boxes, (a, b) => {
      expect(boxShare(a, b)).toBe(countedShare(a, b))
      expect(boxShare(b, a)).toBe(boxShare(a, b))
    }),
    { numRuns: 1_000, seed: 1 },
  )
})

const happening = {
  hazard: fc.constantFrom('flood', 'flood', 'flood', 'flash_flood', 'fire', 'wildfire', null),
  mode: fc.constantFrom(...MODES, ...(['actual', 'actual', 'actual'] as const)),
  messageType: fc.constantFrom(...MESSAGE_TYPES),
  occurredAt: fc.integer({ min: -15, max: 15 }).map((hours) => later(hours * HOUR_MS)),
  expiresAt: fc.option(fc.integer({ min: -30, max: 60 }).map((hours) => later(hours * HOUR_MS))),
  place: fc.option(nearBoxes.map(at), { freq: 9 }),
} as const

const NAMES = [...'abcdefghijklmnopqrstuvwxyz']
const names = fc.record({ source: fc.constantFrom('BMKG', 'BPBD'), sourceId: fc.constantFrom(...NAMES) })
const naming = {
  aliases: fc.array(fc.constantFrom(...NAMES), { maxLength: 1 }),
  references: fc.array(names, { maxLength: 1 }),
} as const

const arrivals: fc.Arbitrary<Arriving> = fc
  .tuple(names, fc.record({ ...happening, ...naming, joins: fc.constantFrom(true, true, true, false) }))
  .map(([name, more]) => arriving({ ...name, ...more }))

const kept: fc.Arbitrary<readonly Known[]> = fc
  .array(
    fc.tuple(
      names,
      fc.record({
        ...happening,
        ...naming,
        open: fc.constantFrom(true, true, false),
        threadId: fc.constantFrom('T1', 'T2', 'T3', 'T4'),
        incidentOpenedAt: fc.constantFrom(later(0), later(0), later(-1)),
      }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((drawn) =>
    drawn.map(([name, more], place) => known('K', { ...name, ...more, incidentId: `I${place % 3}${more.mode}` })),
  )
  // All messages of an incident know one opening.
  .map((list) =>
    list.map((one) => {
      const first = list.find(({ incidentId }) => incidentId === one.incidentId) ?? one
      return { ...one, incidentOpenedAt: first.incidentOpenedAt }
    }),
  )

const allNames = ({ source, sourceId, aliases }: Pick<Known, 'source' | 'sourceId' | 'aliases'>): string[] =>
  [sourceId, ...aliases].map((id) => `${source}/${id}`)
const spokenOf = ({ references }: Pick<Known, 'references'>): string[] =>
  references.map(({ source, sourceId }) => `${source}/${sourceId}`)

/** By names: what a message is called and speaks of has something in common with the other's. */
const named = (a: Arriving, b: Known): boolean => {
  const theirs = new Set([...allNames(b), ...spokenOf(b)])
  return [...allNames(a), ...spokenOf(a)].some((name) => theirs.has(name))
}

/** By place: at least three tenths of the smaller box in common, and no hour and more between the two times. */
const near = (a: Arriving, b: Known): boolean => {
  if (a.hazard === null || b.hazard === null || a.place === null || b.place === null) return false
  const kin =
    a.hazard === b.hazard ||
    [a.hazard, b.hazard].every((one) => /flood/.test(one)) ||
    [a.hazard, b.hazard].every((one) => /fire/.test(one))
  const spans = [a, b].map(({ occurredAt, expiresAt }) => {
    const from = occurredAt.getTime()
    return { from, until: Math.max(from + 12 * HOUR_MS, expiresAt?.getTime() ?? from) }
  })
  const gap = Math.max(...spans.map(({ from }) => from)) - Math.min(...spans.map(({ until }) => until))
  return kin && gap <= HOUR_MS && countedShare(a.place.box, b.place.box) >= 3 / 10
}

test('a message joins by names whatever it is, else by place where it may, and always the earliest incident', () => {
  let [byNames, byPlace, alone] = [0, 0, 0]
  fc.assert(
    fc.property(arrivals, kept, (message, list) => {
      const ofMode = list.filter(({ mode }) => mode === message.mode)
      const mayJoin =
        message.joins && message.mode !== 'exercise' && !['cancel', 'all-clear'].includes(message.messageType)
      const tied = ofMode.filter((one) => named(message, one))
      const beside = mayJoin ? ofMode.filter((one) => one.open && near(message, one)) : []
      const [first] = (tied.length > 0 ? tied : beside).toSorted(
        (a, b) => a.incidentOpenedAt.getTime() - b.incidentOpenedAt.getTime() || (a.incidentId < b.incidentId ? -1 : 1),
      )
      const joined = joinIncident(message, list, never)
      expect(joined.incidentId).toBe(first?.incidentId ?? null)
      expect(new Set(joined.threadIds)).toEqual(new Set(tied.map(({ threadId }) => threadId)))
      const same = tied.some(({ source, sourceId }) => source === message.source && sourceId === message.sourceId)
      expect(joined.because === null).toBe(first === undefined || same)
      if (tied.length > 0) byNames += 1
      else if (beside.length > 0) byPlace += 1
      else alone += 1
    }),
    { numRuns: 4_000, seed: 20261122 },
  )
  // The sample is worth something only where each way was gone often.
  expect(Math.min(byNames, byPlace, alone)).toBeGreaterThan(100)
})

test('the order in which the rows are read changes neither the incident nor its threads', () => {
  const shuffled = kept.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })),
  )
  fc.assert(
    fc.property(arrivals, shuffled, (message, [list, other]) => {
      const [one, two] = [list, other].map((rows) => joinIncident(message, rows, never))
      expect([two?.incidentId, two?.threadIds]).toEqual([one?.incidentId, one?.threadIds])
    }),
    { numRuns: 2_000, seed: 2 },
  )
})

test('modes never mix, by whatever names or place', () => {
  fc.assert(
    fc.property(arrivals, kept, (message, list) => {
      const joined = joinIncident(message, list, () => ({ same: true, because: 'same quake' }))
      const [mode] = list.flatMap((one) => (one.incidentId === joined.incidentId ? [one.mode] : []))
      expect(mode ?? message.mode).toBe(message.mode)
    }),
    { numRuns: 1_000, seed: 3 },
  )
})

test('a quake joins exactly those that are the same quake', () => {
  const quakes = fc.record({
    occurredAt: fc.integer({ min: -900, max: 900 }).map((seconds) => later(seconds * 1000)),
    magnitude: fc.option(fc.integer({ min: 45, max: 60 }).map((tenths) => tenths / 10)),
    place: fc.tuple(fc.nat(30), fc.nat(30)).map(([x, y]) => at(box(120 + x / 10, -3 + y / 10, 1, 1))),
  })
  fc.assert(
    fc.property(quakes, quakes, (one, other) => {
      const message = arriving({ ...one, hazard: 'earthquake' })
      const asQuake = ({ occurredAt, magnitude, place }: typeof one) => ({
        at: occurredAt,
        position: place.centre,
        magnitude,
      })
      const verdict = sameQuake(asQuake(one), asQuake(other))
      expect(joinIncident(message, [known('K', { ...other, hazard: 'earthquake' })], sameQuake)).toEqual({
        threadIds: [],
        incidentId: verdict.same ? 'incident of K' : null,
        because: verdict.same ? verdict.because : null,
      })
    }),
    { numRuns: 500, seed: 4 },
  )
})

test('every hazard but quakes joins its like at its place', () => {
  for (const hazard of HAZARDS)
    expect(joinIncident(arriving({ hazard }), [known('K', { hazard })], never).incidentId).toBe(
      hazard === 'earthquake' ? null : 'incident of K',
    )
})
