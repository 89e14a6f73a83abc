import { expect, test } from 'vitest'
import { claimedLength, lengthOf, sharedLength, stretchesAt } from '../../src/geo/scan-line.ts'
import { box } from './outlines.ts'

test('a hole is out, an island in it is in', () => {
  const rings = [box(0, 0, 10), box(2, 2, 6), box(4, 4, 2)]
  expect(stretchesAt([rings], 5)).toEqual([
    [0, 2],
    [4, 6],
    [8, 10],
  ])
  expect(stretchesAt([rings], 3)).toEqual([
    [0, 2],
    [8, 10],
  ])
  expect(stretchesAt([rings], 11)).toEqual([])
})

test('polygons on each other count once, those side by side become one stretch', () => {
  expect(stretchesAt([[box(0, 0, 4)], [box(1, 0, 1)], [box(4, 0, 2)], [box(8, 0, 1)]], 0.5)).toEqual([
    [0, 6],
    [8, 9],
  ])
})

test('lengths are summed, and shared where both have them', () => {
  expect(
    lengthOf([
      [0, 2],
      [3, 4],
    ]),
  ).toBe(3)
  expect(
    sharedLength(
      [
        [0, 2],
        [3, 6],
      ],
      [
        [1, 4],
        [5, 9],
      ],
    ),
  ).toBe(3)
  expect(sharedLength([[0, 1]], [])).toBe(0)
})

test('a ring claims what it turns round, with a sign', () => {
  expect(claimedLength(box(0, 0, 4), 1)).toBe(4)
  expect(claimedLength(box(0, 0, 4).toReversed(), 1)).toBe(-4)
  // An 8 with its waist on the parallel of 1: below it one way round, above it the other.
  const eight = [
    [0, 0],
    [2, 2],
    [0, 2],
    [2, 0],
    [0, 0],
  ] as [number, number][]
  expect(claimedLength(eight, 0.5)).toBe(-claimedLength(eight, 1.5))
  expect(claimedLength([], 1)).toBe(0)
})
