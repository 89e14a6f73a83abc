/** Says whether one more is allowed for a key at an instant; counts it if so. */
export type RateLimit = (key: string, now: Date) => boolean

/** Keys kept at most: a flood of invented ones then costs memory of a fixed size. */
const MAX_KEYS = 10_000

/**
 * At most `count` per key in each window of `windowMs` from the key's first. Kept in this process alone: it guards
 * against a stuck finger or a robot, not against somebody with many addresses.
 */
export const rateLimit = (count: number, windowMs: number): RateLimit => {
  const windows = new Map<string, { readonly endsAtMs: number; used: number }>()
  return (key, now) => {
    const nowMs = now.getTime()
    const current = windows.get(key)
    if (current !== undefined && nowMs < current.endsAtMs) {
      current.used += 1
      return current.used <= count
    }
    // Deleted first, so that a new window goes to the end: the map then runs from the oldest to the youngest.
    windows.delete(key)
    windows.set(key, { endsAtMs: nowMs + windowMs, used: 1 })
    const [oldest] = windows.keys()
    if (windows.size > MAX_KEYS && oldest !== undefined) windows.delete(oldest)
    return true
  }
}
