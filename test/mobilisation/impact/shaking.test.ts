import { describe, expect, test } from 'vitest'
import { destinationFrom, type Position } from '../../../src/geo/position.ts'
import type { FeltReport } from '../../../src/mobilisation/hazard-event.ts'
import { type Quake, shakingOf } from '../../../src/mobilisation/impact/shaking.ts'

const EPICENTRE: Position = [107.05, -6.85]
const REACH = { mmi: 6, depthKm: 10, leastKm: 5 }

/** Felt so strongly so many km east of the epicentre. */
const felt = (km: number, most: number, least = most): FeltReport => ({
  place: `${km} km`,
  position: destinationFrom(EPICENTRE, km, 90),
  least,
  most,
})

const shaking = (more: Partial<Quake> = {}) =>
  shakingOf({ epicentre: EPICENTRE, magnitude: 6, depthKm: 10, felt: [], ...more }, REACH)

test('a depth that is not known is taken as the configured one, and said so', () => {
  expect(shaking({ depthKm: null }).radiusKm).toBe(shaking().radiusKm)
  expect(shaking({ depthKm: null }).because).toBe('magnitude 6, depth taken as 10 km: MMI 6 or more')
})

test('a quake that shakes so nowhere still has its least circle, and no rings', () => {
  expect(shaking({ magnitude: 4.5 })).toMatchObject({
    radiusKm: 5,
    because: 'magnitude 4.5, depth 10 km: nowhere MMI 6 or more',
    rings: [],
    notes: [expect.stringContaining('magnitude 4.5')],
  })
})

test('rings stand for whole degrees from the threshold up, strongest first', () => {
  const { rings } = shakingOf({ epicentre: EPICENTRE, magnitude: 7, depthKm: 10, felt: [] }, { ...REACH, mmi: 5.5 })
  expect(rings.map(({ mmi }) => mmi)).toEqual([8, 7, 6])
  expect(rings.map(({ radiusKm }) => radiusKm)).toEqual(rings.map(({ radiusKm }) => radiusKm).toSorted((a, b) => a - b))
})

describe('what was felt', () => {
  test.each<[string, readonly FeltReport[], number, number]>([
    ['the threshold within the circle changes nothing', [felt(10, 6)], 25.2, 0],
    ['a range counts by its highest', [felt(40, 6, 4)], 25.2, 1],
    ['the threshold beyond the circle is an outlier', [felt(40, 7), felt(90, 6), felt(60, 5)], 25.2, 2],
    ['beyond 500 km it is none', [felt(501, 8)], 25.2, 0],
    ['less beyond the circle changes nothing', [felt(26, 3)], 25.2, 0],
    ['less within draws the circle in to the nearest', [felt(20, 5), felt(15, 4)], 15, 0],
    ['but not to less than half', [felt(2, 3)], 12.6, 0],
    ['less within, but more elsewhere, changes nothing', [felt(15, 4), felt(10, 6)], 25.2, 0],
    ['less within and an outlier leaves the circle', [felt(15, 4), felt(40, 6)], 25.2, 1],
    ['a report without a place changes nothing', [{ ...felt(2, 9), position: null }], 25.2, 0],
  ])('%s', (_, reports, radiusKm, outliers) => {
    const found = shaking({ felt: reports })
    expect(found.radiusKm).toBeCloseTo(radiusKm, 1)
    expect(found.outliers).toHaveLength(outliers)
  })

  test('is named where it changed something', () => {
    expect(shaking({ felt: [felt(15, 4)] }).because).toBe(
      'magnitude 6, depth 10 km: MMI 6 or more; drawn in, felt only: MMI 4 in 15 km',
    )
    expect(shaking({ felt: [felt(40, 7)] }).because).toBe(
      'magnitude 6, depth 10 km: MMI 6 or more; felt: MMI 7 in 40 km',
    )
  })

  test('never draws the circle in below the least', () => {
    const small = shaking({ magnitude: 5.1, felt: [felt(1, 3)] })
    expect(small.radiusKm).toBe(5)
    expect(small.because).not.toContain('drawn in')
  })
})
