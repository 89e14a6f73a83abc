import { STALE_AFTER_MS } from '../mobilisation/arrival.ts'
import { type CallOutStatus, statusAfter } from '../mobilisation/call-out.ts'
import type { CallOutId, EventId } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import type { Database } from './database.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

export type Approved =
  | { readonly kind: 'approved'; readonly eventId: EventId; readonly mode: Mode }
  | { readonly kind: 'own-event' }
  /** The event was cancelled, has expired, or began over a day ago. */
  | { readonly kind: 'too-late' }
  | { readonly kind: 'not-waiting'; readonly status: string }

/** Lets a call-out that waits for a second operator begin. The one who posted its event cannot be the second. */
export const approve = (db: Database, callOutId: CallOutId, operatorId: string, now: Date): Promise<Approved> =>
  db.transact(async (connection): Promise<Approved> => {
    const [row] = await connection.rows<{
      status: CallOutStatus
      event_id: string
      mode: Mode
      operator_id: string | null
      expires_at: Date | null
      occurred_at: Date
      ended: boolean
    }>(sql`
      SELECT c.status, c.event_id, c.mode, e.operator_id, e.expires_at, e.occurred_at, i.ended_at IS NOT NULL AS ended
        FROM call_out c JOIN hazard_event e ON e.id = c.event_id JOIN incident i ON i.id = c.incident_id
       WHERE c.id = ${callOutId} FOR UPDATE OF c`)
    if (row === undefined || row.status !== 'awaiting-approval')
      return { kind: 'not-waiting', status: row?.status ?? 'unknown' }
    if (row.operator_id === operatorId) return { kind: 'own-event' }
    if (
      row.ended ||
      (row.expires_at !== null && row.expires_at <= now) ||
      now.getTime() - row.occurred_at.getTime() > STALE_AFTER_MS
    )
      return { kind: 'too-late' }
    await connection.run(sql`
      UPDATE call_out SET status = ${statusAfter(row.status, 'approved')}, approved_at = ${now}, approved_by = ${operatorId},
                          version = version + 1
       WHERE id = ${callOutId}`)
    // Assessed at arrival, since nothing was to be done then: now there is.
    await connection.run(sql`UPDATE hazard_event SET assessed_at = NULL WHERE id = ${row.event_id}`)
    await note(connection, { callOutId, eventId: row.event_id }, now, 'approved', { by: operatorId })
    return { kind: 'approved', eventId: row.event_id as EventId, mode: row.mode }
  })
