import { NO_ANSWER_TO_TESTS } from './contact-flags.ts'
import type { Connection, Database } from './database.ts'
import { sql } from './sql.ts'

/** Whose person a row is. */
interface Silent {
  readonly campaignId: string
  readonly turn: number
  readonly responderId: string
}

/**
 * Flags, for whoever keeps the roster, who was silent in this turn and in the one before: a flag shows, and keeps no call
 * from anybody. A contact that is flagged for another reason keeps that one.
 */
const flagSilent = (db: Connection, silent: readonly Silent[], now: Date): Promise<number> =>
  db.run(sql`
    INSERT INTO contact_flag (responder_id, channel, contact_index, reason, since, last_at, count)
    SELECT DISTINCT ON (n.responder_id, n.channel) n.responder_id, n.channel, contact.index, ${NO_ANSWER_TO_TESTS}, ${now},
           ${now}, 2
      FROM unnest(${silent.map(({ campaignId }) => campaignId)}::text[], ${silent.map(({ turn }) => turn)}::int[],
                  ${silent.map(({ responderId }) => responderId)}::uuid[]) AS s(campaign_id, turn, responder_id)
      JOIN campaign_recipient c USING (campaign_id, turn, responder_id)
      JOIN campaign_recipient b ON b.campaign_id = c.campaign_id AND b.turn = c.turn - 1
                               AND b.responder_id = c.responder_id AND b.state = 'silent'
      JOIN notice n ON n.id = c.notice_id
      JOIN responder r ON r.id = c.responder_id
      CROSS JOIN LATERAL (SELECT CASE n.channel WHEN 'sms' THEN r.phone_index ELSE r.email_index END AS index) contact
     WHERE contact.index IS NOT NULL
     ORDER BY n.responder_id, n.channel
    ON CONFLICT (responder_id, channel) DO UPDATE
      SET last_at = excluded.last_at, contact_index = excluded.contact_index,
          since = CASE WHEN contact_flag.contact_index = excluded.contact_index THEN contact_flag.since ELSE excluded.since END,
          count = CASE WHEN contact_flag.contact_index = excluded.contact_index THEN contact_flag.count + 1 ELSE 2 END
      WHERE contact_flag.reason = excluded.reason`)

/**
 * Writes to people's rows what became of their messages. One that expired before it left is planned again, for a later day
 * of the turn; one that a channel refused reached nobody; a test without an answer within its time is silent. Gives how many
 * people were flagged.
 */
export const settleCampaigns = (db: Database, now: Date): Promise<number> =>
  db.transact(async (connection) => {
    const settled = await connection.rows<Silent & { readonly state: string }>(sql`
      WITH open AS MATERIALIZED (
        SELECT c.campaign_id, c.turn, c.responder_id, n.state, n.reason, t.type, n.sending_at IS NOT NULL AS left, time.over
          FROM campaign_recipient c
          JOIN campaign_turn t ON t.campaign_id = c.campaign_id AND t.turn = c.turn
          JOIN notice n ON n.id = c.notice_id
          CROSS JOIN LATERAL (
            SELECT coalesce(n.accepted_at, n.sending_at)
                     + (t.terms ->> 'answerWithinMs')::float8 * interval '1 millisecond' <= ${now} AS over) time
         WHERE c.state = 'sent' AND n.state NOT IN ('planned', 'claimed', 'sending')
           -- Who has time left to answer is not even locked: they are looked at each minute.
           AND (n.state IN ('expired', 'cancelled', 'refused', 'failed') OR t.type = 'education' OR time.over)
         ORDER BY c.campaign_id, c.turn, c.responder_id FOR UPDATE OF c SKIP LOCKED
      ), after AS (
        SELECT o.*, CASE
                 WHEN o.state = 'expired' AND NOT o.left THEN 'planned'
                 WHEN o.state = 'cancelled' THEN 'skipped'
                 WHEN o.state IN ('refused', 'failed', 'expired') THEN 'unreached'
                 WHEN o.type = 'education' THEN 'told'
                 WHEN o.over THEN 'silent'
               END AS becomes
          FROM open o
      )
      UPDATE campaign_recipient c
         SET state = a.becomes, updated_at = ${now}, due_at = CASE a.becomes WHEN 'planned' THEN ${now}::timestamptz ELSE c.due_at END,
             reason = CASE a.becomes
                        WHEN 'unreached' THEN a.state
                        WHEN 'skipped' THEN CASE a.reason WHEN 'consent withdrawn' THEN 'opted-out'
                                                          WHEN 'education stopped' THEN 'opted-out-of-info'
                                                          WHEN 'campaign removed' THEN 'campaign-removed'
                                                          ELSE 'cancelled' END
                      END
        FROM after a
       WHERE c.campaign_id = a.campaign_id AND c.turn = a.turn AND c.responder_id = a.responder_id AND a.becomes IS NOT NULL
      RETURNING c.campaign_id AS "campaignId", c.turn, c.responder_id AS "responderId", c.state`)
    const silent = settled.filter(({ state }) => state === 'silent')
    return silent.length === 0 ? 0 : flagSilent(connection, silent, now)
  })
