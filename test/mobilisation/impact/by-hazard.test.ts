import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AreaGeometry, areaKm2, contains, polygonsOf } from '../../../src/geo/area.ts'
import { destinationFrom, type Position } from '../../../src/geo/position.ts'
import type { HazardEvent } from '../../../src/mobilisation/hazard-event.ts'
import type { RegionGround } from '../../../src/mobilisation/impact/regions.ts'
import { areaOf as area, POINT } from './ground.ts'

describe('a polygon', () => {
  const ring = (...places: [number, number][]): AreaGeometry => ({ type: 'Polygon', coordinates: [places] })

  test('that crosses itself is mended, and a note says so', () => {
    const bow = ring([107, -7], [108, -6], [108, -7], [107, -6], [107, -7])
    const { area: mended, notes } = area({ geometry: bow })
    expect(notes).toEqual(['the outline crossed itself near 107.500, -6.500: joined'])
    expect(areaKm2(mended)).toBeGreaterThan(6_000)
  })

  test('that nobody can mend is taken as it is, so that an accepted alert still calls people', () => {
    const dateLine = ring([179, -7], [-179, -7], [-179, -6], [179, -6], [179, -7])
    const { area: kept, notes } = area({ geometry: dateLine })
    expect(kept.geometry).toEqual(dateLine)
    expect(notes?.[0]).toMatch(/^taken as it was sent: ring 1 of polygon 1 crosses the 180th meridian/)
  })
})

