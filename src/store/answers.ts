import { randomUUID } from 'node:crypto'
import type { Reply } from '../mobilisation/call-out.ts'
import { afterWord, type Word } from '../mobilisation/danger-zone.ts'
import type { Safety } from '../mobilisation/safety.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { sendOrder, tellUnsafe } from './safety.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** An answer, whichever way it came. */
export interface AnswerGiven {
  readonly callOutId: string
  readonly responderId: string
  readonly noticeId: string | null
  readonly answer: Word
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
 * before can save over it. Who says that they are safe is ordered at once, in the same transaction; that somebody is not is
 * told to the operators at once, also when the call-out is over.
 */
export const keepAnswer = async (db: Connection, given: AnswerGiven): Promise<AnswerKept> => {
  const [row] = await db.rows<{
    mode: Mode
    status: string
    answer: Reply | null
    safety: Safety | null
    stood_down_at: Date | null
  }>(sql`
    SELECT c.mode, c.status, p.answer, p.safety, p.stood_down_at FROM call_out c
      JOIN call_out_responder p ON p.call_out_id = c.id AND p.responder_id = ${given.responderId}
     WHERE c.id = ${given.callOutId} FOR UPDATE OF c`)
  if (row === undefined) return { kind: 'not-called' }
  const { mode, status } = row
  const over = status === 'closed' || status === 'stood-down'
  const after = afterWord(row, given.answer)
  const reason = given.weakBecause ?? (over ? 'after the end' : null)
  await db.run(sql`
    INSERT INTO answer (id, call_out_id, responder_id, notice_id, meaning, via, weak, reason, at)
    VALUES (${randomUUID()}, ${given.callOutId}, ${given.responderId}, ${given.noticeId}, ${after.meant}, ${given.via},
            ${given.weakBecause !== null}, ${reason}, ${given.at})`)
  await note(db, { callOutId: given.callOutId }, given.at, 'answer', {
    responderId: given.responderId,
    answer: after.meant,
    via: given.via,
    ...(reason === null ? {} : { weak: given.weakBecause !== null, reason }),
  })
  if (given.weakBecause !== null) return { kind: 'weak', mode, status }
  const changed = row.answer !== after.answer || row.safety !== after.safety
  const person = { callOutId: given.callOutId, responderId: given.responderId, now: given.at }
  if (row.answer !== after.answer)
    await db.run(sql`
      UPDATE call_out_responder SET answer = ${after.answer}, answered_at = ${given.at}, answered_via = ${given.via}
       WHERE call_out_id = ${given.callOutId} AND responder_id = ${given.responderId}`)
  if (row.safety !== after.safety) {
    await db.run(sql`
      UPDATE call_out_responder SET safety = ${after.safety}, safety_at = ${given.at}
       WHERE call_out_id = ${given.callOutId} AND responder_id = ${given.responderId}`)
    if (after.safety === 'unsafe') await tellUnsafe(db, person)
  }
  if (!over && after.orders) await sendOrder(db, person)
  if (over) return { kind: 'too-late', mode, status }
  if (changed)
    await db.run(sql`
      UPDATE call_out SET review_due_at = least(coalesce(review_due_at, ${given.at}), ${given.at}), version = version + 1
       WHERE id = ${given.callOutId}`)
  return { kind: 'counted', changed, mode, status, stoodDown: row.stood_down_at !== null }
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
