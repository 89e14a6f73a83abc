import type { SendOutcome } from '../mobilisation/notice.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import type { Receipt } from './hearing.ts'

/** Who invites, by the address that answers come back to, and who is invited. */
export interface InvitationParties {
  readonly organizer: { readonly name: string; readonly address: string }
  readonly attendee: { readonly name: string; readonly address: string }
}

/** One message, worded and addressed, ready to leave. */
export interface OutgoingMessage {
  /**
   * Our stable name of the message, the same at every try: the gateway's idempotency key and the left half of the
   * Message-ID. 1 to 64 of A-Z a-z 0-9 . _ -
   */
  readonly ref: string
  /** A number in E.164 or an e-mail address, checked before; a live channel checks it once more and refuses others. */
  readonly to: string
  /** Our number of the message: with it e-mail makes addresses that answers and bounces come back to. */
  readonly serial?: bigint
  readonly toName?: string
  /** Null where the channel has no subjects. */
  readonly subject: string | null
  readonly text: string
  /** An invented person: nothing is sent unless the gateway stands on this machine. */
  readonly synthetic: boolean
  readonly mode: Mode
  /** The `ref` of the message that this one follows, so that a mail reader shows them together. */
  readonly threadRef?: string
  readonly urgent: boolean
  /**
   * E-mail alone: what calendar programs read beside the words (iTIP REQUEST), made for the addresses that the mail leaves
   * with. The same at every try.
   */
  readonly invitation?: (parties: InvitationParties) => string
  /** What that is: REQUEST unless given. */
  readonly invitationMethod?: 'REQUEST' | 'CANCEL'
  /**
   * The serial of the message that invited first, in the organizer's address: calendar programs take no news of an entry
   * from another organizer.
   */
  readonly organizerSerial?: bigint
  /** When it is of no more use: a gateway that can is told to throw it away then. */
  readonly expiresAt?: Date
}

/** A message at an open door: nothing of it has left, and the way out is kept for it until it leaves or is taken back. */
export interface Ready {
  /**
   * Hands the message over, at most once: no retry in here, whatever happens. Never rejects, and ends by itself within
   * the channel's deadlines. No `reason` holds a phone number or an e-mail address in full.
   */
  send(): Promise<SendOutcome>
  /** Gives the way out back to others, after `send` or instead of it. Must be called; a second call does nothing. */
  letGo(): void
}

/** A message that needs no way out, because its outcome is known already: nothing of it leaves. */
export const foregone = (outcome: SendOutcome): Ready => ({ send: async () => outcome, letGo: () => undefined })

/** A way out of the house. Decides nothing but what its provider's answer means. */
export interface Channel {
  readonly name: ChannelName
  /** How many messages may be ready or under way at once; further ones wait for their turn. */
  readonly connections: number
  /**
   * Checks the message and has a connection stand for it; no byte of it leaves before `send`. Where none can be had,
   * `send` says so and nothing leaves. Never rejects, and ends by itself within the channel's deadlines.
   */
  prepare(message: OutgoingMessage): Promise<Ready>
  /**
   * What the provider says of a message now, by our name of it and, where one is known, its own; null where it says
   * nothing. Left out where it cannot be asked. Asks once and changes nothing.
   */
  ask?(ref: string, providerRef: string | null): Promise<Receipt | null>
  /** Waits for the messages ready or under way, then lets go of the connections. Later ones are told to try again. */
  close(): Promise<void>
}
