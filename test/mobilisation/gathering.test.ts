import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Area, circle, contains } from '../../src/geo/area.ts'
import type { Position } from '../../src/geo/position.ts'
import { garduOf, gatheringOf, musterDoubt } from '../../src/mobilisation/gathering.ts'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { indexRoster } from '../../src/roster/roster-index.ts'
import type { Site } from '../../src/roster/site.ts'
import { anEvent } from './sample.ts'

const COAST: Position = [108.465, -7.789]
/** So many km north of the coast, to a few metres. */
const inland = (km: number): Position => [COAST[0], COAST[1] + km / 111.195]

const aSite = (siteCode: string, position: Position, gardu: Position | null = null): Site => ({
  siteCode,
  name: siteCode,
  villageCode: '32.18.01.2001',
  position,
  accuracyM: 50,
  landmass: 1,
  hazards: [],
  serviceRadiusKm: null,
  gardu,
  lumbung: null,
  synthetic: true,
})

const impactOf = (centre: Position, radiusKm: number) => ({
  area: circle(centre, radiusKm),
  centre,
  radiusKm,
  because: 'test',
})
const WATER = circle(COAST, 6)
const muster = (position: Position): Pick<HazardEvent, 'musterPoint'> => ({ musterPoint: { name: 'Posko', position } })

interface Given {
  readonly event?: Partial<HazardEvent>
  readonly sites?: readonly Site[]
  readonly waters?: readonly Area[]
  readonly atSea?: boolean
  readonly centre?: Position
  readonly radiusKm?: number
}

/** Where people gather for a quake of 40 km round the coast, unless said otherwise: the gardu's code, or the kind. */
const gathers = ({ event, sites = [], waters = [], atSea = false, centre = COAST, radiusKm = 40 }: Given): string => {
  const asked = anEvent({ hazard: 'earthquake', ...event })
  const found = gatheringOf(asked, impactOf(centre, radiusKm), waters, indexRoster(1n, [], sites), atSea)
  return found.kind === 'gardu' ? found.site.siteCode : found.kind
}

const BEACH = aSite('BEACH', inland(1))
const TOWN = aSite('TOWN', inland(20))
const HILLS = aSite('HILLS', inland(90))
const FAR = aSite('FAR', inland(130))
const DESCENDS = aSite('DESCENDS', inland(8), inland(2))
const ASCENDS = aSite('ASCENDS', inland(2), inland(8))

test.each<[string, Given, string]>([
  ['the nearest affected gardu', { sites: [TOWN, BEACH] }, 'BEACH'],
  ['the muster point first', { event: muster(COAST), sites: [BEACH] }, 'muster-point'],
  ['the middle where no site is affected', { sites: [HILLS] }, 'scene'],
  ['the middle at sea, as long as no tsunami may come', { atSea: true }, 'scene'],
  ['the nearest affected gardu that is dry', { sites: [TOWN, BEACH], waters: [WATER] }, 'TOWN'],
  ['another than a muster point in the water', { event: muster(COAST), sites: [TOWN], waters: [WATER] }, 'TOWN'],
  ['a dry muster point', { event: muster(inland(10)), sites: [TOWN], waters: [WATER] }, 'muster-point'],
  ['beyond the area where all of it is wet', { sites: [BEACH, HILLS], waters: [WATER] }, 'HILLS'],
  ['nowhere where a gardu is too far', { sites: [BEACH, FAR], waters: [WATER] }, 'wait'],
  ['nowhere where there is no site and the middle is wet', { waters: [WATER] }, 'wait'],
  ['not at a muster point in the water, nor in the middle', { event: muster(inland(1)), waters: [WATER] }, 'wait'],
  ['a dry middle', { waters: [WATER], centre: inland(30), radiusKm: 5 }, 'scene'],
  ['not at sea while a tsunami may come', { waters: [WATER], centre: inland(-30), atSea: true, radiusKm: 5 }, 'wait'],
  ['by the place of the gardu, not of the village', { sites: [DESCENDS, TOWN], waters: [WATER] }, 'TOWN'],
  ['at a gardu that lies higher than its village', { sites: [ASCENDS, TOWN], waters: [WATER] }, 'ASCENDS'],
  ['of gardu equally far the first by code', { sites: [TOWN, { ...TOWN, siteCode: 'A' }], waters: [WATER] }, 'A'],
])('people gather at %s', (_words, given, where) => {
  expect(gathers(given)).toBe(where)
})

