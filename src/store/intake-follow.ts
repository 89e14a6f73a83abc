import { maskContacts } from '../masking.ts'
import type { Decided } from '../mobilisation/arrival.ts'
import { statusAfter } from '../mobilisation/call-out.ts'
import type { Arrival, EventAnswer } from './arrivals.ts'
import { newId } from './ids.ts'
import type { KeptEvent } from './intake-known.ts'
import type { Identity, IntakeRows } from './intake-rows.ts'

/** The line of the audit trail for a message that was taken in. */
export const auditOf = ({ actor, actorId, address, receivedAt, webhookId }: Arrival, answer: EventAnswer): object => ({
  at: receivedAt,
  actor,
  actor_id: actorId,
  action: 'event-received',
  subject: 'event',
  subject_id: answer.eventId,
  detail: {
    webhookId: maskContacts(webhookId),
    sourceId: maskContacts(answer.sourceId),
    revision: answer.revision,
    mode: answer.mode,
    decision: answer.decision,
    reason: answer.reason,
    incidentId: answer.incidentId,
    callOutId: answer.callOutId,
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

/** Opens a call-out for an incident that has none, or tells the one that it has what the message changes. */
export const addCallOut = (
  takeCode: () => string,
  rows: IntakeRows,
  arrival: Arrival,
  ids: Identity,
  { decision, effect }: Decided,
  callOut: { readonly callOutId: string; readonly status: Parameters<typeof statusAfter>[0] } | null,
): { callOutId: string; code: string } | null => {
  if (decision === 'record') return null
  const { receivedAt, message } = arrival
  // At half of the time its deciders are reminded.
  const dueAt = new Date(receivedAt.getTime() + Math.floor(arrival.approvalWithinMs / 2))
  if (callOut !== null) {
    // Somebody may be called already: what waits beside them waits without holding them up.
    const status = effect === 'plan' ? statusAfter(callOut.status, 'approved') : callOut.status
    if (effect !== 'plan' || status !== callOut.status)
      rows.callOutChanges.push({ id: callOut.callOutId, status, approval_due_at: effect === 'plan' ? null : dueAt })
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
    policy: arrival.policy,
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
