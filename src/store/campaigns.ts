import type { Calendar } from '../drills/calendar.ts'
import {
  type Campaign,
  type CampaignSlot,
  type CampaignTurn,
  type DueRecipient,
  messageOf,
  type RecipientStep,
  stepFor,
} from '../drills/campaign.ts'
import { PRIORITIES } from '../mobilisation/notice.ts'
import type { OfficeOf } from './acknowledgements.ts'
import type { Connection, Database } from './database.ts'
import { HAS_NOT_LEFT } from './left.ts'
import { sql } from './sql.ts'

/** A turn as it began: what was changed in the campaign's file since counts from the next turn on. */
export interface OpenTurn extends CampaignTurn {
  readonly campaign: Campaign
}

/** Writes that a turn begins, once, and gives it as it was written; null where that one is over. */
export const openTurn = async (
  db: Connection,
  campaign: Campaign,
  { turn, startsAt, endsAt }: CampaignTurn,
  now: Date,
): Promise<OpenTurn | null> => {
  await db.run(sql`
    INSERT INTO campaign_turn (campaign_id, turn, type, starts_at, ends_at, terms, created_at)
    VALUES (${campaign.id}, ${turn}, ${campaign.type}, ${startsAt}, ${endsAt}, ${JSON.stringify(campaign)}::jsonb, ${now})
    ON CONFLICT DO NOTHING`)
  const [row] = await db.rows<OpenTurn>(sql`
    SELECT turn, starts_at AS "startsAt", ends_at AS "endsAt", terms AS campaign FROM campaign_turn
     WHERE campaign_id = ${campaign.id} AND turn = ${turn} AND ends_at > ${now}`)
  return row ?? null
}

/** Somebody of an audience whom a turn has not taken in yet. */
export interface Unenrolled {
  readonly responderId: string
  readonly siteCode: string | null
  readonly regencyCode: string
  /** Their village, else their regency. */
  readonly placeCode: string
}

/** People of the audience without a row in this turn, at most `limit`. */
export const unenrolled = (
  db: Connection,
  { id, audience: { kinds, region, sites } }: Pick<Campaign, 'id' | 'audience'>,
  turn: number,
  limit: number,
): Promise<readonly Unenrolled[]> =>
  db.rows<Unenrolled>(sql`
    SELECT r.id AS "responderId", r.site_code AS "siteCode", r.regency_code AS "regencyCode", p.place AS "placeCode"
      FROM responder r LEFT JOIN site s ON s.site_code = r.site_code
      CROSS JOIN LATERAL (SELECT coalesce(r.village_code, s.village_code, r.regency_code) AS place) p
     WHERE r.kind = ANY(${kinds}) AND (${sites}::text[] IS NULL OR r.site_code = ANY(${sites}::text[]))
       AND (${region}::text IS NULL OR p.place = ${region}::text OR starts_with(p.place, ${region}::text || '.'))
       AND NOT EXISTS (SELECT 1 FROM campaign_recipient c
                        WHERE c.campaign_id = ${id} AND c.turn = ${turn} AND c.responder_id = r.id)
     ORDER BY r.id LIMIT ${limit}`)

