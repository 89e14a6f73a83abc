import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededChance } from '../../src/roster/chance.ts'
import { bootstrapMean, bootstrapMedian, bootstrapRatio, medianOf, wilson } from '../../src/simulation/intervals.ts'

const NOTHING = { value: null, from: null, to: null }

// Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
  [29, 29, 0.883, 1],
])('the Wilson interval of %i in %i is Newcombe’s', (successes, trials, from, to) => {
  const found = wilson(successes, trials)
  expect(found.value).toBe(successes / trials)
  expect(found.from).toBeCloseTo(from, 4)
  expect(found.to).toBeCloseTo(to, 4)
})

test('the bounds of a Wilson interval are the shares from which the outcome is 1.96 deviations away', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5000 }), fc.nat(), (trials, drawn) => {
      const successes = 1 + (drawn % (trials - 1))
      const { value, from, to } = wilson(successes, trials)
      for (const bound of [from, to]) {
        const share = bound ?? 0
        const away = Math.abs((value ?? 0) - share) / Math.sqrt((share * (1 - share)) / trials)
        expect(away).toBeCloseTo(1.959964, 4)
      }
    }),
  )
})

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(medianOf([5, 1, 3])).toBe(3)
  expect(medianOf([4, 1, 3, 2])).toBe(2.5)
  expect(medianOf([])).toBeNull()
})

test('without any value there is no figure', () => {
  const chance = seededChance('none')
  expect([wilson(0, 0), bootstrapMedian([], chance), bootstrapMean([], chance)]).toEqual([NOTHING, NOTHING, NOTHING])
})

test('a bootstrap of equal values is that value, and the same chance gives the same interval', () => {
  expect(bootstrapMedian([7, 7, 7], seededChance('a'))).toEqual({ value: 7, from: 7, to: 7 })
  expect(
    bootstrapRatio(
      [
        [6, 2],
        [3, 1],
      ],
      seededChance('a'),
    ),
  ).toEqual({ value: 3, from: 3, to: 3 })
  const values = Array.from({ length: 50 }, (_, n) => n * n)
  expect(bootstrapMedian(values, seededChance('b'))).toEqual(bootstrapMedian(values, seededChance('b')))
})

/** The share of samples whose interval holds the truth. */
const coverage = (draw: (seed: string) => readonly [from: number | null, to: number | null], truth: number): number => {
  const held = Array.from({ length: 200 }, (_, n) => draw(`${n}`)).filter(
    ([from, to]) => (from ?? Number.NaN) <= truth && (to ?? Number.NaN) >= truth,
  )
  return held.length / 200
}

test('nineteen in twenty bootstrap intervals hold the truth: of a median, a mean and a ratio', () => {
  const sample = (seed: string) => {
    const chance = seededChance(`sample ${seed}`)
    return Array.from({ length: 101 }, () => -Math.log(1 - chance.next()))
  }
  const median = coverage((seed) => {
    const { from, to } = bootstrapMedian(sample(seed), seededChance(seed))
    return [from, to]
  }, Math.LN2)
  const mean = coverage((seed) => {
    const { from, to } = bootstrapMean(sample(seed), seededChance(seed))
    return [from, to]
  }, 1)
  const ratio = coverage((seed) => {
    const noise = seededChance(`noise ${seed}`)
    const pairs = sample(seed).map((value) => [3 * value + noise.between(-2, 2), value] as const)
    const { from, to } = bootstrapRatio(pairs, seededChance(seed))
    return [from, to]
  }, 3)
  for (const share of [median, mean, ratio]) {
    expect(share).toBeGreaterThan(0.9)
    expect(share).toBeLessThan(0.99)
  }
})

test('the median of a sample drawn by counting is the one found by sorting', () => {
  const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(values, fc.integer(), (drawn, seed) => {
      const sorted = drawn.toSorted((one, two) => one - two)
      const chance = seededChance(`${seed}`)
      const medians = Array.from({ length: 1000 }, () =>
        medianOf(Array.from({ length: sorted.length }, () => sorted[chance.below(sorted.length)] ?? 0)),
      ).toSorted((one, two) => (one ?? 0) - (two ?? 0))
      const { from, to } = bootstrapMedian(drawn, seededChance(`${seed}`))
      expect([from, to]).toEqual([medians[25], medians[974]])
    }),
    { numRuns: 30 },
  )
})
