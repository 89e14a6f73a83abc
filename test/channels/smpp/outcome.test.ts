import { expect, test } from 'vitest'
import { lateState } from '../../../src/channels/smpp/hand-over.ts'
import { outcomeOf } from '../../../src/channels/smpp/outcome.ts'
import type { Answer } from '../../../src/channels/smpp/unanswered.ts'

const answered = (status: number): Answer => ({
  kind: 'answered',
  status,
  body: { command: 'submit_sm_resp', messageId: status === 0 ? 'm-1' : '' },
})
const outcome = (answer: Answer) => outcomeOf(answer, () => 4_000)

test.each([
  [0x00, { kind: 'accepted', providerRef: 'm-1' }],
  [0x58, { kind: 'try-again', reason: 'SMSC answered ESME_RTHROTTLED (0x58)', afterMs: 4_000 }],
  [0x14, { kind: 'try-again', reason: 'SMSC answered ESME_RMSGQFUL (0x14)', afterMs: 4_000 }],
  [0x08, { kind: 'try-again', reason: 'SMSC answered ESME_RSYSERR (0x08)', afterMs: 30_000 }],
  [0x45, { kind: 'try-again', reason: 'SMSC answered ESME_RSUBMITFAIL (0x45)', afterMs: 30_000 }],
  [0x04, { kind: 'try-again', reason: 'SMSC answered ESME_RINVBNDSTS (0x04)', afterMs: 30_000 }],
  [0x0a, { kind: 'try-again', reason: 'SMSC answered ESME_RINVSRCADR (0x0A)', afterMs: 30_000 }],
  [0x0b, { kind: 'refused', reason: 'bad-number: SMSC answered ESME_RINVDSTADR (0x0B)' }],
  [0x01, { kind: 'refused', reason: 'SMSC answered ESME_RINVMSGLEN (0x01)' }],
  [0xff, { kind: 'unknown', reason: 'SMSC answered ESME_RUNKNOWNERR (0xFF)' }],
  [0x40b, { kind: 'refused', reason: 'SMSC answered status 0x40B' }],
])('status %d has one meaning', (status, expected) => {
  expect(outcome(answered(status))).toEqual(expected)
})

test('what was lost is unknown, what never left may be tried again, and an answer of another kind says nothing', () => {
  expect(outcome({ kind: 'lost', reason: 'connection: reset by +6281234567890' })).toEqual({
    kind: 'unknown',
    reason: 'connection: reset by ***890',
  })
  expect(outcome({ kind: 'not-sent', reason: 'the session had ended' })).toMatchObject({ kind: 'try-again' })
  expect(outcome({ kind: 'answered', status: 0, body: { command: 'enquire_link_resp' } })).toMatchObject({
    kind: 'unknown',
  })
})

test('an answer after its time settles the message, unless it settles nothing', () => {
  expect(lateState(answered(0))).toEqual({ id: 'm-1', state: 'waiting' })
  expect(lateState(answered(0x0b))).toEqual({ id: null, state: 'failed' })
  expect(lateState(answered(0xff))).toBeNull()
  expect(lateState({ kind: 'lost', reason: 'x' })).toBeNull()
  expect(lateState({ kind: 'answered', status: 0, body: { command: 'unbind_resp' } })).toBeNull()
})
