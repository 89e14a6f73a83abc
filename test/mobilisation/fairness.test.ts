import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CallMarks,
  type FairnessPolicy,
  type InLine,
  inFairOrder,
  whyResting,
} from '../../src/mobilisation/fairness.ts'
import { idOf, later, MIN, NOW } from './sample.ts'

const HOUR = 60 * MIN
const DAY = 24 * HOUR

const POLICY: FairnessPolicy = {
  mostCalls: 4,
  callsWithinMs: 30 * DAY,
  restAfterServingMs: 12 * HOUR,
  fairWithinMin: 5,
}

const marks = (more: Partial<CallMarks> = {}): CallMarks => ({
  callsLately: 0,
  lastCalledAt: null,
  lastServedAt: null,
  ...more,
})

const inLine = (id: string, minutes: number, more: Partial<CallMarks> = {}): InLine => ({
  responderId: idOf(id),
  minutes,
  marks: marks(more),
})

const order = (people: readonly InLine[], fairWithinMin = POLICY.fairWithinMin): readonly string[] =>
  inFairOrder(people, { fairWithinMin }).map(({ responderId }) => responderId)

test.each<[string, Partial<CallMarks>, ReturnType<typeof whyResting>]>([
  ['never called nor serving', {}, null],
  ['called three times lately', { callsLately: 3 }, null],
  ['called four times lately', { callsLately: 4 }, 'called-often'],
  ['called more often', { callsLately: 9 }, 'called-often'],
  ['serving now', { lastServedAt: NOW }, 'served-lately'],
  ['just short of rested', { lastServedAt: later(-12 * HOUR + 1) }, 'served-lately'],
  ['just rested', { lastServedAt: later(-12 * HOUR) }, null],
  ['both', { callsLately: 4, lastServedAt: later(-HOUR) }, 'served-lately'],
])('%s: %j rests %s', (_, more, expected) => {
  expect(whyResting(marks(more), POLICY, NOW)).toBe(expected)
})

test('within the same few minutes whoever was called longest ago, or never, goes first', () => {
  const people = [
    inLine('today', 1, { lastCalledAt: NOW }),
    inLine('last-week', 3, { lastCalledAt: later(-7 * DAY) }),
    inLine('never', 4.9),
    inLine('next-step', 5),
  ]
  expect(order(people)).toEqual(['never', 'last-week', 'today', 'next-step'])
  expect(order(people, 0)).toEqual(['today', 'last-week', 'never', 'next-step'])
})

test('of equal turns the less often called, the nearer and the lower id goes first', () => {
  const at = { lastCalledAt: NOW }
  expect(
    order([
      inLine('d', 2, { ...at, callsLately: 1 }),
      inLine('c', 2, { ...at, callsLately: 1 }),
      inLine('b', 1, { ...at, callsLately: 1 }),
      inLine('a', 3, { ...at, callsLately: 2 }),
      inLine('f', 4),
      inLine('e', 4),
    ]),
  ).toEqual(['e', 'f', 'b', 'c', 'd', 'a'])
})

const people = fc
  .array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 60 }).map((quarters) => quarters / 4),
      callsLately: fc.nat(3),
      lastCalledAt: fc.constantFrom(null, NOW, later(-DAY), later(-2 * DAY)),
    }),
    { maxLength: 30 },
  )
  .map((drawn) => drawn.map(({ minutes, ...more }, n) => inLine(`R${String(n).padStart(2, '0')}`, minutes, more)))

test('the same people come out in the same order, whatever order they came in', () => {
  const shuffled = people.chain((line) =>
    fc.tuple(fc.constant(line), fc.shuffledSubarray(line, { minLength: line.length })),
  )
  fc.assert(
    fc.property(shuffled, fc.constantFrom(0, 1, 5, 7), ([line, other], fairWithinMin) => {
      expect(order(other, fairWithinMin)).toEqual(order(line, fairWithinMin))
    }),
    { numRuns: 1_000, seed: 1 },
  )
})

test('nobody goes before somebody who is nearer by the fair minutes or more', () => {
  fc.assert(
    fc.property(people, fc.constantFrom(0, 1, 5, 7), (line, fairWithinMin) => {
      const minutes = inFairOrder(line, { fairWithinMin }).map((one) => one.minutes)
      let farthest = 0
      for (const one of minutes) {
        expect(farthest - one).toBeLessThanOrEqual(Math.max(0, fairWithinMin - 0.25))
        farthest = Math.max(farthest, one)
      }
    }),
    { numRuns: 1_000, seed: 2 },
  )
})
