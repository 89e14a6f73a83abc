import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ring } from '../../src/geo/area.ts'
import { crossingsOf } from '../../src/geo/crossings.ts'
import { box, draws, ringRound } from './outlines.ts'

const edgesOf = (rings: readonly Ring[]) =>
  rings.flatMap((ring) => ring.slice(1).map((to, at) => [ring[at] ?? to, to] as const))

const left = ([ax, ay]: readonly number[], [bx, by]: readonly number[], [cx, cy]: readonly number[]): number =>
  Math.sign(((bx ?? 0) - (ax ?? 0)) * ((cy ?? 0) - (ay ?? 0)) - ((by ?? 0) - (ay ?? 0)) * ((cx ?? 0) - (ax ?? 0)))

/** Every edge against every other. */
const countedOneByOne = (rings: readonly Ring[]): number => {
  const edges = edgesOf(rings)
  return edges.flatMap(([a, b], at) =>
    edges.slice(at + 1).filter(([c, d]) => left(a, b, c) * left(a, b, d) < 0 && left(c, d, a) * left(c, d, b) < 0),
  ).length
}

test('as many crossings are found as by looking at every pair of edges', () => {
  const place = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }))
  const ring = fc
    .array(place, { minLength: 3, maxLength: 25 })
    .map((places): Ring => [...places, ...places.slice(0, 1)] as Ring)
  fc.assert(
    fc.property(fc.array(ring, { maxLength: 3 }), (rings) => {
      expect(crossingsOf(rings, 10_000)).toHaveLength(countedOneByOne(rings))
    }),
    { seed: 6, numRuns: 500 },
  )
})

test('a bow tie crosses itself in its middle', () => {
  expect(
    crossingsOf(
      [
        [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
          [0, 0],
        ],
      ],
      9,
    ),
  ).toEqual([[1, 1]])
})

test('touching and lying on each other are no crossings, overlapping corners are two', () => {
  expect(crossingsOf([box(0, 0, 1), box(1, 0, 1)], 9)).toEqual([])
  expect(crossingsOf([box(0, 0, 2), box(1, 1, 2)], 9)).toHaveLength(2)
})

test('no more are looked for than asked', () => {
  const draw = draws(1)
  const tangle = ringRound(500, () => draw() - 0.5)
  expect(crossingsOf([tangle], 7)).toHaveLength(7)
})

test('a ring without places has none', () => {
  expect(crossingsOf([[]], 9)).toEqual([])
})
