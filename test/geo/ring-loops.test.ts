import { expect, test } from 'vitest'
import type { Ring } from '../../src/geo/area.ts'
import { isSliver, loopsOf, turningKm2 } from '../../src/geo/ring-loops.ts'
import { box } from './outlines.ts'

const SQUARE = box(0, 0, 1)

test.each<[string, Ring, readonly Ring[]]>([
  ['a plain ring', SQUARE, [SQUARE]],
  [
    'a doubled place',
    [
      [0, 0],
      [1, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ],
    [SQUARE],
  ],
  [
    'a spike there and back',
    [
      [0, 0],
      [1, 0],
      [3, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ],
    [SQUARE.slice(0, 5)],
  ],
  [
    'the waist of an 8',
    [
      [0, 0],
      [1, 1],
      [2, 0],
      [2, 2],
      [1, 1],
      [0, 2],
      [0, 0],
    ],
    [
      [
        [1, 1],
        [2, 0],
        [2, 2],
        [1, 1],
      ],
      [
        [0, 0],
        [1, 1],
        [0, 2],
        [0, 0],
      ],
    ],
  ],
  [
    'a line there and back',
    [
      [0, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ],
    [],
  ],
  ['a ring gone round twice', [...SQUARE.slice(0, -1), ...SQUARE], [SQUARE, SQUARE]],
  [
    'a place alone',
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    [],
  ],
])('%s is cut into loops that visit no place twice', (_, ring, loops) => {
  expect(loopsOf(ring)).toEqual(loops)
})

test('anticlockwise counts above 0, clockwise below', () => {
  expect(turningKm2(SQUARE) / 111.195 ** 2).toBeCloseTo(1, 3)
  expect(turningKm2(SQUARE.toReversed())).toBeCloseTo(-turningKm2(SQUARE), 6)
  expect(turningKm2([])).toBeCloseTo(0, 9)
})

test.each<[string, Ring, boolean]>([
  ['a square kilometre', box(107, -7, 0.009), false],
  ['a house', box(107, -7, 0.0001), false],
  ['30 cm of a long fence', box(107, -7, 0.1, 0.000003), true],
  [
    'three places in a row',
    [
      [107, -7],
      [107.1, -7.1],
      [107.2, -7.2],
      [107, -7],
    ],
    true,
  ],
  [
    'two places',
    [
      [107, -7],
      [108, -7],
      [107, -7],
    ],
    true,
  ],
  [
    'a bow tie, which turns round nothing',
    [
      [0, 0],
      [2, 2],
      [2, 0],
      [0, 2],
      [0, 0],
    ],
    false,
  ],
  ['nothing', [], true],
])('%s: sliver %s', (_, ring, is) => {
  expect(isSliver(ring)).toBe(is)
})
