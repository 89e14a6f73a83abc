import { describe, expect, test } from 'vitest'
import { type AreaGeometry, areaKm2, polygonArea, type Ring } from '../../src/geo/area.ts'
import { indexLandmasses } from '../../src/geo/landmass.ts'
import { type Soundness, soundArea } from '../../src/geo/sound-area.ts'
import { box, draws, polygon, polygons, ringRound } from './outlines.ts'

type Sound = Extract<Soundness, { kind: 'sound' }>

const sound = (geometry: AreaGeometry): Sound => {
  const soundness = soundArea(geometry)
  if (soundness.kind === 'unsound') throw new Error(`expected a sound area, got: ${soundness.reason}`)
  return soundness
}

describe('what is sound stays as it is', () => {
  test.each<[string, AreaGeometry]>([
    ['a square', polygon(box(107, -7, 1))],
    ['a square with a hole', polygon(box(107, -7, 1), box(107.2, -6.8, 0.2))],
    [
      'a hole that touches its ring in a corner',
      polygon(box(107, -7, 1), [
        [107, -7],
        [107.5, -6.5],
        [107.2, -6.5],
        [107, -7],
      ]),
    ],
    ['two islands', polygons([box(107, -7, 1)], [box(110, -7, 1)])],
    ['an island in a lake', polygons([box(107, -7, 1), box(107.2, -6.8, 0.6)], [box(107.4, -6.6, 0.2)])],
    ['neighbours that share an edge', polygons([box(107, -7, 1)], [box(108, -7, 1)])],
    ['neighbours that share a corner', polygons([box(107, -7, 1)], [box(108, -6, 1)])],
    ['a ring the other way round', polygon(box(107, -7, 1).toReversed())],
    ['ten thousand places', polygon(ringRound(9_999, (at) => 1 + 0.1 * Math.sin(at / 50)))],
  ])('%s', (_, geometry) => {
    expect(sound(geometry)).toEqual({
      kind: 'sound',
      area: polygonArea(geometry),
      areaKm2: areaKm2(polygonArea(geometry)),
      isHuge: false,
      notes: [],
    })
  })
})

test.each<[string, AreaGeometry, RegExp]>([
  ['no polygon', polygons(), /a polygon without a ring/],
  ['a polygon without a ring', polygons([]), /a polygon without a ring/],
  [
    'three places',
    polygon([
      [107, -7],
      [108, -7],
      [107, -7],
    ]),
    /ring 1 of polygon 1 has 3 places/,
  ],
  ['an empty ring', polygon([]), /ring 1 of polygon 1 has 0 places/],
  ['an open ring', polygon(box(107, -7, 1), box(107, -7, 1).slice(0, 4)), /ring 2 of polygon 1 is not closed/],
  [
    'a ring open by latitude',
    polygon([
      [107, -7],
      [108, -7],
      [108, -6],
      [107, -6],
    ]),
    /not closed/,
  ],
  [
    'a place off the Earth',
    polygons([box(107, -7, 1)], [box(107, 89.5, 1)]),
    /ring 1 of polygon 2 has a place at 108, 90.5/,
  ],
  [
    'a place that is no number',
    polygon([
      [107, -7],
      [Number.NaN, -7],
      [108, -6],
      [107, -7],
    ]),
    /a place at NaN, -7/,
  ],
  [
    'the 180th meridian',
    polygon([
      [179, -7],
      [-179, -7],
      [-179, -6],
      [179, -7],
    ]),
    /crosses the 180th meridian near -179.000, -7.000/,
  ],
  ['too many rings', polygons(...Array.from({ length: 1001 }, () => [box(107, -7, 1)])), /1001 rings/],
  ['too many places', polygon(ringRound(100_000, () => 1)), /100001 places/],
  [
    'nothing enclosed',
    polygon([
      [107, -7],
      [108, -6],
      [109, -5],
      [107, -7],
    ]),
    /encloses nothing/,
  ],
  ['a tangle', polygon(tangle(1_000)), /crosses itself in more than 200 places, first near 10\d\.\d{3}, -\d\.\d{3}/],
  ['a tangle of 20,000', polygon(tangle(20_000)), /too intricate to be simplified within 5 km/],
])('an outline with %s is refused, with a hint', (_, geometry, why) => {
  const soundness = soundArea(geometry)
  expect(soundness).toMatchObject({ kind: 'unsound', reason: expect.stringMatching(why) })
  expect(soundness.kind === 'unsound' && soundness.hint.length > 10).toBe(true)
})

function tangle(count: number): Ring {
  const draw = draws(count)
  const ring: Ring = Array.from({ length: count }, () => [107 + 3 * draw(), -7 + 3 * draw()])
  return [...ring, ...ring.slice(0, 1)]
}

test('more than a million square km is huge', () => {
  const wide = sound(polygon(box(100, -5, 12)))
  expect(wide).toMatchObject({ isHuge: true, notes: [`huge: ${Math.round(wide.areaKm2)} square km`] })
  expect(sound(polygon(box(100, -5, 8))).isHuge).toBe(false)
})

test('an area on several land masses is said to cross water', () => {
  const islands = [0, 1, 2].map((id) => ({ id, rings: [box(107 + id, -7, 0.5)] }))
  const land = indexLandmasses(islands)
  const notesOf = (geometry: AreaGeometry) => {
    const soundness = soundArea(geometry, land)
    return soundness.kind === 'sound' ? soundness.notes : undefined
  }
  expect(notesOf(polygon(box(107.1, -6.9, 2.2, 0.2)))).toEqual(['crosses water: it lies on 3 land masses'])
  expect(notesOf(polygon(box(107.1, -6.9, 0.2)))).toEqual([])
  // Its box holds all three, it holds one.
  expect(
    notesOf(
      polygon([
        [107.1, -6.9],
        [109.3, -6.2],
        [109.3, -5],
        [107.1, -6.9],
      ]),
    ),
  ).toEqual([])
  expect(notesOf(polygon(box(107.6, -6.9, 0.2)))).toEqual([])
})
