import type { OccurrenceState } from './occurrence.ts'

/** Ours: from then on people say themselves that they are there, and until then that they were. */
export const PRESENT_BEFORE_MS = 3_600_000
export const PRESENT_AFTER_MS = 12 * 3_600_000

/** Ours: so many wrong codes within that long, and none is looked at for as long. */
export const MOST_MISSES = 5
export const MISSES_WITHIN_MS = 600_000

export type PresenceRefusal = 'too-early' | 'over' | 'cancelled'

/** Why nobody can say now that they are at a drill; null where they can. */
export const presenceRefusal = (
  drill: { readonly state: OccurrenceState; readonly startsAt: Date; readonly endsAt: Date },
  now: Date,
): PresenceRefusal | null => {
  if (drill.state === 'cancelled') return 'cancelled'
  if (now.getTime() < drill.startsAt.getTime() - PRESENT_BEFORE_MS) return 'too-early'
  return now.getTime() > drill.endsAt.getTime() + PRESENT_AFTER_MS ? 'over' : null
}

/**
 * Whether wrong codes have closed the door for now. `misses`, the newest first: those that were looked at, so that none
 * falls into a time when it was closed.
 */
export const isClosed = (misses: readonly Date[], now: Date): boolean => {
  const [newest, eldest] = [misses[0], misses[MOST_MISSES - 1]]
  if (newest === undefined || eldest === undefined) return false
  return newest.getTime() - eldest.getTime() < MISSES_WITHIN_MS && now.getTime() - newest.getTime() < MISSES_WITHIN_MS
}
