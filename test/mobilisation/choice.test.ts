import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bandAt } from '../../src/mobilisation/answer-history.ts'
import { inFairOrder, whyResting } from '../../src/mobilisation/fairness.ts'
import { kindRate, oddsOfYes } from '../../src/mobilisation/odds.ts'
import { NO_HISTORY } from '../../src/mobilisation/prospect.ts'
import { type Candidate, sufficientWave } from '../../src/mobilisation/sufficient-wave.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { idOf, later, NOW } from './sample.ts'
import {
  awayFrom,
  choiceIn,
  knownFrom,
  RESTING,
  type Setting,
  SUFFICIENT,
  settings,
  settingWays,
} from './sample-choice.ts'

const NOBODY: ReadonlySet<string> = new Set()
const tagana = (count: number, fromKm = 1) =>
  Array.from({ length: count }, (_, n) => awayFrom(`R${String(n + 1).padStart(3, '0')}`, fromKm + n))
const idsOf = (people: readonly { readonly responderId: string }[]): readonly string[] =>
  people.map(({ responderId }) => responderId)

/** The oracle: everybody who may be called, judged and ordered at once. */
const wholePool = (setting: Setting): readonly Candidate[] => {
  const { policy = SUFFICIENT, people, histories } = setting
  const ways = settingWays(setting)
  const band = bandAt(NOW, 'WIB')
  const able = people.flatMap((person) => {
    const reach = ways.reachOf(person)
    if (reach === null || person.optedOutAt !== null) return []
    const { answers, marks } = histories?.get(person.id) ?? NO_HISTORY
    const { kind } = person
    const odds = oddsOfYes(answers, kindRate(kind, {}, band, policy.odds), band, policy.odds)
    const resting = whyResting(marks, policy.fairness, NOW) !== null
    return [{ responderId: person.id, kind, skills: [], minutes: reach.minutes, odds, resting, marks }]
  })
  return inFairOrder(able, policy.fairness)
}

const needs = fc.record({ tagana: fc.integer({ min: 0, max: 5 }), pkh: fc.integer({ min: 0, max: 3 }) })
const targets = fc.constantFrom(0.8, 0.95, 0.99)
const steps = fc.constantFrom(0, 5, 20)

