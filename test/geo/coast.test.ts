import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaKm2, contains, polygonsOf } from '../../src/geo/area.ts'
import { createCoast } from '../../src/geo/coast.ts'
import type { LandPolygon } from '../../src/geo/landmass.ts'
import { destinationFrom, distanceKm, type Position } from '../../src/geo/position.ts'
import { box, ringRound } from './outlines.ts'

// Two islands a degree wide with a corner each 5 km or so; the first has a lake.
const ISLANDS: readonly LandPolygon[] = [
  { id: 1, rings: [ringRound(64, () => 0.5, [107, -7]), ringRound(16, () => 0.1, [107, -7])] },
  { id: 2, rings: [ringRound(64, () => 0.5, [109, -7])] },
]
const COAST = createCoast(ISLANDS)

/** Distance to the shores by walking along every edge. */
const walkedKm = (place: Position): number => {
  const steps = 50
  const kms = ISLANDS.flatMap(({ rings }) =>
    rings.slice(0, 1).flatMap((ring) =>
      ring.slice(1).flatMap((to, at) => {
        const from = ring[at] ?? to
        return Array.from({ length: steps }, (_, step) => {
          const share = step / steps
          return distanceKm(place, [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])])
        })
      }),
    ),
  )
  return Math.min(...kms)
}

const near = fc.tuple(fc.double({ min: 106, max: 110, noNaN: true }), fc.double({ min: -8, max: -6, noNaN: true }))

test('the nearest shore is as near as walking along all of them finds', () => {
  fc.assert(
    fc.property(near, (place) => {
      const found = COAST.nearest({ place, withinKm: 500 })
      expect(found?.km).toBeCloseTo(walkedKm(place), 0)
      expect(distanceKm(place, found?.place ?? [0, 0])).toBe(found?.km)
    }),
    { seed: 3, numRuns: 60 },
  )
})

test('a shore too far away is none, and a lake has none', () => {
  expect(COAST.nearest({ place: [107, -7], withinKm: 50 })).toBeUndefined()
  expect(COAST.nearest({ place: [107, -7], withinKm: 60 })?.km).toBeGreaterThan(54)
  expect(createCoast([]).nearest({ place: [107, -7], withinKm: 500 })).toBeUndefined()
})

test('an edge without length is no trouble', () => {
  const doubled = createCoast([
    {
      id: 1,
      rings: [
        [
          [107, -7],
          [107, -7],
          [108, -7],
          [107, -6],
          [107, -7],
        ],
      ],
    },
  ])
  expect(doubled.nearest({ place: [106.9, -7], withinKm: 20 })?.km).toBeCloseTo(11.04, 1)
})

test('a strip holds what is nearer to the shore than its width, less a fifth, and nothing a fifth beyond', () => {
  const strip = COAST.strip([{ place: [107, -7], withinKm: 60 }], 6)
  fc.assert(
    fc.property(near, (place) => {
      if (strip === undefined) throw new Error('expected a strip')
      const km = distanceKm(place, [107, -7]) < 90 ? walkedKm(place) : 99
      if (km < 4.8) expect(contains(strip, place)).toBe(true)
      if (km > 7.2) expect(contains(strip, place)).toBe(false)
    }),
    { seed: 4, numRuns: 400 },
  )
})

test('a strip follows the shore only as far as the search goes, and two searches make one area', () => {
  const west: Position = [106.5, -7]
  const strip = COAST.strip([{ place: west, withinKm: 20 }], 2)
  if (strip === undefined) throw new Error('expected a strip')
  expect(contains(strip, destinationFrom(west, 1, 90))).toBe(true)
  expect(contains(strip, [107, -6.5])).toBe(false)
  const both = COAST.strip(
    [west, [109.5, -7] as const].map((place) => ({ place, withinKm: 20 })),
    2,
  )
  expect(polygonsOf(both?.geometry ?? strip.geometry)).toHaveLength(2)
  expect(areaKm2(both ?? strip)).toBeCloseTo(2 * areaKm2(strip), -1)
})

test('without a shore in reach there is no strip', () => {
  expect(COAST.strip([{ place: [107, -7], withinKm: 20 }], 2)).toBeUndefined()
  expect(COAST.strip([], 2)).toBeUndefined()
  // In the corner of the search's box, and yet too far.
  expect(COAST.strip([{ place: [106.2, -7.8], withinKm: 60 }], 2)).toBeUndefined()
})

test.each([0, -1, 501, Number.NaN])('%d km are refused', (km) => {
  expect(() => COAST.nearest({ place: [107, -7], withinKm: km })).toThrow(RangeError)
  expect(() => COAST.strip([{ place: [107, -7], withinKm: km }], 2)).toThrow(RangeError)
  expect(() => COAST.strip([{ place: [107, -7], withinKm: 20 }], km)).toThrow(RangeError)
})

test('a shore that lies on both sides of the search’s box is followed from edge to edge', () => {
  const long = createCoast([{ id: 1, rings: [[...box(100, -10, 10)]] }])
  expect(long.nearest({ place: [105, -9.9], withinKm: 30 })?.km).toBeCloseTo(11.1, 1)
})
