import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventMessage, Restraint } from '../../src/mobilisation/event-message.ts'
import { FEED_POLICIES, type Thresholds } from '../../src/mobilisation/feed.ts'
import { feedRestraint, lateRestraint, stricterPolicy } from '../../src/mobilisation/feed-policy.ts'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { anEvent, later, MIN, NOW } from './sample.ts'

const aMessage = (event: Partial<HazardEvent>, restraint: Restraint | null = null): EventMessage => ({
  source: 'bmkg',
  sourceId: 'gempa-20261122063000',
  aliases: [],
  revision: null,
  sentAt: NOW,
  references: [],
  language: 'id',
  contact: null,
  event: anEvent(event),
  restraint,
})

const aQuake = (event: Partial<HazardEvent>): EventMessage =>
  aMessage({ hazard: 'earthquake', magnitude: 5.4, depthKm: 10, ...event })

const NONE: Thresholds = { minMagnitude: null, maxDepthKm: null, minMmi: null }
const USUAL: Thresholds = { minMagnitude: 5, maxDepthKm: 100, minMmi: 5 }
const felt = (most: number) => [{ place: 'Batang', position: null, least: 1, most }]

const said = (restraint: Restraint | null): string =>
  restraint === null ? 'free' : `${restraint.decision} ${restraint.reason}`

test('the stricter of two policies holds, whichever is named first', () => {
  expect(stricterPolicy('mobilise', 'record')).toBe('record')
  expect(stricterPolicy('record', 'mobilise')).toBe('record')
  expect(stricterPolicy('propose', 'mobilise')).toBe('propose')
  expect(stricterPolicy('propose', 'propose')).toBe('propose')
})

test.each([
  ['mobilise', 'free'],
  ['propose', 'propose feed-proposes'],
  ['record', 'record feed-records'],
] as const)('a flood from a feed with policy %s is %s', (policy, expected) => {
  expect(said(feedRestraint(policy, aMessage({}), USUAL))).toBe(expected)
})

describe('a quake from a feed that may mobilise', () => {
  test.each<[string, Partial<HazardEvent>, Thresholds, string]>([
    ['strong and shallow', {}, USUAL, 'free'],
    ['as weak as allowed', { magnitude: 5 }, USUAL, 'free'],
    ['too weak', { magnitude: 4.9 }, USUAL, 'record feed-records'],
    ['as deep as allowed', { depthKm: 100 }, USUAL, 'free'],
    ['too deep', { depthKm: 101 }, USUAL, 'record feed-records'],
    ['of unknown depth', { depthKm: null }, USUAL, 'free'],
    ['of unknown magnitude', { magnitude: null }, USUAL, 'propose feed-proposes'],
    ['of unknown magnitude and too deep', { magnitude: null, depthKm: 300 }, USUAL, 'record feed-records'],
    ['weak but felt strongly', { magnitude: 4.6, felt: felt(5) }, USUAL, 'free'],
    ['deep but felt strongly', { depthKm: 150, felt: felt(6) }, USUAL, 'free'],
    ['weak and felt weakly', { magnitude: 4.6, felt: felt(4) }, USUAL, 'record feed-records'],
    ['strong and felt weakly', { felt: felt(2) }, USUAL, 'free'],
    ['without any limit', { magnitude: 1.8, depthKm: 600 }, NONE, 'free'],
    ['of unknown magnitude without any limit', { magnitude: null }, NONE, 'free'],
    ['felt, where only that counts', { felt: felt(5) }, { ...NONE, minMmi: 5 }, 'free'],
    ['felt weakly, where only that counts', { felt: felt(3) }, { ...NONE, minMmi: 5 }, 'record feed-records'],
    ['not felt, where only that counts', {}, { ...NONE, minMmi: 5 }, 'record feed-records'],
    ['that is taken back', { messageType: 'cancel', magnitude: 4 }, USUAL, 'free'],
  ])('%s: %s', (_words, event, thresholds, expected) => {
    expect(said(feedRestraint('mobilise', aQuake(event), thresholds))).toBe(expected)
  })
})

test('every reason is said, with the figures', () => {
  expect(feedRestraint('mobilise', aQuake({ magnitude: 4.1, depthKm: 220 }), USUAL)?.warning).toBe(
    'magnitude 4.1 is below 5, 220 km is deeper than 100 km: kept, nobody is called',
  )
  expect(feedRestraint('mobilise', aQuake({ felt: felt(3) }), { ...NONE, minMmi: 5 })?.warning).toBe(
    'felt with 3 MMI, below 5: kept, nobody is called',
  )
})

test('the limits are for quakes alone: a tsunami of unknown magnitude is no weak quake', () => {
  expect(feedRestraint('mobilise', aMessage({ hazard: 'tsunami', magnitude: 4 }), USUAL)).toBeNull()
})

test('an end calls nobody: it passes a feed that proposes, not one that is only recorded', () => {
  const end = aMessage({ hazard: 'tsunami', messageType: 'all-clear' })
  expect(feedRestraint('propose', end, USUAL)).toBeNull()
  expect(said(feedRestraint('record', end, USUAL))).toBe('record feed-records')
})

const UNVERIFIED: Restraint = { decision: 'propose', reason: 'village-report', warning: 'not verified' }
const NOWCAST: Restraint = { decision: 'record', reason: 'nowcast', warning: 'a forecast' }

test('the restraint that a message came with stays, unless the policy is stricter', () => {
  expect(feedRestraint('mobilise', aMessage({}, UNVERIFIED), NONE)).toBe(UNVERIFIED)
  expect(feedRestraint('propose', aMessage({}, UNVERIFIED), NONE)).toBe(UNVERIFIED)
  expect(said(feedRestraint('record', aMessage({}, UNVERIFIED), NONE))).toBe('record feed-records')
  expect(feedRestraint('mobilise', aMessage({}, NOWCAST), NONE)).toBe(NOWCAST)
  expect(feedRestraint('record', aMessage({}, NOWCAST), NONE)).toBe(NOWCAST)
})

test('no message ever gets farther than its policy or its own restraint lets it', () => {
  const may = { mobilise: 2, propose: 1, record: 0 } as const
  const number = (max: number) => fc.option(fc.double({ min: 0, max, noNaN: true }))
  fc.assert(
    fc.property(
      fc.constantFrom(...FEED_POLICIES),
      fc.constantFrom(null, UNVERIFIED, NOWCAST),
      fc.record({ magnitude: number(10), depthKm: number(700) }),
      fc.record({ minMagnitude: number(10), maxDepthKm: number(700), minMmi: number(12) }),
      (policy, own, event, thresholds) => {
        const message = { ...aQuake(event), restraint: own }
        const got = may[feedRestraint(policy, message, thresholds)?.decision ?? 'mobilise']
        expect(got).toBeLessThanOrEqual(Math.min(may[policy], may[own?.decision ?? 'mobilise']))
      },
    ),
  )
})

test('what began more than three hours before a feed told it is a proposal; an end never is', () => {
  const began = (min: number, more: Partial<HazardEvent> = {}) => anEvent({ occurredAt: later(-min * MIN), ...more })
  expect(lateRestraint(began(180), NOW)).toBeNull()
  expect(said(lateRestraint(began(181), NOW))).toBe('propose feed-proposes')
  expect(lateRestraint(began(181, { messageType: 'all-clear' }), NOW)).toBeNull()
})