describe('the smallest sufficient set', () => {
  test('is the same as if everybody in reach had been looked at', () => {
    fc.assert(
      fc.property(settings, needs, targets, steps, (drawn, need, target, fairWithinMin) => {
        const policy = { ...SUFFICIENT, target, fairness: { ...SUFFICIENT.fairness, fairWithinMin } }
        const setting = { ...drawn, policy }
        const found = choiceIn(setting).sufficient({ need, without: NOBODY })
        const asked = { need: { kinds: need, skills: {} }, coming: [], pending: [], target }
        const whole = sufficientWave({ ...asked, candidates: wholePool(setting) })
        expect(idsOf(found.picked)).toEqual(idsOf(whole.called))
        expect(found.wave.chance).toBe(whole.chance)
      }),
      { numRuns: 500 },
    )
  })

  test('is found without reading everybody', () => {
    let read = 0
    const people = Array.from({ length: 400 }, (_, n) => awayFrom(`R${String(n).padStart(3, '0')}`, 1 + n / 10))
    const found = choiceIn({ people, onRead: () => (read += 1) }).sufficient({ need: { tagana: 2 }, without: NOBODY })
    expect(found.picked).toHaveLength(8)
    expect(found.usedUp).toEqual(new Set())
    expect(found.missing).toEqual({})
    expect(read).toBeLessThan(100)
  })

  test('says of everybody who was looked at whether and why they were passed over', () => {
    const [first, ...others] = tagana(12)
    const people = [
      ...(first === undefined ? [] : [{ ...first, optedOutAt: NOW }]),
      ...others,
      awayFrom('R-CUT', 3, { landmass: 2 }),
      awayFrom('R-REST', 2.5),
      awayFrom('R-PKH', 2, { kind: 'pkh' }),
      awayFrom('R-BLOCKED', 2),
      awayFrom('R-PSM', 2, { kind: 'psm' }),
    ]
    const histories = new Map([['R-REST', RESTING]])
    const found = choiceIn({ people, histories }).sufficient({ need: { tagana: 1 }, without: new Set(['R003']) })
    expect(found.picked[0]).toMatchObject({ responderId: 'R002', kind: 'tagana', odds: 0.5, via: [] })
    expect(found.picked[0]?.minutes).toBeCloseTo(14, 6)
    expect(found.skipped).toMatchObject([
      { responderId: 'R001', reason: 'opted-out' },
      { responderId: 'R-BLOCKED', reason: 'already-called' },
      { responderId: 'R003', reason: 'already-called' },
      { responderId: 'R-CUT', reason: 'no-crossing' },
      { responderId: 'R-REST', reason: 'called-often' },
      ...found.skipped.slice(5).map(({ responderId }) => ({ responderId, reason: 'enough-called' })),
    ])
    expect(found.considered).toBe(found.picked.length + found.skipped.length)
  })

  test('counts those who are coming and those who may still answer', () => {
    const choice = choiceIn({ people: tagana(9) })
    const awaited = (odds: number, elapsed: number, count: number) =>
      Array.from({ length: count }, () => ({ kind: 'tagana' as Kind, odds, elapsed }))
    const coming = [{ kind: 'tagana' as Kind }]
    const enough = choice.sufficient({ need: { tagana: 2 }, without: NOBODY, coming, awaited: awaited(0.5, 0, 5) })
    expect(enough.picked).toEqual([])
    expect(enough.wave).toMatchObject({ reached: true, chance: 31 / 32 })
    // Half-way through the deadline somebody with even odds has those of one in three left.
    const later = choice.sufficient({ need: { tagana: 2 }, without: NOBODY, coming, awaited: awaited(0.5, 0.5, 5) })
    expect(idsOf(later.picked)).toEqual(['R001', 'R002'])
    const filled = choice.sufficient({ need: { tagana: 1 }, without: NOBODY, coming })
    expect(filled.picked).toEqual([])
  })

  test('calls people of some kinds only where those of others are not to be called', () => {
    const choice = choiceIn({ people: tagana(9) })
    const sought = { need: { tagana: 1, pkh: 1 }, kinds: new Set<Kind>(['tagana']), without: NOBODY }
    const found = choice.sufficient(sought)
    expect(idsOf(found.picked)).toEqual(['R001', 'R002', 'R003', 'R004', 'R005'])
    expect(found.wave).toMatchObject({ chance: 0, limits: [{ name: 'pkh' }] })
    const also = choice.sufficient({ ...sought, kinds: new Set<Kind>(['tagana', 'tksk']) })
    expect(idsOf(also.picked)).toEqual(idsOf(found.picked))
    const more = choice.sufficient({ ...sought, coming: [{ kind: 'pkh' }] })
    expect(idsOf(more.picked)).toEqual(['R001', 'R002', 'R003', 'R004', 'R005'])
  })

  test('names the kinds of which there are too few, and those of which nobody is left', () => {
    const choice = choiceIn({ people: [...tagana(2), awayFrom('R-PKH', 1, { kind: 'pkh' })] })
    const found = choice.sufficient({ need: { tagana: 3, pkh: 1 }, without: new Set(['R-PKH']) })
    expect(idsOf(found.picked)).toEqual(['R001', 'R002'])
    expect(found.missing).toEqual({ tagana: 1, pkh: 1 })
    expect(found.usedUp).toEqual(new Set(['pkh']))
  })

  test('leaves out who needs too long and, among some, all others', () => {
    const near = { ...SUFFICIENT, searchWithinMin: 15 }
    const found = choiceIn({ people: tagana(9), policy: near }).sufficient({ need: { tagana: 3 }, without: NOBODY })
    expect(idsOf(found.picked)).toEqual(['R001', 'R002'])
    const among = choiceIn({ people: tagana(9) }).sufficient({
      need: { tagana: 1 },
      without: NOBODY,
      among: new Set(['R005', 'R007']),
    })
    expect(idsOf(among.picked)).toEqual(['R005', 'R007'])
  })
})

