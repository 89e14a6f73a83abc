import type { ResponderId } from '../roster/responder.ts'
import type { Fills, Likely, Part } from './fill-chance.ts'
import type { Need } from './hazard-event.ts'

/** Somebody who may be called: eligible and within reach. */
export interface Candidate extends Likely {
  readonly responderId: ResponderId
  /** How long they take to the place. */
  readonly minutes: number
  /** Over a limit of fatigue: called only where the need cannot be met without them. */
  readonly resting: boolean
}

export interface WaveAsked {
  readonly need: Need
  /** Those who are coming: certain. */
  readonly coming: readonly Fills[]
  /** Those called whose answer is awaited, with the odds that are left to them (`oddsLeft` in odds.ts). */
  readonly pending: readonly Likely[]
  /** In the order in which they are to be called (`inFairOrder` in fairness.ts); each once, nobody of the others. */
  readonly candidates: readonly Candidate[]
  /** The chance wanted of every part being filled: 0.8 to 0.999. */
  readonly target: number
}

/** Somebody to be called. */
export interface Called {
  readonly responderId: ResponderId
  /** What brought them in: a place of their kind, or a skill that is short. */
  readonly because: 'kind' | 'skill'
  readonly resting: boolean
}

export interface PartChance extends Part {
  /** The chance that this part is filled by those coming, pending and called. */
  readonly chance: number
}

/** Whom to call, and how sure that makes it. */
export interface Wave {
  /** In the candidates' order. */
  readonly called: readonly Called[]
  /** The chance that every part is filled; a lower bound of it where `exact` is false. */
  readonly chance: number
  readonly exact: boolean
  /** Whether `chance` reaches the target. */
  readonly reached: boolean
  /** Every part of the need: kinds first, then skills, each in the order of their words. */
  readonly parts: readonly PartChance[]
  /** Parts that keep it from being reached, the weakest first: all who can fill them are called. */
  readonly limits: readonly Part[]
  /** Resting people who are left in peace. */
  readonly spared: readonly ResponderId[]
  /** Yeses to be expected of those called. */
  readonly expectedYes: number
  /** Those coming, and yeses to be expected of pending and called. */
  readonly expectedComing: number
}

export const sufficientWave = (asked: WaveAsked): Wave => {
  throw new RangeError(`not built yet ${asked.target}`)
}
