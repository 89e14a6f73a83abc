import type { SendOutcome } from '../mobilisation/notice.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'

/** One message, worded and addressed, ready to leave. */
export interface OutgoingMessage {
  /**
   * Our stable name of the message, the same at every try: the gateway's idempotency key and the left half of the
   * Message-ID. 1 to 64 of A-Z a-z 0-9 . _ -
   */
  readonly ref: string
  /** A number in E.164 or an e-mail address, checked before; a live channel checks it once more and refuses others. */
  readonly to: string
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
}

/** A way out of the house. Decides nothing but what its provider's answer means. */
export interface Channel {
  readonly name: ChannelName
  /** How many messages may be under way at once; further ones wait for their turn. */
  readonly connections: number
  /**
   * Hands one message over, at most once: no retry in here, whatever happens. Never rejects, and ends by itself
   * within the channel's deadlines. No `reason` holds a phone number or an e-mail address in full.
   */
  send(message: OutgoingMessage): Promise<SendOutcome>
  /** Waits for the messages under way, then lets go of the connections. Later sends are told to try again. */
  close(): Promise<void>
}
