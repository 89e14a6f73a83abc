import { describe, expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import { indexPlaces } from '../../src/mobilisation/coded-places.ts'
import { concerns, isMatterOf, mayDecideAbout, type Whereabouts } from '../../src/mobilisation/concerned.ts'
import { PANGALENGAN, placeFrom } from '../support/people.ts'

const where = (changes: Partial<Whereabouts> = {}): Whereabouts => ({
  regencyCode: '32.04',
  villageCodes: [],
  regions: [],
  geometry: null,
  ...changes,
})

test.each<[string, Partial<Whereabouts>, Record<string, boolean>]>([
  [
    'of one regency concerns it, its province, the country and whoever stands for a part of it',
    {},
    { '': true, '32': true, '32.04': true, '32.04.15': true, '32.04.15.2003': true, '32.05': false, '31': false },
  ],
  [
    'with villages of two regencies concerns both',
    { villageCodes: ['32.04.15.2003', '32.05.01.1001'] },
    { '32.05': true, '32.05.01': true, '32.05.02': false, '32.06': false },
  ],
  [
    'with regions of two provinces concerns both',
    { regions: [{ code: '32.04' }, { code: '33.01.02' }] },
    { '33': true, '33.01': true, '33.01.02': true, '33.01.03': false, '33.02': false, '34': false },
  ],
  [
    'that names a province whole concerns each of its regencies',
    { regencyCode: '32', regions: [{ code: '32' }] },
    { '32.04': true, '32.73': true, '33.01': false, '': true },
  ],
  ['without a place concerns the country alone', { regencyCode: '' }, { '': true, '32': false, '32.04': false }],
])('a message %s', (_which, message, expected) => {
  const found = Object.keys(expected).map((jurisdiction) => [jurisdiction, concerns(where(message), jurisdiction)])
  expect(Object.fromEntries(found)).toEqual(expected)
})

describe('an office that answers for part of its region decides', () => {
  const office = { jurisdiction: '32.04', jurisdictionArea: circle(PANGALENGAN, 5) }
  const point = (kmEast: number) => ({ type: 'Point' as const, coordinates: placeFrom(PANGALENGAN, { kmEast }) })

  test.each<[string, Partial<Whereabouts>, boolean]>([
    ['about a point in its part', { geometry: point(4) }, true],
    ['not about a point beyond it', { geometry: point(6) }, false],
    ['about an outline that reaches into it', { geometry: circle(point(8).coordinates, 5).geometry }, true],
    ['not about an outline apart from it', { geometry: circle(point(20).coordinates, 5).geometry }, false],
    ['about codes alone, which do not show where in them it is', { villageCodes: ['32.04.15.2003'] }, true],
    ['not about another regency’s matter, wherever its point is', { regencyCode: '32.05', geometry: point(1) }, false],
  ])('%s', (_what, message, expected) => {
    expect(mayDecideAbout(where(message), office, null)).toBe(expected)
  })

  test('and one that answers for all of it decides wherever the point is', () => {
    expect(mayDecideAbout(where({ geometry: point(60) }), { ...office, jurisdictionArea: null }, null)).toBe(true)
  })
})

describe('an office below a regency', () => {
  const VILLAGE = '32.04.15.2003'
  const SEAT = { code: '32.04', position: placeFrom(PANGALENGAN, { kmNorth: 20 }) }
  const places = indexPlaces([
    SEAT,
    { code: VILLAGE, position: PANGALENGAN },
    { code: '32.04.16.2001', position: placeFrom(PANGALENGAN, { kmEast: 10 }) },
  ])
  const point = (kmNorth: number, kmEast = 0) => ({
    geometry: { type: 'Point' as const, coordinates: placeFrom(PANGALENGAN, { kmNorth, kmEast }) },
  })
  const outline = (kmNorth: number) => ({ geometry: circle(point(kmNorth).geometry.coordinates, 5).geometry })
  const regions = (...codes: readonly string[]) => ({ regions: codes.map((code) => ({ code })) })

  test.each<[string, Partial<Whereabouts>, boolean, boolean]>([
    ['its own village', { villageCodes: [VILLAGE] }, true, true],
    ['its own village, wherever the point is', { villageCodes: [VILLAGE], ...point(20) }, true, true],
    ['another village of its district', { villageCodes: ['32.04.15.2004'] }, true, false],
    ['another district’s village', { villageCodes: ['32.04.16.2001'] }, false, false],
    ['its village and another district’s', { villageCodes: [VILLAGE, '32.04.16.2001'] }, false, false],
    ['its village and the whole regency', { villageCodes: [VILLAGE], ...regions('32.04') }, false, false],
    ['its district', regions('32.04.15'), true, false],
    ['its regency alone', regions('32.04'), false, false],
    ['a point nearest to its site', point(9), true, true],
    ['a point nearest to the seat', point(11), false, false],
    ['a point nearest to another district’s site', point(0, 6), false, false],
    ['an outline whose middle is nearest to its site', outline(9), true, true],
    ['an outline whose middle is nearest to the seat', outline(11), false, false],
    ['no place', {}, false, false],
  ])('with a message that names %s', (_what, message, district, village) => {
    const decides = (jurisdiction: string) =>
      mayDecideAbout(where(message), { jurisdiction, jurisdictionArea: null }, places)
    expect([decides('32.04.15'), decides(VILLAGE)]).toEqual([district, village])
    // As wide as it was for the regency and above.
    expect(['32.04', '32', ''].map(decides)).toEqual([true, true, true])
  })

  test('needs a known place to prove a bare point, or a polygon that holds it', () => {
    const office = { jurisdiction: VILLAGE, jurisdictionArea: null }
    expect(isMatterOf(where(point(1)), office, indexPlaces([]))).toBe(false)
    expect(isMatterOf(where(point(1)), office, null)).toBe(false)
    const drawn = { ...office, jurisdictionArea: circle(PANGALENGAN, 5) }
    expect(mayDecideAbout(where(point(1)), drawn, null)).toBe(true)
    expect(mayDecideAbout(where(point(6)), drawn, null)).toBe(false)
    // Its site is nearest, but the office answers for part of the village only.
    expect(mayDecideAbout(where(point(6)), drawn, places)).toBe(false)
    expect(isMatterOf(where(point(6)), drawn, places)).toBe(true)
  })

  test('whose site stands at the very seat of the regency has it proven by that', () => {
    const together = indexPlaces([SEAT, { code: VILLAGE, position: SEAT.position }])
    const office = { jurisdiction: VILLAGE, jurisdictionArea: null }
    expect(isMatterOf(where(point(20)), office, together)).toBe(true)
  })
})
