import type { Hearing, Receipt } from '../channels/hearing.ts'
import { reasonOf } from '../errors.ts'
import { MAX_TEXT, readableText } from '../intake/inbound-routes.ts'
import { senderNumber } from '../intake/phone.ts'
import type { ReceiptNeeds } from '../intake/receipt-routes.ts'
import type { Queues } from '../queue/queues.ts'
import { gathering, gatheringOne } from '../store/gather.ts'
import { attributed, keepReceipts, settleReceipts } from '../store/receipts.ts'
import { inboundNeeds, inboundToken } from './answer-needs.ts'
import type { Installation } from './installation.ts'

/** The names of the plain `http` gateways in channels.yaml; where messages are only recorded, or none is there, the channel's. */
const httpGatewaysOf = ({ environment, channels }: Installation['configuration']): readonly [string, ...string[]] => {
  const [first, ...others] =
    environment.channels === 'live' ? channels.sms.flatMap(({ kind, name }) => (kind === 'http' ? [name] : [])) : []
  return [first ?? 'sms', ...others]
}

/** Writes what receipts say to their messages at once; what cannot be written now the next sweep writes. */
const settlingOf = ({ database, clock, log }: Installation): (() => Promise<void>) => {
  const settle = gatheringOne(() => settleReceipts(database, clock.now()))
  return async () => {
    try {
      await settle()
    } catch (thrown) {
      log.warn('receipts are kept and not settled yet', { reason: reasonOf(thrown) })
    }
  }
}

/** What no row can hold, such as NUL, would keep the receipts that are written with it from being kept. */
const holdable = ({ providerRef, reason, ...receipt }: Receipt): Receipt => ({
  ...receipt,
  providerRef: providerRef === null ? null : readableText(providerRef),
  reason: reason === null ? null : readableText(reason),
})

/**
 * Takes what gateways say of their own accord: receipts, many at once in one statement, and texts as the route of
 * incoming texts does, as their readers see them and at most 1,600 characters of each. Rejects only where a receipt or a
 * text could not be kept.
 */
export const hearingOf = (installation: Installation, queues: Pick<Queues, 'wake'>): Hearing => {
  const { database, clock } = installation
  const texts = inboundNeeds(installation, queues)
  const settle = settlingOf(installation)
  const keep = gathering<Receipt, true>(async (receipts) => {
    await keepReceipts(database, receipts, clock.now())
    return new Map(receipts.map((receipt) => [receipt, true]))
  })
  return {
    receipt: async (receipt) => {
      await keep(holdable(receipt))
      await settle()
    },
    text: async ({ gateway, id, from, text, receivedAt, missedCall = false }) => {
      // Never refused for what it is: an answer stands at its beginning.
      const said = { text: readableText(text).slice(0, MAX_TEXT), missedCall }
      await texts.receiveText({ gateway, gatewayId: id, from: senderNumber(from), receivedAt, ...said })
    },
  }
}

/** What the route of receipts needs. */
export const receiptNeeds = (installation: Installation): ReceiptNeeds => {
  const { database, clock } = installation
  const settle = settlingOf(installation)
  const httpGateways = httpGatewaysOf(installation.configuration)
  return {
    token: inboundToken(installation),
    receive: async (receipts) => {
      const isNew = await keepReceipts(database, await attributed(database, receipts, httpGateways), clock.now())
      await settle()
      return isNew
    },
  }
}
