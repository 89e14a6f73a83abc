/** Tells the time. Handed to whatever needs it, so that tests move time by hand. */
export interface Clock {
  now(): Date
}

/** The machine's own clock. */
export const systemClock = (): Clock => ({ now: () => new Date() })

/** A clock that is set from time to time and runs on by itself in between. */
export interface SteadyClock extends Clock {
  set(now: Date): void
}

/**
 * Runs on from `start` by the machine's monotonic clock: a step of the machine's wall clock moves nothing. Set to the
 * database's time now and then, it keeps every process of one installation agreed on what is due.
 */
export const steadyClock = (start: Date, monotonicMs: () => number = () => performance.now()): SteadyClock => {
  const baseAt = (at: Date) => ({ atMs: at.getTime(), monotonicMs: monotonicMs() })
  let base = baseAt(start)
  return {
    now: () => new Date(base.atMs + monotonicMs() - base.monotonicMs),
    set: (now) => {
      base = baseAt(now)
    },
  }
}
