import { expect, test } from 'vitest'
import {
  type HeardField,
  heardTime,
  type LookupRule,
  lookedUp,
  type ReceiptRule,
  type ReplyRule,
  receiptBy,
  textBy,
} from '../../src/mobilisation/gateway-hearing.ts'

const SECRET = { in: 'query', name: 'key', value: 'x'.repeat(16) } as const
const RECEIPT: ReceiptRule = {
  byReason: [
    ['stat:expired', 'expired'],
    ['nack', 'failed-for-good'],
  ],
  secret: SECRET,
  from: 'json',
  list: null,
  ref: 'ref',
  id: 'id',
  state: 'state',
  states: new Map([
    ['delivrd', 'delivered'],
    ['no such number', 'failed-for-good'],
  ]),
  reason: 'why',
  at: 'at',
}
const REPLY: ReplyRule = {
  secret: SECRET,
  from: 'form',
  list: null,
  id: 'id',
  sender: 'from',
  text: 'text',
  to: 'to',
  at: null,
}

const fields =
  (values: Readonly<Record<string, string>>): HeardField =>
  (path) =>
    values[path] ?? null

test('a receipt by its words', () => {
  const said = fields({ ref: 'n-1', id: '71', state: ' DELIVRD', at: '1790000000', why: 'fine' })
  expect(receiptBy(RECEIPT, said)).toEqual({
    kind: 'heard',
    value: { ref: 'n-1', providerRef: '71', state: 'delivered', reason: 'fine', at: new Date(1_790_000_000_000) },
  })
  expect(
    receiptBy({ ...RECEIPT, id: null, reason: null, at: null }, fields({ ref: 'n-1', state: 'No such number' })),
  ).toEqual({
    kind: 'heard',
    value: { ref: 'n-1', providerRef: null, state: 'failed-for-good', reason: null, at: null },
  })
})

test('a failure is told closer by the words of its reason, and nothing else is', () => {
  const failing = { ...RECEIPT, states: new Map([...RECEIPT.states, ['undeliv', 'failed'] as const]) }
  const stateOf = (state: string, why: string) => {
    const heard = receiptBy(failing, fields({ ref: 'n-1', state, why }))
    return heard.kind === 'heard' ? heard.value.state : heard.kind
  }
  expect(stateOf('UNDELIV', 'id:7 stat:EXPIRED err:000')).toBe('expired')
  expect(stateOf('UNDELIV', 'NACK/0x0000000b')).toBe('failed-for-good')
  expect(stateOf('UNDELIV', 'nobody there')).toBe('failed')
  expect(stateOf('DELIVRD', 'NACK')).toBe('delivered')
  expect(receiptBy({ ...failing, reason: null }, fields({ ref: 'n-1', state: 'UNDELIV', why: 'NACK' }))).toMatchObject({
    value: { state: 'failed', reason: null },
  })
})

test('a state that is not listed says nothing of the message, and is named', () => {
  expect(receiptBy(RECEIPT, fields({ id: '71', state: 'ACCEPTD' }))).toEqual({ kind: 'unlisted', word: 'ACCEPTD' })
})

test('a receipt without a state, or of nothing, says what it lacks', () => {
  expect(receiptBy(RECEIPT, fields({}))).toEqual({ kind: 'lacks', fields: ['id', 'ref', 'state'] })
  expect(receiptBy({ ...RECEIPT, ref: null }, fields({ state: 'x' }))).toEqual({ kind: 'lacks', fields: ['id'] })
  expect(receiptBy(RECEIPT, fields({ ref: 'n-1' }))).toEqual({ kind: 'lacks', fields: ['state'] })
})

test('a text needs a sender, and nothing else', () => {
  expect(textBy(REPLY, fields({ from: '628', id: '9', to: '339', text: 'ya' }))).toEqual({
    kind: 'heard',
    value: { id: '9', from: '628', to: '339', text: 'ya', at: null },
  })
  expect(
    textBy({ ...REPLY, id: null, to: null, at: 'at' }, fields({ from: '628', at: '2026-11-22T13:25:00+07:00' })),
  ).toEqual({
    kind: 'heard',
    value: { id: null, from: '628', to: null, text: '', at: new Date('2026-11-22T06:25:00Z') },
  })
  expect(textBy(REPLY, fields({ text: 'ya' }))).toEqual({ kind: 'lacks', fields: ['from'] })
})

test('a missed call is told by the words of its field, and says nothing', () => {
  const rule = { ...REPLY, missedCall: { field: 'type', is: ['missed_call', 'ring'] } }
  expect(textBy(rule, fields({ from: '628', type: 'Missed_Call ', text: 'missed call' }))).toMatchObject({
    value: { from: '628', text: '', missedCall: true },
  })
  for (const said of [{ type: 'sms' }, {}]) {
    const heard = textBy(rule, fields({ from: '628', text: 'ya', ...said }))
    expect(heard).toMatchObject({ value: { text: 'ya' } })
    expect(heard).not.toHaveProperty('value.missedCall')
  }
})

test.each([
  ['1790000000', '2026-09-21T14:13:20.000Z'],
  ['1790000000123', '2026-09-21T14:13:20.123Z'],
  ['2026-11-22 13:25:00+0700', '2026-11-22T06:25:00.000Z'],
  ['2026-11-22T06:25Z', '2026-11-22T06:25:00.000Z'],
  ['2026-11-22 13:25:00', null],
  ['2026-13-22T13:25:00Z', null],
  ['0790000000', null],
  ['17', null],
  ['now', null],
  [null, null],
])('the time %j is %j', (text, iso) => {
  expect(heardTime(text)?.toISOString() ?? null).toBe(iso)
})

const LOOKUP: LookupRule = {
  form: 'json',
  state: 'message_status',
  states: new Map([['sent', 'delivered']]),
  reason: 'detail',
}

test.each([
  [200, '{"message_status":"Sent ","detail":"by modem 2"}', { state: 'delivered', reason: 'by modem 2' }],
  [200, '{"message_status":"sent"}', { state: 'delivered', reason: null }],
  [200, '{"message_status":"strange"}', null],
  [200, '{}', null],
  [199, '{"message_status":"sent"}', null],
  [404, '{"message_status":"sent"}', null],
])('an answer %i %s to a question says %j', (status, body, said) => {
  expect(lookedUp(LOOKUP, status, body)).toEqual(said)
})
