import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apart, areaKm2, circle, joinedOutline, polygonArea, polygonsOf, unionOf } from '../../src/geo/area.ts'

test('joined in groups, circles cover what they cover when all are joined at once', () => {
  const some = fc.array(
    fc.tuple(
      fc.double({ min: 106, max: 108, noNaN: true }),
      fc.double({ min: -8, max: -6, noNaN: true }),
      fc.double({ min: 2, max: 30, noNaN: true }),
    ),
    { minLength: 2, maxLength: 6 },
  )
  fc.assert(
    fc.property(some, (rounds) => {
      const areas = rounds.map(([lng, lat, km]) => circle([lng, lat], km))
      const atOnce = joinedOutline(areas.map(({ geometry }) => geometry))
      if (atOnce === null) throw new Error('circles have a surface')
      const union = unionOf(areas)
      expect(polygonsOf(union.geometry)).toHaveLength(polygonsOf(atOnce).length)
      expect(areaKm2(union)).toBeCloseTo(areaKm2(polygonArea(atOnce)), 6)
      expect(union.bounds).toEqual(polygonArea(atOnce).bounds)
    }),
    { seed: 5, numRuns: 25 },
  )
})

test('parts of one area stay apart beside those of another that they meet', () => {
  const two = apart([circle([110, 0], 50), circle([112, 0], 50)])
  const union = unionOf([two, circle([110.1, 0.1], 5)])
  expect(polygonsOf(union.geometry)).toHaveLength(2)
  expect(areaKm2(union)).toBeCloseTo(areaKm2(two), 6)
  expect(union.bounds).toEqual(two.bounds)
})
