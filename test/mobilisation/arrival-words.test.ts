import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decideOnArrival,
  endsIncident,
  FAR_FUTURE_MS,
  FUTURE_ALLOWED_MS,
  headCount,
  revisionOf,
  STALE_AFTER_MS,
} from '../../src/mobilisation/arrival.ts'
import { type EventId, MESSAGE_TYPES } from '../../src/mobilisation/hazard-event.ts'
import { ends, type ThreadMessage, threadState } from '../../src/mobilisation/threads.ts'
import { MODES } from '../../src/wording/mode.ts'
import { anEvent, later, MIN, NOW } from './sample.ts'
import {
  BORDER,
  CALLING,
  CANCEL,
  type Case,
  DRAFT,
  decide,
  ENDED,
  JOINED,
  PROPOSED,
  speaks,
  UNSIGNED,
  UPDATE,
  wants,
} from './sample-arrival.ts'

describe('warnings', () => {
  test.each<[string, Case]>([
    ['a plain alert', {}],
    ['an update', { event: UPDATE, so: CALLING }],
    ['one that joins others', { so: JOINED }],
    ['a cancel that works', { event: CANCEL, so: CALLING }],
  ])('%s has none', (_words, given) => {
    expect(decide(given).warnings).toEqual([])
  })

  test.each<[string, Case, RegExp]>([
    ['expired', { event: { expiresAt: NOW } }, /expired at 2026-11-22T06:30:00\.000Z: nobody is called/],
    ['stale', { event: { occurredAt: later(-STALE_AFTER_MS - 1) } }, /2026-11-21T06:29:59\.999Z, over 24 hours ago/],
    [
      'a forecast',
      { event: { occurredAt: later(FAR_FUTURE_MS + 1) } },
      /2026-11-23T06:30:00\.001Z, over 24 hours from now: .* send it again nearer the time/,
    ],
    ['too many', { asking: wants(201) }, /^201 people needed, more than 200: a second operator must approve$/],
    [
      'too many with the others',
      { asking: wants(150), so: { ...JOINED, othersHeads: 150 } },
      /^300 people needed by the whole incident, 150 of them by this message, more than 200: a second operator must approve$/,
    ],
    ['more than approved', { asking: wants(601), so: { ...CALLING, thread: speaks(600) } }, /^601 .* more than 600/],
    ['a test', { event: { mode: 'test' } }, /nothing is sent/],
    ['older', { so: { ...CALLING, thread: speaks(8, 4) } }, /older than what is known of this event \(4\): no effect/],
    ['nobody needed', { asking: { need: {} } }, /need is 0/],
    ['ended', { so: ENDED, sequence: 3 }, /came before/],
    ['stood down', { so: { ...CALLING, callOut: 'stood-down' } }, /is stood-down: nobody is called again/],
    ['closed', { so: { ...CALLING, callOut: 'closed' } }, /is closed: .* a new happening needs a new id/],
    ['a border', { asking: { approvals: [BORDER] } }, /^near the border$/],
    ['a draft', { asking: { restraint: DRAFT } }, /^a draft$/],
    ['a proposal', { asking: { restraint: PROPOSED } }, /^this feed proposes$/],
  ])('%s says what was done and why', (_words, given, words) => {
    const { warnings } = decide(given)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(words)
  })

  test('everything that holds a message up is said, in the order of its weight', () => {
    const asking = { ...wants(201), approvals: [UNSIGNED, BORDER], restraint: PROPOSED }
    expect(decide({ asking }).warnings).toEqual([
      'this feed proposes',
      expect.stringMatching(/^201 people/),
      'nobody signed',
      'near the border',
    ])
  })

  test('more people with skills than of all kinds are as many as they are', () => {
    const asking = { ...wants(2), skills: { dapur_umum: 150, shelter: 51 } }
    expect(decide({ asking }).warnings).toEqual([expect.stringMatching(/^201 people/)])
    expect(decide({ asking: { ...asking, skills: { dapur_umum: 150 } } }).warnings).toEqual([])
  })

  test('a beginning further ahead than clocks differ is called out and doubted', () => {
    expect(decide({ event: { occurredAt: later(FUTURE_ALLOWED_MS) } }).warnings).toEqual([])
    expect(decide({ event: { occurredAt: later(FUTURE_ALLOWED_MS + 1) } })).toEqual({
      decision: 'mobilise',
      reason: 'alert',
      warnings: ['occurs at 2026-11-22T06:35:00.001Z, which is still ahead: people are called now'],
      standing: 'active',
      effect: 'plan',
    })
  })

  test('nine minutes are neither stale nor expired', () => {
    expect(decide({ event: { occurredAt: later(-9 * MIN), expiresAt: later(5 * MIN) } }).decision).toBe('mobilise')
  })
})

interface Step {
  readonly messageType: (typeof MESSAGE_TYPES)[number]
  readonly sequence: number
  readonly heads: number
  readonly proposed: boolean
  readonly othersActive: number
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    messageType: fc.constantFrom(...MESSAGE_TYPES, 'alert' as const, 'update' as const),
    sequence: fc.nat(8),
    heads: fc.nat(300),
    proposed: fc.constantFrom(false, false, false, true),
    othersActive: fc.nat(1),
  }),
  { maxLength: 10 },
)

test('whatever comes in whatever order: the mute, the old and the ended call nobody, and nobody calls too many alone', () => {
  fc.assert(
    fc.property(steps, fc.constantFrom(...MODES), (list, mode) => {
      const kept: ThreadMessage[] = []
      for (const [at, { messageType, sequence, heads, proposed, othersActive }] of list.entries()) {
        const before = threadState(kept)
        const restraint = proposed ? PROPOSED : null
        const decided = decideOnArrival(
          anEvent({ messageType, mode }),
          sequence,
          { need: { tagana: heads }, approvalAbove: 200, approvals: [], restraint },
          { thread: before, callOut: before.active === null ? null : 'calling', othersActive, othersHeads: 0 },
          NOW,
        )
        const { decision, standing, effect } = decided
        kept.push({
          eventId: `E${String(at).padStart(2, '0')}` as EventId,
          threadId: 'T1',
          sequence,
          standing,
          messageType,
          heads,
        })
        const after = threadState(kept)
        expect(decision === 'propose').toBe(standing === 'waiting')
        expect(standing !== 'active' && effect !== 'none').toBe(false)
        expect(decision === 'mobilise').toBe(standing === 'active' && !ends(messageType))
        if (before.newestSequence !== null && sequence < before.newestSequence)
          expect([decided.reason, after.active]).toEqual(['older-revision', before.active])
        if (before.ended) expect([decision, after.ended, after.active]).toEqual(['record', true, null])
        if (decision !== 'mobilise' && !ends(messageType)) expect(after.active).toEqual(before.active)
        if (mode === 'actual' && decision === 'mobilise') expect(heads).toBeLessThanOrEqual(200)
      }
    }),
    { numRuns: 1_000, seed: 20261122 },
  )
})

test.each([
  ['alert', false],
  ['update', false],
  ['cancel', true],
  ['all-clear', true],
] as const)('a message of type %s ends its incident: %s', (messageType, expected) => {
  expect(endsIncident(anEvent({ messageType }))).toBe(expected)
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
