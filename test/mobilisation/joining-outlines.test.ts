import { describe, expect, test } from 'vitest'
import { polygonArea } from '../../src/geo/area.ts'
import { joinIncident, type Known } from '../../src/mobilisation/joining.ts'
import { arriving, at, box, known, never } from './sample-joining.ts'

describe('outlines', () => {
  const drawn = (...corners: readonly [number, number][]) => {
    const outline = polygonArea({ type: 'Polygon', coordinates: [[...corners, ...corners.slice(0, 1)]] })
    return { centre: outline.centre, box: outline.bounds, outline }
  }
  // Two halves of one square, on either side of its diagonal, and the whole.
  const below = drawn([110, -8], [111, -8], [111, -7])
  const above = drawn([110, -8], [111, -7], [110, -7])
  const whole = drawn([110, -8], [111, -8], [111, -7], [110, -7])
  // Circles without an outline: in the corner of the lower half, in that of the upper one, and as wide as a country.
  const inLower = at(box(110.8, -7.95, 0.1, 0.1))
  const inUpper = at(box(110.1, -7.15, 0.1, 0.1))
  const country = at(box(100, -18, 20, 20))

  test.each<[string, Known['place'], Known['place'], number | null]>([
    ['two halves of one box are two places', below, above, null],
    ['a half lies in the whole', below, whole, 100],
    ['the same twice is one place', above, { ...above, outline: above.outline }, 100],
    ['a circle in the drawn half', below, inLower, 100],
    ['a circle in the other half', below, inUpper, null],
    ['a circle so wide that it holds all', below, country, 100],
    ['circles are compared by their boxes', inLower, { ...country, outline: null }, 100],
    ['boxes apart', below, at(box(112, -8, 1, 1)), null],
  ])('%s', (_words, here, there, percent) => {
    for (const [place, other] of [[here, there] as const, [there, here] as const])
      expect(joinIncident(arriving({ place }), [known('K', { place: other })], never).because).toEqual(
        percent === null ? null : `same hazard, same time, and ${percent} % of the smaller area lies in the other`,
      )
  })
})
