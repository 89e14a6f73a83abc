import type { EmailGateway } from '../../config/gateway-kinds.ts'
import type { Hearing } from '../channels/hearing.ts'
import { ownMailboxes } from '../channels/mail-in/mailboxes.ts'
import { type IncomingMail, mailReceiver } from '../channels/mail-in/receiver.ts'
import { readSender } from '../channels/smtp-address.ts'
import type { Queues } from '../queue/queues.ts'
import { mailedNotice, receiveMail } from '../store/inbound-mail.ts'
import type { Seal } from '../store/seal.ts'
import type { Installation } from './installation.ts'
import { laneOf, quietly, reviewWake } from './wakes.ts'

/** Of the tags in addresses that lead back to us. */
export const mailKey = (seal: Seal): Buffer => seal.key('mail tags')

const mailboxesOf = (gateways: readonly EmailGateway[]): readonly string[] =>
  gateways.flatMap(({ from, replyTo, bounceTo }) => [
    readSender(from).address,
    ...(replyTo === null ? [] : [replyTo]),
    ...(bounceTo === null ? [] : [bounceTo]),
  ])

/**
 * Takes the mails that came to one of our addresses: a bounce is heard as the receipt of the mail that it names, an answer
 * as the person's to whom that mail went. Rejects only where it could not be kept.
 */
export const mailIntake = (
  { database, seal, clock, log }: Pick<Installation, 'database' | 'seal' | 'clock' | 'log'>,
  queues: Pick<Queues, 'wake'>,
  hearing: Pick<Hearing, 'receipt'>,
) => {
  const wake = quietly(queues, log)
  return async ({ id, from, refs, said, tag }: IncomingMail): Promise<void> => {
    const now = clock.now()
    const names = { serial: tag?.serial ?? null, refs }
    if (said.kind === 'bounce') {
      const notice = await mailedNotice(database, names)
      if (notice !== undefined) {
        const { ref, gateway } = notice
        const { state, reason } = said.bounce
        await hearing.receipt({ gateway: gateway ?? 'email', ref, providerRef: null, state, reason, at: now })
        return
      }
    }
    const text = said.kind === 'bounce' ? said.bounce.reason : said.text
    const kept = await receiveMail(database, seal, {
      ...names,
      id,
      from,
      kind: said.kind,
      text,
      receivedAt: now,
    })
    log.info('mail kept', { outcome: kept.outcome, reason: kept.reason, repeated: kept.repeated })
    if (kept.callOut !== null) await wake([reviewWake(kept.callOut.id, now, laneOf(kept.callOut.mode))])
  }
}

/** The receiver of what comes back to us by mail, for all our addresses in channels.yaml; not listening. */
export const receiverOf = (
  installation: Installation,
  queues: Pick<Queues, 'wake'>,
  hearing: Pick<Hearing, 'receipt'>,
) =>
  mailReceiver({
    recipient: ownMailboxes(mailboxesOf(installation.configuration.channels.email), mailKey(installation.seal)),
    take: mailIntake(installation, queues, hearing),
    log: installation.log,
  })
