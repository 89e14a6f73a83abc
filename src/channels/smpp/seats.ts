import type { Link, Standing } from './link.ts'
import type { Session } from './session.ts'
import type { Timers } from './timers.ts'

/** A place in the window of a session. */
export interface Seat {
  readonly session: Session
  /** Gives it back; a second call does nothing. */
  leave(): void
}

/** The places of all sessions of a gateway, and how fast they are given out. */
export interface Seats {
  /** The next place, first come first served; null where no session stands and none is about to. */
  take(): Promise<Seat | null>
  /** A link changed. */
  look(): void
  /** The SMSC has had enough: nothing is given out for a while, then fewer at once. Tells how long that while is. */
  throttled(): number
  taken(): void
  /** Gives nothing out any more; resolves when every place was given back. */
  close(): Promise<void>
}

type Found = Standing | null

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 16_000

/**
 * At most `window` places for each session. After a throttling answer the whole gateway waits for 1 s, doubling to 16 s
 * while nothing is taken in between; then half as many go at once as before, and one more with each that is taken.
 */
export const openSeats = (links: () => readonly Link[], window: number, timers: Timers): Seats => {
  const line: ((seat: Seat | null) => void)[] = []
  const watchers: (() => void)[] = []
  let reserved = 0
  let allowed = Number.POSITIVE_INFINITY
  let pauseMs = FIRST_PAUSE_MS
  let takenSince = true
  let pausedUntilMs = Number.NEGATIVE_INFINITY
  let closing = false
  let stopAlarm: () => void = () => undefined

  // Alarms ring a little early by our clock, which counts from when they are set: one that did is set again for the
  // rest, or whoever waits would wait for somebody else to come by.
  const serveAfter = (ms: number): void => {
    stopAlarm()
    stopAlarm = timers.after(ms, serve)
  }

  const freest = () =>
    links()
      .flatMap(({ standing }) => (standing === null || standing.reserved >= window ? [] : [standing]))
      .reduce((best, one) => (best === null || one.reserved < best.reserved ? one : best), null as Found)

  const seatOn = (standing: NonNullable<Found>): Seat => {
    let sits = true
    standing.reserved += 1
    reserved += 1
    return {
      session: standing.session,
      leave: () => {
        if (!sits) return
        sits = false
        standing.reserved -= 1
        reserved -= 1
        if (reserved === 0) for (const tell of watchers.splice(0)) tell()
        serve()
      },
    }
  }

  const serve = (): void => {
    if (closing || links().every(({ standing, coming }) => standing === null && !coming)) {
      for (const tell of line.splice(0)) tell(null)
      return
    }
    const leftMs = pausedUntilMs - timers.now().getTime()
    if (leftMs > 0) {
      serveAfter(leftMs)
      return
    }
    while (line.length > 0 && reserved < allowed) {
      const standing = freest()
      if (standing === null) return
      line.shift()?.(seatOn(standing))
    }
  }

  return {
    take: () =>
      new Promise((resolve) => {
        line.push(resolve)
        serve()
      }),
    look: serve,
    throttled: () => {
      const now = timers.now().getTime()
      // Those under way when it began are told the same.
      if (now >= pausedUntilMs) {
        pauseMs = takenSince ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)
        takenSince = false
        pausedUntilMs = now + pauseMs
        allowed = Math.max(1, Math.floor(Math.min(allowed, reserved) / 2))
        serveAfter(pauseMs)
      }
      return Math.max(FIRST_PAUSE_MS, pausedUntilMs - now)
    },
    taken: () => {
      allowed += 1
      if (timers.now().getTime() >= pausedUntilMs) takenSince = true
    },
    close: () => {
      closing = true
      serve()
      return reserved === 0 ? Promise.resolve() : new Promise((resolve) => watchers.push(resolve))
    },
  }
}
