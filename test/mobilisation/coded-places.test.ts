import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { circle, polygonArea } from '../../src/geo/area.ts'
import { distanceKm, type Position } from '../../src/geo/position.ts'
import { type CodedPlace, indexPlaces } from '../../src/mobilisation/coded-places.ts'
import { touches } from '../../src/mobilisation/jurisdiction.ts'
import { liesWithin } from '../../src/roster/region.ts'
import { belongingAmong, eastKm, SEATS, SITE } from './sample-places.ts'

/** The oracle: measures every place, twice. */
const belongingByHand = (
  codes: readonly string[],
  point: Position,
  jurisdiction: string,
  places: readonly CodedPlace[],
): object => {
  const nearestOf = (among: readonly CodedPlace[]) =>
    among
      .map(({ code, position }) => ({ code, km: distanceKm(point, position) }))
      .sort((one, other) => one.km - other.km || (one.code < other.code ? -1 : 1))[0]
  const outsideCodes = codes.filter((code) => !liesWithin(code, jurisdiction))
  if (outsideCodes.length > 0) return { kind: 'outside', nearestCode: codes[0], outsideCodes }
  const nearest = nearestOf(places)
  const ours = nearestOf(places.filter(({ code }) => touches(code, jurisdiction)))
  if (nearest === undefined || ours === undefined || ours.km > nearest.km + 15)
    return { kind: 'outside', nearestCode: nearest?.code ?? null, outsideCodes }
  return {
    kind: 'within',
    regencyCode: (codes[0] ?? ours.code).slice(0, 5),
    nearBorder: !touches(nearest.code, jurisdiction),
  }
}

describe('the index', () => {
  const code = fc.constantFrom('32.04', '32.05', '32.04.15.2003', '32.04.15', '34.02', '34.02.10.2004', '91.71')
  const onGrid = fc
    .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }))
    .map(([east, north]): Position => [107 + east / 20, -7.3 + north / 20])
  const anywhere = fc
    .tuple(fc.double({ min: 94, max: 142, noNaN: true }), fc.double({ min: -12, max: 7, noNaN: true }))
    .map(([east, north]): Position => [east, north])
  const position = fc.oneof(onGrid, anywhere)
  const jurisdiction = fc.constantFrom('', '32', '32.04', '32.04.15', '32.04.15.2003', '34.02', '91')

  test('gives what measuring every place gives, ties and the country’s edges included', () => {
    const places = fc.array(fc.record({ code, position }), { maxLength: 40 })
    fc.assert(
      fc.property(fc.array(code, { maxLength: 2 }), position, jurisdiction, places, (codes, point, prefix, list) => {
        const named = codes.filter(({ length }) => length > 2)
        const expected = belongingByHand(named, point, prefix, list)
        expect(belongingAmong(named, point, prefix, list)).toMatchObject(expected)
      }),
      { numRuns: 3_000, seed: 20261122 },
    )
  })

  test('holds the bound of 15 km to the last digit of a distance', () => {
    const point = eastKm(0)
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 60, noNaN: true }), fc.integer({ min: -3, max: 3 }), (km, shift) => {
        const list: readonly CodedPlace[] = [
          { code: '34.02', position: eastKm(-km) },
          { code: '32.04', position: eastKm(km + 15 + shift * 1e-9) },
        ]
        expect(belongingAmong([], point, '32.04', list)).toMatchObject(belongingByHand([], point, '32.04', list))
      }),
      { numRuns: 1_000, seed: 20261122 },
    )
  })

  test('keeps the list as it was', () => {
    const list = [...SEATS]
    const index = indexPlaces(list)
    list.length = 0
    expect(index.nearest(eastKm(1))?.code).toBe('32.04')
  })

  test('knows what stands in an area, in the order given', () => {
    const index = indexPlaces([...SEATS, SITE])
    expect(index.within(circle(eastKm(20), 30)).map((place) => place.code)).toEqual(['32.04', '32.05', '32.04.15.2003'])
    const box = polygonArea({
      type: 'Polygon',
      coordinates: [
        [
          [100, 1],
          [101, 1],
          [101, 2],
          [100, 1],
        ],
      ],
    })
    expect(index.within(box)).toEqual([])
  })
})
