import type { EmailGateway } from '../../config/gateway-kinds.ts'
import { readCalendarAnswer } from '../calendar/calendar-answer.ts'
import type { Hearing } from '../channels/hearing.ts'
import { ownMailboxes } from '../channels/mail-in/mailboxes.ts'
import { type IncomingMail, mailReceiver } from '../channels/mail-in/receiver.ts'
import { readSender } from '../channels/smtp-address.ts'
import type { CalendarAnswer } from '../drills/calendar-entry.ts'
import { reasonOf } from '../errors.ts'
import type { Queues } from '../queue/queues.ts'
import { keepMailUnread, type MailReceived, mailedNotice, receiveMail } from '../store/inbound-mail.ts'
import type { Seal } from '../store/seal.ts'
import type { Installation } from './installation.ts'
import { regencyOffice } from './regency-office.ts'
import { orUnread } from './unread.ts'
import { laneOf, quietly, reviewWake, senderWakes } from './wakes.ts'

/** Of the tags in addresses that lead back to us. */
export const mailKey = (seal: Seal): Buffer => seal.key('mail tags')

/** What a mail says for the calendar; where bounces go nobody answers. */
const calendarAnswerIn = (said: IncomingMail['said'], tag: IncomingMail['tag']): CalendarAnswer | null =>
  said.kind === 'calendar' && said.calendar !== undefined && tag?.use !== 'bounce'
    ? readCalendarAnswer(said.calendar)
    : null

const mailboxesOf = (gateways: readonly EmailGateway[]): readonly string[] =>
  gateways.flatMap(({ from, exerciseFrom, replyTo, bounceTo }) => [
    readSender(from).address,
    // Answers to an exercise without an address of their own go there.
    ...(exerciseFrom === undefined ? [] : [readSender(exerciseFrom).address]),
    ...(replyTo === null ? [] : [replyTo]),
    ...(bounceTo === null ? [] : [bounceTo]),
  ])

/**
 * Takes the mails that came to one of our addresses: a bounce is heard as the receipt of the mail that it names, an answer
 * as the person's to whom that mail went. Rejects only where it could not be kept.
 */
export const mailIntake = (
  installation: Pick<Installation, 'database' | 'seal' | 'clock' | 'log' | 'places'>,
  queues: Pick<Queues, 'wake'>,
  hearing: Pick<Hearing, 'receipt'>,
) => {
  const { database, seal, clock, log } = installation
  const officeOf = regencyOffice(installation)
  const wake = quietly(queues, log)
  const keep = (mail: MailReceived) =>
    orUnread(
      () => receiveMail(database, seal, mail, officeOf),
      (failed) => {
        const reason = reasonOf(failed)
        log.error('a mail could not be handled: an operator has to read it', { mail: mail.id, reason })
        return keepMailUnread(database, seal, mail)
      },
    )
  return async ({ id, from, refs, said, tag }: IncomingMail): Promise<void> => {
    const now = clock.now()
    const names = { serial: tag?.serial ?? null, refs, calendar: calendarAnswerIn(said, tag) }
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
    // The tag for bounces stands in no head that a person answers to, but autoresponders write there (RFC 3834).
    const kind = said.kind === 'reply' && tag?.use === 'bounce' ? 'where-bounces-go' : said.kind
    const kept = await keep({ ...names, id, from, kind, text, receivedAt: now })
    log.info('mail kept', { outcome: kept.outcome, reason: kept.reason, repeated: kept.repeated })
    if (kept.callOut !== null) await wake([reviewWake(kept.callOut.id, now, laneOf(kept.callOut.mode))])
    if (kept.tells === true) await wake(senderWakes('exercise', 1, now))
  }
}

/**
 * Receives what comes back to us by mail, at all our addresses in channels.yaml, where KENTONGAN_MAIL_LISTEN says; null
 * where it says nothing. Throws where it cannot listen there.
 */
export const receiveMails = async (
  installation: Installation,
  queues: Pick<Queues, 'wake'>,
  hearing: Pick<Hearing, 'receipt'>,
): Promise<{ close(): Promise<void> } | null> => {
  const { configuration, seal, log } = installation
  const at = configuration.environment.mailListen
  if (at === null) return null
  const receiver = mailReceiver({
    recipient: ownMailboxes(mailboxesOf(configuration.channels.email), mailKey(seal)),
    take: mailIntake(installation, queues, hearing),
    log,
  })
  try {
    log.info('mail is received', { host: at.host, port: await receiver.listen(at) })
  } catch (cause) {
    throw new Error(
      `Listening for mail at ${at.host}:${at.port}: ${reasonOf(cause)}; KENTONGAN_MAIL_LISTEN says where`,
      {
        cause,
      },
    )
  }
  return receiver
}
