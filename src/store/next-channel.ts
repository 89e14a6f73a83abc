import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/**
 * Plans the call of these messages once more on the next channel of each person: the first, in the order of the register,
 * by which they can be reached and that no call of this call-out has gone by. Real call-outs alone, and only while an
 * answer is still awaited and the call is of use. What they say of the event is the same; `follows` names the message
 * that went before. Gives the call-outs with how many were planned in each.
 */
export const callOnNextChannel = async (
  db: Connection,
  noticeIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, number>> => {
  if (noticeIds.length === 0) return new Map()
  const rows = await db.rows<{ call_out_id: string }>(sql`
    INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields,
                        due_at, expires_at, planned_at, follows)
    SELECT gen_random_uuid(), next.call_out_id, next.responder_id, next.name, next.purpose, next.wave, next.mode,
           next.priority, 'planned', 'kn-' || replace(gen_random_uuid()::text, '-', ''), next.fields, ${now},
           next.expires_at, ${now}, next.id
      FROM (SELECT DISTINCT ON (n.call_out_id, n.responder_id) n.*, channel.name
              FROM notice n
              JOIN call_out c ON c.id = n.call_out_id AND c.status IN ('calling', 'filled', 'exhausted')
              JOIN call_out_responder p ON p.call_out_id = n.call_out_id AND p.responder_id = n.responder_id
              JOIN responder r ON r.id = n.responder_id
              CROSS JOIN LATERAL unnest(r.channels) WITH ORDINALITY AS channel(name, nth)
             WHERE n.id = ANY(${noticeIds}::uuid[]) AND n.mode = 'actual' AND n.purpose IN ('call-out', 'safety-check')
               AND (n.expires_at IS NULL OR n.expires_at > ${now})
               AND p.answer IS NULL AND p.stood_down_at IS NULL
               AND NOT coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                                     THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                                     ELSE r.opted_out_until > ${now} END, false)
               AND CASE channel.name WHEN 'sms' THEN r.phone_sealed IS NOT NULL ELSE r.email_sealed IS NOT NULL END
               AND NOT EXISTS (SELECT 1 FROM notice used
                                WHERE used.call_out_id = n.call_out_id AND used.responder_id = n.responder_id
                                  AND used.channel = channel.name AND used.purpose IN ('call-out', 'safety-check'))
             ORDER BY n.call_out_id, n.responder_id, channel.nth, n.serial DESC) next
     ORDER BY next.priority, next.serial
    ON CONFLICT (call_out_id, responder_id, purpose, wave, channel) DO NOTHING
    RETURNING call_out_id`)
  const counts = new Map<string, number>()
  for (const { call_out_id: id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}
