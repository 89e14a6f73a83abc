import type { FairnessPolicy } from './fairness.ts'
import type { OddsPolicy } from './odds.ts'

/** A policy that calls the smallest set of people who will do. */
export interface SufficientPolicy {
  /** The chance wanted of every part of a need being filled: `LEAST_TARGET` to `MOST_TARGET`. */
  readonly target: number
  /** Nobody who needs longer is in reach; null: whoever lives near enough. */
  readonly searchWithinMin: number | null
  readonly odds: OddsPolicy
  /** Answers this old count half. */
  readonly halfLifeMs: number
  /** What an answer to a drill's invitation weighs against one to a call, 0 to 1; left out in older rows: nothing. */
  readonly inviteWeight?: number
  readonly fairness: FairnessPolicy
}
