import { describe, expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import { concerns, mayDecideAbout, type Whereabouts } from '../../src/mobilisation/concerned.ts'
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
    expect(mayDecideAbout(where(message), office)).toBe(expected)
  })

  test('and one that answers for all of it decides wherever the point is', () => {
    expect(mayDecideAbout(where({ geometry: point(60) }), { ...office, jurisdictionArea: null })).toBe(true)
  })
})
