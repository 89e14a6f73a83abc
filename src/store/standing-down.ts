import { PRIORITIES } from '../mobilisation/notice.ts'
import { type CallContext, fieldsFor } from './calls.ts'
import type { Connection } from './database.ts'
import { HAS_NOT_LEFT, MAY_HAVE_LEFT } from './left.ts'
import { sql } from './sql.ts'

/** Whoever sets out in the evening may still be told in the morning; later it says nothing new. */
const OF_USE_MS = 12 * 3_600_000

/**
 * Tells people that they are no longer needed at the place that they were called to. What had not left yet is cancelled
 * instead, with its reason; a message goes out on each channel by which they were called. Nobody is stood down twice,
 * nor whose service is done.
 */
export const standDownPeople = async (
  db: Connection,
  context: Pick<CallContext, 'callOutId' | 'mode' | 'fields' | 'fieldsByThread'>,
  ids: readonly string[],
  reason: 'filled' | 'cancelled' | 'ended' | 'operator' | 'changed' | 'yielded' | 'real-event' | 'tested',
  now: Date,
): Promise<number> => {
  if (ids.length === 0) return 0
  const rows = await db.rows<{ responder_id: string }>(sql`
    UPDATE call_out_responder SET stood_down_at = ${now}
     WHERE call_out_id = ${context.callOutId} AND responder_id = ANY(${ids}::uuid[]) AND stood_down_at IS NULL
       AND done_at IS NULL
    RETURNING responder_id`)
  const stood = rows.map((row) => row.responder_id)
  const { all, byThread } = fieldsFor(context)
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'stood down before it left', ended_at = ${now}
     WHERE call_out_id = ${context.callOutId} AND responder_id = ANY(${stood}::uuid[])
       AND purpose IN ('call-out', 'safety-check', 'raised', 'correction') AND ${HAS_NOT_LEFT}`)
  await db.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields,
                        due_at, expires_at, planned_at)
    SELECT gen_random_uuid(), n.call_out_id, n.responder_id, n.channel, 'stand-down',
           -- Somebody who was called again is stood down again, each time once: with one number on all channels, by which
           -- what follows a failure finds its own.
           (SELECT coalesce(max(s.wave), -1) + 1 FROM notice s
             WHERE s.call_out_id = n.call_out_id AND s.responder_id = n.responder_id AND s.purpose = 'stand-down'),
           ${context.mode},
           -- Before the order that takes its place; and an exercise ends before anything else of it.
           CASE WHEN ${reason}::text = 'yielded' THEN ${PRIORITIES.firstAlert}::int
                WHEN ${context.mode}::text = 'actual' OR ${reason}::text = 'real-event' THEN ${PRIORITIES.standDown}::int
                ELSE ${PRIORITIES.exercise}::int END, 'planned',
           'kn-' || replace(gen_random_uuid()::text, '-', ''),
           coalesce(${byThread}::jsonb -> c.thread_id::text, ${all}::jsonb)
             || jsonb_build_object('kind', c.kind, 'reason', ${reason}::text),
           ${now}, ${new Date(now.getTime() + OF_USE_MS)}, ${now}
      FROM notice n JOIN call_out_responder c USING (call_out_id, responder_id)
     WHERE n.call_out_id = ${context.callOutId} AND n.responder_id = ANY(${stood}::uuid[])
       AND n.purpose IN ('call-out', 'safety-check')
       AND ${MAY_HAVE_LEFT}
       -- Called again, but that never left: what they were told last is to stand down.
       AND NOT EXISTS (SELECT 1 FROM notice s
                        WHERE s.call_out_id = n.call_out_id AND s.responder_id = n.responder_id AND s.channel = n.channel
                          AND s.purpose = 'stand-down' AND s.state <> 'cancelled' AND s.serial > n.serial)
     GROUP BY n.call_out_id, n.responder_id, n.channel, c.kind, c.thread_id
    ON CONFLICT DO NOTHING`)
  return stood.length
}
