import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaKm2, boundsOf, centreOf, circle, circleBounds, circleKm2, contains, reachKm } from '../../src/geo/area.ts'
import { destinationFrom } from '../../src/geo/position.ts'

const PANGALENGAN = [107.5161, -7.1908] as const

const indonesia = fc.tuple(fc.double({ min: 95, max: 141, noNaN: true }), fc.double({ min: -11, max: 6, noNaN: true }))

test('a circle holds what is nearer than its radius, less 0.1 %, and nothing farther', () => {
  const radius = fc.double({ min: 0.1, max: 500, noNaN: true })
  const bearing = fc.double({ min: 0, max: 360, noNaN: true })
  fc.assert(
    fc.property(
      indonesia,
      radius,
      bearing,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (centre, km, degrees, share) => {
        const area = circle(centre, km)
        expect(contains(area, destinationFrom(centre, km * share, degrees))).toBe(true)
        expect(contains(area, destinationFrom(centre, km * 1.0005, degrees))).toBe(false)
      },
    ),
    { seed: 11, numRuns: 300 },
  )
})

test('a circle keeps its centre, reaches its radius and measures as a circle', () => {
  const area = circle(PANGALENGAN, 25)
  expect(centreOf(area)).toEqual(PANGALENGAN)
  expect(reachKm(area)).toBeCloseTo(25, 6)
  expect(areaKm2(area) / (Math.PI * 625)).toBeGreaterThan(0.997)
  expect(areaKm2(area) / (Math.PI * 625)).toBeLessThan(1)
  expect(boundsOf(area).north - PANGALENGAN[1]).toBeCloseTo(25 / 111.195, 4)
})

test('the box of a circle in Indonesia is that of its polygon, and its surface a little more', () => {
  fc.assert(
    fc.property(indonesia, fc.double({ min: 0.1, max: 500, noNaN: true }), (centre, km) => {
      const area = circle(centre, km)
      const box = circleBounds(centre, km)
      for (const side of ['west', 'south', 'east', 'north'] as const)
        expect(box[side]).toBeCloseTo(boundsOf(area)[side], 9)
      expect(areaKm2(area) / circleKm2(km)).toBeGreaterThan(0.99)
      expect(areaKm2(area) / circleKm2(km)).toBeLessThan(1.006)
    }),
    { seed: 17, numRuns: 300 },
  )
})

test.each([0, 500.1, Number.NaN])('the box of a circle of %d km is refused', (km) => {
  expect(() => circleBounds(PANGALENGAN, km)).toThrow(/radiusKm: expected more than 0 and at most 500 km/)
  expect(() => circleBounds([-7.19, 107.5], 5)).toThrow(/centre/)
})

test('a circle across the 180th meridian runs on instead of turning inside out', () => {
  const area = circle([179.9, 0], 100)
  expect(boundsOf(area).east).toBeCloseTo(180.799, 2)
  expect(boundsOf(area).west).toBeCloseTo(179.001, 2)
  expect(contains(area, [0, 0])).toBe(false)
})

test('a circle survives JSON', () => {
  const area = circle(PANGALENGAN, 5)
  expect(JSON.parse(JSON.stringify(area))).toEqual(area)
})

test.each([0, -5, 500.1, Number.NaN, Number.POSITIVE_INFINITY])('a circle of %d km is refused', (km) => {
  expect(() => circle(PANGALENGAN, km)).toThrow(/radiusKm: expected more than 0 and at most 500 km/)
})

test('a circle around no place on Earth is refused', () => {
  expect(() => circle([-7.19, 107.5], 5)).toThrow(/centre/)
})
