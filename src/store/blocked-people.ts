import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Connection } from './database.ts'
import { type Statement, sql } from './sql.ts'

/**
 * People whom the rows would refuse for this call-out, beyond what the index knows: those called already, and those
 * whose number was called. Whom other call-outs hold, held-people.ts knows.
 */
export const blockedPeople = async (db: Connection, callOutId: CallOutId): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ responder_id: string }>(sql`
    SELECT responder_id FROM call_out_responder WHERE call_out_id = ${callOutId}
    UNION
    SELECT r.id FROM responder r JOIN call_out_responder c ON c.phone_index = r.phone_index WHERE c.call_out_id = ${callOutId}`)
  return new Set(rows.map((row) => row.responder_id))
}

/**
 * The same for a plan that may want those again who were called before, as rows of `id`: of the people of this call-out
 * only those with the number of somebody else in it are blocked.
 */
export const blockedForPlan = (callOutId: CallOutId): Statement => sql`
  SELECT r.id FROM responder r JOIN call_out_responder c ON c.phone_index = r.phone_index
   WHERE c.call_out_id = ${callOutId} AND c.responder_id <> r.id
     AND NOT EXISTS (SELECT 1 FROM call_out_responder own
                      WHERE own.call_out_id = ${callOutId} AND own.responder_id = r.id)`
