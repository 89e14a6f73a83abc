import type { Clock } from '../src/clock.ts'
import { type AfterSend, afterSend, type SendOutcome } from '../src/mobilisation/notice.ts'
import type { Slots } from './slots.ts'

/** How long a claim holds without a sign of life: a killed sender's messages are free again within this and a sweep. */
export const LEASE_MS = 10_000

/** A claim's sign of life: well within the lease, so that a missed one or two cost nothing. */
export const KEEP_LEASE_EVERY_MS = 3_000

/**
 * How many are claimed together: enough to keep every connection busy, few enough that a more urgent message, which
 * waits for those in hand, waits seconds and not minutes at a slow gateway.
 */
const BATCH = 25

/**
 * Senders of one lane and channel at once in this process. A further one that is woken ends at once: the others go on
 * until nothing is due, and a lane full of senders would have no room for reviews and new events.
 */
const SENDERS = 2

/** The least that this job needs to know of a claimed notice. */
interface Claim {
  readonly id: string
  readonly attempt: number
  readonly channel: 'sms' | 'email'
}

interface Ready {
  send(): Promise<SendOutcome>
  letGo(): void
}

interface Rendered {
  readonly kept: { readonly subject: string | null; readonly body: string }
}

/** What one sender sends: each channel has its own, so that a gateway that is slow holds up no other. */
export interface Load {
  readonly lane: 'live' | 'exercise'
  readonly channel: 'sms' | 'email'
}

export interface Needs<Notice extends Claim, Message extends Rendered> {
  claim(load: Load, limit: number, now: Date, leaseUntil: Date): Promise<readonly Notice[]>
  /** Throws where no text can be made of it. */
  render(notice: Notice): Message
  beginSending(
    notice: Notice,
    kept: Message['kept'],
    now: Date,
    leaseUntil: Date,
  ): Promise<{ readonly kind: 'go'; readonly tries: number } | { readonly kind: 'dropped' | 'gone' }>
  /**
   * Has a way out stand for the message; nothing of it leaves before `send`. Where none can be had, `send` says so.
   * `letGo` gives the way out back, sent or not; a second call of it does nothing.
   */
  prepare(notice: Notice, message: Message): Promise<Ready>
  recordOutcome(notice: Notice, after: AfterSend, now: Date): Promise<boolean>
  refuse(notice: Notice, reason: string, now: Date): Promise<unknown>
  release(notices: readonly Notice[]): Promise<unknown>
  keepLease(notices: readonly Notice[], leaseUntil: Date): Promise<unknown>
  /** Calls `beat` every `everyMs` until the function that it gives is called. */
  heartbeat(everyMs: number, beat: () => Promise<unknown>): () => void
  slots: Readonly<Record<'live' | 'exercise', Readonly<Record<'sms' | 'email', Slots>>>>
  /** The process is going down: begin nothing more. */
  stopping(): boolean
  sent(notice: Notice, outcome: SendOutcome, recorded: boolean): void
}

/** Sends what is due in a lane by one channel, batch by batch, until nothing is. Any number of processes may do so side by side. */
export const sendNotices = <Notice extends Claim, Message extends Rendered>(
  needs: Needs<Notice, Message>,
  clock: Clock,
) => {
  const leaseEnd = (now: Date): Date => new Date(now.getTime() + LEASE_MS)

  const sendOne = async (notice: Notice): Promise<void> => {
    if (needs.stopping()) return
    let message: Message
    try {
      message = needs.render(notice)
    } catch (thrown) {
      await needs.refuse(notice, `no text: ${thrown instanceof Error ? thrown.message : 'unknown fault'}`, clock.now())
      return
    }
    // Before the row says `sending`: a sender that dies while it waits for a gateway has handed nothing over.
    const ready = await needs.prepare(notice, message)
    try {
      await handOver(notice, message, ready)
    } finally {
      ready.letGo()
    }
  }

  const handOver = async (notice: Notice, message: Message, ready: Ready): Promise<void> => {
    if (needs.stopping()) return
    const begun = clock.now()
    const departure = await needs.beginSending(notice, message.kept, begun, leaseEnd(begun))
    if (departure.kind !== 'go') return
    // From here on the row says `sending`: whatever happens, it is never silently sent again.
    const outcome = await ready.send()
    ready.letGo()
    const now = clock.now()
    const recorded = await needs.recordOutcome(notice, afterSend(outcome, departure.tries, now), now)
    needs.sent(notice, outcome, recorded)
  }

  const sendAll = async (load: Load): Promise<void> => {
    for (;;) {
      const now = clock.now()
      const held = await needs.claim(load, BATCH, now, leaseEnd(now))
      if (held.length === 0) return
      const open = new Set(held)
      const stopBeat = needs.heartbeat(KEEP_LEASE_EVERY_MS, () => needs.keepLease([...open], leaseEnd(clock.now())))
      try {
        const results = await Promise.allSettled(
          held.map((notice) =>
            needs.slots[load.lane][notice.channel].run(() => sendOne(notice)).finally(() => open.delete(notice)),
          ),
        )
        if (needs.stopping()) await needs.release(held)
        for (const result of results)
          if (result.status === 'rejected') throw (result as { readonly reason: unknown }).reason
      } finally {
        stopBeat()
      }
      if (needs.stopping()) return
    }
  }

  const underWay = new Map<string, number>()
  return async (load: Load): Promise<void> => {
    const key = `${load.lane} ${load.channel}`
    const others = underWay.get(key) ?? 0
    if (others >= SENDERS) return
    underWay.set(key, others + 1)
    try {
      await sendAll(load)
    } finally {
      underWay.set(key, (underWay.get(key) ?? 1) - 1)
    }
  }
}
