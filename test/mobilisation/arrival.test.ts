import { describe, expect, test } from 'vitest'
import {
  type DecisionReason,
  decideOnArrival,
  endsIncident,
  FUTURE_ALLOWED_MS,
  headCount,
  type IncidentSoFar,
  revisionOf,
  STALE_AFTER_MS,
} from '../../src/mobilisation/arrival.ts'
import type { HazardEvent, HeadCount } from '../../src/mobilisation/hazard-event.ts'
import { anEvent, later, MIN, NOW } from './sample.ts'

const NEW: IncidentSoFar = { lastRevision: 0, ended: false, hasCallOut: false }
const CALLED: IncidentSoFar = { lastRevision: 1, ended: false, hasCallOut: true }
const ENDED: IncidentSoFar = { lastRevision: 2, ended: true, hasCallOut: false }
const NEED: HeadCount = { tagana: 6, pendamping_desa: 2 }

interface Case {
  readonly event?: Partial<HazardEvent>
  readonly revision?: number
  readonly need?: HeadCount
  readonly so?: IncidentSoFar
}

const decide = ({ event = {}, revision = 1, need = NEED, so = NEW }: Case) =>
  decideOnArrival(anEvent(event), revision, need, 200, so, NOW)

const CANCEL = { messageType: 'cancel', hazard: null, geometry: null } as const
const ALL_CLEAR = { messageType: 'all-clear', hazard: null, geometry: null } as const

test.each<[string, 'mobilise' | 'propose' | 'record', DecisionReason, Case]>([
  ['a plain alert', 'mobilise', 'alert', {}],
  ['an exercise', 'mobilise', 'alert', { event: { mode: 'exercise' } }],
  ['a test', 'mobilise', 'mode-test', { event: { mode: 'test' } }],
  ['the first update of an unknown event', 'mobilise', 'alert', { event: { messageType: 'update' }, revision: 2 }],
  [
    'an update after a record without a call-out',
    'mobilise',
    'alert',
    { event: { messageType: 'update' }, revision: 2, so: { ...NEW, lastRevision: 1 } },
  ],
  ['exactly as many people as one operator may call', 'mobilise', 'alert', { need: { tagana: 150, ksb_member: 50 } }],
  ['one person more', 'propose', 'awaiting-approval', { need: { tagana: 150, ksb_member: 51 } }],
  ['a large exercise', 'mobilise', 'alert', { event: { mode: 'exercise' }, need: { tagana: 500 } }],
  ['a large test', 'mobilise', 'mode-test', { event: { mode: 'test' }, need: { tagana: 500 } }],
  ['one that expired this very instant', 'record', 'expired', { event: { expiresAt: NOW } }],
  ['one that expires in a millisecond', 'mobilise', 'alert', { event: { expiresAt: later(1) } }],
  ['one that began exactly a day ago', 'mobilise', 'alert', { event: { occurredAt: later(-STALE_AFTER_MS) } }],
  [
    'one that began a day and a millisecond ago',
    'record',
    'stale',
    { event: { occurredAt: later(-STALE_AFTER_MS - 1) } },
  ],
  [
    'expired and stale',
    'record',
    'expired',
    { event: { occurredAt: later(-2 * STALE_AFTER_MS), expiresAt: later(-1) } },
  ],
  ['a need of nobody', 'record', 'nobody-needed', { need: { tagana: 0 } }],
  ['no need at all', 'record', 'nobody-needed', { need: {} }],
  ['a test that needs nobody', 'record', 'nobody-needed', { event: { mode: 'test' }, need: {} }],
  ['a second alert for a running call-out', 'record', 'already-called-out', { revision: 2, so: CALLED }],
  [
    'an update of a running call-out',
    'record',
    'update-recorded',
    { event: { messageType: 'update' }, revision: 2, so: CALLED },
  ],
  ['the last revision itself', 'record', 'already-called-out', { revision: 1, so: CALLED }],
  ['an alert after the end', 'record', 'incident-ended', { revision: 3, so: ENDED }],
  ['an update after the end', 'record', 'incident-ended', { event: { messageType: 'update' }, revision: 3, so: ENDED }],
  ['an alert after the end of a call-out', 'record', 'incident-ended', { revision: 3, so: { ...CALLED, ended: true } }],
  ['an alert that its cancel overtook', 'record', 'older-revision', { revision: 1, so: ENDED }],
  [
    'an older update',
    'record',
    'older-revision',
    { event: { messageType: 'update' }, revision: 3, so: { ...CALLED, lastRevision: 4 } },
  ],
  ['an older cancel', 'record', 'older-revision', { event: CANCEL, revision: 3, so: { ...CALLED, lastRevision: 4 } }],
  ['a cancel', 'record', 'stood-down', { event: CANCEL, revision: 2, so: CALLED }],
  ['an all-clear', 'record', 'stood-down', { event: ALL_CLEAR, revision: 2, so: CALLED }],
  ['a cancel of something unknown', 'record', 'nothing-to-cancel', { event: CANCEL, revision: 2 }],
  [
    'an all-clear without a call-out',
    'record',
    'nothing-to-cancel',
    { event: ALL_CLEAR, revision: 2, so: { ...NEW, lastRevision: 1 } },
  ],
  [
    'a late cancel of something stale',
    'record',
    'stood-down',
    { event: { ...CANCEL, occurredAt: later(-3 * STALE_AFTER_MS) }, revision: 2, so: CALLED },
  ],
])('%s: %s because %s', (_words, decision, reason, given) => {
  expect(decide(given)).toMatchObject({ decision, reason })
})

