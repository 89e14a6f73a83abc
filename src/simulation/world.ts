import type { Position } from '../geo/position.ts'
import type { DeclaredCrossing } from '../mobilisation/declared-crossing.ts'
import type { FairnessPolicy } from '../mobilisation/fairness.ts'
import type { Hazard } from '../mobilisation/hazard.ts'
import type { HeadCount, Severity } from '../mobilisation/hazard-event.ts'
import type { ReachPolicy } from '../mobilisation/pace.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { LearningPolicy } from './learning.ts'

/** The rules that a call-out keeps to, as an office has them. */
export interface Rules extends LearningPolicy {
  readonly searchRadiusKm: number
  readonly maxWaves: number
  readonly overcall: number
  readonly need: Readonly<Record<Hazard, Readonly<Record<Severity, HeadCount>>>>
  readonly reach: ReachPolicy
  readonly crossings: readonly DeclaredCrossing[]
  readonly fairness: Pick<FairnessPolicy, 'fairWithinMin'>
}

/** Where it all happens. */
export interface World {
  readonly roster: RosterIndex
  /** Codes of all villages. */
  readonly villages: readonly string[]
  placeOf(villageCode: string): Position | undefined
  landmassAt(place: Position): number | null
  readonly rules: Rules
  /** The day of all events; people's histories end with it. */
  readonly now: Date
}
