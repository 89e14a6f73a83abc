import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** How the incident of a call-out ended, by the last message that ended it; undefined while it goes on. */
export const endOfIncident = async (
  db: Connection,
  callOutId: CallOutId,
): Promise<'cancelled' | 'ended' | undefined> => {
  const [row] = await db.rows<{ message_type: string | null }>(sql`
    SELECT (SELECT e.message_type FROM hazard_event e
             WHERE e.incident_id = i.id AND e.standing = 'active' AND e.message_type IN ('cancel', 'all-clear')
             ORDER BY e.received_at DESC, e.sequence DESC LIMIT 1) AS message_type
      FROM call_out c JOIN incident i ON i.id = c.incident_id
     WHERE c.id = ${callOutId} AND i.ended_at IS NOT NULL`)
  if (row === undefined) return undefined
  return row.message_type === 'cancel' ? 'cancelled' : 'ended'
}

/**
 * The regency of the first message known under one of these names; null where none is. What the same operator, or its
 * organisation, posted comes before what others did: a name can be written by anybody.
 */
export const regencyOfEvent = async (
  db: Connection,
  names: readonly { readonly source: string; readonly sourceId: string }[],
  operatorId: string | null,
): Promise<string | null> => {
  const [row] = await db.rows<{ regency_code: string }>(sql`
    SELECT e.regency_code FROM hazard_event e
      JOIN unnest(${names.map(({ source }) => source)}::text[], ${names.map(({ sourceId }) => sourceId)}::text[])
        AS n(source, source_id) ON e.source = n.source AND e.source_id = n.source_id
      LEFT JOIN operator mine ON mine.id = ${operatorId}
      LEFT JOIN operator theirs ON theirs.id = e.operator_id
     WHERE e.message_type IN ('alert', 'update')
     ORDER BY (e.operator_id IS NOT DISTINCT FROM ${operatorId}::text) DESC,
              coalesce(theirs.organisation = mine.organisation, false) DESC, e.received_at LIMIT 1`)
  return row?.regency_code ?? null
}
