import { describe, expect, test } from 'vitest'
import { type AreaGeometry, areaKm2, polygonArea, polygonsOf, type Ring } from '../../src/geo/area.ts'
import { crossingsOf } from '../../src/geo/crossings.ts'
import { mended } from '../../src/geo/outline.ts'
import { type Soundness, soundArea } from '../../src/geo/sound-area.ts'
import { box, draws, polygon, polygons, ringRound } from './outlines.ts'

type Sound = Extract<Soundness, { kind: 'sound' }>

const sound = (geometry: AreaGeometry): Sound => {
  const soundness = soundArea(geometry)
  if (soundness.kind === 'unsound') throw new Error(`expected a sound area, got: ${soundness.reason}`)
  return soundness
}

const placesOf = ({ area }: Sound): number => polygonsOf(area.geometry).flat(2).length

describe('what can be mended is, and a note says how', () => {
  const km2 = (geometry: AreaGeometry): number => areaKm2(polygonArea(geometry))
  const unit = km2(polygon(box(107, 0, 1)))

  test.each<[string, AreaGeometry, number, readonly string[]]>([
    [
      'doubled places',
      polygon([
        [107, 0],
        [107, 0],
        [108, 0],
        [108, 1],
        [108, 1],
        [107, 1],
        [107, 0],
      ]),
      1,
      [],
    ],
    [
      'a spike',
      polygon([
        [107, 0],
        [108, 0],
        [120, 0],
        [108, 0],
        [108, 1],
        [107, 1],
        [107, 0],
      ]),
      1,
      [],
    ],
    [
      'a bow tie',
      polygon([
        [107, 0],
        [108, 1],
        [108, 0],
        [107, 1],
        [107, 0],
      ]),
      0.5,
      ['the outline crossed itself near 107.500, 0.500: joined'],
    ],
    [
      'an 8 that visits its waist twice',
      polygon([
        [107, 0],
        [107.5, 0.5],
        [108, 0],
        [108, 1],
        [107.5, 0.5],
        [107, 1],
        [107, 0],
      ]),
      0.5,
      [],
    ],
    [
      'a ring gone round twice',
      polygon([...box(107, 0, 1).slice(0, -1), ...box(107, 0, 1)]),
      1,
      ['its parts lay on each other: joined'],
    ],
    [
      'a hole that was drawn as part of the ring',
      polygon([...box(107, 0, 1), ...box(107, 0, 0.5).toReversed().slice(1)]),
      0.75,
      [],
    ],
    [
      'parts that overlap',
      polygons([box(107, 0, 1)], [box(107.5, 0, 1)]),
      1.5,
      ['its parts lay on each other: joined'],
    ],
    [
      'parts that cross',
      polygons([box(107, 0, 1)], [box(107.5, 0.5, 1)]),
      1.75,
      ['the outline crossed itself near 107.500, 1.000: joined'],
    ],
    [
      'a part within a part',
      polygons([box(107, 0, 1)], [box(107.2, 0.2, 0.2)]),
      1,
      ['its parts lay on each other: joined'],
    ],
    ['a hole outside', polygon(box(107, 0, 1), box(109, 0, 1)), 1, ['1 holes outside their ring: left out']],
    [
      'a hole that leaves its ring',
      polygon(box(107, 0, 1), box(107.5, 0.25, 1, 0.5)),
      0.75,
      ['the outline crossed itself near 108.000, 0.250: joined'],
    ],
    [
      'a sliver beside it',
      polygons(
        [box(107, 0, 1)],
        [
          [
            [109, 0],
            [110, 0],
            [109.5, 0],
            [109, 0],
          ],
        ],
      ),
      1,
      ['1 rings narrower than half a metre: left out'],
    ],
  ])('%s', (_, geometry, squares, notes) => {
    const whole = sound(geometry)
    expect(whole.areaKm2 / unit).toBeCloseTo(squares, 3)
    expect(areaKm2(whole.area)).toBe(whole.areaKm2)
    expect(whole.notes).toEqual(notes)
  })

  test('41,009 places are thinned, and none left out is farther off than the note says', () => {
    const ring = ringRound(41_008, (at) => 1 + 0.1 * Math.sin(at / 900) + 0.001 * Math.sin(at / 7))
    const thin = sound(polygon(ring))
    expect(placesOf(thin)).toBeLessThanOrEqual(10_000)
    expect(thin.notes).toEqual([
      `simplified from 41009 to ${placesOf(thin)} places: none left out is more than 5 m off`,
    ])
    expect(thin.areaKm2 / km2(polygon(ring))).toBeCloseTo(1, 4)
  })

  test('a long outline that crosses itself is thinned further before it is joined', () => {
    const waist = ringRound(6_000, (at) => Math.cos((4 * Math.PI * at) / 6_000) + 0.3)
    const whole = sound(polygon(waist))
    expect(whole.notes).toEqual([
      expect.stringMatching(/^the outline crossed itself near .*: joined, and simplified within \d+ m for that$/),
    ])
    expect(placesOf(whole)).toBeLessThan(1_600)
    expect(crossingsOf(polygonsOf(whole.area.geometry).flat(), 9)).toEqual([])
  })

  test('hundreds of parts across each other are kept, and their surface counts once', () => {
    const draw = draws(5)
    const parts = Array.from({ length: 300 }, () => [ringRound(30, () => 0.2, [107 + draw(), draw()])])
    const kept = sound(polygons(...parts))
    expect(kept.notes).toEqual(['its parts cross each other in more than 200 places: kept as they are'])
    expect(polygonsOf(kept.area.geometry)).toHaveLength(300)
    expect(kept.areaKm2).toBeLessThan(1.4 * 1.4 * unit)
    expect(kept.areaKm2).toBeGreaterThan(0.9 * unit)
  })

  test('among them a part that crosses itself is mended for itself', () => {
    const draw = draws(5)
    const parts = Array.from({ length: 60 }, () => [ringRound(30, () => 0.2, [107 + draw(), draw()])])
    const waist = ringRound(6_000, (at) => Math.cos((4 * Math.PI * at) / 6_000) + 0.3, [120, 0])
    expect(sound(polygons(...parts, [waist])).notes).toEqual([
      expect.stringMatching(
        /^the outline crossed itself near .*: each part mended, and simplified within \d+ m for that$/,
      ),
    ])
    const bow: Ring = [
      [120, 0],
      [121, 1],
      [121, 0],
      [120, 1],
      [120, 0],
    ]
    const kept = sound(polygons(...parts, [bow]))
    expect(kept.notes).toEqual(['the outline crossed itself near 120.500, 0.500: each part mended'])
    expect(polygonsOf(kept.area.geometry)).toHaveLength(62)
  })
})

