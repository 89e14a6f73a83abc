import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceKm, type Position } from '../../src/geo/position.ts'
import { type Asked, whyIneligible } from '../../src/mobilisation/eligibility.ts'
import type { HeadCount } from '../../src/mobilisation/hazard-event.ts'
import { type Nearby, type Selection, selectResponders } from '../../src/mobilisation/selection.ts'
import type { Kind, Responder } from '../../src/roster/responder.ts'
import { indexRoster } from '../../src/roster/roster-index.ts'
import { aResponder, idOf, later, NOW } from './sample.ts'

const ASKED: Omit<Asked, 'kinds'> = {
  jurisdiction: '32.04',
  mutualAid: [],
  landmass: 1,
  alreadyCalled: new Set(['R003', 'R005', 'R008']),
  needsPhone: true,
  now: NOW,
}
const CENTRE: Position = [107.5, -7.2]
const RADIUS_KM = 30
const KINDS = ['tagana', 'pkh', 'pendamping_desa'] as const

/** The oracle: measures and judges everybody, sorts, and takes the first of each kind. */
const chosenByHand = (
  pool: readonly Responder[],
  want: HeadCount,
): Pick<Selection, 'picked' | 'missing' | 'skipped'> => {
  const line = pool
    .map((responder) => ({ responder, km: distanceKm(CENTRE, responder.home) }))
    .filter(({ km }) => km <= RADIUS_KM)
    .sort((a, b) => a.km - b.km || (a.responder.id < b.responder.id ? -1 : 1))
    .map((nearby, place) => ({
      ...nearby,
      place,
      reason: whyIneligible(nearby.responder, { ...ASKED, kinds: new Set(KINDS) }),
    }))
  const wanted = KINDS.flatMap((kind): [Kind, number][] => ((want[kind] ?? 0) > 0 ? [[kind, want[kind] ?? 0]] : []))
  const shares = wanted.map(([kind, count]) => {
    const ofKind = line.filter(({ responder }) => responder.kind === kind)
    const chosen = ofKind.filter(({ reason }) => reason === null).slice(0, count)
    const last = chosen.length === count ? (chosen.at(-1)?.place ?? 0) : Number.POSITIVE_INFINITY
    const passed = ofKind.filter(({ reason, place }) => reason !== null && place < last)
    return { kind, chosen, passed, missing: count - chosen.length }
  })
  const inLine = <Item extends { readonly place: number }>(items: Item[]): Item[] =>
    items.sort((a, b) => a.place - b.place)
  return {
    picked: inLine(shares.flatMap(({ chosen }) => chosen)).map(({ responder: { id, kind }, km }) => ({
      responderId: id,
      kind,
      km,
    })),
    missing: Object.fromEntries(
      shares.filter(({ missing }) => missing > 0).map(({ kind, missing }) => [kind, missing]),
    ),
    skipped: inLine(shares.flatMap(({ passed }) => passed)).flatMap(({ responder: { id }, km, reason }) =>
      reason === null ? [] : [{ responderId: id, km, reason }],
    ),
  }
}

// A coarse grid, so that many live equally far away; some live beyond the radius.
const homes: fc.Arbitrary<Position> = fc
  .tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }))
  .map(([east, north]): Position => [CENTRE[0] + east * 0.08, CENTRE[1] + north * 0.08])

const soon = fc.constantFrom(null, null, null, later(-1), NOW, later(1))

const people: fc.Arbitrary<Partial<Responder>> = fc.record({
  kind: fc.constantFrom<Kind>(...KINDS, 'volunteer'),
  home: homes,
  landmass: fc.constantFrom(1, 1, 1, 1, 2, null),
  regencyCode: fc.constantFrom('32.04', '32.04', '32.04', '32.05'),
  channels: fc.constantFrom<Responder['channels']>(['sms'], ['sms', 'email'], ['email'], []),
  optedOutAt: fc.constantFrom(null, null, null, later(-5)),
  optedOutUntil: soon,
  unavailableUntil: soon,
})

const pools = fc
  .array(people, { maxLength: 60 })
  .map((drawn) => drawn.map((person, at) => aResponder(`R${String(at).padStart(3, '0')}`, person)))

const wants: fc.Arbitrary<HeadCount> = fc.record(
  { tagana: fc.nat(8), pkh: fc.nat(4), pendamping_desa: fc.nat(3) },
  { requiredKeys: [] },
)

const select = (pool: readonly Responder[], want: HeadCount): Selection =>
  selectResponders(indexRoster(1n, pool, []).nearby(CENTRE, RADIUS_KM), want, ASKED)

test('picks, passes over and misses exactly whom sorting everybody by hand does', () => {
  fc.assert(
    fc.property(pools, wants, (pool, want) => {
      expect(select(pool, want)).toMatchObject(chosenByHand(pool, want))
    }),
    { numRuns: 1_500, seed: 20261122 },
  )
})

test('the order in which the pool comes makes no difference', () => {
  const shuffled = pools.chain((pool) =>
    fc.tuple(fc.constant(pool), fc.shuffledSubarray(pool, { minLength: pool.length, maxLength: pool.length })),
  )
  fc.assert(
    fc.property(shuffled, wants, ([pool, other], want) => {
      expect(select(other, want)).toEqual(select(pool, want))
    }),
    { numRuns: 500, seed: 4 },
  )
})

test('nobody is picked who may not be called, nobody twice, and never more than wanted', () => {
  fc.assert(
    fc.property(pools, wants, (pool, want) => {
      const { picked, missing } = select(pool, want)
      const byId = new Map(pool.map((person) => [person.id, person]))
      for (const { responderId, kind } of picked) {
        const person = byId.get(responderId)
        expect(person?.kind).toBe(kind)
        expect(person && whyIneligible(person, { ...ASKED, kinds: new Set([kind]) })).toBeNull()
      }
      expect(new Set(picked.map(({ responderId }) => responderId)).size).toBe(picked.length)
      for (const kind of KINDS)
        expect(picked.filter((one) => one.kind === kind).length + (missing[kind] ?? 0)).toBe(want[kind] ?? 0)
    }),
    { numRuns: 500, seed: 11 },
  )
})

const inLine = function* (ids: readonly string[], taken: string[]): Generator<Nearby> {
  for (const [at, id] of ids.entries()) {
    taken.push(id)
    yield { responder: aResponder(id), km: at + 1 }
  }
}

test('the line is read no further than needed', () => {
  const taken: string[] = []
  const { picked, considered, missing } = selectResponders(
    inLine(['R1', 'R2', 'R3', 'R4'], taken),
    { tagana: 2 },
    ASKED,
  )
  expect(picked).toEqual([
    { responderId: idOf('R1'), kind: 'tagana', km: 1 },
    { responderId: idOf('R2'), kind: 'tagana', km: 2 },
  ])
  expect({ considered, missing, taken }).toEqual({ considered: 2, missing: {}, taken: ['R1', 'R2'] })
})

test.each([{}, { tagana: 0 }])('a need of %j looks at nobody', (want) => {
  const taken: string[] = []
  expect(selectResponders(inLine(['R1'], taken), want, ASKED)).toEqual({
    picked: [],
    missing: {},
    skipped: [],
    considered: 0,
  })
  expect(taken).toEqual([])
})

test('an empty line misses everybody', () => {
  const nobody = { picked: [], missing: { tagana: 2, pkh: 1 }, skipped: [], considered: 0 }
  expect(selectResponders([], { tagana: 2, pkh: 1 }, ASKED)).toEqual(nobody)
})
