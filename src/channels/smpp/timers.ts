/** Time and chance, handed in so that tests move the one and choose the other. */
export interface Timers {
  now(): Date
  /** Runs it once after so many milliseconds, unless the function that it gives is called before. */
  after(ms: number, run: () => void): () => void
  /** In [0, 1). */
  random(): number
}

/** The machine's own. */
export const systemTimers = (): Timers => ({
  now: () => new Date(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  random: Math.random,
})