describe('warnings', () => {
  test('a plain alert and a cancel that works have none', () => {
    expect(decide({}).warnings).toEqual([])
    expect(decide({ event: CANCEL, revision: 2, so: CALLED }).warnings).toEqual([])
  })

  test.each<[string, Case, RegExp]>([
    ['expired', { event: { expiresAt: NOW } }, /expired at 2026-11-22T06:30:00\.000Z: nobody is called/],
    ['stale', { event: { occurredAt: later(-STALE_AFTER_MS - 1) } }, /2026-11-21T06:29:59\.999Z, over 24 hours ago/],
    ['too many', { need: { tagana: 201 } }, /201 people needed, more than 200/],
    ['a test', { event: { mode: 'test' } }, /nothing is sent/],
    ['older', { revision: 3, so: { ...CALLED, lastRevision: 4 } }, /revision 3 is older than 4/],
    ['nothing to cancel', { event: CANCEL }, /will call nobody/],
    ['an update', { event: { messageType: 'update' }, revision: 2, so: CALLED }, /does not yet change/],
    ['nobody needed', { need: {} }, /need is 0/],
    ['ended', { so: ENDED, revision: 3 }, /came before/],
    ['called out', { so: CALLED, revision: 2 }, /nobody is called again/],
  ])('%s says what was done and why', (_words, given, words) => {
    const { warnings } = decide(given)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(words)
  })

  test('skills are named, whatever else there is to say', () => {
    const event = { need: { kinds: NEED, skills: { dapur_umum: 2, medis: 1 } } }
    expect(decide({ event }).warnings).toEqual([expect.stringContaining('dapur_umum, medis')])
    expect(decide({ event: { ...event, mode: 'test' } }).warnings).toHaveLength(2)
    expect(decide({ event, need: { tagana: 201 } }).warnings).toHaveLength(2)
    expect(decide({ event: { need: { kinds: NEED, skills: {} } } }).warnings).toEqual([])
  })

  test('a beginning further ahead than clocks differ is called out and doubted', () => {
    expect(decide({ event: { occurredAt: later(FUTURE_ALLOWED_MS) } }).warnings).toEqual([])
    expect(decide({ event: { occurredAt: later(FUTURE_ALLOWED_MS + 1) } })).toEqual({
      decision: 'mobilise',
      reason: 'alert',
      warnings: ['occurs at 2026-11-22T06:35:00.001Z, which is still ahead: people are called now'],
    })
  })
})

test.each([
  ['alert', false],
  ['update', false],
  ['cancel', true],
  ['all-clear', true],
] as const)('a message of type %s ends its incident: %s', (messageType, ends) => {
  expect(endsIncident(anEvent({ messageType }))).toBe(ends)
})

test.each([
  [7, 'alert', 3, 7],
  [1, 'cancel', 3, 1],
  [null, 'alert', 0, 1],
  [null, 'alert', 5, 1],
  [null, 'update', 0, 2],
  [null, 'cancel', 0, 2],
  [null, 'cancel', 1, 2],
  [null, 'all-clear', 4, 5],
] as const)('a message that says revision %s, type %s, after revision %d gets %d', (given, type, last, revision) => {
  expect(revisionOf(given, type, last)).toBe(revision)
})

test('heads are counted over all kinds', () => {
  expect(headCount({})).toBe(0)
  expect(headCount({ tagana: 6, pendamping_desa: 2, ksb_member: 0 })).toBe(8)
})

test('nine minutes are neither stale nor expired', () => {
  expect(decide({ event: { occurredAt: later(-9 * MIN), expiresAt: later(5 * MIN) } }).decision).toBe('mobilise')
})
