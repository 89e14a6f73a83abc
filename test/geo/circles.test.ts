import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaKm2, circle, contains, polygonsOf } from '../../src/geo/area.ts'
import { circlesRound } from '../../src/geo/circles.ts'
import { destinationFrom, type Position } from '../../src/geo/position.ts'

const near = fc.tuple(fc.double({ min: 106, max: 108, noNaN: true }), fc.double({ min: -8, max: -6, noNaN: true }))
const rounds = (most: number) =>
  fc.array(fc.record({ centre: near, radiusKm: fc.double({ min: 0.5, max: 8, noNaN: true }) }), {
    minLength: 1,
    maxLength: most,
  })

test('every circle is covered whole, however many there are', () => {
  fc.assert(
    fc.property(rounds(150), fc.integer({ max: 359 }), (each, bearing) => {
      const area = circlesRound(each)
      for (const { centre, radiusKm } of each) {
        expect(contains(area, centre)).toBe(true)
        expect(contains(area, destinationFrom(centre, radiusKm * 0.995, bearing))).toBe(true)
      }
    }),
    { seed: 1, numRuns: 8 },
  )
})

test('up to sixty are as they are: nothing outside a circle is inside', () => {
  fc.assert(
    fc.property(rounds(10), near, (each, place) => {
      const circles = each.map(({ centre, radiusKm }) => circle(centre, radiusKm))
      expect(contains(circlesRound(each), place)).toBe(circles.some((one) => contains(one, place)))
    }),
    { seed: 2, numRuns: 20 },
  )
})

test('two thousand villages become an area of modest size, not much wider', () => {
  const centre = (at: number): Position => [107 + (at % 50) / 50, -7 + Math.floor(at / 50) / 40]
  const area = circlesRound(Array.from({ length: 2000 }, (_, at) => ({ centre: centre(at), radiusKm: 5 })))
  expect(polygonsOf(area.geometry).flat(2).length).toBeLessThan(2_000)
  expect(areaKm2(area)).toBeLessThan(1.4 * (121 * 111))
})

test('circles of nearly 500 km that share one do not make it wider than any may be', () => {
  const apart = Array.from({ length: 100 }, (_, at) => ({ centre: [107 + at / 1000, -7] as const, radiusKm: 499.9 }))
  expect(areaKm2(circlesRound(apart))).toBeLessThan(Math.PI * 511 ** 2)
})

test('no circle at all is refused', () => {
  expect(() => circlesRound([])).toThrow(RangeError)
})
