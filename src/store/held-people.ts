import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { type Claimant, type Elsewhere, elsewhereOf, type Held } from '../mobilisation/precedence.ts'
import type { Connection } from './database.ts'
import { prepared, type Statement, sql } from './sql.ts'

/** A call-out that wants people. */
export interface Wanting extends Claimant {
  readonly callOutId: CallOutId
}

/** Whether the call-out `oc` holds the person of its row `o`. */
export const holds: Statement = sql`
  (oc.mode <> 'test' AND oc.status IN ('calling', 'filled', 'exhausted') AND o.stood_down_at IS NULL
   AND o.done_at IS NULL AND o.answer IS DISTINCT FROM 'no')`

/**
 * Whether a call-out may have whom another, `oc`, holds by its row `o`: the same as `claimOn` says, but that whoever said
 * yes may be had by any that is more urgent, since whether others could do is for the choice to know.
 */
export const givesUp = ({ mode, precedence }: Claimant, now: Date): Statement => sql`
  (CASE WHEN oc.mode <> ${mode}::text THEN oc.mode <> 'actual'
        WHEN o.answer = 'arrived' THEN false
        WHEN oc.precedence < ${precedence}::int THEN true
        ELSE o.answer IS NULL AND o.deadline_at <= ${now} END)`

/** Rows of `Held`: people whom call-outs other than this one hold, and this one does not. */
export const heldByOthers = (callOutId: CallOutId): Statement => sql`
  SELECT o.responder_id AS "responderId", oc.code, oc.mode, oc.precedence, o.answer, o.deadline_at AS "deadlineAt"
    FROM call_out oc JOIN call_out_responder o ON o.call_out_id = oc.id
   WHERE ${holds} AND oc.id <> ${callOutId}
     AND NOT EXISTS (SELECT 1 FROM call_out_responder own
                      WHERE own.call_out_id = ${callOutId} AND own.responder_id = o.responder_id
                        AND own.stood_down_at IS NULL AND own.answer IS DISTINCT FROM 'no')`

/** People whom other call-outs hold, by what this one may do with them. Those whom it holds itself are not among them. */
export const heldElsewhere = async (db: Connection, by: Wanting, now: Date): Promise<Elsewhere> =>
  elsewhereOf(await db.rows<Held>(prepared('held-elsewhere', heldByOthers(by.callOutId))), by, now)
