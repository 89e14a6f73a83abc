import type { CallOutStatus, Reply } from '../mobilisation/call-out.ts'
import type { Word } from '../mobilisation/danger-zone.ts'
import { furthestWord, type ServiceWord } from '../mobilisation/progress.ts'
import type { Safety } from '../mobilisation/safety.ts'
import type { Mode } from '../wording/mode.ts'
import { keepAnswer, keepDrillAnswer } from './answers.ts'
import type { Connection, Database } from './database.ts'
import { sql } from './sql.ts'

/** What stands behind a link: the notice that it came with, and whether people are still wanted. */
export interface LinkedNotice {
  readonly noticeId: string
  readonly responderId: string
  readonly channel: 'sms' | 'email'
  readonly mode: Mode
  readonly fields: Readonly<Record<string, string>>
  readonly acceptedAt: Date | null
  readonly callOutId: string | null
  readonly callOutStatus: CallOutStatus | null
  readonly occurrenceId: string | null
  readonly occurrenceOver: boolean
  /** The furthest that they said. */
  readonly answer: ServiceWord | null
  readonly safety: Safety | null
  readonly stoodDown: boolean
  /** The code of the more urgent call-out that they were stood down for; null where it was for something else. */
  readonly movedTo: string | null
}

/**
 * When it was handed over for the first time; null while nobody can have read it: a mail server that looks into a mail
 * opens its links before it takes it, and also before it says to come again.
 */
export const handedOverAt = sql`CASE WHEN n.state IN ('planned', 'claimed', 'sending') AND n.repeats = 0 THEN n.accepted_at
                                ELSE coalesce(n.accepted_at, n.sending_at) END`

/** The notice with this serial, if it went to a responder about a call-out or a drill. */
export const linkedNotice = async (db: Connection, serial: bigint, now: Date): Promise<LinkedNotice | undefined> => {
  const [row] = await db.rows<
    Omit<LinkedNotice, 'answer'> & { answer: Reply | null; enRouteAt: Date | null; doneAt: Date | null }
  >(sql`
    SELECT n.id AS "noticeId", n.responder_id AS "responderId", n.channel, n.mode,
           -- An old invitation leads to the time that its drill was moved to.
           coalesce((SELECT newest.fields FROM notice newest
                      WHERE newest.occurrence_id = n.occurrence_id AND newest.responder_id = n.responder_id
                        AND newest.purpose = 'drill-moved' ORDER BY newest.serial DESC LIMIT 1), n.fields) AS fields,
           ${handedOverAt} AS "acceptedAt", n.call_out_id AS "callOutId", c.status AS "callOutStatus",
           n.occurrence_id AS "occurrenceId", coalesce(d.ends_at <= ${now} OR d.state IN ('done', 'missed', 'cancelled'), false) AS "occurrenceOver",
           coalesce(p.answer, i.answer) AS answer, p.safety,
           p.en_route_at AS "enRouteAt", p.done_at AS "doneAt", p.stood_down_at IS NOT NULL AS "stoodDown",
           CASE WHEN p.stood_down_at IS NOT NULL THEN t.code END AS "movedTo"
      FROM notice n
      LEFT JOIN call_out c ON c.id = n.call_out_id
      LEFT JOIN call_out_responder p ON p.call_out_id = n.call_out_id AND p.responder_id = n.responder_id
      LEFT JOIN call_out t ON t.id = p.yielded_to
      LEFT JOIN drill_occurrence d ON d.id = n.occurrence_id
      LEFT JOIN drill_invitee i ON i.occurrence_id = n.occurrence_id AND i.responder_id = n.responder_id
     WHERE n.serial = ${serial.toString()}::bigint AND n.responder_id IS NOT NULL
       AND (n.call_out_id IS NOT NULL OR n.occurrence_id IS NOT NULL)`)
  if (row === undefined) return undefined
  const { enRouteAt, doneAt, ...notice } = row
  return { ...notice, answer: furthestWord({ answer: notice.answer, enRouteAt, doneAt }) }
}

/** An answer sooner after hand-over than a person can read is a mail scanner's. */
const SOONEST_ANSWER_MS = 3_000

/**
 * Why an answer by a mail's link may be a machine's: a scanner follows links and posts forms. A link in a text message
 * is taken at its word, since nothing stands between it and the person.
 */
export const weaknessOf = (
  notice: Pick<LinkedNotice, 'channel' | 'acceptedAt'>,
  nonceValid: boolean,
  at: Date,
): string | null => {
  if (notice.channel === 'sms') return null
  if (!nonceValid) return 'posted without the page'
  const handedOver = notice.acceptedAt?.getTime() ?? at.getTime()
  return at.getTime() - handedOver < SOONEST_ANSWER_MS ? 'within 3 seconds of hand-over' : null
}

export type LinkAnswered = 'recorded' | 'weak' | 'not-coming' | 'enough' | 'over'

/** Keeps an answer given by a link; undefined where the serial leads nowhere. */
export const answerByLink = (
  db: Database,
  given: { serial: bigint; answer: Word; nonceValid: boolean; at: Date },
): Promise<{ result: LinkAnswered; callOutId: string | null } | undefined> =>
  db.transact(async (connection) => {
    const notice = await linkedNotice(connection, given.serial, given.at)
    if (notice === undefined) return undefined
    const { noticeId, responderId, callOutId, occurrenceId } = notice
    const by = { responderId, noticeId, via: 'link', at: given.at }
    if (callOutId !== null) {
      const kept = await keepAnswer(connection, {
        ...by,
        answer: given.answer,
        callOutId,
        weakBecause: weaknessOf(notice, given.nonceValid, given.at),
      })
      if (kept.kind === 'weak') return { result: 'weak', callOutId }
      if (kept.kind === 'not-coming') return { result: 'not-coming', callOutId }
      if (kept.kind !== 'counted') return { result: 'over', callOutId }
      const sets = given.answer === 'yes' || given.answer === 'en-route'
      return { result: kept.stoodDown && sets ? 'enough' : 'recorded', callOutId }
    }
    if (occurrenceId === null || notice.occurrenceOver) return { result: 'over', callOutId: null }
    // An invitation asks nobody whether they are safe.
    const answer = given.answer === 'safe' || given.answer === 'unsafe' ? null : given.answer
    if (answer === null) return { result: 'over', callOutId: null }
    return {
      result: (await keepDrillAnswer(connection, { ...by, answer, occurrenceId })) ? 'recorded' : 'over',
      callOutId: null,
    }
  })
