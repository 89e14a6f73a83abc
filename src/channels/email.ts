import type { SendOutcome } from '../mobilisation/notice.ts'
import { isMailAddress } from './address.ts'
import { refusalOf } from './admission.ts'
import { type Channel, foregone, type Ready } from './channel.ts'
import { type Returns, writeMail } from './mail-message.ts'
import { exerciseSender, readSender, readSmtpUrl } from './smtp-address.ts'
import { outcomeOfFailure } from './smtp-answer.ts'
import { openSession, type SmtpDeadlines, type SmtpSession } from './smtp-session.ts'
import { takeTurns } from './turns.ts'

export interface MailOptions {
  readonly smtpUrl: string
  readonly mailFrom: string
  /** The same for exercises and drills; left out: `mailFrom`, its name beginning with LATIHAN. */
  readonly exerciseFrom?: string
  /** Where answers and bounces come back to; without it to the sender. */
  readonly returns?: Returns
  /** Connections kept to the mail server, and so messages under way at once (5). */
  readonly connections?: number
  readonly deadlines?: Partial<SmtpDeadlines>
  /** PEM certificates to trust instead of the usual. */
  readonly ca?: string
  /** How long a connection without work is kept (15 s): shorter than any server's patience that we know of. */
  readonly idleMs?: number
}

const DEADLINES: SmtpDeadlines = { connectMs: 10_000, greetingMs: 10_000, silenceMs: 30_000, messageMs: 60_000 }
// Servers drop a connection after so many messages of their own choosing; 100 is Postfix's usual measure.
const MESSAGES_PER_SESSION = 100
const CLOSING_PAUSE_MS = 5_000

interface Kept {
  readonly session: SmtpSession
  readonly sent: number
  readonly timer: NodeJS.Timeout
}

/**
 * E-mail over SMTP, on a few kept connections.
 *
 * The connections are pooled here and not by nodemailer's pool, which puts a message back into its queue by itself
 * when a connection closes: here one `send` is one hand-over, and whether bytes of the message left is known. A connection
 * that was had for a message and not used is kept like one that was. Throws InvalidInput for a server or sender that
 * cannot be used.
 */
export const emailChannel = (options: MailOptions): Channel => {
  const { connections = 5, idleMs = 15_000 } = options
  const server = readSmtpUrl(options.smtpUrl)
  const from = readSender(options.mailFrom)
  const exerciseFrom = exerciseSender(from, options.exerciseFrom)
  const deadlines = { ...DEADLINES, ...options.deadlines }
  const turns = takeTurns(connections)
  const idle: Kept[] = []
  let closing = false

  const takeIdle = (): Kept | undefined => {
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      clearTimeout(kept.timer)
      if (kept.session.alive) return kept
    }
    return undefined
  }

  const keep = (session: SmtpSession, sent: number): void => {
    if (!session.alive) return
    if (closing || sent >= MESSAGES_PER_SESSION) {
      session.quit()
      return
    }
    const timer = setTimeout(() => {
      const at = idle.findIndex((kept) => kept.session === session)
      if (at >= 0) idle.splice(at, 1)
      session.quit()
    }, idleMs)
    // A kept connection is no reason to keep the process.
    timer.unref()
    idle.push({ session, sent, timer })
  }

  return {
    name: 'email',
    connections,
    prepare: async (message) => {
      const refusal = refusalOf(message, server.host, isMailAddress)
      if (refusal !== undefined) return foregone(refusal)
      const mail = await writeMail(message, message.mode === 'exercise' ? exerciseFrom : from, options.returns)
      const leave = await turns.take()
      const none = (outcome: SendOutcome): Ready => {
        leave()
        return foregone(outcome)
      }
      if (closing) return none({ kind: 'try-again', reason: 'channel is closing', afterMs: CLOSING_PAUSE_MS })
      const kept = takeIdle()
      const session = kept?.session ?? (await openSession(server, deadlines, options.ca))
      if (!('deliver' in session)) return none(outcomeOfFailure(session))
      let sent = kept?.sent ?? 0
      let held = true
      return {
        send: async () => {
          sent += 1
          const failed = await session.deliver(mail)
          return failed === undefined ? { kind: 'accepted', providerRef: mail.messageId } : outcomeOfFailure(failed)
        },
        letGo: () => {
          if (held) keep(session, sent)
          held = false
          leave()
        },
      }
    },
    close: async () => {
      closing = true
      await turns.empty()
      for (let kept = takeIdle(); kept !== undefined; kept = takeIdle()) kept.session.quit()
    },
  }
}
