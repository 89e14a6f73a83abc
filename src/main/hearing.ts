import type { Hearing, Receipt } from '../channels/hearing.ts'
import { reasonOf } from '../errors.ts'
import { senderNumber } from '../intake/phone.ts'
import type { ReceiptNeeds } from '../intake/receipt-routes.ts'
import type { Queues } from '../queue/queues.ts'
import { gathering, gatheringOne } from '../store/gather.ts'
import { keepReceipts, settleReceipts } from '../store/receipts.ts'
import { inboundNeeds, inboundToken } from './answer-needs.ts'
import type { Installation } from './installation.ts'

/** The name of the plain `http` gateway in channels.yaml, of several the first; where messages are only recorded, the channel's. */
const httpGatewayOf = ({ environment, channels }: Installation['configuration']): string =>
  (environment.channels === 'live' ? channels.sms.find(({ kind }) => kind === 'http')?.name : undefined) ?? 'sms'

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

/**
 * Takes what gateways say of their own accord: receipts, many at once in one statement, and texts as the route of
 * incoming texts does. Rejects only where a receipt or a text could not be kept.
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
      await keep(receipt)
      await settle()
    },
    text: async ({ gateway, id, from, text, receivedAt }) => {
      await texts.receiveText({ gateway, gatewayId: id, from: senderNumber(from), text, receivedAt })
    },
  }
}

/** What the route of receipts needs. */
export const receiptNeeds = (installation: Installation): ReceiptNeeds => {
  const { database, clock } = installation
  const settle = settlingOf(installation)
  const httpGateway = httpGatewayOf(installation.configuration)
  return {
    token: inboundToken(installation),
    receive: async (receipts) => {
      const isNew = await keepReceipts(
        database,
        receipts.map((receipt) => ({ ...receipt, gateway: httpGateway })),
        clock.now(),
      )
      await settle()
      return isNew
    },
  }
}
