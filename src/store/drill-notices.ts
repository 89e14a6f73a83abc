import { PRIORITIES, type Purpose } from '../mobilisation/notice.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** A message to people who were invited to a drill before. */
interface Told {
  readonly purpose: Extract<Purpose, 'drill-moved' | 'drill-cancelled' | 'drill-waiting' | 'drill-place'>
  readonly to: readonly string[]
  /** How many of the invited are told nothing, by reason. */
  readonly notTold?: Readonly<Record<string, number>>
  /** Words that differ from those of their invitation; never a contact. */
  readonly fields?: Readonly<Record<string, string>>
}

/**
 * Plans one message on each channel by which a person can be reached, in the words of their newest invitation, and writes
 * who gets none and why. Call it after the drill's own row was changed: a message bears the number that its drill has
 * then. Gives how many messages were planned.
 */
export const tellInvited = async (
  db: Connection,
  occurrenceId: string,
  { purpose, to, notTold = {}, fields = {} }: Told,
  now: Date,
): Promise<number> => {
  const rows = await db.rows<{ responder_id: string }>(sql`
    INSERT INTO notice (id, occurrence_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields,
                        due_at, expires_at, planned_at)
    SELECT gen_random_uuid(), d.id, r.id, channel.name, ${purpose}, d.sequence, 'exercise', ${PRIORITIES.training}::int,
           'planned', 'kn-' || replace(gen_random_uuid()::text, '-', ''),
           invited.fields || ${JSON.stringify(fields)}::jsonb, ${now}, d.starts_at, ${now}
      FROM drill_occurrence d
      JOIN responder r ON r.id = ANY(${to}::uuid[])
      CROSS JOIN LATERAL (SELECT n.fields FROM notice n
                           WHERE n.occurrence_id = d.id AND n.responder_id = r.id
                             AND n.purpose IN ('drill-invite', 'drill-moved') ORDER BY n.serial DESC LIMIT 1) invited
      CROSS JOIN LATERAL unnest(r.channels) AS channel(name)
     WHERE d.id = ${occurrenceId}::uuid
       AND CASE channel.name WHEN 'sms' THEN r.phone_sealed IS NOT NULL ELSE r.email_sealed IS NOT NULL END
       AND NOT coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                             THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                             ELSE r.opted_out_until > ${now} END, false)
    ON CONFLICT DO NOTHING
    RETURNING responder_id`)
  const people = new Set(rows.map((row) => row.responder_id)).size
  const about = { occurrenceId }
  await note(db, about, now, 'drill-notices-planned', { purpose, notices: rows.length, people })
  const unreached = to.length - people
  const reasons = { ...notTold, ...(unreached === 0 ? {} : { 'not-reachable': unreached }) }
  if (Object.keys(reasons).length > 0) await note(db, about, now, 'not-told', { purpose, ...reasons })
  return rows.length
}
