/** What a bench is given. */
export interface Stage {
  /** Says what goes on, on standard error. */
  tell(line: string): void
  /** Done when the bench is over or is interrupted, last come first served. */
  later(clearAway: () => unknown): void
}

export interface OpenStage extends Stage {
  /** Clears everything away; safe to call twice. */
  close(): Promise<void>
}

export const openStage = (tell: (line: string) => void): OpenStage => {
  const left: (() => unknown)[] = []
  let closing: Promise<void> | undefined
  const clear = async (): Promise<void> => {
    for (let clearAway = left.pop(); clearAway !== undefined; clearAway = left.pop()) {
      try {
        await clearAway()
      } catch (thrown) {
        // The others still have to be cleared away.
        tell(`could not be cleared away: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
      }
    }
  }
  return {
    tell,
    later: (clearAway) => void left.push(clearAway),
    close: () => {
      // One clearing at a time, or the order is lost; whoever comes second waits for the first.
      closing = closing === undefined ? clear() : closing.then(clear)
      return closing
    },
  }
}
