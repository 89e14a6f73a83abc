import { expect, test } from 'vitest'
import { createCoast } from '../../../src/geo/coast.ts'
import type { Position } from '../../../src/geo/position.ts'
import { toEnd } from '../../../src/geo/steps.ts'
import { circlesOf, inlandOf, type RegionGround, stripsOf } from '../../../src/mobilisation/impact/regions.ts'

const REACH = { inlandKm: { waspada: 1, siaga: 3, awas: 6 }, alongKm: 20 }
const AT: Position = [107, -7]

test.each([
  ['32', null, 20],
  ['32.04', null, 20],
  ['32.04.15', null, 12],
  ['32.04.15', 5, 5],
])('region %s with a sender’s radius of %s is circles of %d km', (code, radiusKm, km) => {
  const regions = [{ code, level: null, places: [AT, AT] }]
  expect(circlesOf(regions, radiusKm).map((round) => round.radiusKm)).toEqual([km, km])
})

test.each([
  ['waspada', 1],
  ['awas', 6],
  [null, 6],
  ['kuning', 6],
  ['constructor', 6],
])('level %s reaches %d km inland', (level, km) => {
  expect(inlandOf(level, REACH)).toBe(km)
})

// An island of one degree round 107 E, 7 S.
const ISLAND = createCoast([
  {
    id: 1,
    rings: [
      [
        [106.5, -7.5],
        [107.5, -7.5],
        [107.5, -6.5],
        [106.5, -6.5],
        [106.5, -7.5],
      ],
    ],
  },
])

const stripsAt = (regions: readonly RegionGround[]) => toEnd(stripsOf(regions, null, REACH, ISLAND))

test('a regency that is named has a shore 150 km away, a province’s regency none beyond 30', () => {
  const place: readonly Position[] = [[106, -7]]
  const [regency, province] = ['32.04', '32'].map((code) => ({ code, level: null, places: place }))
  expect(stripsAt([regency, province].flatMap((region) => region ?? []))).toMatchObject({
    areas: [{}],
    inland: [{ code: '32' }],
  })
})

test('regions of one level share an area, of two levels there are two', () => {
  const place: readonly Position[] = [AT]
  const named = (level: string) => ({ code: '32.04', level, places: place })
  expect(stripsAt([named('awas'), named('awas')]).areas).toHaveLength(1)
  expect(stripsAt([named('awas'), named('siaga')]).areas).toHaveLength(2)
})
