import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { newsFor, type Said } from '../mobilisation/said.ts'
import { mayBeCalled } from './call-guards.ts'
import { type Call, type CallContext, deadlinesOf, insertCallNotices, tellNews } from './calls.ts'
import type { Connection } from './database.ts'
import { HAS_NOT_LEFT, MAY_HAVE_LEFT } from './left.ts'
import { sql } from './sql.ts'

/** Of people called again, those who were not called anew: where what they were told last is no longer so, they hear it. */
const correctUnaware = async (
  db: Connection,
  context: CallContext,
  recalled: readonly string[],
  now: Date,
): Promise<void> => {
  const unaware = await db.rows<{ responder_id: string; thread_id: string | null; fields: Said }>(sql`
    SELECT DISTINCT ON (n.responder_id) n.responder_id, c.thread_id, n.fields
      FROM notice n JOIN call_out_responder c USING (call_out_id, responder_id)
     WHERE n.call_out_id = ${context.callOutId} AND n.responder_id = ANY(${recalled}::uuid[])
       AND n.purpose IN ('call-out', 'raised', 'correction')
       AND ${MAY_HAVE_LEFT}
       AND NOT EXISTS (SELECT 1 FROM notice p WHERE p.call_out_id = n.call_out_id AND p.responder_id = n.responder_id
                          AND p.purpose IN ('call-out', 'safety-check') AND p.state = 'planned' AND p.turn = 1)
     ORDER BY n.responder_id, n.serial DESC`)
  const misled = unaware.filter(({ thread_id, fields }) => {
    const ofThread = thread_id === null ? undefined : context.fieldsByThread[thread_id]
    return newsFor(fields, ofThread ?? context.fields) !== null
  })
  await tellNews(
    db,
    context,
    misled.map((row) => row.responder_id),
    'correction',
    now,
  )
}

/**
 * Calls people again who were stood down earlier and are wanted now: their row begins anew, what they said before stays
 * in the answers. Guards as for a first call, except that they and their number were called for this one before; gives the
 * ids of those whom the rows allowed. Whoever has not been told to stand down yet never is, and is told only what changed
 * since they were told to go.
 */
export const recallPeople = async (
  db: Connection,
  context: CallContext,
  wanted: readonly Pick<Call, 'responderId' | 'kind' | 'km' | 'threadId' | 'wave' | 'shiftAt'>[],
  now: Date,
): Promise<ReadonlySet<string>> => {
  const { taking } = context
  const admitted = await taking?.admit(wanted.map(({ responderId }) => responderId))
  const calls = wanted.filter(({ responderId }) => admitted?.has(responderId) ?? true)
  if (calls.length === 0) return new Set()
  const rows = await db.rows<{ responder_id: string }>(sql`
    UPDATE call_out_responder c
       SET stood_down_at = NULL, silent_at = NULL, answer = NULL, answered_at = NULL, answered_via = NULL,
           en_route_at = NULL, arrived_at = NULL, done_at = NULL,
           called_at = ${now}, deadline_at = p.deadline_at, wave = p.wave, distance_km = p.km, thread_id = p.thread_id,
           shift_at = p.shift_at, skills = r.skills, yielded_to = NULL,
           safety = CASE WHEN p.asked THEN 'asked' END, safety_at = CASE WHEN p.asked THEN ${now}::timestamptz END
      FROM unnest(${calls.map((call) => call.responderId)}::uuid[], ${calls.map((call) => call.km)}::float8[],
                  ${calls.map((call) => call.wave)}::int[], ${calls.map((call) => call.threadId)}::uuid[],
                  ${calls.map((call) => call.shiftAt)}::timestamptz[], ${calls.map((call) => call.kind)}::text[],
                  ${deadlinesOf(context, calls, now)}::timestamptz[],
                  ${calls.map((call) => context.asksFirst(call.responderId))}::boolean[])
             AS p(responder_id, km, wave, thread_id, shift_at, kind, deadline_at, asked)
      JOIN responder r ON r.id = p.responder_id AND r.kind = p.kind
     WHERE c.call_out_id = ${context.callOutId} AND c.responder_id = p.responder_id AND c.stood_down_at IS NOT NULL
       AND c.done_at IS NULL
       AND ${mayBeCalled(context, now)}
    RETURNING c.responder_id`)
  const recalled = rows.map((row) => row.responder_id)
  await taking?.withdraw(recalled)
  // Whoever took their place has it no more: it may fall free a second time.
  await db.run(sql`
    UPDATE call_out_responder SET replaces = NULL
     WHERE call_out_id = ${context.callOutId} AND replaces = ANY(${recalled}::uuid[])`)
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'called again before it left', ended_at = ${now}
     WHERE call_out_id = ${context.callOutId} AND responder_id = ANY(${recalled}::uuid[]) AND purpose = 'stand-down'
       AND ${HAS_NOT_LEFT}`)
  await insertCallNotices(db, context, recalled, now)
  await correctUnaware(db, context, recalled, now)
  return new Set(recalled)
}

/** Those who stay called, but to the place of another thread. */
export const movePeople = async (
  db: Connection,
  callOutId: CallOutId,
  people: readonly Pick<Call, 'responderId' | 'km' | 'threadId'>[],
): Promise<void> => {
  if (people.length === 0) return
  await db.run(sql`
    UPDATE call_out_responder c SET thread_id = p.thread_id, distance_km = p.km
      FROM unnest(${people.map((one) => one.responderId)}::uuid[], ${people.map((one) => one.km)}::float8[],
                  ${people.map((one) => one.threadId)}::uuid[]) AS p(responder_id, km, thread_id)
     WHERE c.call_out_id = ${callOutId} AND c.responder_id = p.responder_id AND c.done_at IS NULL`)
}
