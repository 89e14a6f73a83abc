import type { EventMessage, Restraint } from './event-message.ts'
import { FEED_POLICIES, type FeedPolicy, type Thresholds } from './feed.ts'
import type { HazardEvent } from './hazard-event.ts'
import { strongestFelt } from './quake-severity.ts'
import { ends } from './threads.ts'

/** The stricter of two policies: a feed that may mobilise lets through nothing that its sender may not. */
export const stricterPolicy = (a: FeedPolicy, b: FeedPolicy): FeedPolicy =>
  FEED_POLICIES.indexOf(a) >= FEED_POLICIES.indexOf(b) ? a : b

const RECORDED: Restraint = {
  decision: 'record',
  reason: 'feed-records',
  warning: 'this feed is only kept (policy record): nobody is called',
}

const PROPOSED: Restraint = {
  decision: 'propose',
  reason: 'feed-proposes',
  warning: 'this feed proposes (policy propose): an operator must confirm before anybody is called',
}

/** Null where the quake is strong enough; else what holds it back. */
const quakeRestraint = (event: HazardEvent, { minMagnitude, maxDepthKm, minMmi }: Thresholds): Restraint | null => {
  const strongest = strongestFelt(event.felt)
  if (minMmi !== null && strongest !== null && strongest >= minMmi) return null
  const short: string[] = []
  if (minMagnitude !== null && event.magnitude !== null && event.magnitude < minMagnitude)
    short.push(`magnitude ${event.magnitude} is below ${minMagnitude}`)
  // A depth that is not known counts as shallow: deep quakes are the harmless ones.
  if (maxDepthKm !== null && event.depthKm !== null && event.depthKm > maxDepthKm)
    short.push(`${event.depthKm} km is deeper than ${maxDepthKm} km`)
  if (minMagnitude === null && maxDepthKm === null && minMmi !== null)
    short.push(strongest === null ? 'nobody has reported feeling it' : `felt with ${strongest} MMI, below ${minMmi}`)
  if (short.length > 0)
    return { decision: 'record', reason: 'feed-records', warning: `${short.join(', ')}: kept, nobody is called` }
  return minMagnitude !== null && event.magnitude === null
    ? { decision: 'propose', reason: 'feed-proposes', warning: 'the magnitude is not known: an operator must confirm' }
    : null
}

/**
 * What a feed's policy and limits make of a message; null where it may call people by itself.
 *
 * The strictest of all counts: the restraint that the message came with, the policy, and for an earthquake the limits.
 * A quake passes its limits when it is strong and shallow enough, or was felt with `minMmi` somewhere; with `minMmi` as
 * the only limit, only then. An unknown magnitude is at most proposed. An end (a cancel or an all-clear) calls nobody,
 * so it passes unless the feed is only recorded. Of two equally strict the message's own is kept.
 */
export const feedRestraint = (policy: FeedPolicy, message: EventMessage, thresholds: Thresholds): Restraint | null => {
  const { event, restraint } = message
  const quake = event.hazard === 'earthquake' && !ends(event.messageType) ? quakeRestraint(event, thresholds) : null
  const all = [
    restraint,
    ...(policy === 'record' ? [RECORDED] : []),
    quake,
    ...(policy === 'propose' && !ends(event.messageType) ? [PROPOSED] : []),
  ].filter((one) => one !== null)
  return all.find(({ decision }) => decision === 'record') ?? all[0] ?? null
}

/** Ours: by then help is on its way or was asked for; whoever is called in the middle of the night wants a reason. */
const LATE_MS = 3 * 3_600_000

/**
 * What a feed tells late is a person's to decide: it was just switched on, or we were away for hours. Null for what
 * began within 3 hours, and for an end.
 */
export const lateRestraint = (event: HazardEvent, now: Date): Restraint | null =>
  ends(event.messageType) || now.getTime() - event.occurredAt.getTime() <= LATE_MS
    ? null
    : {
        decision: 'propose',
        reason: 'feed-proposes',
        warning: 'it began more than 3 hours before the feed told us: an operator must confirm',
      }
