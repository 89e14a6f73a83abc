import { expect, test } from 'vitest'
import { type Choose, planDifference } from '../../src/mobilisation/replan.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { called, idOf, later, said } from './sample.ts'
import { applied, type Dweller, plan, type Spot } from './sample-line.ts'

/** One Tagana at each kilometre of the line: R0 lives at its beginning. */
const ROSTER = [0, 1, 2, 3, 4, 5, 6, 7].map((at): Dweller => ({ id: `R${at}`, kind: 'tagana', at }))
const spot = (threadId: string, at: number, tagana: number): Spot => ({ threadId, at, need: { tagana } })
const silent = (id: string) => called(id, { silentAt: later(1) })

const words = (found: ReturnType<typeof plan>) => ({
  call: found.call.map(({ responderId }) => responderId).join(' '),
  recall: found.recall.map(({ responderId }) => responderId).join(' '),
  stay: found.stay.map(({ responderId }) => responderId).join(' '),
  home: found.standDown.join(' '),
  need: found.need.tagana,
})
const NONE = { call: '', recall: '', stay: '', home: '' }

test('a first plan calls the nearest, some more than are needed', () => {
  expect(words(plan(ROSTER, [spot('T1', 0, 2)], [], 1.5))).toEqual({ ...NONE, call: 'R0 R1 R2', need: 2 })
})

test('a place that moves takes along whom it still reaches first, and sends the others home', () => {
  const before = [called('R0'), called('R1'), called('R2')]
  expect(words(plan(ROSTER, [spot('T1', 3, 3)], before, 1))).toEqual({
    ...NONE,
    call: 'R3 R4',
    stay: 'R2',
    home: 'R0 R1',
    need: 3,
  })
})

test('whoever was sent home is called again when the place comes back', () => {
  const away = called('R0', { stoodDownAt: later(1) })
  expect(words(plan(ROSTER, [spot('T1', 0, 1)], [away], 1))).toEqual({ ...NONE, recall: 'R0', need: 1 })
})

test('people who said yes come before nearer ones, as long as they are in reach', () => {
  const before = [said('R6', 'yes', 1), said('R7', 'arrived', 2)]
  expect(words(plan(ROSTER, [spot('T1', 0, 3)], before, 1))).toEqual({
    ...NONE,
    call: 'R0',
    stay: 'R6 R7',
    need: 3,
  })
})

test('people who said yes out of reach are sent home', () => {
  const far: readonly Dweller[] = [...ROSTER, { id: 'R30', kind: 'tagana', at: 30 }]
  const found = plan(far, [spot('T1', 0, 1)], [said('R30', 'yes', 1)], 1)
  expect(words(found)).toEqual({ ...NONE, call: 'R0', home: 'R30', need: 1 })
})

test('fewer needed than are coming: the nearest of them stay', () => {
  const before = [said('R1', 'yes', 3), said('R4', 'yes', 1), said('R5', 'yes', 2)]
  expect(words(plan(ROSTER, [spot('T1', 0, 1)], before, 1))).toEqual({ ...NONE, stay: 'R1', home: 'R4 R5', need: 1 })
})

test('somebody who said no is neither wanted nor sent home, however near', () => {
  expect(words(plan(ROSTER, [spot('T1', 0, 1)], [said('R0', 'no', 1)], 1))).toEqual({ ...NONE, call: 'R1', need: 1 })
})

test('somebody silent is passed over, but not sent home while the place asks for them', () => {
  expect(words(plan(ROSTER, [spot('T1', 0, 1)], [silent('R0')], 1))).toEqual({ ...NONE, call: 'R1', need: 1 })
  expect(words(plan(ROSTER, [spot('T1', 7, 1)], [silent('R0')], 1))).toEqual({
    ...NONE,
    call: 'R7',
    home: 'R0',
    need: 1,
  })
})

test('somebody who was sent home in silence is not called again the next time', () => {
  const asks = [spot('T1', 0, 1)]
  const rows = [silent('R0'), silent('R1')]
  const first = plan(ROSTER, asks, rows, 1)
  expect(words(first)).toEqual({ ...NONE, call: 'R2', home: 'R1', need: 1 })
  expect(words(plan(ROSTER, asks, applied(rows, first), 1))).toEqual({ ...NONE, stay: 'R2', need: 1 })
})

test('two messages about one place need no more people than the greater of them', () => {
  expect(words(plan(ROSTER, [spot('T1', 0, 2), spot('T2', 0, 3)], [], 1))).toEqual({
    ...NONE,
    call: 'R0 R1 R2',
    need: 3,
  })
})

test('two places that share people need each person once; two apart need both', () => {
  expect(words(plan(ROSTER, [spot('T1', 0, 2), spot('T2', 2, 2)], [], 1)).need).toBe(3)
  expect(words(plan(ROSTER, [spot('T1', 0, 2), spot('T2', 7, 2)], [], 1)).need).toBe(4)
})

test('a place with too few people still needs all that it asked for', () => {
  const found = plan(ROSTER.slice(0, 2), [spot('T1', 0, 5)], [], 1)
  expect(words(found)).toEqual({ ...NONE, call: 'R0 R1', need: 5 })
  expect(found.selections[0]?.selection.missing).toEqual({ tagana: 3 })
})

test('kinds are counted apart, and one that only a later message names is needed too', () => {
  const asks: readonly Spot[] = [spot('T1', 0, 1), { threadId: 'T2', at: 0, need: { pkh: 2 } }]
  expect(plan(ROSTER, asks, [], 1).need).toEqual({ tagana: 1, pkh: 2 })
})

