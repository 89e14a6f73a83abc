import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexPositions, type Neighbour } from '../../src/geo/nearest.ts'
import { distanceKm, type Position } from '../../src/geo/position.ts'

/** The oracle: measures every place. */
const scan = (places: readonly Position[], centre: Position, withinKm: number): readonly Neighbour[] =>
  places
    .map((place, index) => ({ index, km: distanceKm(centre, place) }))
    .filter(({ km }) => km <= withinKm)
    .sort((a, b) => a.km - b.km || a.index - b.index)

const around = (centre: Position, spread: number): fc.Arbitrary<Position> =>
  fc
    .tuple(fc.double({ min: -spread, max: spread, noNaN: true }), fc.double({ min: -spread, max: spread, noNaN: true }))
    .map(
      ([east, north]): Position => [
        ((centre[0] + east + 540) % 360) - 180,
        Math.max(-90, Math.min(90, centre[1] + north)),
      ],
    )

// Village centres: many people at few places, so that equal distances are common.
const villages = (centre: Position): fc.Arbitrary<Position> =>
  fc
    .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))
    .map(([east, north]): Position => [centre[0] + east / 4, Math.max(-90, Math.min(90, centre[1] + north / 4))])

const CENTRES: readonly Position[] = [
  [107.6, -6.9],
  [110, 0],
  [179.99, -8],
  [-180, 2],
  [30, 90],
  [30, -89.9],
]

const pools = fc.constantFrom(...CENTRES).chain((centre) =>
  fc.record({
    centre: fc.oneof(fc.constant(centre), around(centre, 0.5)),
    places: fc.oneof(
      fc.array(around(centre, 6), { maxLength: 120 }),
      fc.array(
        villages(centre).map(([lng, lat]): Position => [((lng + 540) % 360) - 180, lat]),
        { maxLength: 400 },
      ),
      fc.array(around([0, 0], 90), { maxLength: 80 }),
    ),
    withinKm: fc.oneof(fc.constantFrom(10, 25, 50, 500), fc.double({ min: 1e-6, max: 500, noNaN: true })),
    limit: fc.integer({ min: 1, max: 150 }),
  }),
)

test('finds the same places in the same order as measuring every one', () => {
  fc.assert(
    fc.property(pools, ({ centre, places, withinKm, limit }) => {
      const index = indexPositions(places)
      const expected = scan(places, centre, withinKm)
      expect(index.within(centre, withinKm)).toEqual(expected)
      expect(index.within(centre, withinKm, limit)).toEqual(expected.slice(0, limit))
      expect([...index.walk(centre, withinKm)]).toEqual(expected)
    }),
    { numRuns: 700, seed: 20261122 },
  )
})

test('a place exactly on the circle belongs', () => {
  const centre: Position = [107.6, -6.9]
  fc.assert(
    fc.property(fc.array(around(centre, 4), { minLength: 1, maxLength: 100 }), fc.nat(), (places, pick) => {
      const edge = distanceKm(centre, places[pick % places.length] ?? centre)
      fc.pre(edge > 0 && edge <= 500)
      expect(indexPositions(places).within(centre, edge)).toEqual(scan(places, centre, edge))
    }),
    { numRuns: 300, seed: 7 },
  )
})

test('a thousand people at one village centre come in the order of the list', () => {
  const places = Array.from({ length: 1000 }, (): Position => [110.4, -7.8])
  const index = indexPositions(places)
  const order = places.map((_, position) => position)
  expect([...index.walk([110.5, -7.8], 50)].map(({ index }) => index)).toEqual(order)
  expect([...index.walk([110.4, -7.8], 50)].map(({ index }) => index)).toEqual(order)
  expect(index.within([110.4, -7.8], 50, 3).map(({ index }) => index)).toEqual([0, 1, 2])
})

test('an empty index finds nobody', () => {
  expect(indexPositions([]).within([110, -7], 500)).toEqual([])
  expect([...indexPositions([]).walk([110, -7], 500)]).toEqual([])
})

test('places changed after the index was built change nothing', () => {
  const places: Position[] = [[110, -7]]
  const index = indexPositions(places)
  places.splice(0, 1, [111, -7])
  expect(index.within([110, -7], 1)).toEqual([{ index: 0, km: 0 }])
})

test('a walk that stops early leaves the rest', () => {
  const places = Array.from({ length: 5000 }, (_, step): Position => [110 + step / 5000, -7])
  const seen: number[] = []
  for (const { index } of indexPositions(places).walk([110, -7], 500)) {
    seen.push(index)
    if (seen.length === 100) break
  }
  expect(seen).toEqual(places.slice(0, 100).map((_, position) => position))
})

test.each([0, -1, 500.001, Number.NaN, Number.POSITIVE_INFINITY])('a radius of %d km is refused', (withinKm) => {
  const index = indexPositions([[110, -7]])
  expect(() => index.within([110, -7], withinKm)).toThrow(RangeError)
  expect(() => index.walk([110, -7], withinKm)).toThrow(/withinKm: expected more than 0 and at most 500 km/)
})

test.each([0, -1, 1.5, Number.NaN, Number.NEGATIVE_INFINITY])('a limit of %d is refused', (limit) => {
  expect(() => indexPositions([[110, -7]]).within([110, -7], 5, limit)).toThrow(/limit: expected a whole number/)
})

test('places that cannot be are refused, with their position in the list', () => {
  expect(() =>
    indexPositions([
      [110, -7],
      [Number.NaN, 0],
    ]),
  ).toThrow(/positions\[1\]/)
  expect(() => indexPositions([[110, -7]]).within([-7, 110], 5)).toThrow(/centre/)
})
