import { describe, expect, test } from 'vitest'
import { type Decided, FAR_FUTURE_MS, STALE_AFTER_MS } from '../../src/mobilisation/arrival.ts'
import type { DecisionReason } from '../../src/mobilisation/decision.ts'
import { later, NOW } from './sample.ts'
import {
  ALL_CLEAR,
  BORDER,
  CALLING,
  CANCEL,
  type Case,
  DRAFT,
  decide,
  ENDED,
  JOINED,
  KEPT,
  OVER,
  PROPOSED,
  speaks,
  UNSIGNED,
  UPDATE,
  wants,
} from './sample-arrival.ts'

type Row = readonly [words: string, reason: DecisionReason, given: Case]

const MOBILISES: readonly Row[] = [
  ['a plain alert', 'alert', {}],
  ['an exercise', 'alert', { event: { mode: 'exercise' } }],
  ['a test', 'mode-test', { event: { mode: 'test' } }],
  ['the first update of an unknown event', 'alert', { event: UPDATE }],
  ['an update after a message that was only kept', 'alert', { event: UPDATE, so: KEPT }],
  ['exactly as many people as one operator may call', 'alert', { asking: wants(200) }],
  ['a large exercise', 'alert', { event: { mode: 'exercise' }, asking: { ...wants(500), approvals: [BORDER] } }],
  ['a large test', 'mode-test', { event: { mode: 'test' }, asking: { ...wants(500), approvals: [UNSIGNED] } }],
  ['one that expires in a millisecond', 'alert', { event: { expiresAt: later(1) } }],
  ['one that began exactly a day ago', 'alert', { event: { occurredAt: later(-STALE_AFTER_MS) } }],
  ['one that begins in exactly a day', 'alert', { event: { occurredAt: later(FAR_FUTURE_MS) } }],
  ['an update of a running call-out', 'update', { event: UPDATE, so: CALLING }],
  ['a second alert of a running thread', 'update', { so: CALLING }],
  ['the newest sequence once more', 'update', { sequence: 1, so: CALLING }],
  ['an update that needs nobody any more', 'update', { event: UPDATE, asking: { need: {} }, so: CALLING }],
  ['an update of a call-out that was filled', 'update', { event: UPDATE, so: { ...CALLING, callOut: 'filled' } }],
  ['an update of one that is exhausted', 'update', { event: UPDATE, so: { ...CALLING, callOut: 'exhausted' } }],
  ['an alert that joins others', 'joined', { so: JOINED }],
  ['an update of a thread beside others', 'update', { event: UPDATE, so: { ...CALLING, othersActive: 2 } }],
  ['an alert beside others that ask for nobody', 'alert', { so: { ...JOINED, othersActive: 0 } }],
  ['as many as were approved', 'update', { asking: wants(500), so: { ...CALLING, thread: speaks(500) } }],
  [
    'one with which its incident needs just as many as one may call',
    'joined',
    { asking: wants(100), so: { ...JOINED, othersHeads: 100 } },
  ],
  [
    'as many as were approved for the whole incident',
    'update',
    { asking: wants(150), so: { ...CALLING, thread: speaks(150), othersActive: 1, othersHeads: 300 } },
  ],
  [
    'what was approved once needs no second look',
    'update',
    {
      asking: { approvals: [BORDER, UNSIGNED] },
      so: { ...CALLING, approved: [BORDER.warning, UNSIGNED.warning] },
    },
  ],
]

