import { expect, test } from 'vitest'
import { figuresOf, pairedOf } from '../../src/simulation/comparison.ts'
import type { Outcome } from '../../src/simulation/outcome.ts'

const outcome = (quorumMin: number | null, alerted: number, more: Partial<Outcome> = {}): Outcome => ({
  isFilled: quorumMin !== null,
  quorumMin,
  alerted,
  needed: 2,
  wrongIsland: 0,
  surplusYes: 0,
  ...more,
})

const ONE = [outcome(3, 4), outcome(5, 6, { surplusYes: 2 }), outcome(null, 9, { wrongIsland: 3 })]
const OTHER = [outcome(1, 8), outcome(null, 12, { wrongIsland: 1 }), outcome(null, 1)]
const POSSIBLE = [true, true, false]

test('a policy’s figures are of all its events, what it called by whether the need could be filled', () => {
  const figures = figuresOf({ policy: 'one', outcomes: ONE }, POSSIBLE, '1')
  expect(figures.filled.value).toBeCloseTo(2 / 3, 12)
  expect(figures.filledOfPossible.value).toBe(1)
  expect(figures.quorumMin.value).toBe(4)
  expect(figures.alertedPerNeeded.value).toBe(10 / 4)
  expect(figures.alertedElse.value).toBe(9 / 2)
  expect(figures.surplusPerNeeded.value).toBe(2 / 6)
  expect(figures.wrongIsland).toBe(3)
})

test('a pair compares the same possible events: filled, people saved, minutes where both filled', () => {
  const paired = pairedOf({ policy: 'one', outcomes: ONE }, { policy: 'other', outcomes: OTHER }, POSSIBLE, '1')
  expect(paired).toMatchObject({ policy: 'one', against: 'other' })
  expect(paired.filled.value).toBe(0.5)
  expect(paired.fewerAlerted.value).toBe(0.5)
  expect(paired.laterMin).toEqual({ value: 2, from: 2, to: 2 })
  expect(paired.fewerAlerted.from ?? 1).toBeLessThanOrEqual(paired.fewerAlerted.to ?? 0)
})

test('without a possible event nothing can be compared', () => {
  const none = [false, false, false]
  const paired = pairedOf({ policy: 'one', outcomes: ONE }, { policy: 'other', outcomes: OTHER }, none, '1')
  const nothing = { value: null, from: null, to: null }
  expect(paired).toMatchObject({ filled: nothing, fewerAlerted: nothing, laterMin: nothing })
})
