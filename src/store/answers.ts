import { randomUUID } from 'node:crypto'
import type { Reply } from '../mobilisation/call-out.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { isKeptElsewhere } from './returning-people.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** An answer, whichever way it came. */
export interface AnswerGiven {
  readonly callOutId: string
  readonly responderId: string
  readonly noticeId: string | null
  readonly answer: Reply
  /** link, sms, operator … */
  readonly via: string
  /** Why it may be a machine's and not a person's: kept and shown, closes no need. Null for a plain answer. */
  readonly weakBecause: string | null
  readonly at: Date
}

/** The call-out that an answer belongs to, as it stands. */
interface Answered {
  readonly mode: Mode
  readonly status: string
}

export type AnswerKept =
  | (Answered & { readonly kind: 'counted'; readonly changed: boolean; readonly stoodDown: boolean })
  | (Answered & { readonly kind: 'weak' })
  /** The call-out is over. */
  | (Answered & { readonly kind: 'too-late' })
  | { readonly kind: 'not-called' }

/**
 * Keeps an answer. The last plain word of a person counts; saying the same twice changes nothing, the first time stays
 * the time of the answer. Raises the call-out's version and makes a review due, so that no review which read the rows
 * before can save over it.
 */
export const keepAnswer = async (db: Connection, given: AnswerGiven): Promise<AnswerKept> => {
  const elsewhere = given.answer !== 'no' && given.weakBecause === null && (await isKeptElsewhere(db, given))
  const [row] = await db.rows<{ mode: Mode; status: string; answer: string | null; stood_down_at: Date | null }>(sql`
    SELECT c.mode, c.status, p.answer, p.stood_down_at FROM call_out c
      JOIN call_out_responder p ON p.call_out_id = c.id AND p.responder_id = ${given.responderId}
     WHERE c.id = ${given.callOutId} FOR UPDATE OF c`)
  if (row === undefined) return { kind: 'not-called' }
  const { mode, status } = row
  const over = status === 'closed' || status === 'stood-down'
  const reason = given.weakBecause ?? (over ? 'after the end' : elsewhere ? 'called elsewhere' : null)
  await db.run(sql`
    INSERT INTO answer (id, call_out_id, responder_id, notice_id, meaning, via, weak, reason, at)
    VALUES (${randomUUID()}, ${given.callOutId}, ${given.responderId}, ${given.noticeId}, ${given.answer}, ${given.via},
            ${given.weakBecause !== null}, ${reason}, ${given.at})`)
  await note(db, { callOutId: given.callOutId }, given.at, 'answer', {
    responderId: given.responderId,
    answer: given.answer,
    via: given.via,
    ...(reason === null ? {} : { weak: given.weakBecause !== null, reason }),
  })
  if (given.weakBecause !== null) return { kind: 'weak', mode, status }
  // Called for something else after a no: this place stays without them.
  const changed = !elsewhere && row.answer !== given.answer
  if (changed)
    await db.run(sql`
      UPDATE call_out_responder SET answer = ${given.answer}, answered_at = ${given.at}, answered_via = ${given.via}
       WHERE call_out_id = ${given.callOutId} AND responder_id = ${given.responderId}`)
  if (over) return { kind: 'too-late', mode, status }
  if (changed)
    await db.run(sql`
      UPDATE call_out SET review_due_at = least(coalesce(review_due_at, ${given.at}), ${given.at}), version = version + 1
       WHERE id = ${given.callOutId}`)
  return { kind: 'counted', changed, mode, status, stoodDown: elsewhere || row.stood_down_at !== null }
}

/** Keeps the answer to a drill's invitation. False when the person was not invited. */
export const keepDrillAnswer = async (
  db: Connection,
  given: { occurrenceId: string; responderId: string; noticeId: string | null; answer: Reply; via: string; at: Date },
): Promise<boolean> => {
  const invited = await db.run(sql`
    UPDATE drill_invitee SET answer = ${given.answer}, answered_at = ${given.at}
     WHERE occurrence_id = ${given.occurrenceId} AND responder_id = ${given.responderId}`)
  if (invited === 0) return false
  await db.run(sql`
    INSERT INTO answer (id, occurrence_id, responder_id, notice_id, meaning, via, weak, at)
    VALUES (${randomUUID()}, ${given.occurrenceId}, ${given.responderId}, ${given.noticeId}, ${given.answer}, ${given.via},
            false, ${given.at})`)
  return true
}
