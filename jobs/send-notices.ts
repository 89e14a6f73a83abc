import type { Clock } from '../src/clock.ts'
import { type AfterSend, afterSend, type SendOutcome } from '../src/mobilisation/notice.ts'
import { openHand } from './hand.ts'

/** How long a claim holds without a sign of life: a killed sender's messages are free again within this and a sweep. */
export const LEASE_MS = 10_000

/** A claim's sign of life: well within the lease, so that a missed one or two cost nothing. */
export const KEEP_LEASE_EVERY_MS = 3_000

/** The longest wait for budget without a look at whether there is still something to wait for. */
const LONGEST_PAUSE_MS = 1_000

/** The least that this job needs to know of a claimed notice. */
interface Claim {
  readonly id: string
  readonly attempt: number
  readonly plannedAt: Date
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

/** A gateway, as one lane of its channel sees it. */
export interface Way {
  readonly gateway: string
  /** How many messages may be in hand for it now; 0 while it rests. */
  room(): number
  /** How long it still rests, in ms; 0 while it does not. */
  restMs(): number
  /** Takes a place at it, when there is one, and gives what leaves the place again; a second call of that does nothing. */
  take(): Promise<() => void>
}

export interface Needs<Notice extends Claim, Message extends Rendered> {
  /** The gateways that serve the load, resting ones too. */
  ways(load: Load): readonly Way[]
  /** Takes what is due and may leave by the gateway now; `againInMs` where more is due that has no budget yet. */
  claim(
    load: Load,
    gateway: string,
    limit: number,
    now: Date,
    leaseUntil: Date,
  ): Promise<{ readonly notices: readonly Notice[]; readonly againInMs: number | null }>
  /** Throws where no text can be made of it. */
  render(notice: Notice): Message
  /** Commits that the message leaves now, or says why not. */
  begin(
    notice: Notice,
    gateway: string,
    kept: Message['kept'],
  ): Promise<{ readonly kind: 'go'; readonly tries: number } | { readonly kind: 'dropped' | 'gone' | 'busy' }>
  /**
   * Has a way out stand for the message; nothing of it leaves before `send`. Where none can be had, `send` says so.
   * `letGo` gives the way out back, sent or not; a second call of it does nothing.
   */
  prepare(notice: Notice, message: Message, gateway: string): Promise<Ready>
  /** Writes the outcome; from the call on, nothing begins that is not written with it or after it. */
  record(notice: Notice, after: AfterSend, at: Date): Promise<boolean>
  refuse(notice: Notice, reason: string, now: Date): Promise<unknown>
  release(notices: readonly Notice[]): Promise<unknown>
  keepLease(notices: readonly Notice[], leaseUntil: Date): Promise<unknown>
  /** Calls `beat` every `everyMs` until the function that it gives is called. */
  heartbeat(everyMs: number, beat: () => Promise<unknown>): () => void
  pause(ms: number): Promise<unknown>
  /** The process is going down: begin nothing more. */
  stopping(): boolean
  sent(notice: Notice, outcome: SendOutcome, recorded: boolean, gateway: string): void
}

/**
 * Sends what is due in a lane by one channel through all its gateways, until nothing is. A gateway takes as much at a time
 * as it has room and budget for, so that gateways share by what they can do. Any number of processes may do so side by side.
 */
export const sendNotices = <Notice extends Claim, Message extends Rendered>(
  needs: Needs<Notice, Message>,
  clock: Clock,
) => {
  const leaseEnd = (now: Date): Date => new Date(now.getTime() + LEASE_MS)

  /** Sends by one gateway until nothing is due that it may take; calls `forOthers` when it put something back for them, and `alongside` when it found more. */
  const sendBy = async (load: Load, way: Way, forOthers: () => void, alongside: () => void): Promise<void> => {
    const { gateway } = way
    const failures: unknown[] = []
    const idle = (): boolean => needs.stopping() || way.room() === 0

    const handOver = async (notice: Notice, message: Message, ready: Ready, leave: () => void): Promise<void> => {
      const departure = await needs.begin(notice, gateway, message.kept)
      if (departure.kind !== 'go') return
      // From here on the row says `sending`: whatever happens, it is never silently sent again.
      const outcome = await ready.send()
      ready.letGo()
      const now = clock.now()
      const ways = needs.ways(load)
      const others = ways.filter((other) => other.gateway !== gateway && other.room() > 0).length
      const after = afterSend(outcome, departure.tries, now, {
        gateways: 1 + others,
        all: ways.length,
        restMs: way.restMs(),
        plannedAt: notice.plannedAt,
      })
      const recording = needs.record(notice, after, now)
      // The next message may take the place: it begins together with this outcome, or after it.
      leave()
      const recorded = await recording
      if (after.elsewhereUntil !== null) forOthers()
      needs.sent(notice, outcome, recorded, gateway)
    }

    const sendOne = async (notice: Notice, leave: () => void): Promise<void> => {
      if (idle()) {
        hand.putBack(notice)
        return
      }
      let message: Message
      try {
        message = needs.render(notice)
      } catch (thrown) {
        const reason = `no text: ${thrown instanceof Error ? thrown.message : 'unknown fault'}`
        await needs.refuse(notice, reason, clock.now())
        return
      }
      // Before the row says `sending`: a sender that dies while it waits for a gateway has handed nothing over.
      const ready = await needs.prepare(notice, message, gateway)
      try {
        // It may have come to rest meanwhile.
        if (idle()) hand.putBack(notice)
        else await handOver(notice, message, ready, leave)
      } finally {
        ready.letGo()
      }
    }

    const hand = openHand<Notice>({
      place: way.take,
      send: sendOne,
      release: async (notices) => {
        await needs.release(notices)
        forOthers()
      },
      failed: (thrown) => failures.push(thrown),
    })

    const stopBeat = needs.heartbeat(KEEP_LEASE_EVERY_MS, async () => {
      if (idle()) hand.putBack()
      const held = hand.held()
      if (held.length > 0) await needs.keepLease(held, leaseEnd(clock.now()))
    })
    try {
      while (!idle() && failures.length === 0) {
        const room = way.room()
        const held = hand.held().length
        // Not one by one: a claim costs about as much for ten.
        if (held > 0 && held > room / 2) {
          await hand.next()
          continue
        }
        const now = clock.now()
        const { notices, againInMs } = await needs.claim(load, gateway, room - held, now, leaseEnd(now))
        for (const notice of notices) hand.take(notice)
        if (notices.length > 0) alongside()
        if (againInMs !== null) await needs.pause(Math.min(againInMs, LONGEST_PAUSE_MS))
        else if (notices.length === 0) break
      }
    } catch (thrown) {
      failures.push(thrown)
    } finally {
      await hand.empty()
      stopBeat()
    }
    if (failures.length > 0) throw failures[0]
  }

  const sendAll = async (load: Load): Promise<void> => {
    const running = new Map<string, Promise<void>>()
    const failures: unknown[] = []
    // Counts what was put back for others: a gateway that found nothing just before looks again.
    let putBack = 0
    const rested = new Set<string>()
    const run = async (way: Way): Promise<void> => {
      try {
        for (let seen = -1; seen !== putBack && way.room() > 0 && !needs.stopping(); ) {
          seen = putBack
          await sendBy(load, way, forOthers, startRested)
        }
      } catch (thrown) {
        failures.push(thrown)
      }
      running.delete(way.gateway)
      if (way.room() === 0) rested.add(way.gateway)
    }
    const startAll = (): void => {
      for (const way of needs.ways(load)) {
        if (running.has(way.gateway)) continue
        rested.delete(way.gateway)
        if (way.room() > 0) running.set(way.gateway, run(way))
        else rested.add(way.gateway)
      }
    }
    // A long load outlasts a rest: who had no room takes a share as soon as there is some, and not only of the next load.
    const startRested = (): void => {
      if (rested.size > 0 && failures.length === 0) startAll()
    }
    const forOthers = (): void => {
      putBack += 1
      startAll()
    }
    startAll()
    while (running.size > 0) await Promise.all(running.values())
    if (failures.length > 0) throw failures[0]
  }

  /** One sender of a lane and channel in a process: who is woken meanwhile has it look once more before it ends. */
  const underWay = new Map<string, { again: boolean }>()
  return async (load: Load): Promise<void> => {
    const key = `${load.lane} ${load.channel}`
    const other = underWay.get(key)
    if (other !== undefined) {
      other.again = true
      return
    }
    const own = { again: true }
    underWay.set(key, own)
    try {
      while (own.again && !needs.stopping()) {
        own.again = false
        await sendAll(load)
      }
    } finally {
      underWay.delete(key)
    }
  }
}
