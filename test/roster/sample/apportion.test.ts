import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apportion } from '../../../src/roster/sample/apportion.ts'

const shares = (total: number, weights: readonly number[]): readonly number[] =>
  apportion(total, weights, (weight) => weight).map(({ share }) => share)

test.each([
  [10, [1, 1], [5, 5]],
  [10, [1, 1, 1], [4, 3, 3]],
  [7, [5, 3, 1], [4, 2, 1]],
  [3, [0, 1], [0, 3]],
  [0, [1, 2], [0, 0]],
  [0, [], []],
  [0, [0], [0]],
])('%i shared by weights %j is %j', (total, weights, expected) => {
  expect(shares(total, weights)).toEqual(expected)
})

test('shares add up, and none is a whole one off its quota', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), weights, (total, given) => {
      const sum = given.reduce((one, two) => one + two, 0)
      fc.pre(sum > 0)
      const result = shares(total, given)
      expect(result.reduce((one, two) => one + two, 0)).toBe(total)
      for (const [at, share] of result.entries())
        expect(Math.abs(share - (total * (given[at] ?? 0)) / sum)).toBeLessThan(1)
    }),
  )
})

test('nothing can be shared out when nobody has a weight', () => {
  expect(() => shares(1, [0, 0])).toThrow(new RangeError('cannot share 1 out: no weight is above 0'))
})
