import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaKm2, circle } from '../../../src/geo/area.ts'
import { HAZARDS } from '../../../src/mobilisation/hazard.ts'
import { growthFactor, usualAreaKm2 } from '../../../src/mobilisation/impact/growth.ts'
import type { HazardReach, HazardReaches } from '../../../src/mobilisation/impact-area.ts'
import { anEvent } from '../sample.ts'

const REACH: HazardReach = {
  radiusKm: { extreme: 20, severe: 10, moderate: 5, minor: 2, unknown: 4 },
  byLevel: { awas: 12 },
  byMagnitude: [{ from: 6, radiusKm: 60 }],
  shaking: { mmi: 6, depthKm: 10, leastKm: 5 },
  coast: null,
  growsAtMost: 4,
}
const REACHES = Object.fromEntries(HAZARDS.map((hazard) => [hazard, REACH])) as HazardReaches

test.each([
  [0, 100, 5, 1],
  [100, 100, 5, 1],
  [110, 100, 5, 1],
  [111, 100, 5, 2],
  [220, 100, 5, 2],
  [221, 100, 5, 3],
  [900, 100, 5, 5],
  [900, 100, 1, 1],
  [Number.POSITIVE_INFINITY, 100, 7, 7],
])('%d square km where %d are usual, at most %d times: %d', (areaKm2s, usual, atMost, factor) => {
  expect(growthFactor(areaKm2s, usual, atMost)).toBe(factor)
})

test('it is a whole number from 1 to the most, and never falls for a wider area', () => {
  const km2 = fc.double({ min: 0, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(
      km2,
      km2,
      fc.double({ min: 0.01, max: 1e5, noNaN: true }),
      fc.integer({ min: 1, max: 20 }),
      (a, b, u, m) => {
        const [less, more] = [growthFactor(Math.min(a, b), u, m), growthFactor(Math.max(a, b), u, m)]
        expect(more).toBeGreaterThanOrEqual(less)
        expect([less, more].every((factor) => Number.isInteger(factor) && factor >= 1 && factor <= m)).toBe(true)
      },
    ),
    { seed: 2 },
  )
})

test.each([
  [-1, 100, 5],
  [1, 0, 5],
  [1, Number.NaN, 5],
  [1, 100, 0],
  [1, 100, 1.5],
])('areas of %d and %d, at most %d times, are refused', (areaKm2s, usual, atMost) => {
  expect(() => growthFactor(areaKm2s, usual, atMost)).toThrow(RangeError)
})

test.each([
  [{}, 10],
  [{ radiusKm: 80 }, 10],
  [{ severity: 'minor' } as const, 2],
  [{ level: 'Awas', magnitude: 7 }, 12],
  [{ hazard: 'earthquake', magnitude: 7 } as const, 60],
])('the usual area of %j is a circle of %d km', (more, radiusKm) => {
  const usual = usualAreaKm2(anEvent(more), REACHES)
  expect(usual / (Math.PI * radiusKm ** 2)).toBeCloseTo(1, 3)
  expect(growthFactor(areaKm2(circle([107, -7], radiusKm)), usual, 9)).toBe(1)
})

test('without a hazard there is no usual area', () => {
  expect(() => usualAreaKm2(anEvent({ hazard: null }), REACHES)).toThrow(RangeError)
})
