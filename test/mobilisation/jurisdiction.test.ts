import { describe, expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import type { Position } from '../../src/geo/position.ts'
import { touches } from '../../src/mobilisation/jurisdiction.ts'
import { belongingAmong, eastKm, SEATS, SITE } from './sample-places.ts'

test.each([
  ['32.04', '32', true],
  ['32.04', '32.04', true],
  ['32.04', '32.04.15', true],
  ['32.04.15.2003', '32.04', true],
  ['32.05', '32.04', false],
  ['32.041', '32.04', false],
  ['32.04', '32.041', false],
  ['91.71', '', true],
])('%s and the jurisdiction "%s" touch: %s', (code, jurisdiction, expected) => {
  expect(touches(code, jurisdiction)).toBe(expected)
})

describe('a bare point', () => {
  const at = (point: Position, jurisdiction = '32.04', places = SEATS) =>
    belongingAmong([], point, jurisdiction, places)

  test('belongs to the regency of the nearest coded place', () => {
    expect(at(eastKm(5))).toEqual({
      kind: 'within',
      regencyCode: '32.04',
      nearBorder: false,
      because: 'nearest-place',
      reaches: [],
    })
    expect(at(eastKm(40), '32')).toEqual({
      kind: 'within',
      regencyCode: '32.05',
      nearBorder: false,
      because: 'nearest-place',
      reaches: [],
    })
    expect(at(eastKm(40), '')).toEqual({
      kind: 'within',
      regencyCode: '32.05',
      nearBorder: false,
      because: 'nearest-place',
      reaches: [],
    })
  })

  test('nearer to a foreign place by no more than 15 km may still be ours, with a doubt', () => {
    // At 29.5 km: 29.5 from ours, 14.6 from theirs.
    expect(at(eastKm(29.5))).toEqual({
      kind: 'within',
      regencyCode: '32.04',
      nearBorder: true,
      because: 'near-border',
      reaches: [],
    })
    expect(at(eastKm(29.7))).toEqual({
      kind: 'outside',
      because: 'nearest-place-outside',
      nearestCode: '32.05',
      outsideCodes: [],
    })
  })

  test('a site of ours beyond the seat brings its surroundings in', () => {
    const places = [...SEATS, SITE]
    expect(at(eastKm(33), '32.04', places)).toEqual({
      kind: 'within',
      regencyCode: '32.04',
      nearBorder: false,
      because: 'nearest-place',
      reaches: [],
    })
    expect(at(eastKm(33), '32.04.15', places)).toEqual({
      kind: 'within',
      regencyCode: '32.04',
      nearBorder: false,
      because: 'nearest-place',
      reaches: [],
    })
  })

  test('of two places at one spot the lower code decides, whatever the order', () => {
    const twins = [{ code: '32.05', position: eastKm(0) }, ...SEATS]
    expect(at(eastKm(5), '32', twins)).toMatchObject({ regencyCode: '32.04' })
    expect(at(eastKm(5), '32', twins.toReversed())).toMatchObject({ regencyCode: '32.04' })
  })

  test('is outside where nothing of ours, or nothing at all, is known', () => {
    expect(at(eastKm(5), '91')).toEqual({
      kind: 'outside',
      because: 'nearest-place-outside',
      nearestCode: '32.04',
      outsideCodes: [],
    })
    expect(at(eastKm(5), '', [])).toEqual({ kind: 'outside', because: 'nowhere', nearestCode: null, outsideCodes: [] })
  })
})

describe('a point and an office below a regency', () => {
  const places = [...SEATS, SITE, { code: '32.04.16.2001', position: eastKm(15) }]
  const at = (kmEast: number, jurisdiction: string, codes: readonly string[] = []) =>
    belongingAmong(codes, eastKm(kmEast), jurisdiction, places)

  test('it is proven by the nearest place alone, with codes or without', () => {
    expect(at(33, '32.04.15')).toMatchObject({ because: 'nearest-place', nearBorder: false })
    expect(at(33, '32.04.15', ['32.04.15.2003'])).toMatchObject({ because: 'codes', nearBorder: false })
  })

  test.each<[string, number, boolean]>([
    ['the seat of the regency', 0, false],
    ['another district’s site', 14, true],
    ['another regency’s seat', 38.7, true],
  ])('it is taken with a doubt where the nearest place is %s', (_which, kmEast, nearBorder) => {
    for (const codes of [[], ['32.04.15.2003']])
      expect(at(kmEast, '32.04.15', codes)).toMatchObject({
        kind: 'within',
        regencyCode: '32.04',
        because: 'part-unproven',
        nearBorder,
      })
  })

  test('it is outside where a foreign place is clearly nearer', () => {
    expect(at(44, '32.04.17')).toMatchObject({ kind: 'outside', because: 'nearest-place-outside' })
  })

  test('it is proven by the office’s own polygon', () => {
    const jurisdictionArea = circle(eastKm(0), 5)
    expect(belongingAmong([], eastKm(1), '32.04.15', places, { jurisdictionArea })).toMatchObject({
      because: 'nearest-place',
    })
    expect(belongingAmong([], eastKm(6), '32.04.15', places, { jurisdictionArea })).toMatchObject({
      because: 'outside-area',
    })
  })
})

describe('village codes', () => {
  test('decide alone, all of them', () => {
    expect(belongingAmong(['32.04.15.2003', '32.04.16.2001'], null, '32.04', [])).toEqual({
      kind: 'within',
      regencyCode: '32.04',
      nearBorder: false,
      because: 'codes',
      reaches: [],
    })
    expect(belongingAmong(['32.04.15.2003', '32.05.01.2001', '34.02.10.2004'], null, '32.04', [])).toEqual({
      kind: 'outside',
      because: 'codes-outside',
      nearestCode: '32.04.15.2003',
      outsideCodes: ['32.05.01.2001', '34.02.10.2004'],
    })
  })

  test('with a point, both must be ours, and the codes name the regency', () => {
    expect(belongingAmong(['32.04.15.2003'], eastKm(29.5), '32', SEATS)).toEqual({
      kind: 'within',
      regencyCode: '32.04',
      nearBorder: false,
      because: 'codes',
      reaches: [],
    })
    expect(belongingAmong(['32.04.15.2003'], [110.3, -7.9], '32.04', SEATS).kind).toBe('outside')
    expect(belongingAmong(['34.02.10.2004'], eastKm(1), '32.04', SEATS).kind).toBe('outside')
  })
})

test('neither a point nor a code belongs nowhere', () => {
  expect(belongingAmong([], null, '', SEATS)).toEqual({
    kind: 'outside',
    because: 'nowhere',
    nearestCode: null,
    outsideCodes: [],
  })
})

describe('codes of regions', () => {
  test('must be ours like those of villages', () => {
    expect(belongingAmong(['32.04', '32.05.01'], null, '32', [])).toMatchObject({
      kind: 'within',
      regencyCode: '32.04',
    })
    expect(belongingAmong(['32.04', '34.02'], null, '32', [])).toMatchObject({
      kind: 'outside',
      outsideCodes: ['34.02'],
    })
    expect(belongingAmong(['32'], null, '32.04', [])).toMatchObject({ kind: 'outside', outsideCodes: ['32'] })
  })

  test('a bulletin for many provinces is the whole country’s, and belongs to the first regency that it names', () => {
    const codes = ['36', '32.18', '33', '34.02']
    expect(belongingAmong(codes, null, '', [])).toMatchObject({
      kind: 'within',
      regencyCode: '32.18',
      because: 'codes',
    })
    expect(belongingAmong(codes, null, '32', [])).toMatchObject({
      kind: 'outside',
      outsideCodes: ['36', '33', '34.02'],
    })
  })

  test('where only provinces are named, a point says which regency; without one the first stands for itself', () => {
    expect(belongingAmong(['32', '34'], eastKm(40), '', SEATS)).toMatchObject({
      regencyCode: '32.05',
      because: 'codes',
    })
    expect(belongingAmong(['32', '34'], null, '', SEATS)).toMatchObject({ regencyCode: '32' })
  })
})
