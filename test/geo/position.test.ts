import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  destinationFrom,
  distanceKm,
  insideIndonesia,
  isPosition,
  type Position,
  requirePosition,
} from '../../src/geo/position.ts'

const anyPosition: fc.Arbitrary<Position> = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
)

// Lengths on the WGS 84 ellipsoid, in km: a degree of the equator and of the meridian at the equator and at a pole
// (a·π/180; a(1-e²)·π/180 and its polar counterpart), a quarter meridian, half the equator.
test.each<[string, Position, Position, number]>([
  ['a degree along the equator', [110, 0], [111, 0], 111.3195],
  ['a degree of latitude across the equator', [110, -0.5], [110, 0.5], 110.5743],
  ['a degree of latitude by the pole', [0, 89], [0, 90], 111.6939],
  ['the equator to the pole', [0, 0], [0, 90], 10001.966],
  ['half the way round the equator', [0, 0], [180, 0], 20037.508],
  ['across the 180th meridian', [179.5, 0], [-179.5, 0], 111.3195],
])('%s is within 0.6 %% of the ellipsoid', (_, from, to, km) => {
  expect(Math.abs(distanceKm(from, to) / km - 1)).toBeLessThan(0.006)
})

test('distances between ports agree with the sea charts of the strait', () => {
  // Ketapang to Gilimanuk, about 4.6 km; Ternate to Tidore, about 14 km.
  expect(distanceKm([114.4003, -8.1433], [114.4366, -8.1622])).toBeCloseTo(4.5, 0)
  expect(distanceKm([127.386, 0.789], [127.39, 0.665])).toBeCloseTo(13.8, 0)
})

test('distance is the same both ways and nought to the place itself', () => {
  fc.assert(
    fc.property(anyPosition, anyPosition, (a, b) => {
      expect(distanceKm(a, b)).toBeCloseTo(distanceKm(b, a), 9)
      expect(distanceKm(a, b)).toBeGreaterThanOrEqual(0)
      expect(distanceKm(a, a)).toBe(0)
    }),
  )
})

test('a detour is never shorter', () => {
  fc.assert(
    fc.property(anyPosition, anyPosition, anyPosition, (a, b, c) => {
      // A metre of room: opposite places lose digits in the arc sine.
      expect(distanceKm(a, c)).toBeLessThanOrEqual(distanceKm(a, b) + distanceKm(b, c) + 0.001)
    }),
  )
})

test('walking a distance on a bearing ends that distance away', () => {
  const places = fc.tuple(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.double({ min: -89, max: 89, noNaN: true }),
  )
  fc.assert(
    fc.property(
      places,
      fc.double({ min: 0.001, max: 10000, noNaN: true }),
      fc.double({ min: 0, max: 360, noNaN: true }),
      (from, km, bearing) => {
        const to = destinationFrom(from, km, bearing)
        expect(distanceKm(from, to)).toBeCloseTo(km, 5)
        expect(isPosition(...to)).toBe(true)
      },
    ),
  )
})

test('walking there and back by the opposite bearing along a meridian returns', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -60, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 3000, noNaN: true }),
      (lat, km) => {
        const [longitude, latitude] = destinationFrom(destinationFrom([120, lat], km, 0), km, 180)
        expect(longitude).toBeCloseTo(120, 9)
        expect(latitude).toBeCloseTo(lat, 9)
      },
    ),
  )
})

test('a bearing of 90 goes east and across the 180th meridian to negative longitudes', () => {
  const [longitude, latitude] = destinationFrom([179.9, 0], 111.1950797, 90)
  expect(longitude).toBeCloseTo(-179.1, 5)
  expect(latitude).toBeCloseTo(0, 9)
})

test.each([
  [0, 0, true],
  [180, 90, true],
  [-180, -90, true],
  [180.1, 0, false],
  [0, -90.1, false],
  [Number.NaN, 0, false],
  [0, Number.NaN, false],
  [Number.NEGATIVE_INFINITY, 0, false],
])('longitude %d with latitude %d can be a place: %s', (longitude, latitude, expected) => {
  expect(isPosition(longitude, latitude)).toBe(expected)
})

test('a place that cannot be is refused with its name and numbers', () => {
  expect(() => requirePosition('home', [-6.9, 107.6])).toThrow(
    new RangeError('home: expected longitude within ±180 and latitude within ±90, got -6.9, 107.6'),
  )
  expect(() => requirePosition('home', [107.6, -6.9])).not.toThrow()
})

test.each<[string, Position, boolean]>([
  ['Sabang', [95.32, 5.89], true],
  ['Merauke', [140.4, -8.49], true],
  ['Bandung', [107.6, -6.9], true],
  ['Bandung with latitude first', [-6.9, 107.6], false],
  ['Bandung with the sign of its latitude lost', [107.6, 6.9], true],
  ['Rote', [123.0, -10.9], true],
  ['Manila', [121, 14.6], false],
  ['Darwin', [130.8, -12.5], false],
  ['Colombo', [79.9, 6.9], false],
  ['Port Moresby', [147.2, -9.4], false],
])('%s lies in the box around Indonesia: %3$s', (_, place, expected) => {
  expect(insideIndonesia(place)).toBe(expected)
})
