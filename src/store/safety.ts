import { safetyStep } from '../mobilisation/danger-zone.ts'
import type { CallOutId, HazardEvent } from '../mobilisation/hazard-event.ts'
import type { Wanted } from '../mobilisation/replan.ts'
import type { Safety } from '../mobilisation/safety.ts'
import type { Mode } from '../wording/mode.ts'
import { type Demand, type FrozenPolicy, fieldsByThread, type PersonLoaded } from './call-outs.ts'
import { type CallContext, insertCallNotices } from './calls.ts'
import type { Connection } from './database.ts'
import { HAS_NOT_LEFT } from './left.ts'
import { tellOperators } from './operator-notices.ts'
import type { PlanToSave } from './planned-calls.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

interface ToldRow {
  mode: Mode
  status: string
  code: string
  policy: FrozenPolicy
  demands: Demand[]
  headline: string
  operator_id: string | null
  expires_at: Date | null
}

const toldOf = async (db: Connection, callOutId: string): Promise<ToldRow | undefined> => {
  const [row] = await db.rows<ToldRow>(sql`
    SELECT c.mode, c.status, c.code, c.policy, c.demands, e.headline, e.operator_id,
           (SELECT CASE WHEN bool_and(t.expires_at IS NOT NULL) THEN max(t.expires_at) END
              FROM hazard_event t
             WHERE t.id = c.event_id OR t.id IN (SELECT (d->>'eventId')::uuid FROM jsonb_array_elements(c.demands) d)) AS expires_at
      FROM call_out c JOIN hazard_event e ON e.id = c.event_id WHERE c.id = ${callOutId}`)
  return row
}

interface Somebody {
  readonly callOutId: string
  readonly responderId: string
  readonly now: Date
}

/** Writes somebody's next message, whichever they are to get now: the order, or the question whether they are safe. */
const sendNext = async (
  db: Connection,
  { callOutId, now }: Somebody,
  { mode, policy, demands, expires_at: until }: ToldRow,
  called: readonly { readonly responder_id: string }[],
): Promise<void> => {
  const context: CallContext = {
    callOutId: callOutId as CallOutId,
    mode,
    fields: demands[0]?.fields ?? {},
    fieldsByThread: fieldsByThread(demands),
    fieldsOfShift: {},
    ackDeadlineMs: policy.ackDeadlineMs,
    asksFirst: () => false,
    // Who was called before a message expired stays called, and must know where to.
    eventExpiresAt: until !== null && until <= now ? null : until,
  }
  await insertCallNotices(
    db,
    context,
    called.map((row) => row.responder_id),
    now,
  )
}

/**
 * Lets the order go out to somebody who said that they are safe, as it stands now; who did not say that they are coming
 * has the whole deadline to answer it. Nobody who was stood down, or whose call-out is over, is ordered, nor who was
 * ordered on any channel since they were asked.
 */
export const sendOrder = async (db: Connection, person: Somebody): Promise<void> => {
  const { callOutId, responderId, now } = person
  const told = await toldOf(db, callOutId)
  if (told === undefined) return
  const called = await db.rows<{ responder_id: string }>(sql`
    UPDATE call_out_responder
       SET deadline_at = CASE WHEN answer IS NULL THEN ${new Date(now.getTime() + told.policy.ackDeadlineMs)} ELSE deadline_at END,
           silent_at = CASE WHEN answer IS NULL THEN NULL ELSE silent_at END
     WHERE call_out_id = ${callOutId} AND responder_id = ${responderId} AND stood_down_at IS NULL
       -- By whichever channel: where one failed, each further word would try it again, and the next one after it.
       AND NOT EXISTS (
         SELECT 1 FROM notice g
          WHERE g.call_out_id = ${callOutId} AND g.responder_id = ${responderId} AND g.purpose = 'call-out'
            AND g.state IN ('planned', 'claimed', 'sending', 'accepted', 'delivered', 'unknown')
            AND NOT EXISTS (
              SELECT 1 FROM notice s
               WHERE s.call_out_id = g.call_out_id AND s.responder_id = g.responder_id
                 AND s.purpose IN ('stand-down', 'safety-check') AND s.state <> 'cancelled' AND s.serial > g.serial))
    RETURNING responder_id`)
  await sendNext(db, person, told, called)
}

/** Asks somebody who comes after all whether they are safe: they have the whole deadline, and are ordered once they are. */
export const askFirst = async (db: Connection, person: Somebody): Promise<void> => {
  const { callOutId, responderId, now } = person
  const told = await toldOf(db, callOutId)
  if (told === undefined) return
  const called = await db.rows<{ responder_id: string }>(sql`
    UPDATE call_out_responder
       SET deadline_at = ${new Date(now.getTime() + told.policy.ackDeadlineMs)}, silent_at = NULL
     WHERE call_out_id = ${callOutId} AND responder_id = ${responderId} AND safety = 'asked' AND stood_down_at IS NULL
    RETURNING responder_id`)
  await sendNext(db, person, told, called)
}

