import { randomUUID } from 'node:crypto'
import type { TestedBy } from '../mobilisation/matching.ts'
import { type OfficeOf, planStopNoted } from './acknowledgements.ts'
import { NO_ANSWER_TO_TESTS } from './contact-flags.ts'
import type { Connection } from './database.ts'
import { HAS_NOT_LEFT } from './left.ts'
import { sql } from './sql.ts'

/** Ours: a late 1 still shows that the number is right; later than this a bare 1 is about something else. */
const STILL_MEANT_MS = 30 * 86_400_000

/** Contact tests that these people got and have not answered, the newest first: at most fifty. */
export const testedBy = (db: Connection, people: readonly string[], now: Date): Promise<TestedBy[]> =>
  db.rows<TestedBy>(sql`
    SELECT c.campaign_id AS "campaignId", c.turn, c.responder_id AS "responderId", n.sending_at AS "askedAt"
      FROM campaign_recipient c
      JOIN campaign_turn t ON t.campaign_id = c.campaign_id AND t.turn = c.turn AND t.type = 'contact-test'
      JOIN notice n ON n.id = c.notice_id
     WHERE c.responder_id = ANY(${people}::uuid[]) AND c.state IN ('sent', 'silent')
       AND n.sending_at > ${new Date(now.getTime() - STILL_MEANT_MS)}
     ORDER BY n.sending_at DESC, c.responder_id LIMIT 50`)

/**
 * Keeps that somebody answered a contact test: they can be reached. It is no yes to anything. What the roster's owner was
 * shown of their silence is taken back. False where it was answered before.
 */
export const keepTestAnswer = async (
  db: Connection,
  test: Pick<TestedBy, 'campaignId' | 'turn' | 'responderId'>,
  { via, at }: { readonly via: string; readonly at: Date },
): Promise<boolean> => {
  const { campaignId, turn, responderId } = test
  const [row] = await db.rows<{ notice: string }>(sql`
    UPDATE campaign_recipient SET state = 'answered', answered_at = ${at}, answered_via = ${via}, updated_at = ${at}
     WHERE campaign_id = ${campaignId} AND turn = ${turn} AND responder_id = ${responderId} AND state IN ('sent', 'silent')
    RETURNING notice_id AS notice`)
  if (row === undefined) return false
  await db.run(sql`
    INSERT INTO answer (id, responder_id, notice_id, meaning, via, weak, reason, at)
    VALUES (${randomUUID()}, ${responderId}, ${row.notice}, 'reachable', ${via}, false, 'contact test', ${at})`)
  await db.run(sql`DELETE FROM contact_flag WHERE responder_id = ${responderId} AND reason = ${NO_ANSWER_TO_TESTS}`)
  return true
}

/**
 * Stops education messages to these people, and nothing else: calls, drills and contact tests still reach them. That is
 * confirmed by the channel that it came by, once for all who have the number or address.
 */
export const stopEducation = async (
  db: Connection,
  people: readonly string[],
  { via, at, officeOf }: { readonly via: 'sms' | 'mail'; readonly at: Date; readonly officeOf: OfficeOf },
): Promise<void> => {
  const stopped = await db.rows<{ id: string }>(sql`
    INSERT INTO education_opt_out (responder_id, at, via) SELECT id, ${at}, ${via} FROM unnest(${people}::uuid[]) AS p(id)
    ON CONFLICT DO NOTHING RETURNING responder_id AS id`)
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'education stopped', ended_at = ${at}
     WHERE responder_id = ANY(${people}::uuid[]) AND purpose = 'campaign-education' AND ${HAS_NOT_LEFT}`)
  for (const responderId of people)
    await db.run(sql`
      INSERT INTO answer (id, responder_id, meaning, via, weak, at)
      VALUES (${randomUUID()}, ${responderId}, 'stop-info', ${via}, false, ${at})`)
  const responderId = stopped[0]?.id ?? people[0]
  if (responderId === undefined) return
  const channel = via === 'mail' ? 'email' : 'sms'
  const stop = { purpose: 'stop-info-noted', responderId, channel, again: stopped.length === 0, at } as const
  await planStopNoted(db, stop, officeOf)
}
