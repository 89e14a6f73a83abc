import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** How the incident of a call-out ended, by the last message that ended it. */
export const endOfIncident = async (
  db: Connection,
  callOutId: CallOutId,
): Promise<'cancelled' | 'ended' | undefined> => {
  const [row] = await db.rows<{ message_type: string }>(sql`
    SELECT e.message_type FROM call_out c JOIN incident i ON i.id = c.incident_id JOIN hazard_event e ON e.incident_id = i.id
     WHERE c.id = ${callOutId} AND i.ended_at IS NOT NULL AND e.message_type IN ('cancel', 'all-clear')
     ORDER BY e.revision DESC LIMIT 1`)
  if (row === undefined) return undefined
  return row.message_type === 'cancel' ? 'cancelled' : 'ended'
}

/** The regency that the latest message about this event named; null for an unknown event. */
export const regencyOfEvent = async (db: Connection, source: string, sourceId: string): Promise<string | null> => {
  const [row] = await db.rows<{ regency_code: string }>(sql`
    SELECT regency_code FROM hazard_event WHERE source = ${source} AND source_id = ${sourceId} ORDER BY revision LIMIT 1`)
  return row?.regency_code ?? null
}
