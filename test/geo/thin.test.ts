import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ring } from '../../src/geo/area.ts'
import { thinLine, thinRing } from '../../src/geo/thin.ts'
import { ringRound } from './outlines.ts'

type Place = readonly [number, number]

/** Distance in km to the nearest edge of the line, in the plane of its parallel nearest the equator. */
const offKm = (place: Place, line: readonly Place[], shrink: number): number => {
  const spot = ([lng, lat]: Place): Place => [lng * shrink * 111.195, lat * 111.195]
  const [x, y] = spot(place)
  const edges = line.slice(1).map((to, at) => [spot(line[at] ?? to), spot(to)] as const)
  return Math.min(
    ...edges.map(([[ax, ay], [bx, by]]) => {
      const squared = (bx - ax) ** 2 + (by - ay) ** 2
      const share =
        squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared))
      return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay))
    }),
  )
}

const shrinkOf = (line: readonly Place[]): number =>
  Math.cos((Math.min(...line.map(([, lat]) => Math.abs(lat))) * Math.PI) / 180)

const tolerance = fc.double({ min: 0.01, max: 30, noNaN: true })
const place = fc.tuple(fc.double({ min: 106, max: 107, noNaN: true }), fc.double({ min: -8, max: -7, noNaN: true }))
/** Places that wander a little at a time, come back, and repeat. */
const wander = fc
  .array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), { minLength: 2, maxLength: 80 })
  .map((steps) => {
    let [lng, lat] = [107, -7]
    return steps.map(([east, north]): [number, number] => {
      lng += east * 0.01
      lat += north * 0.01
      return [lng, lat]
    })
  })

test('every place left out of a line lies within the tolerance of it, and its ends stay', () => {
  fc.assert(
    fc.property(fc.oneof(wander, fc.array(place, { minLength: 2, maxLength: 40 })), tolerance, (line, km) => {
      const thin = thinLine(line, km)
      expect(thin.at(0)).toEqual(line.at(0))
      expect(thin.at(-1)).toEqual(line.at(-1))
      expect(thin.every((kept) => line.includes(kept))).toBe(true)
      for (const each of line) expect(offKm(each, thin, shrinkOf(line))).toBeLessThanOrEqual(km * 1.000001)
    }),
    { seed: 8, numRuns: 800 },
  )
})

test('every place left out of a ring lies within the tolerance of it, and it keeps three corners', () => {
  const ring = fc
    .array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 3, maxLength: 60 })
    .map((reaches) => ringRound(reaches.length, (at) => reaches[at] ?? 1))
  fc.assert(
    fc.property(ring, tolerance, (closed, km) => {
      const thin = thinRing(closed, km, 1000)
      expect(thin.length).toBeGreaterThanOrEqual(4)
      expect(thin.at(-1)).toEqual(thin.at(0))
      expect(new Set(thin.map(String)).size).toBe(thin.length - 1)
      for (const each of closed) expect(offKm(each, thin, shrinkOf(closed))).toBeLessThanOrEqual(km * 1.000001)
    }),
    { seed: 9, numRuns: 400 },
  )
})

test('a straight line keeps its ends, a fine circle a few corners', () => {
  expect(
    thinLine(
      [
        [107, -7],
        [107.1, -7],
        [107.2, -7],
        [107.3, -7],
      ],
      0.001,
    ),
  ).toEqual([
    [107, -7],
    [107.3, -7],
  ])
  const circle = thinRing(
    ringRound(3600, () => 1),
    1,
    10_000,
  )
  expect(circle.length).toBeGreaterThan(12)
  expect(circle.length).toBeLessThan(60)
})

test('a ring smaller than the tolerance becomes a triangle of its own places', () => {
  const ring = ringRound(100, () => 0.001)
  const thin = thinRing(ring, 5, 100)
  expect(thin).toHaveLength(4)
  expect(thin.every((kept) => ring.includes(kept))).toBe(true)
})

test('a ring that needs more places than allowed is given up early', () => {
  const zigzag: Ring = ringRound(5000, (at) => (at % 2 === 0 ? 1 : 0.5))
  expect(thinRing(zigzag, 0.01, 50).length).toBeGreaterThan(50)
  expect(thinRing(zigzag, 0.01, 50).length).toBeLessThan(110)
})

test('nothing stays nothing', () => {
  expect(thinRing([], 1, 10)).toEqual([])
})
