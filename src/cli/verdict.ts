/** How a supervised child says what became of it (70 and 75 as in BSD's sysexits: EX_SOFTWARE, EX_TEMPFAIL). */
export const CHILD_ENDS = { asked: 0, failed: 1, badInput: 2, broken: 70, awaiting: 75 } as const

/** How often a service that never once became ready is started anew before we give up. */
const MOST_FIRST_STARTS = 5

/** What a supervisor knows when its child has ended. */
export interface ChildEnd {
  /** The exit code; null after a signal. */
  readonly code: number | null
  /** Whether any child of this supervisor has been ready. */
  readonly everReady: boolean
  /** Children that ended one after the other without 30 s of health in between, this one included. */
  readonly failuresInARow: number
}

/**
 * What to do about a child that nobody asked to end. Bad configuration at the very first start is told to whoever
 * started us; later on it may be an edit that is being mended. A database that is away is waited for, however long.
 */
export const verdictOn = ({ code, everReady, failuresInARow }: ChildEnd): 'start-again' | 'give-up' | 'bad-input' => {
  if (everReady || code === CHILD_ENDS.awaiting) return 'start-again'
  if (code === CHILD_ENDS.badInput) return 'bad-input'
  return failuresInARow >= MOST_FIRST_STARTS ? 'give-up' : 'start-again'
}
