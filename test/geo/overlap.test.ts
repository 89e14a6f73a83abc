import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Area, circle, polygonArea } from '../../src/geo/area.ts'
import { boxOf, overlapShare } from '../../src/geo/overlap.ts'
import { destinationFrom, type Position } from '../../src/geo/position.ts'
import { box, polygon, polygons, ringRound } from './outlines.ts'

const MIDDLE: Position = [107, -7]
const areaOf = (west: number, south: number, wide: number, high = wide): Area =>
  polygonArea(polygon(box(west, south, wide, high)))

/** The share of the smaller of two circles that lies in the other, by the formula of the lens in the plane. */
const lensShare = (one: number, two: number, apart: number): number => {
  const [small, large] = [Math.min(one, two), Math.max(one, two)]
  if (apart >= small + large) return 0
  if (apart <= large - small) return 1
  const half = (r: number, s: number): number =>
    r * r * Math.acos(Math.min(1, Math.max(-1, (apart * apart + r * r - s * s) / (2 * apart * r))))
  const kite =
    Math.sqrt((-apart + small + large) * (apart + small - large) * (apart - small + large) * (apart + small + large)) /
    2
  return (half(small, large) + half(large, small) - kite) / (Math.PI * small * small)
}

test('circles overlap as the formula of the lens says, to a hundredth', () => {
  const radius = fc.double({ min: 1, max: 60, noNaN: true })
  fc.assert(
    fc.property(
      radius,
      radius,
      fc.double({ min: 0, max: 150, noNaN: true }),
      fc.integer({ max: 359 }),
      (a, b, km, deg) => {
        const [one, two] = [circle(MIDDLE, a), circle(destinationFrom(MIDDLE, km, deg), b)]
        const share = overlapShare(one, two)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
        expect(Math.abs(share - lensShare(a, b, km))).toBeLessThan(0.012)
      },
    ),
    { seed: 12, numRuns: 300 },
  )
})

test.each([
  ['itself', areaOf(107, -7, 1), areaOf(107, -7, 1), 1],
  ['half of it', areaOf(107, -7, 1), areaOf(107.5, -7, 1), 0.5],
  ['what holds it', areaOf(107, -7, 1), areaOf(106, -8, 4), 1],
  ['a hole', areaOf(107.4, -6.6, 0.2), polygonArea(polygon(box(107, -7, 1), box(107.3, -6.7, 0.4))), 0],
  ['one apart', areaOf(107, -7, 1), areaOf(110, -7, 1), 0],
  [
    'a box that meets, an area that does not',
    areaOf(107.9, -6.1, 0.1),
    polygonArea(
      polygon([
        [107, -7],
        [108, -7],
        [107, -6],
        [107, -7],
      ]),
    ),
    0,
  ],
  ['one of two islands', polygonArea(polygons([box(107, -7, 1)], [box(120, -7, 1)])), areaOf(106, -8, 4), 0.5],
])('with %s it shares %d', (_, one, two, share) => {
  expect(overlapShare(one, two)).toBeCloseTo(share, 6)
  expect(overlapShare(two, one)).toBeCloseTo(share, 6)
})

test('an outline that crosses itself, and one without surface, are no trouble', () => {
  const bow = polygonArea(
    polygon([
      [107, -7],
      [109, -5],
      [109, -7],
      [107, -5],
      [107, -7],
    ]),
  )
  expect(overlapShare(bow, areaOf(106, -8, 6))).toBeCloseTo(1, 6)
  const line = polygonArea(
    polygon([
      [107, -7],
      [108, -6],
      [107, -7],
      [107, -7],
    ]),
  )
  expect(overlapShare(line, areaOf(106, -8, 6))).toBe(0)
})

test('a thousand small parts are measured as one', () => {
  const parts = Array.from({ length: 1000 }, (_, at) => [
    ringRound(12, () => 0.01, [107 + (at % 40) * 0.05, -7 + Math.floor(at / 40) * 0.05]),
  ])
  expect(overlapShare(polygonArea(polygons(...parts)), areaOf(106, -8, 2, 9))).toBeCloseTo(0.525, 1)
})

test('the box is the least and the most of both degrees', () => {
  expect(boxOf(areaOf(107, -7, 1, 2))).toEqual({ west: 107, south: -7, east: 108, north: -5 })
})
