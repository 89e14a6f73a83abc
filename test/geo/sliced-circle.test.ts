import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaKm2, centreOf, circle, contains, slicedCircle } from '../../src/geo/area.ts'
import { destinationFrom, type Position } from '../../src/geo/position.ts'

const PANGALENGAN: Position = [107.5161, -7.1908]

test('a sliced circle reaches as far on each bearing as the circle or the farthest slice there', () => {
  const bearing = fc.integer({ min: 0, max: 360 })
  const radius = fc.double({ min: 1, max: 30, noNaN: true })
  const slice = fc.record({ fromDeg: bearing, toDeg: bearing, radiusKm: radius })
  fc.assert(
    fc.property(radius, fc.array(slice, { maxLength: 4 }), fc.integer({ min: 0, max: 359 }), (km, slices, whole) => {
      const area = slicedCircle(PANGALENGAN, km, slices)
      // Half degrees lie beside every side of a slice.
      const at = whole + 0.5
      const isIn = ({ fromDeg, toDeg }: (typeof slices)[number]): boolean => {
        const [from, to] = [fromDeg % 360, toDeg % 360]
        return from < to ? from < at && at < to : at > from || at < to
      }
      const reach = Math.max(km, ...slices.filter(isIn).map(({ radiusKm }) => radiusKm))
      expect(contains(area, destinationFrom(PANGALENGAN, reach * 0.99, at))).toBe(true)
      expect(contains(area, destinationFrom(PANGALENGAN, reach * 1.01, at))).toBe(false)
    }),
    { seed: 4, numRuns: 500 },
  )
})

test('without slices, or with shorter ones, a sliced circle is the circle', () => {
  const round = slicedCircle(PANGALENGAN, 10, [{ fromDeg: 90, toDeg: 95, radiusKm: 5 }])
  expect(areaKm2(round)).toBeCloseTo(areaKm2(circle(PANGALENGAN, 10)), 6)
  expect(centreOf(round)).toEqual(PANGALENGAN)
  expect(() => slicedCircle(PANGALENGAN, 10, [{ fromDeg: 0, toDeg: 9, radiusKm: 0 }])).toThrow(RangeError)
})
