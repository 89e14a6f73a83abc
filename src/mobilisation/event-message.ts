import type { Decision, DecisionReason } from './decision.ts'
import type { HazardEvent } from './hazard-event.ts'

/** An earlier message that this one speaks of: CAP's `references`, the ids of one quake at one agency. */
export interface Reference {
  readonly source: string
  readonly sourceId: string
  readonly sentAt: Date | null
}

/** Why a message may not call anybody by itself, whatever it says. */
export interface Restraint {
  readonly decision: Exclude<Decision, 'mobilise'>
  readonly reason: DecisionReason
  /** For the sender, in a sentence. */
  readonly warning: string
}

/** A message in our own words, whoever sent it and in whatever form it came. */
export interface EventMessage {
  /** The operator's organisation, CAP's sender, or the name of a feed. */
  readonly source: string
  /** Its id at the source. */
  readonly sourceId: string
  /** Other ids of the same thing at the same source, as USGS gives them; without `sourceId`. */
  readonly aliases: readonly string[]
  /** The source's own number of it; null where the source does not number, and `sentAt` orders its messages. */
  readonly revision: number | null
  readonly sentAt: Date | null
  readonly references: readonly Reference[]
  /** BCP 47, in lower case: id, en-us. Null where the message does not say. */
  readonly language: string | null
  /** E.164; kept apart from the event, which may be logged. */
  readonly contact: string | null
  readonly event: HazardEvent
  readonly restraint: Restraint | null
}
