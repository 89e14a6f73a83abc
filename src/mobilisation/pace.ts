import type { Pace } from '../geo/travel.ts'
import type { Kind } from '../roster/responder.ts'
import type { Hazard } from './hazard.ts'
import type { Severity } from './hazard-event.ts'
import type { PositionPolicy } from './tier.ts'

/** How fast people get to a place, as an office reckons it. */
export interface ReachPolicy {
  readonly kmPerHour: Readonly<Record<Kind, number>>
  /** Kilometres of road for each of the great circle, at least 1. */
  readonly detour: number
  /** Minutes between the call and setting out. */
  readonly readyMin: number
  /** Which positions of the register are relied on; left out: all. */
  readonly positions?: PositionPolicy
  /** The share of the usual speed that is left where a hazard cuts roads, above 0 and at most 1; absent: all of it. */
  readonly roadsCut: { readonly [H in Hazard]?: Readonly<Record<Severity, number>> }
}

/** What a person is called for; null where the event does not say. */
export interface RoadsUnder {
  readonly hazard: Hazard | null
  readonly severity: Severity
}

/** How somebody of a kind gets along over land in such an event; nothing is known of single roads. */
export const paceOf = (kind: Kind, { hazard, severity }: RoadsUnder, policy: ReachPolicy): Pace => {
  const share = (hazard === null ? undefined : policy.roadsCut[hazard]?.[severity]) ?? 1
  return { kmPerHour: policy.kmPerHour[kind] * share, detour: policy.detour, readyMin: policy.readyMin }
}