test('somebody equally far from two places goes to that of the first ask', () => {
  const found = plan(ROSTER, [spot('T1', 2, 1), spot('T2', 4, 2)], [], 1)
  expect(found.wanted.map(({ responderId, threadId }) => `${responderId} ${threadId}`)).toEqual([
    'R2 T1',
    'R4 T2',
    'R3 T2',
  ])
  const [near] = plan(ROSTER.slice(3, 4), [spot('T2', 4, 1), spot('T1', 2, 1)], [], 1).wanted
  expect(near?.threadId).toBe('T2')
})

test('a choice that gives somebody of a kind nobody asked for is wanted, but not counted', () => {
  const stray = { responderId: idOf('R9'), kind: 'pkh' as Kind, km: 1 }
  const choose = () => ({ picked: [stray], missing: {}, skipped: [], considered: 1 })
  const found = planDifference([{ threadId: 'T1', need: { tagana: 1 }, choose, callFor: choose }], [])
  expect([found.call, found.need]).toEqual([[{ ...stray, threadId: 'T1' }], { tagana: 1 }])
})

test('of those who are coming whoever a team cannot spare stays, where a place reaches them', () => {
  const choose: Choose = (_want, without, among) => {
    const people = ['R1', 'R2', 'R3'].map((id, nth) => ({ responderId: idOf(id), kind: 'tagana' as Kind, km: nth }))
    const free = people.filter(({ responderId: id }) => !without.has(id) && (among?.has(id) ?? true))
    return { picked: free, missing: {}, skipped: [], considered: 3 }
  }
  const callFor: Choose = (want, ...rest) => {
    const found = choose(want, ...rest)
    return { ...found, picked: found.picked.slice(0, want.tagana ?? 0) }
  }
  const ask = { threadId: 'T1', need: { tagana: 1 }, choose, callFor }
  const rows = [said('R1', 'yes', 1), said('R2', 'yes', 2), said('R3', 'yes', 3), said('R9', 'yes', 1)]
  const given: string[] = []
  const found = planDifference([ask], rows, (stay, coming, awaited) => {
    given.push(...[stay, coming, awaited].map((people) => people.map(({ responderId }) => responderId).join(' ')))
    return new Set(['R3'])
  })
  expect(given).toEqual(['R1', 'R2 R3', ''])
  expect(found).toMatchObject({ need: { tagana: 1 }, call: [], standDown: ['R2', 'R9'] })
  expect(found.stay.map(({ responderId, threadId }) => `${responderId} ${threadId}`)).toEqual(['R1 T1', 'R3 T1'])
})

test('nobody asks: everybody who may still come is sent home, and nothing is needed', () => {
  const rows = [called('R0'), said('R1', 'yes', 1), said('R2', 'no', 1), silent('R3')]
  expect(planDifference([], rows)).toEqual({
    wanted: [],
    call: [],
    recall: [],
    stay: [],
    unheard: [],
    standDown: ['R0', 'R1', 'R3'],
    need: {},
    skills: {},
    selections: [],
  })
})

test('those who come to one place do not stand for those whom the next one needs', () => {
  const two = [spot('T1', 0, 2), spot('T2', 7, 2)]
  const coming = [said('R0', 'yes', 1), said('R1', 'yes', 1)]
  expect(words(plan(ROSTER, two, coming, 1))).toEqual({ ...NONE, call: 'R7 R6', stay: 'R0 R1', need: 4 })
  const asked = [...coming, called('R6'), called('R7')]
  expect(words(plan(ROSTER, two, asked, 1))).toEqual({ ...NONE, stay: 'R0 R7 R1 R6', need: 4 })
})

test('those who come count for every message that would have chosen them', () => {
  const coming = [said('R0', 'yes', 1), said('R1', 'yes', 1)]
  expect(words(plan(ROSTER, [spot('T1', 0, 2), spot('T2', 1, 2)], coming, 1)).need).toBe(2)
})

test('whoever is done and out of reach of the new place is left alone, and somebody else is called', () => {
  const far: readonly Dweller[] = [...ROSTER, { id: 'R30', kind: 'tagana', at: 30 }]
  const done = { ...said('R30', 'arrived', 1), doneAt: later(3) }
  expect(words(plan(far, [spot('T1', 0, 1)], [done], 1))).toEqual({ ...NONE, call: 'R0', need: 1 })
  // In reach they fill their place still.
  expect(words(plan(far, [spot('T1', 30, 1)], [done], 1))).toEqual({ ...NONE, stay: 'R30', need: 1 })
})

test('who said yes and is asked whether they are safe stays, and is not counted on', () => {
  const asked = said('R6', 'yes', 1, { safety: 'asked' })
  expect(words(plan(ROSTER, [spot('T1', 0, 2)], [asked, said('R5', 'yes', 2)], 1))).toEqual({
    ...NONE,
    call: 'R0',
    stay: 'R5 R6',
    need: 2,
  })
  // With enough who are coming nobody waits for them, and a deadline that passed without their word is a silence.
  const enough = plan(ROSTER, [spot('T1', 0, 1)], [asked, said('R5', 'yes', 2)], 1)
  expect(words(enough)).toEqual({ ...NONE, stay: 'R5', home: 'R6', need: 1 })
  const mute = said('R6', 'yes', 1, { safety: 'asked', silentAt: later(11) })
  expect(words(plan(ROSTER, [spot('T1', 0, 1)], [mute], 1))).toEqual({ ...NONE, call: 'R0', home: 'R6', need: 1 })
})
