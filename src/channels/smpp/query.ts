import type { Receipt } from '../hearing.ts'
import type { Standing } from './link.ts'
import type { Address } from './pdu.ts'
import { idToAsk, type ReceiptId, stateOf } from './receipt.ts'
import { BETWEEN_IDS } from './sent.ts'
import { STATUS } from './status.ts'
import type { Timers } from './timers.ts'

type Said = Pick<Receipt, 'state' | 'reason'>

/** The whole of a message from its parts: the first that failed, else the first that is not there yet, else delivered. */
const wholeOf = (parts: readonly Said[]): Said | null =>
  parts.find(({ state }) => state !== 'delivered' && state !== 'waiting') ??
  parts.find(({ state }) => state === 'waiting') ??
  parts[0] ??
  null

/** Asks by query_sm on any session that stands what became of a message that was taken under `providerRef`. */
export const queryOf =
  (
    asking: {
      readonly name: string
      readonly source: Address
      readonly receiptId: ReceiptId
      readonly deadNumbers: readonly string[]
      readonly timers: Timers
    },
    standing: () => readonly Standing[],
  ) =>
  async (providerRef: string): Promise<Receipt | null> => {
    const partState = async (id: string): Promise<Said | null> => {
      const [first] = standing()
      if (first === undefined) return null
      const messageId = idToAsk(id, asking.receiptId)
      const answer = await first.session.query({ command: 'query_sm', messageId, source: asking.source })
      if (answer.kind !== 'answered' || answer.status !== STATUS.ok || answer.body.command !== 'query_sm_resp')
        return null
      const { messageState: number, errorCode } = answer.body
      return stateOf({ number, word: null, error: String(errorCode) }, asking.deadNumbers)
    }
    const parts = await Promise.all(providerRef.split(BETWEEN_IDS).map(partState))
    if (parts.includes(null)) return null
    const whole = wholeOf(parts.filter((part) => part !== null))
    return whole === null ? null : { gateway: asking.name, ref: null, providerRef, ...whole, at: asking.timers.now() }
  }