const PROPOSES: readonly Row[] = [
  ['one person more than one operator may call', 'awaiting-approval', { asking: wants(201) }],
  ['one person where nobody may call alone', 'awaiting-approval', { asking: { ...wants(1), approvalAbove: 0 } }],
  [
    'one with which its incident needs one more than one may call',
    'awaiting-approval',
    { asking: wants(101), so: { ...JOINED, othersHeads: 100 } },
  ],
  [
    'an update that adds one to what was approved for the whole incident',
    'awaiting-approval',
    { asking: wants(151), so: { ...CALLING, thread: speaks(150), othersActive: 1, othersHeads: 300 } },
  ],
  ['one near a border', 'awaiting-approval', { asking: { approvals: [BORDER] } }],
  [
    'an update that adds what nobody looked at',
    'authority-missing',
    { asking: { approvals: [BORDER, UNSIGNED] }, so: { ...CALLING, approved: [BORDER.warning] } },
  ],
  ['one that nobody signed', 'authority-missing', { asking: { approvals: [UNSIGNED] } }],
  ['the first of two approvals', 'authority-missing', { asking: { approvals: [UNSIGNED, BORDER] } }],
  [
    'too many, before what else must be approved',
    'awaiting-approval',
    { asking: { ...wants(201), approvals: [UNSIGNED] } },
  ],
  ['one that joins others waits too', 'awaiting-approval', { asking: { approvals: [BORDER] }, so: JOINED }],
  ['a feed that proposes', 'feed-proposes', { asking: { restraint: PROPOSED } }],
  ['a restraint before all approvals', 'feed-proposes', { asking: { ...wants(201), restraint: PROPOSED } }],
  ['a restraint on a test', 'feed-proposes', { event: { mode: 'test' }, asking: { restraint: PROPOSED } }],
  ['a restraint on an update of a running thread', 'feed-proposes', { asking: { restraint: PROPOSED }, so: CALLING }],
  ['an update of one that waits', 'awaiting-approval', { event: UPDATE, asking: wants(201), so: KEPT }],
  ['an update that wants more than one operator may call', 'awaiting-approval', { asking: wants(201), so: CALLING }],
  [
    'an update that wants what nobody signed yet',
    'authority-missing',
    { event: UPDATE, asking: { approvals: [{ ...UNSIGNED, always: true }, BORDER] }, so: CALLING },
  ],
  [
    'an update that wants one more than was approved',
    'awaiting-approval',
    { asking: wants(501), so: { ...CALLING, thread: speaks(500) } },
  ],
]

const RECORDS: readonly Row[] = [
  ['one that expired this very instant', 'expired', { event: { expiresAt: NOW } }],
  ['one that began a day and a millisecond ago', 'stale', { event: { occurredAt: later(-STALE_AFTER_MS - 1) } }],
  ['expired and stale', 'expired', { event: { occurredAt: later(-2 * STALE_AFTER_MS), expiresAt: later(-1) } }],
  ['one that begins in a day and a millisecond', 'far-future', { event: { occurredAt: later(FAR_FUTURE_MS + 1) } }],
  ['a stale update', 'stale', { event: { ...UPDATE, occurredAt: later(-STALE_AFTER_MS - 1) }, so: CALLING }],
  [
    'an update of what is over and expired',
    'expired',
    { event: { expiresAt: NOW }, so: { ...CALLING, callOut: 'closed' } },
  ],
  ['a need of nobody', 'nobody-needed', { asking: wants(0) }],
  ['no need at all', 'nobody-needed', { asking: { need: {} } }],
  ['a test that needs nobody', 'nobody-needed', { event: { mode: 'test' }, asking: { need: {} } }],
  ['nobody for what joins others', 'nobody-needed', { asking: { need: {} }, so: JOINED }],
  ['an alert after the end', 'incident-ended', { sequence: 3, so: ENDED }],
  ['an update after the end', 'incident-ended', { event: UPDATE, sequence: 3, so: ENDED }],
  ['an alert after the end of its part', 'incident-ended', { so: { ...JOINED, thread: OVER } }],
  ['a stale alert after the end', 'incident-ended', { event: { expiresAt: NOW }, so: ENDED }],
  [
    'an update of a call-out that was stood down',
    'call-out-over',
    { event: UPDATE, so: { ...CALLING, callOut: 'stood-down' } },
  ],
  ['an update of one that is closed', 'call-out-over', { event: UPDATE, so: { ...CALLING, callOut: 'closed' } }],
  ['too many for a call-out that is over', 'call-out-over', { asking: wants(999), so: { ...KEPT, callOut: 'closed' } }],
  ['an alert that its cancel overtook', 'older-revision', { sequence: 1, so: ENDED }],
  ['an older update', 'older-revision', { event: UPDATE, so: { ...CALLING, thread: speaks(8, 4) } }],
  ['an older cancel', 'older-revision', { event: CANCEL, so: { ...CALLING, thread: speaks(8, 4) } }],
  ['an older draft', 'older-revision', { asking: { restraint: DRAFT }, so: { ...CALLING, thread: speaks(8, 4) } }],
  ['a draft', 'status-draft', { asking: { restraint: DRAFT } }],
  ['a draft of a cancel', 'status-draft', { event: CANCEL, asking: { restraint: DRAFT }, so: CALLING }],
  ['a draft after the end', 'status-draft', { asking: { restraint: DRAFT }, so: ENDED, sequence: 3 }],
]

