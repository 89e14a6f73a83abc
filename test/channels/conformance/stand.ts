import type { Channel } from '../../../src/channels/channel.ts'

/** What a gateway does with each message that it gets from now on. Every driver says it in its own protocol. */
export type Move =
  /** Takes it at once and names it `id`; null: a name of the driver's choice. */
  | { readonly kind: 'accept'; readonly id: string | null }
  /** The same after so many milliseconds, not one byte of an answer before. */
  | { readonly kind: 'accept-late'; readonly afterMs: number }
  /** Takes it in and keeps its answer back until `release()`. */
  | { readonly kind: 'hold' }
  /** The number cannot be reached. The answer repeats the number, where an answer has words. */
  | { readonly kind: 'refuse-number' }
  /** We may not use it (a wrong password, a lapsed account). The answer repeats the password, where it has words. */
  | { readonly kind: 'refuse-us' }
  /** Too fast; with the pause that it asks for, where its protocol can say one. */
  | { readonly kind: 'throttle'; readonly pauseS: number | null }
  /** Out of order, and says that it did not take the message. */
  | { readonly kind: 'fail-untaken' }
  /** Out of order after it had the whole message: it may have been taken. */
  | { readonly kind: 'fail-taken' }
  /** Reads it all and says nothing more. */
  | { readonly kind: 'silence' }
  /** Reads it all and cuts the connection. */
  | { readonly kind: 'cut' }
  /** Cuts the connection in the middle of its answer. */
  | { readonly kind: 'half-answer' }
  /** Answers with what is no answer in its protocol. */
  | { readonly kind: 'garbage' }

/** A message as the gateway understood it. */
export interface Arrival {
  /** In E.164, whatever the protocol writes. */
  readonly to: string
  /** Decoded: all parts of a long one joined. */
  readonly text: string
  /** Our name of it; null where the protocol or the description cannot carry it. */
  readonly ref: string | null
}

/** A gateway that listens on loopback and does as it is told. Its first move is to accept. */
export interface Stand {
  does(move: Move): void
  /** Every whole message that ever came, in order, whatever it did with it. */
  readonly arrivals: readonly Arrival[]
  /** Bytes of messages that ever came, broken ones too; what opens a session is not counted. */
  bytes(): number
  /** The most messages that were unanswered at the same time. */
  mostAtOnce(): number
  /** Answers what was held, as taken, and accepts from now on. */
  release(): void
  close(): Promise<void>
}

/** What the channel of a case is like. */
export interface ChannelSettings {
  /** Messages under way at once. */
  readonly connections: number
  readonly connectMs: number
  /** From a message's first byte to its outcome. */
  readonly answerMs: number
}

/** Somebody's wish for a secured gateway: one with the right certificate, or one that names another host. */
export type Certificate = 'own-name' | 'other-name'

/** One adapter with its gateway. */
export interface Driver {
  /** As the table has it: `http`, `template (form)`, `smpp`. */
  readonly name: string
  /** Against which real server: for the table's foot. */
  readonly against: string
  /** Cases that mean nothing in this protocol, each with the reason that the table prints. */
  readonly leavesOut: Readonly<Record<string, string>>
  /** What must stand in no reason: passwords and tokens that its channels are given. */
  readonly secrets: readonly string[]
  /** Opens a gateway; null where the adapter has no TLS and `certificate` is given. */
  stand(certificate: Certificate | null): Promise<Stand>
  /** A channel to the stand, trusting its certificate where it has one. Opens no connection yet, or may: as the adapter does. */
  channel(stand: Stand, settings: ChannelSettings): Channel
  /** A channel to where nobody listens: to a port of loopback, or to a host that is not this machine. */
  channelToNobody(host: 'loopback' | 'elsewhere', settings: ChannelSettings): Channel
  /** Ends what its stands shared. */
  close?(): Promise<void>
}
