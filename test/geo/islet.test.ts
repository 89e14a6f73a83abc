import { expect, test } from 'vitest'
import { type Islet, indexIslets } from '../../src/geo/islet.ts'
import { indexLandmasses } from '../../src/geo/landmass.ts'
import { destinationFrom, type Position } from '../../src/geo/position.ts'

const MAINLAND = {
  id: 1,
  rings: [
    [
      [110, -8],
      [112, -8],
      [112, -7],
      [110, -7],
      [110, -8],
    ] as const,
  ],
}
const SHORE: Position = [111, -7]
const off = (km: number, degrees = 0): Position => destinationFrom(SHORE, km, degrees)
const PULAU: Islet = { id: 310140087, centre: off(10), radiusKm: 2 }
const land = indexLandmasses([MAINLAND], [PULAU])

test('a place within the radius is on the islet, and a little farther it is at sea', () => {
  expect(land.at(off(10))).toBe(PULAU.id)
  expect(land.at(off(8.1))).toBe(PULAU.id)
  expect(land.at(off(7.9))).toBeUndefined()
})

test('what a polygon holds is never on an islet', () => {
  const overlapping = indexLandmasses([MAINLAND], [{ ...PULAU, centre: off(1) }])
  expect(overlapping.at(off(0.5, 180))).toBe(1)
  expect(overlapping.nearest(off(0.5, 180), 15)).toBe(1)
  expect(overlapping.nearest(off(0.5), 15)).toBe(PULAU.id)
})

test('off all of them the nearest shore or centre of an islet decides, in doubt the shore', () => {
  expect(land.nearest(off(8.1), 1)).toBe(PULAU.id)
  expect(land.nearest(off(5.1), 15)).toBe(PULAU.id)
  expect(land.nearest(off(4.9), 15)).toBe(1)
  expect(land.nearest(off(14), 5)).toBe(PULAU.id)
  expect(land.nearest(off(14), 3)).toBeUndefined()
  expect(land.nearest(off(200), 15)).toBeUndefined()
})

test('where discs overlap the nearest centre decides, of equals the one given first', () => {
  const [near, far] = [
    { id: 21, centre: off(10, 90), radiusKm: 1 },
    { id: 22, centre: off(13, 90), radiusKm: 5 },
  ]
  const place = off(10.5, 90)
  for (const order of [
    [near, far],
    [far, near],
  ])
    expect(indexIslets(order).at(place)?.id).toBe(21)
  // Nearer to the small one's centre, and yet beyond its shore.
  expect(indexIslets([near, far]).at(off(11.4, 90))?.id).toBe(22)
  const twin = { ...near, id: 23 }
  expect(indexIslets([twin, near]).at(place)?.id).toBe(23)
  expect(indexIslets([near, twin]).nearest(off(5, 90), 15)?.islet.id).toBe(21)
})

test('without islets, and for coordinates that cannot be, there is none', () => {
  const nowhere: Position = [Number.NaN, 0]
  expect(indexIslets([]).at(SHORE)).toBeUndefined()
  expect(indexIslets([]).nearest(SHORE, 15)).toBeUndefined()
  expect(land.at(nowhere)).toBeUndefined()
  expect(land.nearest(nowhere, 15)).toBeUndefined()
})

test('an islet that cannot be, or whose id is taken, is refused', () => {
  expect(() => indexIslets([{ ...PULAU, radiusKm: 0 }])).toThrow(/radius of more than 0 and at most 50 km, got 0/)
  expect(() => indexIslets([{ ...PULAU, radiusKm: 51 }])).toThrow(/got 51/)
  expect(() => indexIslets([PULAU, PULAU])).toThrow(/islet 310140087: expected an id of its own/)
  expect(() => indexLandmasses([MAINLAND], [{ ...PULAU, id: 1 }])).toThrow(/islet 1: expected an id that no polygon/)
})
