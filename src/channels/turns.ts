/** A fixed number of seats: whoever finds none waits, first come first served. */
export interface Turns {
  /** Runs `work` on a seat and gives the seat to the next in line however it ends. */
  take<Result>(work: () => Promise<Result>): Promise<Result>
  /** Resolves when nobody sits and nobody waits. */
  empty(): Promise<void>
}

export const takeTurns = (seats: number): Turns => {
  const line: (() => void)[] = []
  const watchers: (() => void)[] = []
  let seated = 0
  const leave = (): void => {
    const next = line.shift()
    // The seat goes straight to the next in line, so nobody can slip in between.
    if (next !== undefined) {
      next()
      return
    }
    seated -= 1
    if (seated === 0) for (const tell of watchers.splice(0)) tell()
  }
  return {
    take: async (work) => {
      if (seated < seats) seated += 1
      else await new Promise<void>((resolve) => line.push(resolve))
      try {
        return await work()
      } finally {
        leave()
      }
    },
    empty: () => (seated === 0 ? Promise.resolve() : new Promise((resolve) => watchers.push(resolve))),
  }
}