/** Takes people into a turn: each with a time, or with a row that says that the turn had none left for them. */
export const enrol = (
  db: Connection,
  campaignId: string,
  turn: number,
  people: readonly (Unenrolled & { readonly slot: CampaignSlot | null })[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    INSERT INTO campaign_recipient (campaign_id, turn, responder_id, site_code, regency_code, place_code, state, reason,
                                    due_at, updated_at)
    SELECT ${campaignId}, ${turn}, p.id, p.site, p.regency, p.place,
           CASE WHEN p.due IS NULL THEN 'skipped' ELSE 'planned' END, CASE WHEN p.due IS NULL THEN 'turn-over' END, p.due, ${now}
      FROM unnest(${people.map(({ responderId }) => responderId)}::uuid[], ${people.map(({ siteCode }) => siteCode)}::text[],
                  ${people.map(({ regencyCode }) => regencyCode)}::text[],
                  ${people.map(({ placeCode }) => placeCode)}::text[],
                  ${people.map(({ slot }) => slot?.dueAt ?? null)}::timestamptz[]) AS p(id, site, regency, place, due)
     -- Two processes that take in the same people do so in the same order.
     ORDER BY p.id
    ON CONFLICT DO NOTHING`)

interface DueRow extends DueRecipient, OpenTurn {
  readonly campaignId: string
  readonly regencyCode: string
  readonly left: boolean
}

/** Those whose time has come, held until the transaction ends; whom another process holds, it sees to. */
const takeDue = (db: Connection, now: Date, limit: number): Promise<readonly DueRow[]> =>
  db.rows<DueRow>(sql`
    SELECT c.campaign_id AS "campaignId", c.turn, c.responder_id AS "responderId", c.place_code AS "placeCode",
           c.regency_code AS "regencyCode", t.starts_at AS "startsAt", t.ends_at AS "endsAt", t.terms AS campaign,
           r.id IS NULL AS left, r.unavailable_until AS "unavailableUntil",
           coalesce(CASE WHEN r.opted_out_at IS NOT NULL THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                         ELSE r.opted_out_until > ${now} END, false) AS "optedOut",
           EXISTS (SELECT 1 FROM education_opt_out e WHERE e.responder_id = c.responder_id) AS "infoStopped",
           EXISTS (SELECT 1 FROM call_out_responder p JOIN call_out o ON o.id = p.call_out_id
                    WHERE p.responder_id = c.responder_id AND o.mode = 'actual' AND p.stood_down_at IS NULL
                      AND o.status IN ('calling', 'filled', 'exhausted')) AS called,
           (SELECT w.name FROM unnest(r.channels) WITH ORDINALITY AS w(name, nth)
             WHERE CASE w.name WHEN 'sms' THEN r.phone_sealed IS NOT NULL ELSE r.email_sealed IS NOT NULL END
             ORDER BY w.nth LIMIT 1) AS channel
      FROM campaign_recipient c
      JOIN campaign_turn t ON t.campaign_id = c.campaign_id AND t.turn = c.turn
      LEFT JOIN responder r ON r.id = c.responder_id
     WHERE c.state = 'planned' AND c.due_at <= ${now}
     ORDER BY c.due_at, c.responder_id LIMIT ${limit} FOR UPDATE OF c SKIP LOCKED`)

const fieldsOf = ({ campaign, turn, regencyCode }: DueRow, officeOf: OfficeOf): string => {
  const message = messageOf(campaign, turn)
  return JSON.stringify({ office: officeOf(regencyCode), ...(message === '' ? {} : { message }) })
}

type Stepped = readonly [row: DueRow, step: RecipientStep]

const save = async (db: Connection, stepped: readonly Stepped[], officeOf: OfficeOf, now: Date): Promise<number> => {
  const of = <Value>(value: (row: DueRow, step: RecipientStep) => Value): Value[] =>
    stepped.map(([row, step]) => value(row, step))
  return db.run(sql`
    WITH given AS (
      SELECT * FROM unnest(${of((row) => row.campaignId)}::text[], ${of((row) => row.turn)}::int[],
                           ${of((row) => row.responderId)}::uuid[], ${of((row) => row.campaign.type)}::text[],
                           ${of((row) => row.channel)}::text[], ${of((row) => fieldsOf(row, officeOf))}::text[],
                           ${of((_, step) => (step.kind === 'skip' ? step.reason : null))}::text[],
                           ${of((_, step) => (step.kind === 'wait' ? step.until : null))}::timestamptz[],
                           ${of((_, step) => (step.kind === 'send' ? step.expiresAt : null))}::timestamptz[])
               AS g(campaign_id, turn, responder_id, type, channel, fields, reason, until, expires_at)
    ), sent AS (
      INSERT INTO notice (id, campaign_id, campaign_turn, responder_id, channel, purpose, wave, mode, priority, state, ref,
                          fields, due_at, expires_at, planned_at)
      SELECT gen_random_uuid(), g.campaign_id, g.turn, g.responder_id, g.channel, 'campaign-' || g.type, c.notices, 'exercise',
             ${PRIORITIES.campaign}::int, 'planned', 'kn-' || replace(gen_random_uuid()::text, '-', ''), g.fields::jsonb,
             ${now}, g.expires_at, ${now}
        FROM given g JOIN campaign_recipient c USING (campaign_id, turn, responder_id)
       WHERE g.expires_at IS NOT NULL
      ON CONFLICT DO NOTHING
      RETURNING id, campaign_id, campaign_turn, responder_id
    ), marked AS (
      UPDATE campaign_recipient c
         SET state = CASE WHEN g.reason IS NOT NULL THEN 'skipped' WHEN g.until IS NOT NULL THEN 'planned' ELSE 'sent' END,
             reason = g.reason, due_at = coalesce(g.until, c.due_at), notice_id = coalesce(s.id, c.notice_id),
             notices = c.notices + CASE WHEN s.id IS NULL THEN 0 ELSE 1 END, updated_at = ${now}
        FROM given g LEFT JOIN sent s
          ON s.campaign_id = g.campaign_id AND s.campaign_turn = g.turn AND s.responder_id = g.responder_id
       WHERE c.campaign_id = g.campaign_id AND c.turn = g.turn AND c.responder_id = g.responder_id
    )
    SELECT FROM sent`)
}

/**
 * Does what is due for up to `limit` people in one transaction: a notice planned on the lowest lane, a later time, or why
 * nothing is sent. Any number of processes may do so at once.
 */
export const stepDue = (
  db: Database,
  calendar: Calendar,
  officeOf: OfficeOf,
  now: Date,
  limit: number,
): Promise<{ readonly looked: number; readonly planned: number }> =>
  db.transact(async (connection) => {
    const rows = await takeDue(connection, now, limit)
    if (rows.length === 0) return { looked: 0, planned: 0 }
    const stepped = rows.map(
      (row): Stepped => [
        row,
        row.left ? { kind: 'skip', reason: 'left-roster' } : stepFor(row.campaign, row, row, calendar, now),
      ],
    )
    return { looked: rows.length, planned: await save(connection, stepped, officeOf, now) }
  })

/** Ends what waits of campaigns that are not among `keep`: their rows say why. Answers to what left are still taken. */
export const retireCampaigns = (db: Database, keep: readonly string[], now: Date): Promise<number> =>
  db.transact(async (connection) => {
    await connection.run(sql`
      UPDATE notice SET state = 'cancelled', reason = 'campaign removed', ended_at = ${now}
       WHERE campaign_id IS NOT NULL AND NOT campaign_id = ANY(${keep}) AND ${HAS_NOT_LEFT}`)
    return connection.run(sql`
      UPDATE campaign_recipient SET state = 'skipped', reason = 'campaign-removed', updated_at = ${now}
       WHERE state = 'planned' AND NOT campaign_id = ANY(${keep})`)
  })
