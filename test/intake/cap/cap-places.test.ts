import { expect, test } from 'vitest'
import { polygonArea, type Ring, reachKm } from '../../../src/geo/area.ts'
import type { CapInfo } from '../../../src/intake/cap/cap-alert.ts'
import { figuresOf } from '../../../src/intake/cap/cap-figures.ts'
import { drawAreas } from '../../../src/intake/cap/cap-geometry.ts'
import { placesOf } from '../../../src/intake/cap/cap-places.ts'
import { aCapArea, aCapInfo } from './a-cap-info.ts'

const RING: Ring = [
  [110.3, -7.9],
  [110.4, -7.9],
  [110.4, -8],
  [110.3, -7.9],
]

const round = (longitude: number, latitude: number, radiusKm: number) => ({
  centre: [longitude, latitude] as const,
  radiusKm,
})

test('one circle stays a point with its radius', () => {
  expect(drawAreas([aCapArea({ circles: [round(110, -7, 2.5)] })])).toEqual({
    geometry: { type: 'Point', coordinates: [110, -7] },
    radiusKm: 2.5,
    warnings: [],
  })
})

test('a radius of 0 leaves the reach to the hazard', () => {
  expect(drawAreas([aCapArea({ circles: [round(110, -7, 0)] })])).toMatchObject({
    geometry: { type: 'Point' },
    radiusKm: null,
  })
})

test('a circle beyond 500 km is cut to that, and it is said', () => {
  const { radiusKm, warnings } = drawAreas([aCapArea({ circles: [round(110, -7, 900)] })])
  expect([radiusKm, warnings]).toEqual([500, ['a circle of 900 km was cut to 500 km']])
})

test('polygons and circles together become polygons of that size', () => {
  const { geometry, radiusKm } = drawAreas([
    aCapArea({ polygons: [RING] }),
    aCapArea({ circles: [round(112, -7, 10)] }),
  ])
  expect(radiusKm).toBeNull()
  if (geometry?.type !== 'MultiPolygon') throw new Error('expected several polygons')
  expect(geometry.coordinates[0]).toEqual([RING])
  const disc = polygonArea({ type: 'Polygon', coordinates: geometry.coordinates[1] ?? [] })
  expect(reachKm(disc)).toBeCloseTo(10, 1)
  expect(disc.centre[0]).toBeCloseTo(112, 5)
})

test('several points become small circles, and it is said once', () => {
  const { geometry, warnings } = drawAreas([aCapArea({ circles: [round(110, -7, 0), round(111, -7, 0)] })])
  expect(geometry?.type === 'MultiPolygon' && geometry.coordinates.length).toBe(2)
  expect(warnings).toEqual(['a point beside other places was taken as a circle of 1 km'])
})

test('doubled places and polygons without surface are left out, and it is said', () => {
  const [a, b, c] = RING as [Ring[number], Ring[number], Ring[number]]
  const doubled: Ring = [a, a, b, c, c, c, a]
  const line: Ring = [a, b, b, a]
  const outAndBack: Ring = [a, b, c, b, a]
  expect(drawAreas([aCapArea({ polygons: [doubled, line, outAndBack] })])).toEqual({
    geometry: { type: 'Polygon', coordinates: [RING] },
    radiusKm: null,
    warnings: ['4 doubled places of polygons were left out', '2 polygons without surface were left out'],
  })
})

test('a circle round 0, 0 is no place', () => {
  const { geometry, warnings } = drawAreas([aCapArea({ circles: [round(0, 0, 0)] })])
  expect([geometry, warnings]).toEqual([null, [expect.stringContaining('0, 0')]])
})

test('no areas draw nothing', () => {
  expect(drawAreas([])).toEqual({ geometry: null, radiusKm: null, warnings: [] })
})

const named = (...pairs: readonly (readonly [valueName: string, value: string])[]) =>
  aCapArea({ geocodes: pairs.map(([valueName, value]) => ({ valueName, value })) })

