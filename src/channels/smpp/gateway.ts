import type { SendOutcome } from '../../mobilisation/notice.ts'
import { isPhoneNumber } from '../address.ts'
import { refusalOf } from '../admission.ts'
import { type Channel, foregone, type OutgoingMessage, type Ready } from '../channel.ts'
import type { Receipt } from '../hearing.ts'
import { addressOf, compose, referenceOf, type Submission, validityOf } from './compose.ts'
import { handOver, lateState } from './hand-over.ts'
import { type Link, openLink } from './link.ts'
import { listenTo } from './listening.ts'
import { queryOf } from './query.ts'
import { idOfAnswer } from './receipt.ts'
import { openSeats, type Seat } from './seats.ts'
import { rememberSent } from './sent.ts'
import type { SmppOptions } from './smpp-options.ts'
import { systemTimers } from './timers.ts'

/** A gateway that speaks SMPP 3.4, and can be asked what became of a message. */
export interface SmppGateway extends Channel {
  /** Asks the SMSC about a message that it took; null where it does not say. Never rejects. */
  query(providerRef: string): Promise<Receipt | null>
}

const DOWN_PAUSE_MS = 5_000
const LONGEST_ENQUIRY_MS = 10_000

/**
 * SMS over SMPP 3.4. Its sessions are opened at once, because receipts and replies come in by them, and are built anew
 * for as long as it is not closed.
 *
 * A message has a place in the window of a session when it is ready, and its parts leave on that session alone.
 * Nothing is sent twice: an answer that does not come is `unknown`. A throttling answer slows the whole gateway.
 */
export const smppGateway = (options: SmppOptions): SmppGateway => {
  const { name, smsc, window, hearing, timers = systemTimers() } = options
  const clock = options.clock ?? timers
  const log = options.log.child({ gateway: name })
  const sent = rememberSent()
  const listening = listenTo({ ...options, clock, gateway: name }, sent, timers, log)
  const links: Link[] = []
  const senders: Link[] = []
  const seats = openSeats(() => senders, window, timers)
  const session = { ...options, enquireAnswerMs: Math.min(LONGEST_ENQUIRY_MS, options.enquireEveryMs) }
  const events = { changed: () => seats.look(), delivered: listening.delivered, ended: listening.ended }
  const sourceOf = (text: string) => addressOf(text, options.sourceTon, options.sourceNpi)
  const source = sourceOf(options.source)
  const exerciseSource = options.exerciseSource === null ? source : sourceOf(options.exerciseSource)
  // Where parts of an earlier process may still wait in a telephone, a new one begins elsewhere.
  let joinedBy = Math.floor(timers.random() * 0x10000)
  let closing = false

  for (let nth = 0; nth < options.sessions; nth += 1) {
    const sender = options.bind === 'pair' ? 'bind_transmitter' : 'bind_transceiver'
    senders.push(openLink(session, sender, events, timers, log))
    if (options.bind === 'pair') links.push(openLink(session, 'bind_receiver', events, timers, log))
  }
  links.push(...senders)

  const write = (message: OutgoingMessage): readonly Submission[] | null => {
    joinedBy = (joinedBy + 1) & 0xffff
    return compose(message.text, {
      source: message.mode === 'exercise' ? exerciseSource : source,
      destination: {
        ton: options.destinationTon,
        npi: options.destinationNpi,
        digits: message.to.slice(1),
      },
      serviceType: options.serviceType,
      alphabet: options.alphabet,
      long: options.long,
      joinedBy,
      reference: options.reference ? referenceOf(message.ref) : null,
      validity: validityOf(message.expiresAt, clock.now()),
      urgent: message.urgent,
    })
  }

  const settle = (receipt: Omit<Receipt, 'gateway' | 'at'>): void => {
    hearing.receipt({ gateway: name, ...receipt, at: clock.now() }).catch((thrown: unknown) => {
      // Its row stays unknown, and a receipt may yet come.
      log.warn('a late answer of the SMSC could not be kept', { thrown })
    })
  }

  const send = async (message: OutgoingMessage, parts: readonly Submission[], seat: Seat): Promise<SendOutcome> => {
    const { outcome, ids } = await handOver(parts, seat, seats, timers, (answer) => {
      const late = lateState(answer)
      if (late === null) return
      const providerRef = late.id === null ? null : idOfAnswer(late.id, options.receiptId)
      settle({ ref: message.ref, providerRef, state: late.state, reason: 'answered late' })
    })
    if (outcome.kind === 'unknown' && parts.length === 1)
      sent.lost(message.ref, referenceOf(message.ref), message.to.slice(1))
    if (outcome.kind !== 'accepted') return outcome
    const kept = ids.flatMap((id) => (id === '' ? [] : idOfAnswer(id, options.receiptId)))
    // An SMSC that gives no id can be asked nothing: our own name stands for it.
    return { kind: 'accepted', providerRef: kept.length === 0 ? message.ref : sent.inParts(message.ref, kept) }
  }

  return {
    name: 'sms',
    connections: options.sessions * window,
    prepare: async (message): Promise<Ready> => {
      const refusal = refusalOf(message, smsc.host, isPhoneNumber)
      if (refusal !== undefined) return foregone(refusal)
      const parts = write(message)
      if (parts === null) return foregone({ kind: 'refused', reason: 'too long: more than 255 parts' })
      const seat = await seats.take()
      if (seat === null) {
        const reason = closing ? 'channel is closing' : 'no SMPP session stands'
        return foregone({ kind: 'try-again', reason, afterMs: DOWN_PAUSE_MS })
      }
      return { send: () => send(message, parts, seat), letGo: () => seat.leave() }
    },
    query: queryOf({ name, source, receiptId: options.receiptId, deadNumbers: options.deadNumbers, timers }, () =>
      senders.flatMap(({ standing }) => standing ?? []),
    ),
    close: async () => {
      closing = true
      await seats.close()
      await Promise.all(links.map((link) => link.close()))
    },
  }
}
