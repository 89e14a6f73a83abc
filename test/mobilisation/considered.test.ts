import { expect, test } from 'vitest'
import { consideredIn, type Look, MOST_PASSED, type RoundResult } from '../../src/mobilisation/considered.ts'
import { idOf } from './sample.ts'

const NOBODY: RoundResult = {
  called: [],
  recalled: [],
  stays: [],
  waitedFor: [],
  refused: [],
  wantedNoMore: [],
  before: new Set(),
  looks: [],
}

const picked = (id: string, more: { replaces?: string; odds?: number; because?: 'skill' | 'team' } = {}) => ({
  responderId: idOf(id),
  kind: 'tagana' as const,
  km: 1,
  threadId: 't',
  ...more,
})

const look = (skipped: readonly (readonly [id: string, km: number])[], more: Partial<Look> = {}): Look => ({
  threadId: 't',
  selection: {
    skipped: skipped.map(([id, km]) => ({ responderId: idOf(id), km, reason: 'opted-out' as const })),
    considered: skipped.length,
  },
  farther: 0,
  ...more,
})

const told = (round: Partial<RoundResult>) =>
  consideredIn({ ...NOBODY, ...round }).rows.map(({ responderId, outcome, reason }) => [responderId, outcome, reason])

test('each outcome has its reason, and who was picked comes before who was passed over', () => {
  expect(
    told({
      called: [picked('A'), picked('B', { replaces: 'X' }), picked('S', { because: 'skill' })],
      recalled: [picked('C')],
      stays: [picked('D')],
      waitedFor: [picked('E')],
      refused: [picked('F')],
      wantedNoMore: [idOf('G')],
      looks: [look([['H', 3]])],
    }),
  ).toEqual([
    ['A', 'called', 'chosen'],
    ['B', 'called', 'in-place-of-another'],
    ['S', 'called', 'chosen-for-skill'],
    ['C', 'recalled', 'wanted-again'],
    ['D', 'stays', 'still-wanted'],
    ['E', 'stays', 'may-still-answer'],
    ['F', 'passed', 'refused-by-rows'],
    ['G', 'passed', 'wanted-no-more'],
    ['H', 'passed', 'opted-out'],
  ])
})

test('whatever the choice says of a person goes along', () => {
  const { rows } = consideredIn({ ...NOBODY, called: [picked('A', { odds: 0.7 })], looks: [look([['B', 2]])] })
  expect(rows.map(({ detail, threadId }) => ({ detail, threadId }))).toEqual([
    { detail: { kind: 'tagana', km: 1, odds: 0.7 }, threadId: 't' },
    { detail: { km: 2 }, threadId: 't' },
  ])
})

test('somebody passed over by several looks is kept once, by the nearest, and nearest first', () => {
  const looks = [
    look(
      [
        ['A', 9],
        ['B', 4],
      ],
      { threadId: 'far' },
    ),
    look(
      [
        ['B', 4],
        ['A', 2],
        ['C', 3],
      ],
      { threadId: 'near' },
    ),
  ]
  const { rows } = consideredIn({ ...NOBODY, looks })
  expect(rows.map(({ responderId, threadId }) => [responderId, threadId])).toEqual([
    ['A', 'near'],
    ['C', 'near'],
    ['B', 'far'],
  ])
})

test('whoever was picked, or called in an earlier round, is not passed over', () => {
  const looks = [
    look([
      ['A', 1],
      ['B', 2],
      ['C', 3],
    ]),
  ]
  expect(told({ called: [picked('A')], before: new Set(['B']), looks })).toEqual([
    ['A', 'called', 'chosen'],
    ['C', 'passed', 'opted-out'],
  ])
})

test('of those passed over the farthest are left out and counted; of those picked nobody is', () => {
  const many = Array.from({ length: MOST_PASSED + 3 }, (_, at) => [`P${at}`, at] as const)
  const called = Array.from({ length: 5_000 }, (_, at) => picked(`C${at}`))
  const { rows, ...counts } = consideredIn({ ...NOBODY, called, looks: [look(many.toReversed())] })
  expect(rows).toHaveLength(5_000 + MOST_PASSED)
  expect(rows.at(-1)?.responderId).toBe(`P${MOST_PASSED - 1}`)
  expect(counts).toEqual({
    called: 5_000,
    stays: 0,
    passed: MOST_PASSED + 3,
    leftOut: 3,
    lookedAt: MOST_PASSED + 3,
    farther: 0,
  })
})

test('looks add up; who lives farther away is counted by the look that left out most', () => {
  const looks = [look([['A', 1]], { farther: 7 }), look([['B', 1]], { farther: 3 })]
  expect(consideredIn({ ...NOBODY, stays: [picked('S')], looks })).toMatchObject({ lookedAt: 2, farther: 7, stays: 1 })
})

test('whoever is asked first whether they are safe has that for a reason, however they came in', () => {
  expect(
    told({
      called: [picked('A'), picked('B', { replaces: 'X' })],
      recalled: [picked('C')],
      stays: [picked('D')],
      waitedFor: [picked('E')],
      asked: new Set(['B', 'C', 'E']),
    }),
  ).toEqual([
    ['A', 'called', 'chosen'],
    ['B', 'called', 'asked-whether-safe'],
    ['C', 'recalled', 'asked-whether-safe'],
    ['D', 'stays', 'still-wanted'],
    ['E', 'stays', 'asked-whether-safe'],
  ])
})

test('of people equally far away the order is that of their ids, whatever order they were met in', () => {
  const met = look([
    ['C', 2],
    ['A', 2],
    ['D', 1],
    ['B', 2],
  ])
  expect(told({ looks: [met] }).map(([id]) => id)).toEqual(['D', 'A', 'B', 'C'])
})
