import type { SkillCount } from '../roster/skill.ts'
import type { CallOutStatus } from './call-out.ts'
import type { Decision, DecisionReason } from './decision.ts'
import type { Restraint } from './event-message.ts'
import type { HazardEvent, HeadCount, MessageType } from './hazard-event.ts'
import { isInForce } from './in-force.ts'
import { ends, type Standing, type ThreadState } from './threads.ts'
import { headsJudged } from './wanted-skills.ts'

/** Something that a second operator must look at before anybody is called. */
export interface Approval {
  readonly reason: Extract<DecisionReason, 'awaiting-approval' | 'authority-missing'>
  readonly warning: string
  /** Also for a later message of what people were called for already. */
  readonly always?: boolean
}

/** What a message asks for, worked out beside it. */
export interface Asking {
  readonly need: HeadCount
  /** How many of them with a skill; left out: nothing. */
  readonly skills?: SkillCount
  /** More people than this wait for a second operator. */
  readonly approvalAbove: number
  /** What else must be approved, the gravest first. */
  readonly approvals: readonly Approval[]
  readonly restraint: Restraint | null
}

/** What is known about the incident when a message of it arrives. */
export interface IncidentSoFar {
  readonly thread: ThreadState
  /** Null where it has no call-out. */
  readonly callOut: CallOutStatus | null
  /** Other threads of the incident that ask for people. */
  readonly othersActive: number
  /** Heads that those threads ask for together, as far as they may call people already. */
  readonly othersHeads: number
  /** The warnings of what an operator approved for this thread: they need no second yes. */
  readonly approved?: readonly string[]
}

export interface Decided {
  readonly decision: Decision
  readonly reason: DecisionReason
  readonly warnings: readonly string[]
  readonly standing: Standing
  /** What must follow: plan the call-out (anew), end it, or nothing. */
  readonly effect: 'plan' | 'end' | 'none'
}

const HOUR_MS = 3_600_000

/** An alert about something that began longer ago is news, not an alarm (research: a day). */
export const STALE_AFTER_MS = 24 * HOUR_MS

/** Clocks differ a little: an event that begins further ahead than this is called out with a warning. */
export const FUTURE_ALLOWED_MS = 5 * 60_000

/** Ours: what begins later than this is a forecast; whoever is called tonight for the day after tomorrow stays home then. */
export const FAR_FUTURE_MS = 24 * HOUR_MS

export const headCount = (need: HeadCount): number => Object.values(need).reduce((sum, count) => sum + count, 0)

/** What the sender of something older than the newest message of its thread is told. */
export const olderThan = (newestSequence: number): string =>
  `it is older than what is known of this event (${newestSequence}): no effect`

const record = (reason: DecisionReason, ...warnings: string[]): Decided => ({
  decision: 'record',
  reason,
  warnings,
  standing: 'none',
  effect: 'none',
})

/** Whether a message ends its incident, or its own part of it. */
export const endsIncident = (event: { readonly messageType: MessageType }): boolean => ends(event.messageType)

const endingDecision = ({ thread, callOut, othersActive }: IncidentSoFar): Decided => {
  const ending = { decision: 'record', standing: 'active' } as const
  if (thread.newestSequence === null || (thread.active === null && !thread.ended && callOut === null))
    return {
      ...ending,
      reason: 'nothing-to-cancel',
      warnings: [
        'no call-out is known for this event: the message is kept, and an alert with this id will call nobody',
      ],
      effect: othersActive > 0 ? 'none' : 'end',
    }
  if (othersActive > 0)
    return {
      ...ending,
      reason: 'withdrawn',
      warnings: [
        `${othersActive} other ${othersActive === 1 ? 'message asks' : 'messages ask'} for people in the same incident: ` +
          'those whom they need stay called; cancel them too, or stand the call-out down',
      ],
      effect: 'plan',
    }
  return { ...ending, reason: 'stood-down', warnings: [], effect: 'end' }
}

/** What keeps a message without effect because of its own times; null where nothing does. */
const outOfTime = ({ expiresAt, occurredAt }: HazardEvent, now: Date): Decided | null => {
  if (expiresAt !== null && !isInForce({ expiresAt }, now))
    return record('expired', `expired at ${expiresAt.toISOString()}: nobody is called`)
  if (now.getTime() - occurredAt.getTime() > STALE_AFTER_MS)
    return record('stale', `occurred at ${occurredAt.toISOString()}, over 24 hours ago: nobody is called`)
  if (occurredAt.getTime() - now.getTime() > FAR_FUTURE_MS)
    return record(
      'far-future',
      `occurs at ${occurredAt.toISOString()}, over 24 hours from now: nobody is called; send it again nearer the time`,
    )
  return null
}

