import type { Receipt } from '../hearing.ts'
import { joinedBy } from './parts.ts'

/** One part in `sentitems`. */
export interface SentItem {
  readonly udh: string
  readonly status: string
  /** TP-Status of the network's report; -1 for none. */
  readonly error: number
}

type Said = Pick<Receipt, 'state' | 'reason'>

/** 3GPP TS 23.040, 9.2.3.15: the message's time was over, by the centre or the network. */
const EXPIRED = [0x46, 0x66]

const stateOf = ({ status, error }: SentItem): Receipt['state'] => {
  if (status === 'DeliveryOK') return 'delivered'
  if (status === 'DeliveryFailed') return EXPIRED.includes(error) ? 'expired' : 'failed'
  // The modem itself gave up: SMSD tries it no more.
  return status === 'SendingError' || status === 'Error' ? 'failed' : 'waiting'
}

/**
 * The whole of a message from its parts that were sent so far: the first that failed, else delivered once all are, else
 * waiting. `items` has one at least.
 */
export const wholeOf = (items: readonly SentItem[]): Said => {
  const states = items.map((item) => ({ item, state: stateOf(item) }))
  const failed = states.find(({ state }) => state === 'failed' || state === 'expired')
  const { item, state } = failed ?? states.find((one) => one.state === 'waiting') ?? states[0] ?? NOTHING
  const total = joinedBy(item.udh)?.total ?? 1
  if (state === 'delivered')
    return items.length < total
      ? { state: 'waiting', reason: `${items.length} of ${total} parts delivered` }
      : { state, reason: null }
  return { state, reason: item.error < 0 ? item.status : `${item.status} ${item.error}` }
}

const NOTHING = { item: { udh: '', status: 'nothing', error: -1 }, state: 'waiting' } as const