test.each(MOBILISES)('%s calls people: %s', (_words, reason, given) => {
  expect(decide(given)).toMatchObject({ decision: 'mobilise', reason, standing: 'active', effect: 'plan' })
})

test.each(PROPOSES)('%s waits: %s', (_words, reason, given) => {
  expect(decide(given)).toMatchObject({ decision: 'propose', reason, standing: 'waiting', effect: 'none' })
})

test.each(RECORDS)('%s is only kept: %s', (_words, reason, given) => {
  expect(decide(given)).toMatchObject({ decision: 'record', reason, standing: 'none', effect: 'none' })
})

describe('an end takes effect', () => {
  test.each<[string, DecisionReason, Decided['effect'], Case]>([
    ['a cancel', 'stood-down', 'end', { event: CANCEL, so: CALLING }],
    ['an all-clear', 'stood-down', 'end', { event: ALL_CLEAR, so: CALLING }],
    ['a second cancel', 'stood-down', 'end', { event: CANCEL, so: ENDED }],
    ['a cancel of what waits', 'stood-down', 'end', { event: CANCEL, so: { ...KEPT, callOut: 'awaiting-approval' } }],
    [
      'a late cancel of something stale',
      'stood-down',
      'end',
      { event: { ...CANCEL, occurredAt: later(-3 * STALE_AFTER_MS) }, so: CALLING },
    ],
    [
      'a cancel from a feed that proposes',
      'stood-down',
      'end',
      { event: CANCEL, asking: { restraint: PROPOSED }, so: CALLING },
    ],
    ['a cancel of the newest sequence', 'stood-down', 'end', { event: CANCEL, sequence: 1, so: CALLING }],
    ['a cancel while another asks', 'withdrawn', 'plan', { event: CANCEL, so: { ...CALLING, othersActive: 1 } }],
    [
      'a cancel of a kept message beside others',
      'withdrawn',
      'plan',
      { event: CANCEL, so: { ...KEPT, callOut: 'calling', othersActive: 2 } },
    ],
    ['a cancel of something unknown', 'nothing-to-cancel', 'end', { event: CANCEL }],
    ['an all-clear of what called nobody', 'nothing-to-cancel', 'end', { event: ALL_CLEAR, so: KEPT }],
    ['an all-clear of something new beside others', 'nothing-to-cancel', 'none', { event: ALL_CLEAR, so: JOINED }],
  ])('%s: %s, and then %s', (_words, reason, effect, given) => {
    expect(decide(given)).toMatchObject({ decision: 'record', reason, standing: 'active', effect })
  })

  test('and says what stays', () => {
    const besides = (othersActive: number) => decide({ event: CANCEL, so: { ...CALLING, othersActive } }).warnings
    expect(besides(0)).toEqual([])
    expect(besides(1)).toEqual([expect.stringMatching(/^1 other message asks for people .* stay called/)])
    expect(besides(2)).toEqual([expect.stringMatching(/^2 other messages ask for people/)])
    expect(decide({ event: CANCEL }).warnings).toEqual([expect.stringMatching(/will call nobody/)])
  })
})
