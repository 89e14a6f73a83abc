import type { Word } from '../mobilisation/danger-zone.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { heldElsewhere } from './held-people.ts'
import { sql } from './sql.ts'
import { takingFor } from './taken-people.ts'

/**
 * Somebody who said no and now says yes may have been called elsewhere in between. Where that call-out keeps them this
 * says true: their yes counts for nothing here. Where it gives them up, its order is withdrawn. "Arrived" by somebody whose
 * safety was asked about says that they are safe, and not that they come. Takes its locks before any other of the
 * transaction.
 */
export const isKeptElsewhere = async (
  db: Connection,
  {
    callOutId,
    responderId,
    answer,
    at,
  }: { readonly callOutId: string; readonly responderId: string; readonly answer: Word; readonly at: Date },
): Promise<boolean> => {
  const [own] = await db.rows<{ mode: Mode; precedence: number }>(sql`
    SELECT c.mode, c.precedence FROM call_out c JOIN call_out_responder p ON p.call_out_id = c.id
     WHERE c.id = ${callOutId} AND p.responder_id = ${responderId} AND p.answer = 'no' AND p.stood_down_at IS NULL
       AND NOT (${answer}::text = 'arrived' AND coalesce(p.safety IN ('asked', 'unsafe'), false))
       AND c.status IN ('calling', 'filled', 'exhausted')`)
  if (own === undefined) return false
  const by = { ...own, callOutId: callOutId as CallOutId }
  const taking = await takingFor(db, by, [responderId], [], at)
  const { keep } = await heldElsewhere(db, by, at)
  if (keep.has(responderId)) return true
  await taking.withdraw([responderId])
  return false
}
