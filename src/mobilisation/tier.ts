import type { Responder } from '../roster/responder.ts'
import type { Resting } from './fairness.ts'

/** When a position on the register is not relied on; null: however old, or however vague. */
export interface PositionPolicy {
  readonly staleAfterMs: number | null
  readonly vagueBeyondM: number | null
}

/** What makes somebody wait for others to be called first, however near they are. */
export interface Lateness {
  readonly resting: Resting | null
  /** Nobody confirmed lately where they live, or only about where. */
  readonly stale: boolean
  /** Of a neighbouring jurisdiction, by mutual aid. */
  readonly aid: boolean
  /** They said yes to a less urgent call-out. */
  readonly committed: boolean
}

/** Why somebody later in line was not called: the others were enough. */
export type Later = Resting | 'stale-position' | 'aid-not-needed' | 'called-elsewhere'

/** Whether a position is older or vaguer than the policy relies on; one whose age is not known is not old. */
export const isStale = (
  { positionAt = null, accuracyM }: Pick<Responder, 'positionAt' | 'accuracyM'>,
  { staleAfterMs, vagueBeyondM }: PositionPolicy,
  now: Date,
): boolean =>
  (staleAfterMs !== null && positionAt !== null && now.getTime() - positionAt.getTime() > staleAfterMs) ||
  (vagueBeyondM !== null && accuracyM > vagueBeyondM)

/**
 * In which turn somebody is called: people of a later one only where all earlier ones together do not reach the target.
 * First the own jurisdiction, then its neighbours; within each those whose position is relied on before the others, and
 * the rested before those who rest. Last of all who would be taken from where they are coming to.
 */
export const tierOf = ({ resting, stale, aid, committed }: Lateness): number =>
  (committed ? 8 : 0) + (aid ? 4 : 0) + (stale ? 2 : 0) + (resting === null ? 0 : 1)

/** The weightiest reason of one who waited and was not called; null for the first in line. */
export const whyLater = ({ resting, stale, aid, committed }: Lateness): Later | null => {
  if (committed) return 'called-elsewhere'
  if (aid) return 'aid-not-needed'
  return stale ? 'stale-position' : resting
}
