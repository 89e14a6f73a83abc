import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Hearing } from '../hearing.ts'
import type { Alphabet } from './alphabet.ts'
import { isReceipt, readText } from './delivery.ts'
import { joinParts } from './joining.ts'
import type { Address, Pdu } from './pdu.ts'
import { type ReceiptId, readReceipt } from './receipt.ts'
import type { Sent } from './sent.ts'
import { STATUS } from './status.ts'
import type { Timers } from './timers.ts'

export interface ListeningOptions {
  readonly gateway: string
  readonly hearing: Hearing
  readonly clock: Clock
  readonly alphabet: Alphabet
  readonly receiptId: ReceiptId
  readonly deadNumbers: readonly string[]
}

/** What an SMSC brings of its own accord. */
export interface Listening {
  /** The status to answer with: 0 once it was kept, else one upon which the SMSC brings it again. Never rejects. */
  delivered(pdu: Pdu, session: object): Promise<number>
  ended(session: object): void
}

const JOIN_WITHIN_MS = 5_000
// An acknowledgement that left so shortly before a session's end may have been lost with it.
const DOUBTFUL_MS = 30_000
const REPEATED_WITHIN_MS = 600_000
const MOST_REMEMBERED = 2_000

interface Known {
  readonly id: string
  readonly sinceMs: number
  session: object
  /** When we said that it was kept; null while we have not, or while that may have been lost. */
  acknowledgedMs: number | null
}

/** A telephone number in E.164 where the SMSC says that it is one, or where it looks Indonesian; else as it came. */
const numberOf = ({ ton, digits }: Address): string => {
  const international = ton === 1 || /^62\d{8,13}$/.test(digits)
  return international && /^\d{7,15}$/.test(digits) ? `+${digits}` : digits
}

/**
 * Takes deliveries. SMPP gives a text no name, so a repetition is told from a second text of the same words by what
 * became of the first: it is one when the first was not acknowledged, or was shortly before its session ended, in the
 * last ten minutes.
 */
export const listenTo = (options: ListeningOptions, sent: Sent, timers: Timers, log: Log): Listening => {
  const { gateway, hearing, alphabet } = options
  const joining = joinParts(JOIN_WITHIN_MS, timers)
  const known = new Map<string, Known>()
  const gone = new WeakSet<object>()

  const knownText = (digest: string, session: object): Known => {
    const nowMs = timers.now().getTime()
    const before = known.get(digest)
    if (before !== undefined && before.acknowledgedMs === null && nowMs - before.sinceMs < REPEATED_WITHIN_MS) {
      before.session = session
      return before
    }
    const one: Known = { id: randomUUID(), sinceMs: nowMs, session, acknowledgedMs: null }
    // The newest last.
    known.delete(digest)
    known.set(digest, one)
    for (const oldest of known.keys()) {
      if (known.size <= MOST_REMEMBERED) break
      known.delete(oldest)
    }
    return one
  }

  const keepText = async (from: string, to: string | null, text: string, session: object): Promise<void> => {
    const digest = createHash('sha256')
      .update(JSON.stringify([from, to, text]))
      .digest('hex')
      .slice(0, 24)
    const one = knownText(digest, session)
    await hearing.text({ gateway, id: one.id, from, to, text, receivedAt: options.clock.now() })
    // Where the session is gone, nobody hears that it was kept.
    if (!gone.has(session)) one.acknowledgedMs = timers.now().getTime()
  }

  const keep = async ({ body, tlvs }: Pdu, session: object): Promise<void> => {
    if (body.command !== 'deliver_sm') return
    const { message } = body
    if (isReceipt(message, tlvs)) {
      const told = readReceipt(message, tlvs, options)
      // The receipt's sender is whom the message went to; some SMSCs leave the two as they were in the message.
      const numbers = [message.source, message.destination].map(({ digits }) => digits.replace('+', ''))
      const whole = sent.whole(told, numbers)
      if (whole === null) log.warn('SMPP receipt without an id that we could use', { state: told.state })
      else await hearing.receipt({ gateway, ...whole, at: options.clock.now() })
      return
    }
    const from = numberOf(message.source)
    const to = message.destination.digits === '' ? null : numberOf(message.destination)
    const part = readText(message, tlvs, alphabet)
    await joining.take(`${from} ${to}`, part, (text) => keepText(from, to, text, session))
  }

  return {
    delivered: async (pdu, session) => {
      try {
        await keep(pdu, session)
        return STATUS.ok
      } catch (thrown) {
        log.warn('SMPP delivery not kept: the SMSC is asked to bring it again', { thrown })
        return STATUS.tryAgain
      }
    },
    ended: (session) => {
      gone.add(session)
      const doubtfulMs = timers.now().getTime() - DOUBTFUL_MS
      for (const one of known.values())
        if (one.session === session && (one.acknowledgedMs ?? 0) >= doubtfulMs) one.acknowledgedMs = null
    },
  }
}
