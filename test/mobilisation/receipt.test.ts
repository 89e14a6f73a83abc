import { expect, test } from 'vitest'
import { NOTICE_STATES, type NoticeState } from '../../src/mobilisation/notice.ts'
import { afterReceipt, namesBadContact, RECEIPT_STATES, type ReceiptState } from '../../src/mobilisation/receipt.ts'

/** In the order of RECEIPT_STATES: delivered, failed, failed for good, expired, waiting; `-` changes nothing, `?` waits. */
const TABLE: Readonly<Record<NoticeState, string>> = {
  planned: 'delivered - - - accepted',
  claimed: '? ? ? ? ?',
  sending: '? ? ? ? ?',
  accepted: 'delivered failed failed expired -',
  delivered: '- - - - -',
  refused: 'delivered - - - -',
  failed: 'delivered - - - -',
  expired: 'delivered - - - -',
  cancelled: 'delivered - - - -',
  unknown: 'delivered failed failed expired accepted',
}

const worded = (state: NoticeState, said: ReceiptState, tries = 1): string => {
  const effect = afterReceipt({ state, tries }, said)
  return effect.kind === 'becomes' ? effect.state : effect.kind === 'not-yet' ? '?' : '-'
}

test.each(NOTICE_STATES)('what each receipt makes of a message that is %s', (state) => {
  expect(RECEIPT_STATES.map((said) => worded(state, said)).join(' ')).toBe(TABLE[state])
})

test('a receipt for a message that never left changes nothing', () => {
  for (const state of NOTICE_STATES) for (const said of RECEIPT_STATES) expect(worded(state, said, 0)).toBe('-')
})

test('in whatever order receipts come, a message that was delivered ends as delivered', () => {
  const orders = RECEIPT_STATES.flatMap((one) =>
    RECEIPT_STATES.map((other): readonly ReceiptState[] => [one, other, 'delivered']),
  )
  for (const [one, two, three] of orders)
    for (const order of [
      [one, two, three],
      [one, three, two],
      [three, one, two],
    ]) {
      let state: NoticeState = 'unknown'
      for (const said of order) {
        if (said === undefined) continue
        const effect = afterReceipt({ state, tries: 1 }, said)
        if (effect.kind === 'becomes') state = effect.state
      }
      expect(state).toBe('delivered')
    }
})

test.each([
  ['bad-number: 11 invalid destination', true],
  ['bad-address', true],
  ['bad-address: 550 5.1.1 no such user', true],
  ['bad-ref', false],
  ['gateway answered 401', false],
])('the refusal %j names a bad contact: %j', (reason, named) => {
  expect(namesBadContact(reason)).toBe(named)
})
