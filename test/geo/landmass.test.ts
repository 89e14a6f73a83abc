import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexLandmasses, type LandPolygon } from '../../src/geo/landmass.ts'
import type { Position } from '../../src/geo/position.ts'

const box = (west: number, south: number, east: number, north: number): readonly Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

const BIG: LandPolygon = { id: 1, rings: [box(110, -8, 114, -6), box(111, -7.5, 112, -6.5)] }
const ISLE: LandPolygon = { id: 2, rings: [box(114.1, -7.2, 114.3, -7)] }
const BEYOND_BRIDGE: LandPolygon = { id: 1, rings: [box(112, -5.9, 113, -5.5)] }
const land = indexLandmasses([BIG, ISLE, BEYOND_BRIDGE])

test.each<[string, Position, number | undefined]>([
  ['the big island', [110.5, -7], 1],
  ['a lake in it', [111.5, -7], undefined],
  ['the land east of the lake', [113, -7], 1],
  ['the isle', [114.2, -7.1], 2],
  ['the strait', [114.05, -7.1], undefined],
  ['the island beyond the bridge', [112.5, -5.7], 1],
  ['the open sea', [120, -7.1], undefined],
  ['a latitude that cannot be', [110.5, -97], undefined],
  ['a longitude that is no number', [Number.NaN, -7], undefined],
  ['a latitude that is no number', [110.5, Number.NaN], undefined],
])('%s', (_, place, landmass) => {
  expect(land.at(place)).toBe(landmass)
})

test('a western or southern edge is in, an eastern or northern one is out', () => {
  expect(land.at([110, -7])).toBe(1)
  expect(land.at([110.5, -8])).toBe(1)
  expect(land.at([114, -7])).toBeUndefined()
  expect(land.at([110.5, -6])).toBeUndefined()
})

test('of two polygons that share an edge exactly one holds it', () => {
  const shared = indexLandmasses([
    { id: 7, rings: [box(110, 0, 111, 1)] },
    { id: 8, rings: [box(111, 0, 112, 1)] },
  ])
  expect(shared.at([111, 0.5])).toBe(8)
})

test('where polygons overlap the first given wins', () => {
  const pair: readonly LandPolygon[] = [
    { id: 7, rings: [box(110, 0, 112, 1)] },
    { id: 8, rings: [box(111, 0, 113, 1)] },
  ]
  expect(indexLandmasses(pair).at([111.5, 0.5])).toBe(7)
  expect(indexLandmasses(pair.toReversed()).at([111.5, 0.5])).toBe(8)
})

test('a place on land is its own nearest landmass', () => {
  expect(land.nearest([114.2, -7.1], 1)).toBe(2)
})

test('a place at sea belongs to the nearer shore', () => {
  expect(land.nearest([114.03, -7.1], 25)).toBe(1)
  expect(land.nearest([114.07, -7.1], 25)).toBe(2)
  expect(land.nearest([112.5, -5.92], 25)).toBe(1)
})

test('the shore counts along its whole length, not at its corners alone', () => {
  const long = indexLandmasses([{ id: 3, rings: [box(100, 0, 110, 1)] }])
  expect(long.nearest([105, -0.05], 6)).toBe(3)
  expect(long.nearest([105, -0.05], 5)).toBeUndefined()
})

test('nothing is near where the sea is wide', () => {
  expect(land.nearest([120, -7], 100)).toBeUndefined()
  expect(indexLandmasses([]).nearest([120, -7], 500)).toBeUndefined()
})

test('a shore just across the 180th meridian is near, one half a world away is not', () => {
  const east = indexLandmasses([{ id: 4, rings: [box(-180, 0, -179, 1)] }])
  expect(east.nearest([179.9, 0.5], 25)).toBe(4)
  expect(east.nearest([0.5, 0.5], 500)).toBeUndefined()
  const west = indexLandmasses([{ id: 5, rings: [box(179, 0, 180, 1)] }])
  expect(west.nearest([-179.9, 0.5], 25)).toBe(5)
})

test('equally near shores go to the polygon given first', () => {
  const north: LandPolygon = { id: 6, rings: [box(110, 0.125, 111, 1)] }
  const south: LandPolygon = { id: 5, rings: [box(110, -1, 111, -0.125)] }
  expect(indexLandmasses([north, south]).nearest([110.5, 0], 25)).toBe(6)
  expect(indexLandmasses([south, north]).nearest([110.5, 0], 25)).toBe(5)
})

test('corners given twice do no harm', () => {
  const doubled: LandPolygon = {
    id: 1,
    rings: [box(110, 0, 111, 1).flatMap((corner): Position[] => [corner, [...corner]])],
  }
  expect(indexLandmasses([doubled]).at([110.5, 0.5])).toBe(1)
  expect(indexLandmasses([doubled]).nearest([109.9, -0.1], 25)).toBe(1)
})

/** The oracle: the sum of the turns seen from the place is a full circle inside, nothing outside. */
const winds = (ring: readonly Position[], [lng, lat]: Position): boolean => {
  let turned = 0
  for (const [at, [toLng, toLat]] of ring.entries()) {
    const [fromLng, fromLat] = ring[at === 0 ? ring.length - 1 : at - 1] ?? [0, 0]
    const turn = Math.atan2(toLat - lat, toLng - lng) - Math.atan2(fromLat - lat, fromLng - lng)
    turned += Math.atan2(Math.sin(turn), Math.cos(turn))
  }
  return Math.abs(turned) > Math.PI
}

/** A star around the centre: never crosses itself, as dented as chance makes it. */
const star = (arms: readonly number[], centre: Position): readonly Position[] => {
  const corners = arms.map((length, at): Position => {
    const angle = (at / arms.length) * 2 * Math.PI
    return [centre[0] + length * Math.cos(angle), centre[1] + length * Math.sin(angle)]
  })
  return [...corners, ...corners.slice(0, 1)]
}

test('agrees with winding round the place, for islands of any shape', () => {
  const arms = fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), { minLength: 3, maxLength: 40 })
  const offset = fc.double({ min: -3, max: 3, noNaN: true })
  fc.assert(
    fc.property(arms, offset, offset, (lengths, east, north) => {
      const ring = star(lengths, [120, 0])
      const place: Position = [120 + east, north]
      const islands = indexLandmasses([{ id: 9, rings: [ring] }])
      expect(islands.at(place)).toBe(winds(ring, place) ? 9 : undefined)
      if (winds(ring, place)) expect(islands.nearest(place, 1)).toBe(9)
    }),
    { numRuns: 500, seed: 5 },
  )
})

test.each([0, -1, 501, Number.NaN])('looking for a shore within %d km is refused', (withinKm) => {
  expect(() => land.nearest([112, -7], withinKm)).toThrow(RangeError)
})

test.each<[string, readonly Position[]]>([
  ['an open ring', box(110, 0, 111, 1).slice(0, 4)],
  ['a ring open by latitude alone', [...box(110, 0, 111, 1).slice(0, 4), [110, 0.5]]],
  ['an empty ring', []],
  [
    'a ring of two corners',
    [
      [110, 0],
      [111, 1],
      [110, 0],
    ],
  ],
])('%s is refused by its id', (_, ring) => {
  expect(() => indexLandmasses([{ id: 42, rings: [ring] }])).toThrow(/land polygon 42/)
})
