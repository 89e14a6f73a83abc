import { expect, test } from 'vitest'
import {
  type AreaGeometry,
  areaKm2,
  boundsOf,
  centreOf,
  circle,
  contains,
  polygonArea,
  polygonsOf,
  reachKm,
  unionOf,
} from '../../src/geo/area.ts'
import { distanceKm, type Position } from '../../src/geo/position.ts'

const PANGALENGAN: Position = [107.5161, -7.1908]

const square = (west: number, south: number, size: number): AreaGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
})

const WITH_HOLE: AreaGeometry = {
  type: 'Polygon',
  coordinates: [...square(110, -8, 3).coordinates, ...square(111, -7, 1).coordinates] as [number, number][][],
}

const TWO_ISLANDS: AreaGeometry = {
  type: 'MultiPolygon',
  coordinates: [square(110, -8, 1).coordinates, square(120, -8, 1).coordinates] as [number, number][][][],
}

test('an edge belongs to its area, a hole does not', () => {
  const area = polygonArea(WITH_HOLE)
  expect(contains(area, [110, -7])).toBe(true)
  expect(contains(area, [110.5, -7.5])).toBe(true)
  expect(contains(area, [111.5, -6.5])).toBe(false)
  expect(contains(area, [113.1, -7])).toBe(false)
  expect(contains(area, [109.9, -7])).toBe(false)
  expect(contains(area, [111, -4.9])).toBe(false)
  expect(contains(area, [111, -8.1])).toBe(false)
})

test('either of two islands is inside, the strait between them is not', () => {
  const area = polygonArea(TWO_ISLANDS)
  expect(contains(area, [110.5, -7.5])).toBe(true)
  expect(contains(area, [120.5, -7.5])).toBe(true)
  expect(contains(area, [115, -7.5])).toBe(false)
  expect(boundsOf(area)).toEqual({ west: 110, south: -8, east: 121, north: -7 })
  expect(polygonsOf(area.geometry)).toHaveLength(2)
})

test('a degree square at the equator measures 12,364 square km, less its hole', () => {
  const degree = areaKm2(polygonArea(square(110, 0, 1)))
  expect(degree / 12364).toBeGreaterThan(0.995)
  expect(degree / 12364).toBeLessThan(1.005)
  expect(areaKm2(polygonArea(WITH_HOLE))).toBeLessThan(areaKm2(polygonArea(square(110, -8, 3))))
})

test('the centre of a square is its middle', () => {
  const [longitude, latitude] = centreOf(polygonArea(square(110, -8, 2)))
  expect(longitude).toBeCloseTo(111, 9)
  expect(latitude).toBeCloseTo(-7, 9)
})

test.each([
  ['a square with a hole in the middle', WITH_HOLE],
  ['two islands', TWO_ISLANDS],
])('the centre of %s lies in it or on its edge', (_, geometry) => {
  const area = polygonArea(geometry)
  expect(contains(area, centreOf(area))).toBe(true)
})

test('a circle of the reach around the centre covers every corner', () => {
  const area = polygonArea(TWO_ISLANDS)
  const corners = polygonsOf(area.geometry).flat(2)
  const farthest = Math.max(...corners.map((corner) => distanceKm(centreOf(area), corner)))
  expect(reachKm(area)).toBe(farthest)
  expect(farthest).toBeGreaterThan(1000)
})

test.each<[string, AreaGeometry, RegExp]>([
  ['no ring', { type: 'Polygon', coordinates: [] }, /at least one ring/],
  ['no polygon', { type: 'MultiPolygon', coordinates: [] }, /at least one ring/],
  ['a polygon without a ring', { type: 'MultiPolygon', coordinates: [[]] }, /at least one ring/],
  ['an empty ring', { type: 'Polygon', coordinates: [[]] }, /closed ring of at least 4 places, got 0/],
  [
    'two corners',
    {
      type: 'Polygon',
      coordinates: [
        [
          [1, 1],
          [2, 2],
          [1, 1],
        ],
      ],
    },
    /at least 4 places, got 3/,
  ],
  [
    'an open ring',
    {
      type: 'Polygon',
      coordinates: [
        [
          [1, 1],
          [2, 1],
          [2, 2],
          [1, 2],
        ],
      ],
    },
    /closed ring/,
  ],
  [
    'a ring open by latitude',
    {
      type: 'Polygon',
      coordinates: [
        [
          [1, 1],
          [2, 1],
          [2, 2],
          [1, 0],
        ],
      ],
    },
    /closed ring/,
  ],
  [
    'latitude first',
    {
      type: 'Polygon',
      coordinates: [
        [
          [-7, 107],
          [-7, 108],
          [-6, 108],
          [-7, 107],
        ],
      ],
    },
    /latitude within ±90/,
  ],
])('a geometry with %s is refused', (_, geometry, why) => {
  expect(() => polygonArea(geometry)).toThrow(RangeError)
  expect(() => polygonArea(geometry)).toThrow(why)
})

test('a union covers each of its areas and counts what they share once', () => {
  const [west, east] = [polygonArea(square(110, 0, 2)), polygonArea(square(111, 0, 2))]
  const both = unionOf([west, east])
  expect(both.geometry.type).toBe('Polygon')
  expect(areaKm2(both)).toBeCloseTo((areaKm2(west) * 3) / 2, 3)
  expect(contains(both, [110.1, 1])).toBe(true)
  expect(contains(both, [112.9, 1])).toBe(true)
})

test('a union of places apart stays in parts, and of one place is that place', () => {
  const alone = circle(PANGALENGAN, 5)
  const parts = unionOf([alone, circle([110, -7], 5), circle([120, -3], 5)])
  expect(polygonsOf(parts.geometry)).toHaveLength(3)
  expect(unionOf([alone])).toBe(alone)
})

test('a union of nothing is refused', () => {
  const line: AreaGeometry = {
    type: 'Polygon',
    coordinates: [
      [
        [1, 1],
        [2, 2],
        [1, 1],
        [1, 1],
      ],
    ],
  }
  expect(() => unionOf([])).toThrow(/areas with a surface, got 0/)
  expect(() => unionOf([polygonArea(line), polygonArea(line)])).toThrow(/areas with a surface, got 2/)
})