describe('what cannot be mended is refused', () => {
  /** Teeth 111 km long, too close to be thinned. */
  const comb = (...base: Ring): Ring => {
    const teeth: Ring = Array.from({ length: 4_000 }, (_, at) => [107 + at / 4_000, at % 2 === 0 ? -7 : -6])
    return [...teeth, ...base, ...teeth.slice(0, 1)]
  }
  const metre = 0.000009
  /** A bow tie of which each half is too narrow to count. */
  const tiny = (east: number): Ring =>
    [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ].map(([x = 0, y = 0]) => [107 + (0.9 * x + east) * metre, (2 * y + east / 7) * metre])

  test.each<[string, AreaGeometry, RegExp]>([
    [
      'a crossing among too many places',
      polygon(comb([108, -8], [107, -7.5], [108, -7.5], [107, -8])),
      /crosses itself near .* and cannot be mended/,
    ],
    [
      'too many crossings among too many places',
      polygon(comb([108, -6.5], [106, -6.5])),
      /crosses itself near .* and cannot be mended/,
    ],
    [
      'too many places gone round twice',
      polygons([comb([108, -8], [107, -8])], [comb([108, -8], [107, -8])]),
      /lies on itself and cannot be mended/,
    ],
    ['a bow tie a metre wide', polygon(tiny(0)), /crosses itself near 107.000, 0.000 and cannot be mended/],
    [
      'many of them across each other',
      polygons(...Array.from({ length: 60 }, (_, at) => [tiny(at / 100)])),
      /crosses itself near 107.000, 0.000 and cannot be mended/,
    ],
  ])('%s', (_, geometry, why) => {
    expect(soundArea(geometry)).toMatchObject({ kind: 'unsound', reason: expect.stringMatching(why) })
  })

  test('nothing comes of joining what has no surface, or what the library refuses', () => {
    const line: Ring = [
      [107, -7],
      [108, -6],
      [107.5, -6.5],
      [107, -7],
    ]
    const broken = [[], [], [], []] as unknown as Ring
    expect(mended([[line]])).toEqual([])
    expect(mended([])).toEqual([])
    expect(mended([[broken]])).toEqual([])
  })
})
