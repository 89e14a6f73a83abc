import { describe, expect, test } from 'vitest'
import { type AreaGeometry, circle, contains } from '../../src/geo/area.ts'
import { distanceKm, type Position } from '../../src/geo/position.ts'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { plainCircle } from '../../src/mobilisation/impact-area.ts'
import { areaOf as area, POINT, REACHES } from './impact/ground.ts'
import { anEvent } from './sample.ts'

describe('round a point', () => {
  test.each<[Partial<HazardEvent>, number, string]>([
    [{}, 10, 'severity severe'],
    [{ severity: 'extreme' }, 20, 'severity extreme'],
    [{ severity: 'moderate' }, 5, 'severity moderate'],
    [{ severity: 'minor' }, 2, 'severity minor'],
    [{ severity: 'unknown' }, 4, 'severity unknown'],
    [{ magnitude: 4.99 }, 10, 'severity severe'],
    [{ magnitude: 5 }, 30, 'magnitude 5'],
    [{ magnitude: 5.99 }, 30, 'magnitude 5.99'],
    [{ magnitude: 6 }, 60, 'magnitude 6'],
    [{ magnitude: 9.5 }, 120, 'magnitude 9.5'],
    [{ magnitude: 0 }, 10, 'severity severe'],
    [{ level: 'awas', magnitude: 6 }, 12, 'level awas'],
    [{ level: 'AWAS' }, 12, 'level AWAS'],
    [{ level: 'III' }, 8, 'level III'],
    [{ level: 'V' }, 10, 'severity severe'],
    [{ level: 'V', magnitude: 6 }, 60, 'magnitude 6'],
    [{ radiusKm: 3, level: 'awas', magnitude: 9, severity: 'extreme' }, 3, 'radius given by the sender'],
    // Words that every JavaScript object has, and no scale.
    [{ level: 'constructor' }, 10, 'severity severe'],
    [{ level: '__proto__' }, 10, 'severity severe'],
  ])('%j reaches %d km, by its %s', (more, radiusKm, because) => {
    const impact = area(more)
    expect(impact).toMatchObject({ radiusKm, because, centre: POINT })
    expect(contains(impact.area, [POINT[0], POINT[1] + (radiusKm * 0.99) / 111.2])).toBe(true)
    expect(contains(impact.area, [POINT[0], POINT[1] + (radiusKm * 1.01) / 111.2])).toBe(false)
  })

  test.each<Partial<HazardEvent>>([
    {},
    { severity: 'minor' },
    { level: 'awas', magnitude: 6 },
    { radiusKm: 3 },
    { villageCodes: ['32.04.15.2003'] },
    // Its radius given, even these are round.
    { hazard: 'earthquake', magnitude: 7, radiusKm: 40 },
    { hazard: 'tsunami', radiusKm: 12 },
    { hazard: 'earthquake' },
  ])('%j is a plain circle: its box and its middle are those of its area', (more) => {
    const round = plainCircle(anEvent(more), REACHES)
    const impact = area(more)
    expect(round).toEqual({ centre: impact.centre, radiusKm: impact.radiusKm })
    expect(impact.area).toEqual(circle(impact.centre, impact.radiusKm))
  })

  test.each<Partial<HazardEvent>>([
    { hazard: 'earthquake', magnitude: 7 },
    { hazard: 'tsunami' },
    { hazard: null },
    { geometry: null, villageCodes: ['32.04.15.2003'] },
    { sectors: [{ fromDeg: 10, toDeg: 50, radiusKm: 8 }] },
  ])('%j is no plain circle', (more) => {
    expect(plainCircle(anEvent(more), REACHES)).toBeNull()
  })

  test('villages that are named as well widen nothing', () => {
    expect(area({ villageCodes: ['32.04.15.2003'] }, [[108, -7]])).toEqual(area({}))
  })
})

test.each<AreaGeometry>([
  {
    type: 'Polygon',
    coordinates: [
      [
        [107, -7],
        [107.4, -7],
        [107.4, -6.8],
        [107, -6.8],
        [107, -7],
      ],
    ],
  },
  {
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [107, -7],
          [107.1, -7],
          [107.1, -6.9],
          [107, -7],
        ],
      ],
      [
        [
          [107.3, -7],
          [107.4, -7],
          [107.4, -6.9],
          [107.3, -7],
        ],
      ],
    ],
  },
])('a sender’s $type is taken as it is, whatever radius is given too', (geometry) => {
  const impact = area({ geometry, radiusKm: 3, level: 'awas' }, [[108, -7]])
  expect(impact.area.geometry).toEqual(geometry)
  expect(impact.because).toBe('polygon given by the sender')
  const corners: readonly Position[] = geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2) as Position[]
  expect(impact.radiusKm).toBe(Math.max(...corners.map((corner) => distanceKm(impact.centre, corner))))
  expect(impact.radiusKm).toBeGreaterThan(10)
})

describe('by villages alone', () => {
  const villages: readonly Position[] = [POINT, [POINT[0] + 0.1, POINT[1]]]
  const event = { geometry: null, villageCodes: ['32.04.15.2003', '32.04.15.2001'] }

  test('one village is a circle round its place', () => {
    expect(area(event, villages.slice(0, 1))).toMatchObject({ centre: POINT, radiusKm: 10, because: 'severity severe' })
  })

  test('several are the circles round all of them, and nothing else', () => {
    const impact = area({ ...event, radiusKm: 3 }, villages)
    for (const [lng, lat] of villages) {
      expect(contains(impact.area, [lng, lat + 2.9 / 111.2])).toBe(true)
      expect(contains(impact.area, [lng, lat + 3.1 / 111.2])).toBe(false)
    }
    expect(contains(impact.area, [POINT[0] + 0.05, POINT[1]])).toBe(false)
    expect(impact.because).toBe('radius given by the sender')
    expect(impact.radiusKm).toBeGreaterThan(3)
  })

  test('the order of the villages makes no difference to what is inside', () => {
    const [there, back] = [villages, villages.toReversed()].map((places) => area(event, places))
    expect(there?.radiusKm).toBeCloseTo(back?.radiusKm ?? 0, 6)
    expect(there?.centre[0]).toBeCloseTo(back?.centre[0] ?? 0, 6)
  })

  test('the same place twice is one circle', () => {
    expect(area(event, [POINT, POINT]).radiusKm).toBeCloseTo(10, 1)
  })

  test('without any place there is no area', () => {
    expect(() => area(event, [])).toThrow(/needs a geometry or the place of a village or a region/)
    expect(() => area(event, [])).toThrow(RangeError)
  })
})

test('without a hazard there is no area', () => {
  expect(() => area({ hazard: null })).toThrow(RangeError)
})
