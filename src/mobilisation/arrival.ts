import type { HazardEvent, HeadCount, MessageType } from './hazard-event.ts'

export type Decision = 'mobilise' | 'propose' | 'record'

/** Why a message was decided as it was; the word is in the answer and in the row. */
export type DecisionReason =
  | 'alert'
  | 'update'
  | 'joined'
  | 'mode-test'
  | 'awaiting-approval'
  | 'authority-missing'
  | 'feed-proposes'
  | 'feed-records'
  | 'village-report'
  | 'nowcast'
  | 'scope-not-public'
  | 'status-system'
  | 'status-draft'
  | 'unlikely'
  | 'acknowledgement'
  | 'translation'
  | 'same-quake'
  | 'far-future'
  | 'withdrawn'
  | 'expired'
  | 'stale'
  | 'incident-ended'
  | 'already-called-out'
  | 'nobody-needed'
  | 'older-revision'
  | 'update-recorded'
  | 'stood-down'
  | 'nothing-to-cancel'

export interface Decided {
  readonly decision: Decision
  readonly reason: DecisionReason
  readonly warnings: readonly string[]
}

/** What is known about the incident when a message of it arrives. */
export interface IncidentSoFar {
  /** The highest revision kept; 0 when this is the first message. */
  readonly lastRevision: number
  /** A cancel or an all-clear came: nobody is called for it any more. */
  readonly ended: boolean
  readonly hasCallOut: boolean
}

/** An alert about something that began longer ago is news, not an alarm (research: a day). */
export const STALE_AFTER_MS = 24 * 3_600_000

/** Clocks differ a little: an event that begins further ahead than this is called out with a warning. */
export const FUTURE_ALLOWED_MS = 5 * 60_000

export const headCount = (need: HeadCount): number => Object.values(need).reduce((sum, count) => sum + count, 0)

const alertDecision = (
  event: HazardEvent,
  need: HeadCount,
  approvalAbove: number,
  so: IncidentSoFar,
  now: Date,
): Decided => {
  const record = (reason: DecisionReason, ...warnings: string[]): Decided => ({ decision: 'record', reason, warnings })
  const skills = Object.keys(event.need?.skills ?? {})
  const notes =
    skills.length === 0 ? [] : [`need.skills (${skills.join(', ')}) is kept, but people are not yet chosen by skill`]
  if (event.occurredAt.getTime() - now.getTime() > FUTURE_ALLOWED_MS)
    notes.push(`occurs at ${event.occurredAt.toISOString()}, which is still ahead: people are called now`)
  if (so.ended) return record('incident-ended', 'a cancel or an all-clear for this event came before: nobody is called')
  if (so.hasCallOut) return record('already-called-out', 'this event has its call-out: nobody is called again')
  if (event.expiresAt !== null && event.expiresAt <= now)
    return record('expired', `expired at ${event.expiresAt.toISOString()}: nobody is called`)
  if (now.getTime() - event.occurredAt.getTime() > STALE_AFTER_MS)
    return record('stale', `occurred at ${event.occurredAt.toISOString()}, over 24 hours ago: nobody is called`)
  if (headCount(need) === 0) return record('nobody-needed', 'the need is 0 people: nobody is called')
  if (event.mode === 'test')
    return {
      decision: 'mobilise',
      reason: 'mode-test',
      warnings: [...notes, 'mode test: decided and recorded, nothing is sent'],
    }
  if (event.mode === 'actual' && headCount(need) > approvalAbove)
    return {
      decision: 'propose',
      reason: 'awaiting-approval',
      warnings: [
        ...notes,
        `${headCount(need)} people needed, more than ${approvalAbove}: a second operator must approve`,
      ],
    }
  return { decision: 'mobilise', reason: 'alert', warnings: notes }
}

const ends = (messageType: MessageType): boolean => messageType === 'cancel' || messageType === 'all-clear'

/** Whether a message ends its incident. */
export const endsIncident = (event: HazardEvent): boolean => ends(event.messageType)

/**
 * What a message that is new to us means. `need` is what the event or the policy asks for. The revision is known to be
 * new; one below the last changes nothing.
 */
export const decideOnArrival = (
  event: HazardEvent,
  revision: number,
  need: HeadCount,
  approvalAbove: number,
  so: IncidentSoFar,
  now: Date,
): Decided => {
  if (revision < so.lastRevision)
    return {
      decision: 'record',
      reason: 'older-revision',
      warnings: [`revision ${revision} is older than ${so.lastRevision}: no effect`],
    }
  if (ends(event.messageType))
    return so.hasCallOut
      ? { decision: 'record', reason: 'stood-down', warnings: [] }
      : {
          decision: 'record',
          reason: 'nothing-to-cancel',
          warnings: [
            'no call-out is known for this event: the message is kept, and an alert with this id will call nobody',
          ],
        }
  if (event.messageType === 'update' && so.hasCallOut)
    return {
      decision: 'record',
      reason: 'update-recorded',
      warnings: [
        'the update is kept; it does not yet change the running call-out: stand it down and post a new event if it must',
      ],
    }
  return alertDecision(event, need, approvalAbove, so, now)
}

/**
 * The number that a message gets where it names none: an alert is 1, a later message the last + 1; at least 2, so that
 * a cancel which overtakes its alert does not take the alert's number.
 */
export const revisionOf = (given: number | null, messageType: MessageType, lastRevision: number): number =>
  given ?? (messageType === 'alert' ? 1 : Math.max(1, lastRevision) + 1)
