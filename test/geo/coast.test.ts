import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaKm2, contains, polygonsOf } from '../../src/geo/area.ts'
import { createCoast, type ShoreSearch } from '../../src/geo/coast.ts'
import type { LandPolygon } from '../../src/geo/landmass.ts'
import { destinationFrom, distanceKm, type Position } from '../../src/geo/position.ts'
import { toEnd } from '../../src/geo/steps.ts'
import { nearestAtOnce, stripAtOnce } from './coast-at-once.ts'
import { box, ringRound } from './outlines.ts'

// Two islands a degree wide with a corner each 5 km or so; the first has a lake.
const ISLANDS: readonly LandPolygon[] = [
  { id: 1, rings: [ringRound(64, () => 0.5, [107, -7]), ringRound(16, () => 0.1, [107, -7])] },
  { id: 2, rings: [ringRound(64, () => 0.5, [109, -7])] },
]
const COAST = createCoast(ISLANDS)
const strip = (searches: readonly ShoreSearch[], inlandKm: number) => toEnd(COAST.strip(searches, inlandKm))

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
  const found = strip([{ place: [107, -7], withinKm: 60 }], 6)
  fc.assert(
    fc.property(near, (place) => {
      if (found === undefined) throw new Error('expected a strip')
      const km = distanceKm(place, [107, -7]) < 90 ? walkedKm(place) : 99
      if (km < 4.8) expect(contains(found, place)).toBe(true)
      if (km > 7.2) expect(contains(found, place)).toBe(false)
    }),
    { seed: 4, numRuns: 400 },
  )
})

test('a strip follows the shore only as far as the search goes, and two searches make one area', () => {
  const west: Position = [106.5, -7]
  const found = strip([{ place: west, withinKm: 20 }], 2)
  if (found === undefined) throw new Error('expected a strip')
  expect(contains(found, destinationFrom(west, 1, 90))).toBe(true)
  expect(contains(found, [107, -6.5])).toBe(false)
  const both = strip(
    [west, [109.5, -7] as const].map((place) => ({ place, withinKm: 20 })),
    2,
  )
  expect(polygonsOf(both?.geometry ?? found.geometry)).toHaveLength(2)
  expect(areaKm2(both ?? found)).toBeCloseTo(2 * areaKm2(found), -1)
})

test('without a shore in reach there is no strip', () => {
  expect(strip([{ place: [107, -7], withinKm: 20 }], 2)).toBeUndefined()
  expect(strip([], 2)).toBeUndefined()
  // In the corner of the search's box, and yet too far.
  expect(strip([{ place: [106.2, -7.8], withinKm: 60 }], 2)).toBeUndefined()
})

test.each([0, -1, 501, Number.NaN])('%d km are refused', (km) => {
  expect(() => COAST.nearest({ place: [107, -7], withinKm: km })).toThrow(RangeError)
  expect(() => strip([{ place: [107, -7], withinKm: km }], 2)).toThrow(RangeError)
  expect(() => strip([{ place: [107, -7], withinKm: 20 }], km)).toThrow(RangeError)
})

test('a shore that lies on both sides of the search’s box is followed from edge to edge', () => {
  const long = createCoast([{ id: 1, rings: [[...box(100, -10, 10)]] }])
  expect(long.nearest({ place: [105, -9.9], withinKm: 30 })?.km).toBeCloseTo(11.1, 1)
})

// Rough shores of more edges than one run, near enough to each other that some strips meet.
const ROUGH: readonly LandPolygon[] = [
  { id: 1, rings: [ringRound(300, (at) => 0.6 + 0.05 * Math.sin(at * 7), [107, -7])] },
  { id: 2, rings: [ringRound(150, (at) => 0.3 + 0.04 * Math.sin(at * 5), [108.1, -7])] },
  { id: 3, rings: [ringRound(40, () => 0.05, [107, -6.2])] },
  { id: 4, rings: [ringRound(200, (at) => 0.5 + 0.05 * Math.sin(at * 3), [112, -3])] },
]

test('looked up by runs, the nearest shore is what measuring every edge finds', () => {
  const rough = createCoast(ROUGH)
  fc.assert(
    fc.property(near, fc.double({ min: 1, max: 200, noNaN: true }), (place, withinKm) => {
      const search = { place, withinKm }
      expect(rough.nearest(search)).toEqual(nearestAtOnce(ROUGH, search))
    }),
    { seed: 7, numRuns: 150 },
  )
})

test('made in steps, a strip is what all stretches widened as one are, but for the plane that it is reckoned in', () => {
  const rough = createCoast(ROUGH)
  const search = fc.record({ place: near, withinKm: fc.double({ min: 5, max: 60, noNaN: true }) })
  const searches = fc.array(search, { minLength: 1, maxLength: 3 })
  let compared = 0
  fc.assert(
    fc.property(searches, fc.double({ min: 0.5, max: 12, noNaN: true }), (given, inlandKm) => {
      const [steps, atOnce] = [toEnd(rough.strip(given, inlandKm)), stripAtOnce(ROUGH, given, inlandKm)]
      expect(steps === undefined).toBe(atOnce === undefined)
      if (steps === undefined || atOnce === undefined) return
      compared += 1
      expect(Math.abs(areaKm2(steps) / areaKm2(atOnce) - 1)).toBeLessThan(0.005)
      for (const side of ['west', 'south', 'east', 'north'] as const)
        expect(Math.abs(steps.bounds[side] - atOnce.bounds[side])).toBeLessThan(0.002)
    }),
    { seed: 6, numRuns: 20 },
  )
  expect(compared).toBeGreaterThan(8)
})
