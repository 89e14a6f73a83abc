/** A fixed number of seats: whoever finds none waits, first come first served. */
export interface Turns {
  /** Takes a seat; the function that it gives leaves it again, to the next in line. A second call of that does nothing. */
  take(): Promise<() => void>
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
    take: async () => {
      if (seated < seats) seated += 1
      else await new Promise<void>((resolve) => line.push(resolve))
      let sits = true
      return () => {
        if (sits) leave()
        sits = false
      }
    },
    empty: () => (seated === 0 ? Promise.resolve() : new Promise((resolve) => watchers.push(resolve))),
  }
}
