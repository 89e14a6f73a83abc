import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundsWithRoom, fitProjection, INDONESIA } from '../../src/cartography/projection.ts'
import { distanceKm, insideIndonesia, type Position } from '../../src/geo/position.ts'

const PANEL = { x: 20, y: 90, width: 1000, height: 600 }

const inIndonesia = fc.tuple(
  fc.double({ min: 94, max: 142, noNaN: true }),
  fc.double({ min: -12, max: 7, noNaN: true }),
)

test('every place inside Indonesia lies on the panel of the country', () => {
  const projection = fitProjection(INDONESIA, PANEL)
  fc.assert(
    fc.property(inIndonesia, (place) => {
      const [x, y] = projection.toPixel(place)
      expect(insideIndonesia(place)).toBe(true)
      expect(projection.shows(place)).toBe(true)
      expect(x).toBeGreaterThan(19.99)
      expect(x).toBeLessThan(1020.01)
      expect(y).toBeGreaterThan(89.99)
      expect(y).toBeLessThan(690.01)
    }),
  )
})

test('north is up, east is right, and the middle is in the middle', () => {
  const { toPixel } = fitProjection({ west: 107, south: -8, east: 109, north: -7 }, PANEL)
  expect(toPixel([108, -7.5])[0]).toBeCloseTo(520, 9)
  expect(toPixel([108, -7.5])[1]).toBeCloseTo(390, 9)
  expect(toPixel([108, -7])[1]).toBeLessThan(390)
  expect(toPixel([108.1, -7.5])[0]).toBeGreaterThan(520)
})

test('tall bounds fill the height, wide ones the width', () => {
  const tall = fitProjection({ west: 107, south: -9, east: 108, north: -7 }, PANEL)
  expect(tall.visible.south).toBeCloseTo(-9, 9)
  expect(tall.visible.west).toBeLessThan(107)
  const wide = fitProjection({ west: 107, south: -8, east: 117, north: -7 }, PANEL)
  expect(wide.visible.east).toBeCloseTo(117, 9)
  expect(wide.visible.north).toBeGreaterThan(-7)
})

test.each<[string, number, number]>([
  ['of the country', 2000, 0.022],
  ['of an event', 50, 0.002],
])('one scale holds on a map %s', (_, halfKm, tolerance) => {
  const half = halfKm / 111.195
  const [lng, lat] = [118, -2.5]
  const bounds = {
    west: lng - half,
    east: lng + half,
    south: Math.max(-12, lat - half),
    north: Math.min(7, lat + half),
  }
  const projection = fitProjection(bounds, PANEL)
  const place = fc.tuple(
    fc.double({ min: bounds.west, max: bounds.east, noNaN: true }),
    fc.double({ min: bounds.south, max: bounds.north, noNaN: true }),
  )
  fc.assert(
    fc.property(place, fc.constantFrom<Position>([0.01, 0], [0, 0.01]), (from, [east, north]) => {
      const to: Position = [from[0] + east, from[1] + north]
      const [fromX, fromY] = projection.toPixel(from)
      const [toX, toY] = projection.toPixel(to)
      const drawnKm = Math.hypot(toX - fromX, toY - fromY) / projection.pxPerKm
      expect(Math.abs(drawnKm / distanceKm(from, to) - 1)).toBeLessThan(tolerance)
    }),
  )
})

test.each<[string, Position]>([
  ['west', [93, 0]],
  ['east', [143, 0]],
  ['south', [118, -30]],
  ['north', [118, 30]],
  ['nowhere', [Number.NaN, 0]],
])('a place beyond the panel to the %s is not shown', (_, place) => {
  expect(fitProjection(INDONESIA, PANEL).shows(place)).toBe(false)
})

test('room is left around the places, and a single place gets its surroundings', () => {
  expect(
    boundsWithRoom(
      [
        [107, -8],
        [109, -7],
      ],
      0.1,
      4,
    ),
  ).toEqual({
    west: expect.closeTo(106.8, 9),
    east: expect.closeTo(109.2, 9),
    south: expect.closeTo(-8.1, 9),
    north: expect.closeTo(-6.9, 9),
  })
  const alone = boundsWithRoom([[107, -7]], 0.1, 4)
  expect(distanceKm([107, alone.south], [107, alone.north])).toBeCloseTo(4, 2)
})
