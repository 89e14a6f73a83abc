import type { NoticeState } from './notice.ts'

/**
 * What a gateway says of a message that it took. `failed-for-good`: by this number or address nobody can be reached;
 * `failed`: this one message did not arrive; `expired`: the gateway tried until it was too late; `waiting`: not yet.
 */
export const RECEIPT_STATES = ['delivered', 'failed', 'failed-for-good', 'expired', 'waiting'] as const
export type ReceiptState = (typeof RECEIPT_STATES)[number]

/** `not-yet`: a sender has the message in hand, and its own word comes first. */
export type ReceiptEffect =
  | { readonly kind: 'becomes'; readonly state: 'accepted' | 'delivered' | 'failed' | 'expired' }
  | { readonly kind: 'nothing' | 'not-yet' }

const NOTHING: ReceiptEffect = { kind: 'nothing' }

const ENDS: Readonly<Record<ReceiptState, 'accepted' | 'delivered' | 'failed' | 'expired'>> = {
  delivered: 'delivered',
  failed: 'failed',
  'failed-for-good': 'failed',
  expired: 'expired',
  waiting: 'accepted',
}

const becomes = (said: ReceiptState): ReceiptEffect => ({ kind: 'becomes', state: ENDS[said] })

/**
 * What a receipt makes of a message that stands at `state` and left `tries` times. Receipts come early, late, twice and in
 * any order: what was delivered stays so, and a delivery that is told late counts. One for a message that never left
 * changes nothing. A receipt never says that anybody comes: only an answer does.
 */
export const afterReceipt = (
  { state, tries }: { readonly state: NoticeState; readonly tries: number },
  said: ReceiptState,
): ReceiptEffect => {
  if (tries === 0) return NOTHING
  switch (state) {
    case 'claimed':
    case 'sending':
      return { kind: 'not-yet' }
    case 'unknown':
      return becomes(said)
    case 'accepted':
      return said === 'waiting' ? NOTHING : becomes(said)
    case 'planned':
      // It waits for another try, but the gateway has it: a second one would double it.
      return said === 'delivered' || said === 'waiting' ? becomes(said) : NOTHING
    case 'failed':
    case 'refused':
    case 'expired':
    case 'cancelled':
      return said === 'delivered' ? becomes(said) : NOTHING
    case 'delivered':
      return NOTHING
  }
}

/** Whether a refusal says that nobody can be reached by the number or address itself: channels begin its reason so. */
export const namesBadContact = (reason: string): boolean => /^bad-(number|address)\b/.test(reason)
