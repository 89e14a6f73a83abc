/** What became of a message after a gateway took it, as the gateway tells it later. */
export interface Receipt {
  /** The gateway's name in channels.yaml. */
  readonly gateway: string
  /** Our own name of the message, where the gateway brings it back; else null. */
  readonly ref: string | null
  /** The gateway's name of the message, where it brings that; one of the two is there. */
  readonly providerRef: string | null
  /** `failed-for-good`: the number cannot be reached by anybody; `failed`: this message did not arrive; `waiting`: not yet. */
  readonly state: 'delivered' | 'failed' | 'failed-for-good' | 'expired' | 'waiting'
  readonly reason: string | null
  readonly at: Date
}

/** A text that somebody sent to one of our numbers. */
export interface IncomingText {
  readonly gateway: string
  /** The gateway's name of it, or one made of its contents where there is none: a repeated text is taken once. */
  readonly id: string
  readonly from: string
  /** The number that it was sent to; null where the gateway does not say. */
  readonly to: string | null
  readonly text: string
  readonly receivedAt: Date
  /** Nobody wrote: the phone rang and was let be. Left out: a text. */
  readonly missedCall?: true
}

/** Who takes what a gateway says of its own accord. Rejects only where it could not be kept: then the gateway must repeat it. */
export interface Hearing {
  receipt(receipt: Receipt): Promise<void>
  text(text: IncomingText): Promise<void>
}
