import { expect, test } from 'vitest'
import { type Asked, type Ineligible, whyIneligible } from '../../src/mobilisation/eligibility.ts'
import type { Responder } from '../../src/roster/responder.ts'
import { aResponder, later, NOW } from './sample.ts'

const ASKED: Asked = {
  kinds: new Set(['tagana']),
  jurisdiction: '32.04',
  mutualAid: [],
  landmass: 1,
  alreadyCalled: new Set(['R9']),
  needsPhone: true,
  now: NOW,
}

const why = (person: Partial<Responder>, asked: Partial<Asked> = {}): Ineligible | null =>
  whyIneligible(aResponder('R1', person), { ...ASKED, ...asked })

test.each<[string, Ineligible | null, Partial<Responder>, Partial<Asked>]>([
  ['anybody fit', null, {}, {}],
  ['another kind', 'kind-not-needed', { kind: 'pkh' }, {}],
  ['called before', 'already-called', { id: aResponder('R9').id }, {}],
  ['opted out for good', 'opted-out', { optedOutAt: later(-1) }, {}],
  ['opted out until a millisecond from now', 'opted-out', { optedOutAt: later(-1), optedOutUntil: later(1) }, {}],
  ['opted out until now', null, { optedOutAt: later(-1), optedOutUntil: NOW }, {}],
  ['opted out by the list until a millisecond from now', 'opted-out', { optedOutUntil: later(1) }, {}],
  ['opted out by the list until now', null, { optedOutUntil: NOW }, {}],
  ['unavailable until a millisecond from now', 'unavailable', { unavailableUntil: later(1) }, {}],
  ['unavailable until now', null, { unavailableUntil: NOW }, {}],
  ['nothing to reach them by', 'no-contact', { channels: [] }, {}],
  ['nothing to reach them by, in an exercise', 'no-contact', { channels: [] }, { needsPhone: false }],
  ['e-mail alone', 'email-only', { channels: ['email'] }, {}],
  ['e-mail alone, in an exercise', null, { channels: ['email'] }, { needsPhone: false }],
  ['both', null, { channels: ['email', 'sms'] }, {}],
  ['another regency', 'outside-jurisdiction', { regencyCode: '32.05' }, {}],
  ['a regency whose code begins alike', 'outside-jurisdiction', { regencyCode: '32.041' }, {}],
  ['another regency of the province', null, { regencyCode: '32.05' }, { jurisdiction: '32' }],
  ['anywhere, for the whole country', null, { regencyCode: '91.71' }, { jurisdiction: '' }],
  ['the regency of a kecamatan that orders', null, {}, { jurisdiction: '32.04.15' }],
  [
    'another regency than that of the kecamatan',
    'outside-jurisdiction',
    { regencyCode: '32.05' },
    { jurisdiction: '32.04.15' },
  ],
  ['a neighbour who agreed to help', null, { regencyCode: '32.05' }, { mutualAid: ['91', '32.05'] }],
  ['a regency of a province that agreed', null, { regencyCode: '33.05' }, { mutualAid: ['33'] }],
  [
    'a regency whose code begins like a helper’s',
    'outside-jurisdiction',
    { regencyCode: '32.05' },
    { mutualAid: ['32.0'] },
  ],
  ['a third regency, where two agreed', 'outside-jurisdiction', { regencyCode: '32.06' }, { mutualAid: ['32.05'] }],
  ['a helper across the strait', 'other-landmass', { regencyCode: '32.05', landmass: 2 }, { mutualAid: ['32.05'] }],
  ['across the strait', 'other-landmass', { landmass: 2 }, {}],
  ['on unknown land', 'other-landmass', { landmass: null }, {}],
  [
    'on another island than the small one, as they say',
    'other-landmass',
    { accuracyM: 100 },
    { landmass: 320_440_087 },
  ],
  ['perhaps on the small island of their regency', null, { accuracyM: 20_000 }, { landmass: 320_440_087 }],
  ['anywhere, for a place at sea', null, { landmass: 2 }, { landmass: null }],
])('%s: %s', (_words, reason, person, asked) => {
  expect(why(person, asked)).toBe(reason)
})

test('of several reasons the first is given', () => {
  const unfit: Partial<Responder> = {
    kind: 'pkh',
    id: aResponder('R9').id,
    optedOutAt: NOW,
    unavailableUntil: later(1),
    channels: [],
    regencyCode: '91.71',
    landmass: 7,
  }
  const cures: readonly [Ineligible, Partial<Responder>][] = [
    ['kind-not-needed', { kind: 'tagana' }],
    ['already-called', { id: aResponder('R1').id }],
    ['opted-out', { optedOutAt: null }],
    ['unavailable', { unavailableUntil: null }],
    ['no-contact', { channels: ['email'] }],
    ['email-only', { channels: ['sms'] }],
    ['outside-jurisdiction', { regencyCode: '32.04' }],
    ['other-landmass', { landmass: 1 }],
  ]
  let person = unfit
  for (const [reason, cure] of cures) {
    expect(why(person)).toBe(reason)
    person = { ...person, ...cure }
  }
  expect(why(person)).toBeNull()
})
