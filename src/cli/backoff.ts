const FIRST_MS = 200
const LONGEST_MS = 5_000

/** The pause before a child is started again: 0.2 s after the first failure in a row, doubling up to 5 s. */
export const restartDelayMs = (failuresInARow: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failuresInARow - 1))
