import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededChance } from '../../src/roster/chance.ts'
import { drawWeighted, normal, shifted } from '../../src/simulation/draws.ts'

test('normal draws have mean 0, variance 1, and a sixth of them beyond each deviation', () => {
  const chance = seededChance('normal')
  const draws = Array.from({ length: 50_000 }, () => normal(chance))
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
  expect(Math.abs(mean)).toBeLessThan(0.02)
  expect(Math.abs(draws.reduce((sum, draw) => sum + draw * draw, 0) / draws.length - 1)).toBeLessThan(0.03)
  expect(draws.filter((draw) => draw > 1).length / draws.length).toBeCloseTo(0.1587, 2)
})

test('a probability moves on the logit: 40 % and 0.5 make 52 %, certain things stay certain', () => {
  expect(shifted(0.4, 0.5)).toBeCloseTo(0.5236, 4)
  expect(shifted(0.4, 0)).toBeCloseTo(0.4, 12)
  expect([shifted(0, 3), shifted(1, -3)]).toEqual([0, 1])
})

test('a probability moved up and down again is what it was, and never leaves 0 to 1', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      fc.double({ min: -8, max: 8, noNaN: true }),
      (p, by) => {
        const moved = shifted(p, by)
        expect(moved).toBeGreaterThanOrEqual(0)
        expect(moved).toBeLessThanOrEqual(1)
        expect(shifted(moved, -by)).toBeCloseTo(p, 6)
      },
    ),
  )
})

test('words come as often as they weigh, and never without weight', () => {
  const chance = seededChance('words')
  const counts = { flood: 0, fire: 0, social: 0 }
  for (let draw = 0; draw < 20_000; draw += 1)
    counts[
      drawWeighted(
        [
          ['flood', 3],
          ['social', 0],
          ['fire', 1],
        ],
        chance,
      )
    ] += 1
  expect(counts.flood / 20_000).toBeCloseTo(0.75, 1)
  expect(counts.social).toBe(0)
})

test('a sum that rounding leaves above 0 gives the last word; no weight at all is refused', () => {
  const last = { ...seededChance('last'), next: () => 1 }
  expect(
    drawWeighted(
      [
        ['flood', 1],
        ['fire', 2],
        ['social', 0],
      ],
      last,
    ),
  ).toBe('fire')
  expect(() => drawWeighted([['flood', 0]], last)).toThrow(new RangeError('weights: expected one above 0, got none'))
})
