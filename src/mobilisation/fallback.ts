import type { Hazard } from './hazard.ts'
import type { HazardEvent, Severity, Urgency } from './hazard-event.ts'

/** Why somebody is tried on their next channel before its turn came. */
export type PassedOnBecause = 'failed' | 'refused' | 'unknown'

/** How the channels of one person follow each other, where they have several. */
export interface FallbackPolicy {
  /** How long one channel has, unanswered, before the next is tried. */
  readonly afterMs: number
  /** What is life-threatening: such a severity with such an urgency, or such a hazard. All channels go at once then. */
  readonly atOnce: {
    readonly severities: readonly Severity[]
    readonly urgencies: readonly Urgency[]
    readonly hazards: readonly Hazard[]
  }
}

/** The last of two channels leaves three quarters of the deadline to answer. */
const SHARE_OF_DEADLINE = 0.25

type Spoken = Pick<HazardEvent, 'hazard' | 'severity' | 'urgency'>

const threatensLife = ({ severities, urgencies, hazards }: FallbackPolicy['atOnce'], event: Spoken): boolean =>
  (severities.includes(event.severity) && urgencies.includes(event.urgency)) ||
  (event.hazard !== null && hazards.includes(event.hazard))

/**
 * How long each channel of a person has before the next, in whole milliseconds: `afterMs`, and never more than a quarter
 * of the deadline; 0, all at once, where any of the messages that speak for the call-out threatens life, and without a
 * policy, as in older rows. Who has one channel waits for nothing.
 */
export const channelPauseMs = (
  { fallback, ackDeadlineMs }: { readonly fallback?: FallbackPolicy | null; readonly ackDeadlineMs: number },
  events: readonly Spoken[],
): number => {
  if (fallback === undefined || fallback === null) return 0
  if (events.some((event) => threatensLife(fallback.atOnce, event))) return 0
  return Math.min(fallback.afterMs, Math.floor(ackDeadlineMs * SHARE_OF_DEADLINE))
}
