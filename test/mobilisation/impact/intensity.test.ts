import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beyondFit, intensityAt, reachOfIntensity } from '../../../src/mobilisation/impact/intensity.ts'

// Worked out apart from the code, from the published formula; OpenQuake's own check of its version has the same figures.
test.each([
  [5, 5, 6.8802],
  [5, 10, 5.9736],
  [6, 10, 7.2488],
  [6, 50, 5.1604],
  [6.5, 30, 6.5388],
  [7, 20, 7.5722],
  [7, 100, 5.6633],
  [7.9, 300, 5.4987],
])('a quake of M%d is felt at %d km with MMI %d', (magnitude, km, mmi) => {
  expect(intensityAt(magnitude, km)).toBeCloseTo(mmi, 4)
})

test('magnitudes above 9.5 and distances below 5 km count as those', () => {
  expect(intensityAt(10, 100)).toBe(intensityAt(9.5, 100))
  expect(intensityAt(6, 0)).toBe(intensityAt(6, 5))
})

test('it grows with the magnitude and falls with the distance', () => {
  const magnitude = fc.double({ min: 0, max: 10, noNaN: true })
  const km = fc.double({ min: 0, max: 1000, noNaN: true })
  fc.assert(
    fc.property(magnitude, magnitude, km, km, (m1, m2, r1, r2) => {
      expect(intensityAt(Math.max(m1, m2), r1)).toBeGreaterThanOrEqual(intensityAt(Math.min(m1, m2), r1))
      expect(intensityAt(m1, Math.max(r1, r2))).toBeLessThanOrEqual(intensityAt(m1, Math.min(r1, r2)))
    }),
    { seed: 3, numRuns: 2000 },
  )
})

// Within 50 km the formula can be solved: r² = exp(2 (c0 + c1 M - MMI) / 1.402) - Rm², less the depth squared.
test.each([
  [6, 5.6, 10, 15.0197],
  [6, 6, 10, 25.1947],
  [6, 6, 20, 18.2968],
  [7, 6, 10, 7.4004],
  [6, 6.3, 12, 34.7757],
  [8, 7, 10, 4.0177],
])('MMI %d of an M%d at a depth of %d km reaches %d km', (mmi, magnitude, depthKm, km) => {
  expect(reachOfIntensity(mmi, magnitude, depthKm)).toBeCloseTo(km, 3)
})

test('the reach is where the intensity is the one asked for', () => {
  const magnitude = fc.double({ min: 5, max: 8, noNaN: true })
  const depth = fc.double({ min: 0, max: 300, noNaN: true })
  fc.assert(
    fc.property(magnitude, depth, fc.integer({ min: 4, max: 10 }), (m, d, mmi) => {
      const km = reachOfIntensity(mmi, m, d)
      if (km === 0) expect(intensityAt(m, d)).toBeLessThan(mmi)
      else if (km < 500) expect(intensityAt(m, Math.hypot(km, Math.max(5, d)))).toBeCloseTo(mmi, 3)
    }),
    { seed: 5, numRuns: 1000 },
  )
})

test('it is 0 where it shakes so nowhere, and at most 500 km', () => {
  expect(reachOfIntensity(6, 4, 10)).toBe(0)
  expect(reachOfIntensity(6, 7.5, 600)).toBe(0)
  expect(reachOfIntensity(4, 9.3, 20)).toBe(500)
})

test.each([
  [6, 10, 25, undefined],
  [5, 50, 300, undefined],
  [4.9, 10, 0, /outside the 5 to 7.9/],
  [8, 10, 200, /outside the 5 to 7.9/],
  [7, 51, 60, /crustal quakes/],
  [7.9, 10, 301, /within 300 km/],
])('M%d at %d km deep that reaches %d km is beyond the fit: %s', (magnitude, depthKm, km, why) => {
  const beyond = beyondFit(magnitude, depthKm, km)
  if (why === undefined) expect(beyond).toBeUndefined()
  else expect(beyond).toMatch(why)
})
