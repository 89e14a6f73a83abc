import { type Clock, steadyClock } from '../../clock.ts'

/** Time and chance, handed in so that tests move the one and choose the other. */
export interface Timers {
  now(): Date
  /** Runs it once after so many milliseconds, unless the function that it gives is called before. */
  after(ms: number, run: () => void): () => void
  /** In [0, 1). */
  random(): number
}

/** The machine's own; a step of its wall clock moves nothing. */
export const systemTimers = (clock: Clock = steadyClock(new Date())): Timers => ({
  now: () => clock.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  random: Math.random,
})