/** Tells the operators that somebody is not safe, at once; while that message has not left it counts them all. */
export const tellUnsafe = async (db: Connection, { callOutId, responderId, now }: Somebody): Promise<void> => {
  const told = await toldOf(db, callOutId)
  if (told === undefined) return
  await note(db, { callOutId }, now, 'not-safe', { responderId })
  const [counted] = await db.rows<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM call_out_responder WHERE call_out_id = ${callOutId} AND safety = 'unsafe'`)
  const count = String(counted?.n ?? 1)
  const waiting = await db.run(sql`
    UPDATE notice SET fields = fields || jsonb_build_object('count', ${count}::text)
     WHERE call_out_id = ${callOutId} AND purpose = 'operator-not-safe' AND state = 'planned' AND expires_at > ${now}`)
  if (waiting > 0) return
  const { muster: _muster, reason: _reason, ...fields } = told.demands[0]?.fields ?? {}
  await tellOperators(
    db,
    {
      callOutId: callOutId as CallOutId,
      mode: told.mode,
      senderId: told.operator_id,
      fields: { ...fields, headline: told.headline, code: told.code, count },
    },
    'operator-not-safe',
    now,
  )
}

const idsOf = (plan: PlanToSave, people: readonly Wanted[], step: ReturnType<typeof safetyStep>): readonly string[] => {
  const rows = new Map<string, PersonLoaded>(plan.people.map((person) => [person.responderId, person]))
  return people.flatMap(({ responderId }) => {
    const row = rows.get(responderId)
    return row !== undefined && safetyStep(row, plan.whereabouts(responderId)) === step ? [responderId] : []
  })
}

const setSafety = async (
  db: Connection,
  plan: PlanToSave,
  ids: readonly string[],
  safety: Safety | null,
): Promise<readonly string[]> => {
  const { callOutId, now, policy } = plan
  const rows = await db.rows<{ responder_id: string }>(sql`
    UPDATE call_out_responder
       SET safety = ${safety}, safety_at = CASE WHEN ${safety}::text IS NULL THEN NULL ELSE ${now}::timestamptz END,
           deadline_at = ${new Date(now.getTime() + policy.ackDeadlineMs)}, silent_at = NULL
     WHERE call_out_id = ${callOutId} AND responder_id = ANY(${ids}::uuid[]) AND stood_down_at IS NULL
       AND answer IS DISTINCT FROM 'no'
    RETURNING responder_id`)
  return rows.map((row) => row.responder_id)
}

const cancelPlanned = (
  db: Connection,
  { callOutId, now }: PlanToSave,
  ids: readonly string[],
  purposes: readonly string[],
  reason: string,
): Promise<number> =>
  db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = ${reason}, ended_at = ${now}
     WHERE call_out_id = ${callOutId} AND responder_id = ANY(${ids}::uuid[]) AND purpose = ANY(${purposes}::text[])
       AND ${HAS_NOT_LEFT}`)

/** Whom nobody asks now, because they refused or stand at the muster point, and who live inside: should they come anew. */
const noteToAsk = async (db: Connection, { callOutId, people, whereabouts }: PlanToSave): Promise<void> => {
  const ids = people
    .filter(({ answer, safety }) => (answer === 'no' || answer === 'arrived') && safety === null)
    .map(({ responderId }) => responderId)
    .filter((id) => whereabouts(id) === 'inside')
  await db.run(sql`
    UPDATE call_out_responder SET asks_on_return = responder_id = ANY(${ids}::uuid[])
     WHERE call_out_id = ${callOutId} AND asks_on_return <> (responder_id = ANY(${ids}::uuid[]))`)
}

/**
 * Of those who stay called: who lives in the danger zone only now is asked whether they are safe, with the whole deadline
 * to answer, and does not count until they say so; who lives in it no more is ordered without having answered. Gives how
 * many are asked. `contextOf` says what people of a thread are told.
 */
export const settleSafety = async (
  db: Connection,
  plan: PlanToSave,
  staying: readonly Wanted[],
  contextOf: (event: HazardEvent) => CallContext,
): Promise<number> => {
  let asked = 0
  for (const { demand, event } of plan.places) {
    const here = staying.filter(({ threadId }) => threadId === demand.threadId)
    const toAsk = idsOf(plan, here, 'ask')
    if (toAsk.length > 0) {
      const ids = await setSafety(db, plan, toAsk, 'asked')
      await cancelPlanned(db, plan, ids, ['call-out', 'raised', 'correction'], 'not known to be safe')
      await insertCallNotices(db, contextOf(event), ids, plan.now)
      asked += ids.length
    }
    const toOrder = idsOf(plan, here, 'order')
    if (toOrder.length > 0) {
      const ids = await setSafety(db, plan, toOrder, null)
      await cancelPlanned(db, plan, ids, ['safety-check'], 'outside the danger zone by now')
      await insertCallNotices(db, contextOf(event), ids, plan.now)
    }
    const toForget = idsOf(plan, here, 'forget')
    if (toForget.length > 0)
      // Whose order has not left yet is known by it: without it, it would be taken for answered already.
      await db.run(sql`
        UPDATE call_out_responder c SET safety = NULL, safety_at = NULL
         WHERE c.call_out_id = ${plan.callOutId} AND c.responder_id = ANY(${toForget}::uuid[])
           AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.call_out_id = c.call_out_id AND n.responder_id = c.responder_id
                              AND n.purpose = 'call-out' AND n.state IN ('planned', 'claimed'))`)
  }
  await noteToAsk(db, plan)
  return asked
}
