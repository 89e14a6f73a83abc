import { describe, expect, test } from 'vitest'
import type { Position } from '../../src/geo/position.ts'
import { belonging, type CodedPlace, touches } from '../../src/mobilisation/jurisdiction.ts'

const SEATS: readonly CodedPlace[] = [
  { code: '32.04', position: [107.5, -7] },
  { code: '32.05', position: [107.9, -7] },
  { code: '34.02', position: [110.3, -7.9] },
]
const SITE: CodedPlace = { code: '32.04.15.2003', position: [107.8, -7] }

/** East of Bandung's seat by so many km, towards Garut's, which lies 44.1 km away. */
const eastKm = (km: number): Position => [107.5 + km / (111.195 * Math.cos((7 * Math.PI) / 180)), -7]

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
  const at = (point: Position, jurisdiction = '32.04', places = SEATS) => belonging([], point, jurisdiction, places)

  test('belongs to the regency of the nearest coded place', () => {
    expect(at(eastKm(5))).toEqual({ kind: 'within', regencyCode: '32.04', nearBorder: false })
    expect(at(eastKm(40), '32')).toEqual({ kind: 'within', regencyCode: '32.05', nearBorder: false })
    expect(at(eastKm(40), '')).toEqual({ kind: 'within', regencyCode: '32.05', nearBorder: false })
  })

  test('nearer to a foreign place by no more than 15 km may still be ours, with a doubt', () => {
    // At 29.5 km: 29.5 from ours, 14.6 from theirs.
    expect(at(eastKm(29.5))).toEqual({ kind: 'within', regencyCode: '32.04', nearBorder: true })
    expect(at(eastKm(29.7))).toEqual({ kind: 'outside', nearestCode: '32.05', outsideCodes: [] })
  })

  test('a site of ours beyond the seat brings its surroundings in', () => {
    const places = [...SEATS, SITE]
    expect(at(eastKm(33), '32.04', places)).toEqual({ kind: 'within', regencyCode: '32.04', nearBorder: false })
    expect(at(eastKm(33), '32.04.15', places)).toEqual({ kind: 'within', regencyCode: '32.04', nearBorder: false })
  })

  test('of two places at one spot the lower code decides, whatever the order', () => {
    const twins = [{ code: '32.05', position: eastKm(0) }, ...SEATS]
    expect(at(eastKm(5), '32', twins)).toMatchObject({ regencyCode: '32.04' })
    expect(at(eastKm(5), '32', twins.toReversed())).toMatchObject({ regencyCode: '32.04' })
  })

  test('is outside where nothing of ours, or nothing at all, is known', () => {
    expect(at(eastKm(5), '91')).toEqual({ kind: 'outside', nearestCode: '32.04', outsideCodes: [] })
    expect(at(eastKm(5), '', [])).toEqual({ kind: 'outside', nearestCode: null, outsideCodes: [] })
  })
})

describe('village codes', () => {
  test('decide alone, all of them', () => {
    expect(belonging(['32.04.15.2003', '32.04.16.2001'], null, '32.04', [])).toEqual({
      kind: 'within',
      regencyCode: '32.04',
      nearBorder: false,
    })
    expect(belonging(['32.04.15.2003', '32.05.01.2001', '34.02.10.2004'], null, '32.04', [])).toEqual({
      kind: 'outside',
      nearestCode: '32.04.15.2003',
      outsideCodes: ['32.05.01.2001', '34.02.10.2004'],
    })
  })

  test('with a point, both must be ours, and the codes name the regency', () => {
    expect(belonging(['32.04.15.2003'], eastKm(29.5), '32', SEATS)).toEqual({
      kind: 'within',
      regencyCode: '32.04',
      nearBorder: false,
    })
    expect(belonging(['32.04.15.2003'], [110.3, -7.9], '32.04', SEATS).kind).toBe('outside')
    expect(belonging(['34.02.10.2004'], eastKm(1), '32.04', SEATS).kind).toBe('outside')
  })
})

test('neither a point nor a code belongs nowhere', () => {
  expect(belonging([], null, '', SEATS)).toEqual({ kind: 'outside', nearestCode: null, outsideCodes: [] })
})