describe('neighbours by mutual aid, and people whose position is old', () => {
  const neighbour = { regencyCode: '32.05' }
  const old = { positionAt: later(-800 * 86_400_000) }
  const people = [
    ...[1, 2, 3, 4, 5, 6].map((km) => awayFrom(`N${km}`, km / 10, neighbour)),
    ...[1, 2].map((km) => awayFrom(`S${km}`, km / 2, old)),
    awayFrom('R-REST', 0.5),
    ...tagana(4, 2),
  ]
  const choice = choiceIn({
    people,
    histories: new Map([['R-REST', RESTING]]),
    mutualAid: ['32.05'],
    positions: { staleAfterMs: 730 * 86_400_000, vagueBeyondM: null },
  })
  const called = (need: number, without: ReadonlySet<string> = NOBODY) =>
    idsOf(choice.sufficient({ need: { tagana: need }, without }).picked).toSorted()
  const OWN = ['R001', 'R002', 'R003', 'R004']

  test('are called only where the others cannot reach the target, one reason after the other', () => {
    expect(called(1, new Set(['R-REST', 'S1', 'S2']))).toEqual(['N1', ...OWN])
    expect(called(1)).toEqual(['R-REST', ...OWN])
    expect(called(1, new Set(['R-REST']))).toEqual([...OWN, 'S1'])
    expect(called(3)).toEqual(['N1', 'N2', 'N3', 'N4', 'R-REST', ...OWN, 'S1', 'S2'])
    // Out of everybody's reach all are called.
    expect(called(12)).toHaveLength(13)
  })

  test('are marked where they are called, and where they are not the reason is theirs', () => {
    const few = choice.sufficient({ need: { tagana: 1 }, without: NOBODY })
    const reasons = Object.fromEntries(few.skipped.map(({ responderId, reason }) => [responderId, reason]))
    expect(reasons).toMatchObject({ N1: 'aid-not-needed', S1: 'stale-position' })
    const many = choice.sufficient({ need: { tagana: 3 }, without: NOBODY })
    expect(many.picked.filter(({ aid }) => aid === true).map(({ responderId }) => responderId)).toEqual([
      'N1',
      'N2',
      'N3',
      'N4',
    ])
    expect(many.picked.filter(({ stale }) => stale === true).map(({ responderId }) => responderId)).toEqual([
      'S1',
      'S2',
    ])
    expect(idsOf(choice.inTurn({ tagana: 8 }, NOBODY).picked)).toEqual([...OWN, 'R-REST', 'S1', 'S2', 'N1'])
  })
})

describe('people in turn', () => {
  const called = { ...NO_HISTORY, marks: { ...NO_HISTORY.marks, lastCalledAt: later(-1) } }

  test('whoever of one step was called longest ago is next, and resting people are last', () => {
    const people = [...tagana(5), awayFrom('R-PKH', 2, { kind: 'pkh' })]
    const histories = new Map([
      ['R001', called],
      ['R003', RESTING],
    ])
    const { inTurn } = choiceIn({ people, histories })
    const none = inTurn({ tagana: 0 }, NOBODY)
    expect(none).toEqual({ picked: [], missing: {}, skipped: [], considered: 0 })
    expect(idsOf(inTurn({ tagana: 2, pkh: 1 }, NOBODY).picked)).toEqual(['R002', 'R001', 'R-PKH'])
    expect(idsOf(inTurn({ tagana: 3 }, new Set(['R002'])).picked)).toEqual(['R001', 'R004', 'R005'])
    const all = inTurn({ tagana: 6 }, NOBODY)
    expect(idsOf(all.picked)).toEqual(['R002', 'R001', 'R004', 'R005', 'R003'])
    expect(all.missing).toEqual({ tagana: 1 })
    expect(idsOf(inTurn({ tagana: 1 }, new Set(['R002', 'R001', 'R004', 'R005'])).picked)).toEqual(['R003'])
    expect(idsOf(inTurn({ tagana: 1 }, NOBODY, new Set(['R003'])).picked)).toEqual(['R003'])
  })
})

test('of whom nothing was read is named, until it was', () => {
  const setting = { people: tagana(3) }
  const read = new Set<string>()
  const known = { ...knownFrom(setting), historyOf: (id: string) => (read.has(id) ? RESTING : undefined) }
  const choice = choiceIn(setting, known)
  expect(choice.sufficient({ need: { tagana: 1 }, without: NOBODY }).picked).toHaveLength(3)
  expect(choice.unread()).toEqual([idOf('R001'), idOf('R002'), idOf('R003')])
  read.add('R001').add('R002')
  expect(choice.unread()).toEqual([idOf('R003')])
})
