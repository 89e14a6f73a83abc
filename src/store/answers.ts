import { randomUUID } from 'node:crypto'
import { afterWord, type Standing, type Word } from '../mobilisation/danger-zone.ts'
import { furthestWord } from '../mobilisation/progress.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { keepDrillStanding } from './drill-places.ts'
import { cancelTries } from './fallback.ts'
import { isKeptElsewhere } from './returning-people.ts'
import { askFirst, sendOrder, tellUnsafe } from './safety.ts'
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
  /** "Done" by somebody who never said yes: kept and shown, counts for nothing. */
  | (Answered & { readonly kind: 'not-coming' })
  /** The call-out is over. */
  | (Answered & { readonly kind: 'too-late' })
  | { readonly kind: 'not-called' }

interface Row extends Standing {
  readonly mode: Mode
  readonly status: string
  readonly stoodDownAt: Date | null
}

const isSame = (left: Standing, right: Standing): boolean =>
  left.answer === right.answer && left.safety === right.safety && furthestWord(left) === furthestWord(right)

/** Words by which somebody comes. */
const COMING: readonly Word[] = ['yes', 'en-route', 'arrived']

/** Whether somebody comes after a word who did not before, or the reverse: only that gives the answer a new time. */
const turns = (before: Standing, after: Standing): boolean =>
  (before.answer === null) !== (after.answer === null) || (before.answer === 'no') !== (after.answer === 'no')

/**
 * Keeps an answer. Of a yes and what follows it the furthest counts, a "no" takes it back (progress.ts); saying the same
 * twice changes nothing, the first time stays the time of the answer. An answer that changes who is coming raises the
 * call-out's version and makes a review due, so that no review which read the rows before can save over it. Who says that
 * they are safe is ordered at once, or asked first, in the same transaction; that somebody is not is told to the operators at once, also
 * when the call-out is over.
 */
export const keepAnswer = async (db: Connection, given: AnswerGiven): Promise<AnswerKept> => {
  const elsewhere = COMING.includes(given.answer) && given.weakBecause === null && (await isKeptElsewhere(db, given))
  const [row] = await db.rows<Row>(sql`
    SELECT c.mode, c.status, p.answer, p.safety, p.en_route_at AS "enRouteAt", p.arrived_at AS "arrivedAt",
           p.done_at AS "doneAt", p.stood_down_at AS "stoodDownAt",
           p.asks_on_return AND p.stood_down_at IS NULL AS "asksOnReturn" FROM call_out c
      JOIN call_out_responder p ON p.call_out_id = c.id AND p.responder_id = ${given.responderId}
     WHERE c.id = ${given.callOutId} FOR UPDATE OF c`)
  if (row === undefined) return { kind: 'not-called' }
  const { mode, status } = row
  const over = status === 'closed' || status === 'stood-down'
  // Called for something else after a no: this place stays without them.
  const after = elsewhere ? { ...row, meant: given.answer, orders: false } : afterWord(row, given.answer, given.at)
  const notComing = given.answer === 'done' && after.doneAt === null
  const weakBecause = given.weakBecause ?? (notComing ? 'done before a yes' : null)
  const reason = weakBecause ?? (over ? 'after the end' : elsewhere ? 'called elsewhere' : null)
  await db.run(sql`
    INSERT INTO answer (id, call_out_id, responder_id, notice_id, meaning, via, weak, reason, at)
    VALUES (${randomUUID()}, ${given.callOutId}, ${given.responderId}, ${given.noticeId}, ${after.meant}, ${given.via},
            ${weakBecause !== null}, ${reason}, ${given.at})`)
  await note(db, { callOutId: given.callOutId }, given.at, 'answer', {
    responderId: given.responderId,
    answer: after.meant,
    via: given.via,
    ...(reason === null ? {} : { weak: weakBecause !== null, reason }),
  })
  if (given.weakBecause !== null) return { kind: 'weak', mode, status }
  if (notComing) return { kind: 'not-coming', mode, status }
  const changed = !isSame(row, after)
  const person = { callOutId: given.callOutId, responderId: given.responderId, now: given.at }
  if (changed)
    await db.run(sql`
      UPDATE call_out_responder
         SET answer = ${after.answer}, en_route_at = ${after.enRouteAt}, arrived_at = ${after.arrivedAt},
             done_at = ${after.doneAt},
             answered_at = CASE WHEN ${turns(row, after)} THEN ${given.at} ELSE answered_at END,
             answered_via = CASE WHEN ${turns(row, after)} THEN ${given.via} ELSE answered_via END
       WHERE call_out_id = ${given.callOutId} AND responder_id = ${given.responderId}`)
  if (row.safety !== after.safety) {
    await db.run(sql`
      UPDATE call_out_responder SET safety = ${after.safety}, safety_at = ${given.at}
       WHERE call_out_id = ${given.callOutId} AND responder_id = ${given.responderId}`)
    if (after.safety === 'unsafe') await tellUnsafe(db, person)
  }
  await cancelTries(db, person, given.at)
  if (!over && after.orders) await sendOrder(db, person)
  if (!over && after.safety === 'asked' && row.safety !== 'asked') await askFirst(db, person)
  if (over) return { kind: 'too-late', mode, status }
  if (row.answer !== after.answer || row.safety !== after.safety)
    await db.run(sql`
      UPDATE call_out SET review_due_at = least(coalesce(review_due_at, ${given.at}), ${given.at}), version = version + 1
       WHERE id = ${given.callOutId}`)
  return { kind: 'counted', changed, mode, status, stoodDown: elsewhere || row.stoodDownAt !== null }
}

/** What an invitation can be answered with. */
type DrillWord = Exclude<Word, 'safe' | 'unsafe'>

/** Keeps the answer to a drill's invitation. False when the person was not invited. */
export const keepDrillAnswer = async (
  db: Connection,
  given: {
    occurrenceId: string
    responderId: string
    noticeId: string | null
    answer: DrillWord
    via: string
    at: Date
  },
): Promise<boolean> => {
  // A drill asks who attends: who sets off will, and who is done did.
  const meaning = given.answer === 'en-route' ? 'yes' : given.answer === 'done' ? 'arrived' : given.answer
  if (!(await keepDrillStanding(db, { ...given, answer: meaning }))) return false
  await db.run(sql`
    INSERT INTO answer (id, occurrence_id, responder_id, notice_id, meaning, via, weak, at)
    VALUES (${randomUUID()}, ${given.occurrenceId}, ${given.responderId}, ${given.noticeId}, ${meaning}, ${given.via},
            false, ${given.at})`)
  return true
}