const notesOn = (event: HazardEvent, now: Date): readonly string[] =>
  event.occurredAt.getTime() - now.getTime() > FUTURE_ALLOWED_MS
    ? [`occurs at ${event.occurredAt.toISOString()}, which is still ahead: people are called now`]
    : []

/**
 * Heads of a whole incident with one message of it, where they are more than one operator may call. Threads are added
 * up: whom two of them share is only known once they are planned, and one alarm cut into several must not pass.
 */
const tooMany = (
  own: number,
  { approvalAbove }: Asking,
  { thread, othersHeads }: IncidentSoFar,
): readonly Approval[] => {
  // What is active was small enough, or approved.
  const allowed = Math.max(approvalAbove, (thread.active?.heads ?? 0) + othersHeads)
  const together = own + othersHeads
  if (together <= allowed) return []
  const people = `${together} people needed${othersHeads > 0 ? ` by the whole incident, ${own} of them by this message` : ''}`
  return [{ reason: 'awaiting-approval', warning: `${people}, more than ${allowed}: a second operator must approve` }]
}

/**
 * What waits for a second operator: once approved, an incident waits again only for more people than were approved, or
 * for what nobody looked at yet, such as a flood that an update makes a social disaster.
 */
const approvalsOf = ({ mode }: HazardEvent, asking: Asking, so: IncidentSoFar): readonly Approval[] => {
  if (mode !== 'actual') return []
  return [
    ...tooMany(headsJudged(asking.need, asking.skills ?? {}), asking, so),
    ...asking.approvals.filter(({ always, warning }) => always === true || so.approved?.includes(warning) !== true),
  ]
}

const wantingDecision = (event: HazardEvent, asking: Asking, so: IncidentSoFar, now: Date): Decided => {
  if (so.thread.ended)
    return record('incident-ended', 'a cancel or an all-clear for this event came before: nobody is called')
  const late = outOfTime(event, now)
  if (late !== null) return late
  if (so.callOut === 'stood-down' || so.callOut === 'closed')
    return record(
      'call-out-over',
      `the call-out of this incident is ${so.callOut}: nobody is called again for it; a new happening needs a new id`,
    )
  if (headCount(asking.need) === 0 && so.thread.active === null)
    return record('nobody-needed', 'the need is 0 people: nobody is called')
  const { restraint } = asking
  const notes = notesOn(event, now)
  const approvals = approvalsOf(event, asking, so)
  const [first] = approvals
  const held = [...(restraint === null ? [] : [restraint.warning]), ...approvals.map(({ warning }) => warning)]
  const reason = restraint?.reason ?? first?.reason
  if (reason !== undefined)
    return {
      decision: 'propose',
      reason,
      warnings: [...notes, ...held],
      standing: 'waiting',
      effect: 'none',
    }
  if (event.mode === 'test')
    return {
      decision: 'mobilise',
      reason: 'mode-test',
      warnings: [...notes, 'mode test: decided and recorded, nothing is sent'],
      standing: 'active',
      effect: 'plan',
    }
  const came = so.thread.active !== null ? 'update' : so.othersActive > 0 ? 'joined' : 'alert'
  return { decision: 'mobilise', reason: came, warnings: notes, standing: 'active', effect: 'plan' }
}

/**
 * What a message that is new to us means. `sequence` is known to be no repeat; one below the newest of its thread
 * changes nothing, whatever it says. A cancel or an all-clear that takes effect ends its thread for good.
 */
export const decideOnArrival = (
  event: HazardEvent,
  sequence: number,
  asking: Asking,
  so: IncidentSoFar,
  now: Date,
): Decided => {
  const { newestSequence } = so.thread
  if (newestSequence !== null && sequence < newestSequence) return record('older-revision', olderThan(newestSequence))
  const { restraint } = asking
  if (restraint?.decision === 'record') return record(restraint.reason, restraint.warning)
  return ends(event.messageType) ? endingDecision(so) : wantingDecision(event, asking, so, now)
}

/**
 * The number that a message gets where it names none: an alert is 1, a later message the last + 1; at least 2, so that
 * a cancel which overtakes its alert does not take the alert's number.
 */
export const revisionOf = (given: number | null, messageType: MessageType, lastRevision: number): number =>
  given ?? (messageType === 'alert' ? 1 : Math.max(1, lastRevision) + 1)
