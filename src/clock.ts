/** Tells the time. Handed to whatever needs it, so that tests move time by hand. */
export interface Clock {
  now(): Date
}

/**
 * The machine's clock moved by `offsetMs`, the database's time minus ours as measured at start, so that every process
 * of one installation agrees on what is due.
 */
export const systemClock = (offsetMs = 0): Clock => ({ now: () => new Date(Date.now() + offsetMs) })