describe('an earthquake', () => {
  const quake = (more: Partial<HazardEvent>) => area({ hazard: 'earthquake', magnitude: 6, depthKm: 10, ...more })

  test('reaches as far as it shakes with the threshold, with rings for the intensities above', () => {
    const impact = quake({})
    expect(impact.radiusKm).toBeCloseTo(25.19, 2)
    expect(impact.centre).toEqual(POINT)
    expect(impact.because).toBe('magnitude 6, depth 10 km: MMI 6 or more')
    expect(impact.rings?.map(({ mmi, radiusKm }) => [mmi, Math.round(radiusKm)])).toEqual([
      [7, 7],
      [6, 25],
    ])
    expect(impact).not.toHaveProperty('notes')
  })

  test('above the magnitudes of the formula says so', () => {
    expect(quake({ magnitude: 8.4 }).notes?.[0]).toMatch(/magnitude 8.4 lies outside the 5 to 7.9/)
  })

  test('without a magnitude, or with the sender’s radius, reaches as any other hazard', () => {
    expect(quake({ magnitude: null })).toMatchObject({ radiusKm: 10, because: 'severity severe' })
    expect(quake({ radiusKm: 3 })).toMatchObject({ radiusKm: 3, because: 'radius given by the sender' })
    expect(quake({ radiusKm: 3 })).not.toHaveProperty('rings')
  })

  test('widens to a town beyond that felt it as strongly', () => {
    const [far, farther] = [40, 45].map((km) => destinationFrom(POINT, km, 90)) as [Position, Position]
    const felt = [
      { place: 'Garut', position: far, least: 5, most: 6 },
      { place: 'Tasikmalaya', position: farther, least: 4, most: 4 },
    ]
    const impact = quake({ felt })
    expect(contains(impact.area, far)).toBe(true)
    expect(contains(impact.area, POINT)).toBe(true)
    expect(contains(impact.area, destinationFrom(POINT, 40, 270))).toBe(false)
    expect(impact.because).toBe('magnitude 6, depth 10 km: MMI 6 or more; felt: MMI 6 in Garut')
    expect(impact.rings).toHaveLength(2)
  })

  test('never reaches less far for more magnitude, nor farther for more depth', () => {
    const magnitude = fc.double({ min: 0, max: 10, noNaN: true })
    const depth = fc.double({ min: 0, max: 700, noNaN: true })
    const reached = (m: number, d: number): number => areaKm2(quake({ magnitude: m, depthKm: d }).area)
    fc.assert(
      fc.property(magnitude, magnitude, depth, depth, (m1, m2, d1, d2) => {
        const [shallow, deep] = [Math.min(d1, d2), Math.max(d1, d2)]
        expect(reached(Math.max(m1, m2), shallow)).toBeGreaterThanOrEqual(reached(Math.min(m1, m2), shallow))
        expect(reached(m1, deep)).toBeLessThanOrEqual(reached(m1, shallow))
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})

describe('a volcano', () => {
  test('reaches its level’s radius, and farther in the sectors that are named', () => {
    const sectors = [{ fromDeg: 350, toDeg: 20, radiusKm: 15 }]
    const impact = area({ hazard: 'volcano', level: 'III', sectors })
    expect(impact.centre).toEqual(POINT)
    expect(impact.radiusKm).toBeCloseTo(15, 6)
    expect(impact.because).toBe('level III, with 15 km from 350° to 20°')
    for (const [bearing, km, isIn] of [
      [0, 14.9, true],
      [19, 14.9, true],
      [21, 14.9, false],
      [180, 7.9, true],
      [180, 8.1, false],
    ] as const)
      expect(contains(impact.area, destinationFrom(POINT, km, bearing))).toBe(isIn)
  })
})

describe('a tsunami', () => {
  const tsunami = (more: Partial<HazardEvent>, regions: readonly RegionGround[] = []) =>
    area({ hazard: 'tsunami', ...more }, [], regions)
  const seat = (lng: number, lat: number): Position => [lng, lat]
  const south = (lng: number, km: number): Position => [lng, -8 + km / 111.195]

  test('takes the coast nearest to each regency’s seat, as far inland as its level says', () => {
    const impact = tsunami({ geometry: { type: 'Point', coordinates: [107, -9] } }, [
      { code: '32.04', level: 'awas', places: [seat(106.6, -7.6)] },
      { code: '32.05', level: 'waspada', places: [seat(108.4, -7.9)] },
    ])
    for (const [lng, km, isIn] of [
      [106.6, 5.5, true],
      [106.6, 6.7, false],
      [106.85, 5.5, true],
      [107.2, 0.1, false],
      [108.4, 0.8, true],
      [108.4, 1.3, false],
    ] as const)
      expect(contains(impact.area, south(lng, km)), `${lng}, ${km}`).toBe(isIn)
    expect(impact.because).toBe('coast of 32.04, 32.05 by level')
    expect(polygonsOf(impact.area.geometry)).toHaveLength(2)
  })

  test('takes the message’s level for regions without one, and a place for a region without a shore', () => {
    const impact = tsunami({ geometry: null, level: 'Siaga' }, [
      { code: '32.04', level: null, places: [seat(107, -7.8)] },
      { code: '99.01', level: null, places: [seat(120, -5)] },
    ])
    expect(contains(impact.area, south(107, 2.7))).toBe(true)
    expect(contains(impact.area, south(107, 3.4))).toBe(false)
    expect(contains(impact.area, [120, -5])).toBe(true)
    expect(impact.notes).toEqual(['no shore found for 99.01: taken by its place'])
  })

  test('whose regions are nowhere is taken by its point: the coast within the radius', () => {
    const point = { type: 'Point', coordinates: seat(107, -8.05) } as const
    const impact = tsunami({ geometry: point }, [{ code: '99.01', level: null, places: [] }])
    expect(contains(impact.area, south(107.05, 5.5))).toBe(true)
    expect(contains(impact.area, south(107.4, 0))).toBe(false)
    expect(impact.because).toBe('severity severe: the coast within 10 km, 6 km inland')
    expect(tsunami({ geometry: point, level: 'siaga' }).because).toBe('level siaga: the coast within 7 km, 3 km inland')
  })

  test('far from any coast, or with the sender’s radius, is a circle', () => {
    const out = { type: 'Point', coordinates: seat(107, -10) } as const
    expect(tsunami({ geometry: out })).toMatchObject({ radiusKm: 10, because: 'severity severe' })
    expect(tsunami({ geometry: out, radiusKm: 300 })).toMatchObject({ radiusKm: 300, centre: out.coordinates })
  })
})

describe('regions alone', () => {
  const regions = [
    { code: '32.04', level: null, places: [POINT] },
    { code: '32.05.01', level: null, places: [[108.5, -7.2] as const] },
  ]

  test('are circles of 20 km round a seat and 12 km round a district', () => {
    const impact = area({ geometry: null }, [], regions)
    expect(impact.because).toBe('regions 32.04, 32.05.01')
    expect(contains(impact.area, destinationFrom(POINT, 19.9, 0))).toBe(true)
    expect(contains(impact.area, destinationFrom([108.5, -7.2], 11.9, 0))).toBe(true)
    expect(contains(impact.area, destinationFrom([108.5, -7.2], 12.1, 0))).toBe(false)
  })

  test('are named up to eight', () => {
    const many = Array.from({ length: 10 }, (_, at) => ({ code: `32.1${at}`, level: null, places: [POINT] }))
    expect(area({ geometry: null }, [], many).because).toBe(
      'regions 32.10, 32.11, 32.12, 32.13, 32.14, 32.15, 32.16, 32.17, 2 more',
    )
  })

  test('take the sender’s radius where there is one', () => {
    expect(area({ geometry: null, radiusKm: 8 }, [], regions.slice(0, 1))).toMatchObject({ radiusKm: 8, centre: POINT })
  })
})