test.each(['kemendagri', 'Kode_Wilayah', 'kode wilayah kemendagri', 'adm4', 'ID-ADM4', 'wilayah'])(
  'geocodes named %s are codes of the Kemendagri table',
  (valueName) => {
    expect(
      placesOf([named([valueName, '34.02.10.2004'], [valueName, '34.02, 34.04.01;33'], [valueName, '34.02'])], {
        regionOf: () => true,
      }),
    ).toEqual({ villageCodes: ['34.02.10.2004'], regionCodes: ['34.02', '34.04.01', '33'], warnings: [] })
  },
)

test('codes of other lists are left alone', () => {
  expect(
    placesOf([named(['SAME', '006109'], ['UGC', 'MTZ014'], ['madm1nistration', '34'])], { regionOf: () => true }),
  ).toEqual({
    villageCodes: [],
    regionCodes: [],
    warnings: [],
  })
})

test.each([
  ['ten digits under our name', 'kemendagri', '3402100004', /could be a BPS code/],
  ['a code of BPS', 'BPS', '3402100004', /could be a BPS code/],
  ['a dotted code of BPS', 'kode BPS', '34.02', /codes of BPS name other places/],
  ['prose', 'adm4', 'Imogiri', /not used/],
  ['a village that does not exist', 'kemendagri', '34.02.10.2999', /no village of the table/],
  ['a regency that does not exist', 'kemendagri', '34.99', /no regency of the table/],
])('%s is warned of, not guessed', (_, valueName, value, warning) => {
  const look = { villageExists: () => false, regionOf: () => false }
  expect(placesOf([named([valueName, value])], look)).toEqual({
    villageCodes: [],
    regionCodes: [],
    warnings: [expect.stringMatching(warning)],
  })
})

const told = (...pairs: readonly (readonly [valueName: string, value: string])[]): CapInfo =>
  aCapInfo({ parameter: pairs.map(([valueName, value]) => ({ valueName, value })) })

test.each([
  ['Magnitude', '6.3', 6.3],
  ['magnitudo', 'M 5,4', 5.4],
  ['mag', 'Mw6', 6],
  ['Magnitude', '6.3.1', null],
  ['Magnitude', '63', null],
  ['Magnitude', 'strong', null],
  ['Magnitude', '', null],
  ['MagnitudeError', '6', null],
])('a parameter %s of %j is a magnitude of %s', (name, value, expected) => {
  expect(figuresOf(told([name, value]), 'earthquake').magnitude).toBe(expected)
})

test.each([
  ['Depth', '38.7 km (24.0 miles)', 38.7],
  ['kedalaman', '10 Km', 10],
  ['kedalaman', '10', 10],
  ['depth', '24 miles', null],
  ['depth', '900', null],
  ['depth', '-3', null],
])('a parameter %s of %j is a depth of %s', (name, value, expected) => {
  expect(figuresOf(told([name, value]), 'earthquake').depthKm).toBe(expected)
})

test.each([
  ['level', '3', 'volcano', 'III'],
  ['Tingkat Aktivitas', 'Level IV (Awas)', 'volcano', 'IV'],
  ['tingkat', 'ii', 'volcano', 'II'],
  ['alert level', 'Siaga', 'volcano', 'III'],
  ['Status', 'Siaga (Level III)', 'volcano', null],
  ['tingkat', 'Siaga (Level III)', 'volcano', 'III'],
  ['level', 'Level 3', 'flood', '3'],
  ['level', 'Awas (>3 m)', 'tsunami', 'awas'],
  ['warning_level', 'awas', 'tsunami', 'awas'],
  ['water level', '4', 'flood', null],
] as const)('a parameter %s of %j is, for a %s, the level %s', (name, value, hazard, expected) => {
  expect(figuresOf(told([name, value]), hazard).level).toBe(expected)
})

test.each([
  ['merah', 'volcano', /"merah" is not used.*severity.*IV \(Awas\)/],
  ['Level III (Awas)', 'volcano', /must mean the same/],
  ['3', 'tsunami', /waspada.*siaga.*awas/],
  ['a level of this flood that has more than forty letters', 'flood', /at most 40/],
  [' ', 'flood', /at most 40/],
] as const)('the level %j of a %s is left out with a warning', (value, hazard, saying) => {
  const { level, warnings } = figuresOf(told(['level', value]), hazard)
  expect(level).toBeNull()
  expect(warnings).toEqual([expect.stringMatching(saying)])
})
