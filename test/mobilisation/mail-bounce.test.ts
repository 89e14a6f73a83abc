import { expect, test } from 'vitest'
import { readDeliveryStatus, readPlainBounce } from '../../src/mobilisation/mail-bounce.ts'

const report = (...recipients: readonly string[]): string =>
  ['Reporting-MTA: dns; mx.example.id\r\nX-Empty', ...recipients].join('\r\n\r\n')

const told = (action: string, status: string, diagnostic = ''): string =>
  `Final-Recipient: rfc822; siti@example.id\r\nAction: ${action}\r\nStatus: ${status}${
    diagnostic === '' ? '' : `\r\nDiagnostic-Code: smtp; ${diagnostic}`
  }`

test.each([
  ['failed', '5.1.1', 'failed-for-good'],
  ['failed', '5.1.2', 'failed-for-good'],
  ['Failed', '5.1.10', 'failed-for-good'],
  ['failed', '5.2.1', 'failed-for-good'],
  ['failed', '5.1.7', 'failed'],
  ['failed', '5.2.2', 'failed'],
  ['failed', '5.7.1', 'failed'],
  ['failed', '4.4.7', 'expired'],
  ['failed', '5.4.7', 'expired'],
  ['failed', '4.2.2', 'failed'],
  ['delayed', '4.4.1', 'waiting'],
  ['delivered', '2.0.0', 'delivered'],
  ['relayed', '2.0.0', 'waiting'],
  ['expanded', '2.0.0', 'waiting'],
])('action %s with status %s says %s', (action, status, state) => {
  expect(readDeliveryStatus(report(told(action, status)))?.state).toBe(state)
})

test('a status that says nothing gives way to the words of the server that refused, folded or not', () => {
  expect(
    readDeliveryStatus(report(told('failed', '5.0.0', '550-5.1.1 The account\r\n 550 5.1.1 is not there'))),
  ).toEqual({
    state: 'failed-for-good',
    reason: '5.1.1 550-5.1.1 The account 550 5.1.1 is not there',
  })
  expect(readDeliveryStatus(report(told('failed', '5.0.0', '550 no')))).toEqual({
    state: 'failed',
    reason: '5.0.0 550 no',
  })
  expect(readDeliveryStatus(report(told('failed', '', '')))).toEqual({ state: 'failed', reason: 'failed' })
})

test('of several recipients the worst counts; a report without any says nothing', () => {
  const both = report(told('delayed', '4.4.1'), told('failed', '5.1.1'))
  expect(readDeliveryStatus(both)?.state).toBe('failed-for-good')
  expect(readDeliveryStatus(report())).toBeNull()
  expect(readDeliveryStatus(report('Action: eaten'))).toBeNull()
})

test.each([
  [
    'Mail delivery failed',
    'siti@example.id\n  host 10.5.1.1 said:\n  550 5.1.1 User unknown',
    'failed-for-good',
    '550 5.1.1 User unknown',
  ],
  ['Mail delivery failed', '  552 5.2.2 Mailbox full', 'failed', '552 5.2.2 Mailbox full'],
  ['Mail delivery failed', 'siti@example.id\n  Unrouteable address', 'failed-for-good', 'Mail delivery failed'],
  [
    'failure notice',
    '550 Requested action not taken: mailbox unavailable',
    'failed',
    '550 Requested action not taken: mailbox unavailable',
  ],
  ['Gagal kirim', 'Alamat tidak ditemukan', 'failed-for-good', 'Gagal kirim'],
  [
    'Mail delivery failed',
    'no reason\n------ This is a copy of the message ------\n550 5.1.1 user unknown',
    'failed',
    'Mail delivery failed',
  ],
  [
    'Warning: message delayed 24 hours',
    'The address has not been reached: 451 4.7.1',
    'waiting',
    'The address has not been reached: 451 4.7.1',
  ],
])('a bounce in words: %s / %s', (subject, text, state, reason) => {
  expect(readPlainBounce(subject, text)).toEqual({ state, reason })
})

test('what no row can hold is no part of a reason', () => {
  expect(readDeliveryStatus(report(told('failed', '5.1.1', '550 \0no\u0007 such')))?.reason).toBe('5.1.1 550 no such')
  expect(readPlainBounce('Undeliverable', '550 5.1.1\0 user unknown').reason).toBe('550 5.1.1 user unknown')
})

test('a wall of dashes is read as fast as any text', () => {
  expect(readPlainBounce('Undeliverable', '-'.repeat(300_000)).state).toBe('failed')
  const brought = `user unknown\n${'-'.repeat(20)} This is a copy of the message ${'-'.repeat(20)}\n5.7.1 later`
  expect(readPlainBounce('Undeliverable', brought)).toEqual({ state: 'failed-for-good', reason: 'Undeliverable' })
})
