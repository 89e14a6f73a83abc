import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceOfAtLeast, countYes } from '../../src/mobilisation/poisson-binomial.ts'

const probability = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0.5, 1e-9, 1 - 1e-9))

/** Every answer that everybody may give, with its chance. */
const byEnumeration = (odds: readonly number[], count: number): number => {
  let chance = 0
  for (let answers = 0; answers < 2 ** odds.length; answers += 1) {
    const yes = odds.map((_, at) => Math.floor(answers / 2 ** at) % 2 === 1)
    if (yes.filter(Boolean).length < count) continue
    chance += odds.reduce((product, one, at) => product * (yes[at] ? one : 1 - one), 1)
  }
  return chance
}

test('agrees with counting out every answer of up to twelve people', () => {
  fc.assert(
    fc.property(fc.array(probability, { maxLength: 8 }), fc.nat(9), (odds, count) => {
      expect(chanceOfAtLeast(odds, count)).toBeCloseTo(byEnumeration(odds, count), 12)
    }),
    { numRuns: 3_000, seed: 1 },
  )
  fc.assert(
    fc.property(fc.array(probability, { minLength: 9, maxLength: 12 }), fc.nat(13), (odds, count) => {
      expect(chanceOfAtLeast(odds, count)).toBeCloseTo(byEnumeration(odds, count), 12)
    }),
    { numRuns: 100, seed: 2 },
  )
})

const logFactorials = [0]
for (let n = 1; n <= 5_000; n += 1) logFactorials.push((logFactorials[n - 1] ?? 0) + Math.log(n))
const logFactorial = (n: number): number => logFactorials[n] ?? Number.NaN

/** n choose j by logarithms, each term by itself. */
const binomial = (n: number, odds: number, j: number): number =>
  Math.exp(logFactorial(n) - logFactorial(j) - logFactorial(n - j) + j * Math.log(odds) + (n - j) * Math.log1p(-odds))

test.each([
  [10, 0.3, 4],
  [300, 0.45, 120],
  [5_000, 0.5, 2_500],
  [5_000, 0.5, 2_400],
  [5_000, 0.52, 2_700],
  [5_000, 0.01, 60],
  [5_000, 0.999, 4_990],
  [5_000, 0.2, 1_300],
])('agrees with the binomial formula for %i people with odds %d and %i wanted', (n, odds, count) => {
  let expected = 0
  for (let j = n; j >= count; j -= 1) expected += binomial(n, odds, j)
  const found = chanceOfAtLeast(
    Array.from({ length: n }, () => odds),
    count,
  )
  expect(Math.abs(found - expected)).toBeLessThan(1e-9 * Math.max(1, expected))
  expect(found / expected).toBeCloseTo(1, 8)
})

test('a chance too small for a double is 0, and its complement 1', () => {
  const sleepers = Array.from({ length: 5_000 }, () => 1e-4)
  expect(chanceOfAtLeast(sleepers, 2_500)).toBe(0)
  const eager = Array.from({ length: 5_000 }, () => 0.9999)
  expect(chanceOfAtLeast(eager, 2_500)).toBeCloseTo(1, 11)
  expect(chanceOfAtLeast(eager, 2_500)).toBeLessThanOrEqual(1)
})

test('those who are certain make it certain, exactly', () => {
  expect(chanceOfAtLeast([1, 1, 1], 3)).toBe(1)
  expect(chanceOfAtLeast([1, 0, 1], 3)).toBe(0)
  expect(chanceOfAtLeast([1, 0.25, 1], 3)).toBe(0.25)
  expect(chanceOfAtLeast([1, 1, 0.3, 0.7], 2)).toBe(1)
  expect(chanceOfAtLeast([], 0)).toBe(1)
  expect(chanceOfAtLeast([0.5], 0)).toBe(1)
  expect(chanceOfAtLeast([], 1)).toBe(0)
})

test('another person never lowers the chance, by not a single bit', () => {
  fc.assert(
    fc.property(fc.array(probability, { maxLength: 200 }), fc.nat(60), (odds, count) => {
      const yes = countYes(count)
      let before = yes.enough()
      for (const one of odds) {
        yes.add(one)
        expect(yes.enough()).toBeGreaterThanOrEqual(before)
        expect(yes.enough()).toBeLessThanOrEqual(1)
        before = yes.enough()
      }
    }),
    { numRuns: 1_000, seed: 3 },
  )
})

test('the chances of each number below and of the rest come to 1', () => {
  fc.assert(
    fc.property(fc.array(probability, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (odds, cap) => {
      const yes = countYes(cap)
      for (const one of odds) yes.add(one)
      const below = Array.from({ length: cap }, (_, count) => yes.exactly(count))
      expect(below.reduce((total, chance) => total + chance, yes.enough())).toBeCloseTo(1, 12)
      for (const [count, chance] of below.entries())
        expect(chance).toBeCloseTo(chanceOfAtLeast(odds, count) - chanceOfAtLeast(odds, count + 1), 12)
    }),
    { numRuns: 1_000, seed: 4 },
  )
})

test('the order of people makes no difference but for rounding', () => {
  const lists = fc
    .array(probability, { maxLength: 100 })
    .chain((odds) => fc.tuple(fc.constant(odds), fc.shuffledSubarray(odds, { minLength: odds.length })))
  fc.assert(
    fc.property(lists, fc.nat(60), ([odds, shuffled], count) => {
      expect(chanceOfAtLeast(shuffled, count)).toBeCloseTo(chanceOfAtLeast(odds, count), 12)
    }),
    { numRuns: 1_000, seed: 5 },
  )
})

test.each([-0.1, 1.1, Number.NaN])('odds of %d are refused', (odds) => {
  expect(() => countYes(2).add(odds)).toThrow(new RangeError(`yes count: expected odds from 0 to 1, got ${odds}`))
  expect(() => chanceOfAtLeast([odds], 0)).toThrow(RangeError)
})

test.each([-1, 1.5, Number.NaN])('a count of %d is refused', (count) => {
  expect(() => countYes(count)).toThrow(new RangeError(`yes count: expected a whole number from 0 up, got ${count}`))
})
