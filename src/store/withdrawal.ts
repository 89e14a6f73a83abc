import { randomUUID } from 'node:crypto'
import { type OfficeOf, planStopNoted } from './acknowledgements.ts'
import { calledFor } from './answerable.ts'
import { keepAnswer } from './answers.ts'
import type { Connection } from './database.ts'
import { keepDrillStanding } from './drill-places.ts'
import { HAS_NOT_LEFT } from './left.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** Drills ahead to which some of these people are invited and have not said no, in the order of their ids. */
const drillsAhead = (db: Connection, people: readonly string[], at: Date) =>
  db.rows<{ occurrenceId: string; responderId: string }>(sql`
    SELECT i.occurrence_id AS "occurrenceId", i.responder_id AS "responderId"
      FROM drill_invitee i JOIN drill_occurrence d ON d.id = i.occurrence_id
     WHERE i.responder_id = ANY(${people}::uuid[]) AND d.state = 'invited' AND d.starts_at > ${at}
       AND i.answer IS DISTINCT FROM 'no'
     ORDER BY d.id, i.responder_id`)

/**
 * Withdraws consent for these people: nothing more is sent to them on any channel, what had not left is
 * cancelled, and an open call-out counts them as a no; so does a drill ahead, which gives their place to whoever waits and
 * looks for another facilitator. That it is withdrawn is confirmed by the channel that it came by,
 * once for all of them: a number or address is theirs together.
 */
export const withdraw = async (
  db: Connection,
  people: readonly string[],
  { via, at, officeOf }: { readonly via: 'sms' | 'mail'; readonly at: Date; readonly officeOf: OfficeOf },
): Promise<void> => {
  // Call-outs first, then people: the order in which a review locks them, so that the two never wait for each other.
  // By their ids, the order in which whoever takes people locks several call-outs.
  const called = (await calledFor(db, people)).toSorted((one, other) => (one.callOutId < other.callOutId ? -1 : 1))
  for (const { callOutId, responderId, open } of called)
    if (open) await keepAnswer(db, { callOutId, responderId, noticeId: null, answer: 'no', via, weakBecause: null, at })
  for (const { occurrenceId, responderId } of await drillsAhead(db, people, at)) {
    await note(db, { occurrenceId }, at, 'drill-consent-withdrawn', { responderId })
    await keepDrillStanding(db, { occurrenceId, responderId, answer: 'no', at })
  }
  const before = await db.rows<{ id: string; withdrawn: boolean }>(sql`
    SELECT id, coalesce(opted_out_at IS NOT NULL AND (opted_out_until IS NULL OR opted_out_until > ${at}), false) AS withdrawn
      FROM responder WHERE id = ANY(${people}::uuid[]) ORDER BY id FOR UPDATE`)
  await db.run(sql`
    UPDATE responder SET opted_out_at = ${at}, opted_out_until = NULL, updated_at = ${at} WHERE id = ANY(${people}::uuid[])`)
  await db.run(sql`UPDATE roster_version SET version = version + 1 WHERE id = 1`)
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'consent withdrawn', ended_at = ${at}
     WHERE responder_id = ANY(${people}::uuid[]) AND ${HAS_NOT_LEFT} AND purpose <> 'stop-noted'`)
  for (const responderId of people)
    await db.run(sql`
      INSERT INTO answer (id, responder_id, meaning, via, weak, at)
      VALUES (${randomUUID()}, ${responderId}, 'stop', ${via}, false, ${at})`)
  const [confirmed = before[0]] = before.filter(({ withdrawn }) => !withdrawn)
  if (confirmed === undefined) return
  const channel = via === 'mail' ? 'email' : 'sms'
  const stop = { purpose: 'stop-noted', responderId: confirmed.id, channel, again: confirmed.withdrawn, at } as const
  await planStopNoted(db, stop, officeOf)
}
