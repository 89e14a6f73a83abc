import { maskContacts } from '../masking.ts'
import { type Approval, type Decided, headCount } from '../mobilisation/arrival.ts'
import { statusAfter } from '../mobilisation/call-out.ts'
import type { Arrival, EventAnswer } from './arrivals.ts'
import type { RowOf } from './columns.ts'
import { newId } from './ids.ts'
import type { KeptEvent, KeptIncident } from './intake-known.ts'
import type { Identity } from './intake-rows.ts'
import { type AUDIT, type IntakeRows, policyAt } from './intake-shapes.ts'

/** An id of a program cannot be a contact, and is not searched for one. */
const IDENTIFIER = /^(?=.*[A-Za-z])[A-Za-z0-9_-]+$/

const withoutContact = (id: string): string => (IDENTIFIER.test(id) ? id : maskContacts(id))

/** The line of the audit trail for a message that was taken in. */
export const auditOf = (
  { actor, actorId, address, receivedAt, webhookId, authority }: Arrival,
  answer: EventAnswer,
): RowOf<typeof AUDIT> => ({
  at: receivedAt,
  actor,
  actor_id: actorId,
  action: 'event-received',
  subject: 'event',
  subject_id: answer.eventId,
  detail: {
    webhookId: withoutContact(webhookId),
    sourceId: withoutContact(answer.sourceId),
    revision: answer.revision,
    mode: answer.mode,
    decision: answer.decision,
    reason: answer.reason,
    incidentId: answer.incidentId,
    callOutId: answer.callOutId,
    authority,
  },
  address,
})

/** Threads that a message shows to be one become one; an incident that is left without any is over. */
export const addMerged = (
  rows: IntakeRows,
  ids: Identity,
  threadIds: readonly string[],
  kept: readonly KeptEvent[],
  at: Date,
): void => {
  const merged = threadIds.filter((threadId) => threadId !== ids.threadId)
  rows.threads.push(...merged.map((from) => ({ from, into: ids.threadId, incident: ids.incidentId })))
  const left = new Set(
    kept
      .filter(({ threadId, incidentId }) => merged.includes(threadId) && incidentId !== ids.incidentId)
      .map(({ incidentId }) => incidentId),
  )
  for (const incidentId of left)
    if (kept.every((one) => one.incidentId !== incidentId || merged.includes(one.threadId)))
      rows.ended.push({ id: incidentId, at })
}

/** Nobody orders Tagana by an update whom nobody was named to order: what is asked for once holds for the call-out. */
export const approvalsFor = ({ approvals }: Arrival, callOut: KeptIncident['callOut']): readonly Approval[] =>
  approvals.map((one) =>
    one.reason === 'authority-missing' && callOut?.authorised !== true ? { ...one, always: true } : one,
  )

/**
 * Whether those who decide must hear of a message that waits: the tenth report of a flood that they were asked about
 * already, which wants nobody more, is only one more text to read.
 */
export const isNewToDeciders = ({ actor, need }: Arrival, waiting: readonly KeptEvent[], threadId: string): boolean =>
  headCount(need) > Math.max(-1, ...waiting.map(({ heads }) => heads)) ||
  (actor === 'operator' && waiting.some((one) => one.threadId === threadId))

/** Opens a call-out for an incident that has none, or tells the one that it has what the message changes. */
export const addCallOut = (
  takeCode: () => string,
  rows: IntakeRows,
  arrival: Arrival,
  ids: Identity,
  { decision, effect }: Decided,
  callOut: KeptIncident['callOut'],
  /** Messages of the incident that wait already. */
  waiting: readonly KeptEvent[],
): { callOutId: string; code: string } | null => {
  if (decision === 'record') return null
  const { receivedAt, message } = arrival
  // At half of the time its deciders are reminded.
  const dueAt = new Date(receivedAt.getTime() + Math.floor(arrival.approvalWithinMs / 2))
  if (callOut !== null) {
    // Somebody may be called already: what waits beside them waits without holding them up.
    const plans = effect === 'plan'
    const status = plans ? statusAfter(callOut.status, 'approved') : callOut.status
    const authority = plans && !callOut.authorised ? arrival.authority : null
    // Also where nothing of it changes: the write then finds out whether it was closed in between.
    rows.callOutChanges.push({
      id: callOut.callOutId,
      status,
      // What waits already waits no longer because of another: its hour stands.
      approval_due_at: plans || waiting.length > 0 ? null : dueAt,
      nothing_waits: plans && waiting.every(({ threadId }) => threadId === ids.threadId),
      authority,
    })
    return null
  }
  const [callOutId, code] = [newId(receivedAt), takeCode()]
  const status = decision === 'propose' ? 'awaiting-approval' : 'planning'
  rows.callOuts.push({
    id: callOutId,
    incident_id: ids.incidentId,
    event_id: ids.eventId,
    code,
    mode: message.event.mode,
    status,
    need: arrival.need,
    skills: arrival.skills ?? {},
    policy_at: policyAt(rows, arrival.policy),
    opened_at: receivedAt,
    authority: arrival.authority,
    phase: arrival.phase,
    style: arrival.style,
    approval_due_at: decision === 'propose' ? dueAt : null,
  })
  rows.notes.push({
    call_out_id: callOutId,
    event_id: ids.eventId,
    at: receivedAt,
    kind: 'opened',
    detail: { status, code },
  })
  return { callOutId, code }
}