describe.each(['tsunami', 'volcano'] as const)('for a %s', (hazard) => {
  test.each<[string, Given, string]>([
    ['of two as far beyond it at the first by code', { sites: [{ ...HILLS, siteCode: 'Z' }, HILLS] }, 'HILLS'],
    ['beyond its area', { sites: [TOWN, HILLS, { ...HILLS, siteCode: 'HILLS-2' }] }, 'HILLS'],
    ['nowhere, where none is near', { sites: [TOWN, FAR] }, 'wait'],
    ['not at a muster point in it', { event: muster(inland(20)), sites: [HILLS] }, 'HILLS'],
    ['at the muster point of an exercise in it', { event: { mode: 'exercise', ...muster(inland(9)) } }, 'muster-point'],
    [
      'beyond a real tsunami in an exercise, too',
      { event: { mode: 'exercise', ...muster(inland(3)) }, sites: [HILLS], waters: [WATER] },
      'HILLS',
    ],
    ['at a muster point beyond it', { event: muster(inland(50)), sites: [HILLS] }, 'muster-point'],
  ])('people gather %s', (_words, given, where) => {
    expect(gathers({ ...given, event: { ...given.event, hazard } })).toBe(where)
  })
})

test('a site without a gardu gathers where it is', () => {
  expect(garduOf(TOWN)).toEqual(TOWN.position)
  expect(garduOf(ASCENDS)).toEqual(inland(8))
})

const LONDON: Position = [-0.12, 51.5]
const JAYAPURA: Position = [140.7, -2.53]

test.each<[string, Partial<HazardEvent>, string | null]>([
  ['no muster point', { hazard: 'tsunami', musterPoint: null }, null],
  ['one in the area of a flood', { hazard: 'flood', ...muster(inland(5)) }, null],
  ['one 49 km beyond', { hazard: 'flood', ...muster(inland(89)) }, null],
  ['one 51 km beyond', { hazard: 'flood', ...muster(inland(91)) }, 'too-far'],
  ['one at the other end of the country', { hazard: 'flood', ...muster(JAYAPURA) }, 'too-far'],
  ['one abroad', { hazard: 'flood', ...muster(LONDON) }, 'abroad'],
  ['one in the area of a tsunami', { hazard: 'tsunami', ...muster(inland(5)) }, 'in-danger'],
  ['one in the area of a volcano', { hazard: 'volcano', ...muster(inland(5)) }, 'in-danger'],
  ['one beyond the area of a tsunami', { hazard: 'tsunami', ...muster(inland(45)) }, null],
])('%s is doubted: %s', (_words, event, kind) => {
  expect(musterDoubt(anEvent(event), impactOf(COAST, 40), 50)?.kind ?? null).toBe(kind)
})

test('a doubt says how far it is; without an area only what lies abroad is doubted', () => {
  const far = musterDoubt(anEvent({ ...muster(inland(100)) }), impactOf(COAST, 40), 50)
  expect(far).toEqual({ kind: 'too-far', km: expect.closeTo(60, 0), withinKm: 50 })
  expect(musterDoubt(anEvent(muster(JAYAPURA)), null, 50)).toBeNull()
  expect(musterDoubt(anEvent(muster(LONDON)), null, 50)).toEqual({ kind: 'abroad' })
})

test('whatever is named and wherever sites lie, nobody gathers in a tsunami, in a volcano’s radius or where water may come', () => {
  const km = fc.integer({ min: -50, max: 140 })
  const given = fc.record({
    hazard: fc.constantFrom('tsunami' as const, 'volcano' as const, 'flood' as const),
    centre: km,
    radiusKm: fc.integer({ min: 1, max: 60 }),
    muster: fc.option(km),
    sites: fc.array(km, { maxLength: 6 }),
    water: fc.option(fc.record({ at: km, radiusKm: fc.integer({ min: 1, max: 30 }) })),
    atSea: fc.boolean(),
  })
  fc.assert(
    fc.property(given, ({ hazard, centre, radiusKm, muster: named, sites, water, atSea }) => {
      const impact = impactOf(inland(centre), radiusKm)
      const waters = water === null ? [] : [circle(inland(water.at), water.radiusKm)]
      const event = anEvent({ hazard, ...(named === null ? {} : muster(inland(named))) })
      const placed = sites.map((at, nth) => aSite(`S${nth}`, inland(at)))
      const found = gatheringOf(event, impact, waters, indexRoster(1n, [], placed), atSea)
      const places = {
        'muster-point': () => event.musterPoint?.position,
        gardu: () => (found.kind === 'gardu' ? garduOf(found.site) : undefined),
        scene: () => impact.centre,
        wait: () => undefined,
      }
      const place = places[found.kind]()
      const deadly = hazard === 'flood' ? waters : [impact.area, ...waters]
      expect(place !== undefined && deadly.some((area) => contains(area, place))).toBe(false)
    }),
    { seed: 20261122, numRuns: 2_000 },
  )
})
