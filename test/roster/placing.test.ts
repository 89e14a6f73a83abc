import { expect, test } from 'vitest'
import { type Ground, type Home, placeResponder, placeSite } from '../../src/roster/placing.ts'
import type { ResponderRow, SiteRow } from '../../src/roster/register.ts'

const SITE: SiteRow = {
  siteCode: 'KSB-1',
  name: 'KSB Warnasari',
  villageCode: '32.04.15.2003',
  position: [107.55, -7.2],
  accuracyM: 9_000,
  hazards: ['flood'],
  serviceRadiusKm: null,
  gardu: null,
  lumbung: null,
  chairName: null,
  chairPhone: null,
  establishedOn: null,
  boardUntil: null,
  verifiedOn: null,
  synthetic: true,
}

const PERSON: ResponderRow = {
  externalId: 'TAG-1',
  source: 'dinsos',
  name: 'Budi',
  kind: 'tagana',
  level: null,
  phone: '+6284000000001',
  email: null,
  channels: ['sms'],
  villageCode: '34.02.16.2001',
  servesCodes: [],
  siteCode: null,
  position: [110.36, -7.88],
  accuracyM: 12_000,
  skills: [],
  language: 'id',
  consentOn: null,
  optedOutUntil: null,
  unavailableUntil: null,
  bornYear: null,
  synthetic: true,
}

const GROUND: Ground = {
  landmassAt: ([longitude]) => (longitude < 120 ? 7 : null),
  nearestRegency: ([, latitude]) => (latitude < -7.5 ? '34.02' : '32.04'),
}

const SITES: ReadonlyMap<string, Home> = new Map([
  ['KSB-1', { position: [107.55, -7.2], accuracyM: 9_000, villageCode: '32.04.15.2003' }],
  ['KSB-2', { position: [107.6, -7.3], accuracyM: 100, villageCode: '32.04' }],
])

test('a site keeps its village, its place and how wrong that may be', () => {
  expect(placeSite(SITE, GROUND)).toEqual({ ...SITE, landmass: 7 })
})

test('a site given by coordinates alone has the regency of the nearest seat', () => {
  const placed = placeSite({ ...SITE, villageCode: null, accuracyM: null, position: [125, -8] }, GROUND)
  expect(placed).toMatchObject({ villageCode: '34.02', accuracyM: 100, landmass: null })
})

test('a site without any place is the mistake of whoever read it', () => {
  expect(() => placeSite({ ...SITE, position: null }, GROUND)).toThrow(RangeError)
})

test('a person stays where the row says, under the regency of the village', () => {
  expect(placeResponder(PERSON, SITES, GROUND)).toEqual({ ...PERSON, landmass: 7, regencyCode: '34.02' })
})

test('coordinates without an accuracy count as good to 100 m, also for a member of a site', () => {
  const row = { ...PERSON, accuracyM: null, siteCode: 'KSB-1' }
  expect(placeResponder(row, SITES, GROUND)).toMatchObject({ position: PERSON.position, accuracyM: 100 })
  expect(placeResponder({ ...row, siteCode: null }, SITES, GROUND)).toMatchObject({ accuracyM: 100 })
})

test('who wrote only a site lives round it', () => {
  const row = { ...PERSON, position: null, accuracyM: null, villageCode: null, siteCode: 'KSB-1' }
  expect(placeResponder(row, SITES, GROUND)).toMatchObject({
    position: [107.55, -7.2],
    accuracyM: 13_000,
    regencyCode: '32.04',
  })
  expect(placeResponder({ ...row, siteCode: 'KSB-2' }, SITES, GROUND)).toMatchObject({ regencyCode: '32.04' })
})

test('without a village the first one served says who commands a person, else the nearest seat', () => {
  const row = { ...PERSON, villageCode: null }
  const served = { ...row, servesCodes: ['33.01.01.2001', '34.02.16.2001'] }
  expect(placeResponder(served, SITES, GROUND)).toMatchObject({ regencyCode: '33.01' })
  expect(placeResponder(row, SITES, GROUND)).toMatchObject({ regencyCode: '34.02' })
})

test('a site that nobody knows is not guessed around', () => {
  expect(placeResponder({ ...PERSON, siteCode: 'KSB-9' }, SITES, GROUND)).toBe('unknown-site')
})

test('a person without any place is the mistake of whoever read the row', () => {
  expect(() => placeResponder({ ...PERSON, position: null }, SITES, GROUND)).toThrow(RangeError)
})
