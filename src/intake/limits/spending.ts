/** So many a minute for each key, saved up to that many: what is spent comes back evenly. */
export interface Spending {
  /** Whether the key has nothing left at this instant, in milliseconds of any clock that never goes back. */
  isSpent(key: string, nowMs: number): boolean
  /** Takes one. From a key that has nothing left it takes nothing, so that a flood postpones its own end no further. */
  spend(key: string, nowMs: number): void
}

/** Keys kept at most: a flood from many addresses costs memory of a fixed size, and forgets the longest quiet first. */
const MAX_KEYS = 10_000

const MINUTE_MS = 60_000

/**
 * A token bucket for each key, as the generic cell rate algorithm (ITU-T I.371) writes it: one number a key, the instant
 * at which the key will have spent nothing. Throws RangeError unless perMinute is at least 1.
 */
export const spendingLimit = (perMinute: number, maxKeys = MAX_KEYS): Spending => {
  if (!(perMinute >= 1)) throw new RangeError(`perMinute: expected at least 1, got ${perMinute}`)
  const oneMs = MINUTE_MS / perMinute
  const fullAt = new Map<string, number>()
  const isSpent = (key: string, nowMs: number): boolean => (fullAt.get(key) ?? 0) - nowMs > MINUTE_MS - oneMs
  return {
    isSpent,
    spend: (key, nowMs) => {
      if (isSpent(key, nowMs)) return
      const at = Math.max(fullAt.get(key) ?? 0, nowMs) + oneMs
      // Deleted first, so that the map runs from the longest quiet key to the latest.
      fullAt.delete(key)
      fullAt.set(key, at)
      const [quietest] = fullAt.keys()
      if (fullAt.size > maxKeys && quietest !== undefined) fullAt.delete(quietest)
    },
  }
}
