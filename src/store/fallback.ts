import type { PassedOnBecause } from '../mobilisation/fallback.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Connection, Database } from './database.ts'
import { callOnNextChannel } from './next-channel.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** More than a second brings; the next sweep goes on. */
const AT_ONCE = 500

/**
 * Passes on what channels refused, or did not take as often as it may be tried, to the next channel of whom it was for.
 * Each message once, however many do this at a time. Gives how many go out.
 */
export const passOnFailures = (db: Database, now: Date): Promise<number> =>
  db.transact(async (connection) => {
    const rows = await connection.rows<{ id: string; state: PassedOnBecause }>(sql`
      SELECT id, state FROM notice
       WHERE state IN ('failed', 'refused') AND passed_on_at IS NULL
         -- What was repeated after nobody knew whether it was taken has a rule of its own.
         AND NOT (repeats > 0 AND accepted_at IS NULL AND settled_at IS NULL)
       ORDER BY ended_at, id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`)
    let sum = 0
    for (const because of ['failed', 'refused'] as const) {
      const ids = rows.filter(({ state }) => state === because).map(({ id }) => id)
      for (const [callOutId, notices] of await callOnNextChannel(connection, ids, because, now)) {
        await note(connection, { callOutId }, now, 'next-channel', { because, notices })
        sum += notices
      }
    }
    return sum
  })

/**
 * Cancels the further tries of somebody who answered, on whichever channel: they are not needed any more. Who said that
 * they are safe and coming still has to hear where to, unless they speak again after their order was taken.
 */
export const cancelTries = (
  db: Connection,
  { callOutId, responderId }: { readonly callOutId: string; readonly responderId: string },
  now: Date,
): Promise<number> =>
  db.run(sql`
    UPDATE notice n SET state = 'cancelled', reason = 'answered before it left', ended_at = ${now}
      FROM call_out_responder p
     WHERE n.call_out_id = ${callOutId} AND n.responder_id = ${responderId} AND n.state = 'planned' AND n.tries = 0
       AND n.turn > 1 AND p.call_out_id = n.call_out_id AND p.responder_id = n.responder_id
       AND CASE n.purpose
             WHEN 'call-out' THEN p.answer IS NOT NULL
                                  AND (NOT (p.answer = 'yes' AND p.safety IS NOT DISTINCT FROM 'safe')
                                       OR EXISTS (SELECT 1 FROM notice o
                                                   WHERE o.call_out_id = n.call_out_id AND o.responder_id = n.responder_id
                                                     AND o.purpose = n.purpose AND o.wave = n.wave
                                                     AND o.state IN ('accepted', 'delivered') AND o.accepted_at < ${now}))
             WHEN 'safety-check' THEN p.safety IS DISTINCT FROM 'asked' OR p.answer = 'no'
             ELSE false END`)

/** Sends at once what waits for its turn: the event came to threaten life. */
export const hastenTries = (db: Connection, callOutId: CallOutId, now: Date): Promise<number> =>
  db.run(sql`
    UPDATE notice SET due_at = ${now}, because = 'urgent'
     WHERE call_out_id = ${callOutId} AND state = 'planned' AND turn > 1 AND tries = 0 AND due_at > ${now}`)
