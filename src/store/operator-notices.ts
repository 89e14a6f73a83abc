import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { PRIORITIES, type Purpose } from '../mobilisation/notice.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/**
 * Tells the operators whom a matter concerns: who posted the event or let it call people, the policy's duty officers,
 * approvers and admins of the area. Gives how many others than the one who posted it were told.
 */
export const tellOperators = async (
  db: Connection,
  about: {
    callOutId: CallOutId
    mode: Mode
    regencyCode: string
    senderId: string | null
    fields: Readonly<Record<string, string>>
    /** Only those of one level: 0 a regency or less, 1 a province, 2 the country. */
    level?: 0 | 1 | 2
    /**
     * Those who may send, too: they may confirm what no operator posted. Left out, they are told of a real matter that
     * nobody posted: it is nobody else's.
     */
    senders?: boolean
  },
  purpose: Extract<Purpose, `operator-${string}`>,
  now: Date,
): Promise<number> => {
  const level = about.level ?? null
  const senders = about.senders ?? (about.senderId === null && about.mode === 'actual')
  const rows = await db.rows<{ operator_id: string }>(sql`
    INSERT INTO notice (id, call_out_id, operator_id, channel, purpose, wave, mode, priority, state, reason, ref, fields,
                        due_at, expires_at, planned_at, ended_at)
    SELECT gen_random_uuid(), ${about.callOutId}, o.id, channel.name, ${purpose},
           -- The next one of its kind: being short of people a second time is told a second time.
           (SELECT coalesce(max(t.wave), 0) + 1 FROM notice t
             WHERE t.call_out_id = ${about.callOutId} AND t.purpose = ${purpose}), ${about.mode},
           CASE WHEN ${about.mode}::text = 'actual' THEN ${PRIORITIES.operator}::int ELSE ${PRIORITIES.exercise}::int END,
           CASE WHEN ${about.mode}::text = 'test' THEN 'cancelled' ELSE 'planned' END,
           CASE WHEN ${about.mode}::text = 'test' THEN 'mode-test' END,
           'kn-' || replace(gen_random_uuid()::text, '-', ''), ${JSON.stringify(about.fields)}::jsonb,
           ${now}, ${new Date(now.getTime() + 12 * 3_600_000)}, ${now},
           CASE WHEN ${about.mode}::text = 'test' THEN ${now}::timestamptz END
      FROM operator o
      CROSS JOIN LATERAL (VALUES ('sms', o.phone_sealed), ('email', o.email_sealed)) AS channel(name, sealed)
     WHERE o.revoked_at IS NULL AND channel.sealed IS NOT NULL
       AND (o.id = ${about.senderId}
            OR (SELECT o.id = c.approved_by OR c.policy->'dutyOfficers' @> to_jsonb(o.id)
                  FROM call_out c WHERE c.id = ${about.callOutId})
            OR ((o.role IN ('approver', 'admin') OR (${senders} AND o.role = 'sender'))
                AND (${level}::int IS NULL
                     OR ${level}::int = CASE length(o.jurisdiction) WHEN 0 THEN 2 WHEN 2 THEN 1 ELSE 0 END)
                AND (o.jurisdiction = '' OR ${about.regencyCode} = o.jurisdiction
                     OR ${about.regencyCode} LIKE o.jurisdiction || '.%' OR o.jurisdiction LIKE ${about.regencyCode} || '.%')))
    ON CONFLICT DO NOTHING
    RETURNING operator_id`)
  const told = rows.length
  // Nobody to tell is something to write down, not something to pass over.
  await note(db, { callOutId: about.callOutId }, now, told > 0 ? 'operators-told' : 'no-operator-to-tell', {
    purpose,
    notices: told,
  })
  return new Set(rows.map((row) => row.operator_id).filter((id) => id !== about.senderId)).size
}
