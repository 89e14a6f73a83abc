import type { CampaignType } from '../drills/campaign.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** One turn in numbers. */
export interface TurnListed {
  readonly campaignId: string
  readonly type: CampaignType
  readonly turn: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly people: number
  readonly planned: number
  readonly sent: number
  readonly told: number
  readonly answered: number
  readonly silent: number
  readonly unreached: number
  readonly skipped: number
}

/** Turns of one campaign, or with null of all, the newest first, of people within the jurisdiction ('': the country). */
export const listTurns = (
  db: Connection,
  {
    campaignId,
    jurisdiction,
    limit,
  }: { readonly campaignId: string | null; readonly jurisdiction: string; readonly limit: number },
): Promise<readonly TurnListed[]> =>
  db.rows<TurnListed>(sql`
    SELECT t.campaign_id AS "campaignId", t.type, t.turn, t.starts_at AS "startsAt", t.ends_at AS "endsAt",
           count(c.state)::int AS people,
           count(*) FILTER (WHERE c.state = 'planned')::int AS planned, count(*) FILTER (WHERE c.state = 'sent')::int AS sent,
           count(*) FILTER (WHERE c.state = 'told')::int AS told,
           count(*) FILTER (WHERE c.state = 'answered')::int AS answered,
           count(*) FILTER (WHERE c.state = 'silent')::int AS silent,
           count(*) FILTER (WHERE c.state = 'unreached')::int AS unreached,
           count(*) FILTER (WHERE c.state = 'skipped')::int AS skipped
      FROM campaign_turn t
      LEFT JOIN campaign_recipient c ON c.campaign_id = t.campaign_id AND c.turn = t.turn
                                    AND starts_with(c.regency_code, ${jurisdiction})
     WHERE t.campaign_id = coalesce(${campaignId}::text, t.campaign_id)
     GROUP BY t.campaign_id, t.turn ORDER BY t.starts_at DESC, t.campaign_id LIMIT ${limit}`)

/** Why people of a turn got nothing. */
export interface NotSent {
  readonly state: 'skipped' | 'unreached'
  readonly reason: string
  readonly people: number
}

/** By reason, the most first. */
export const notSent = (
  db: Connection,
  {
    campaignId,
    turn,
    jurisdiction,
  }: { readonly campaignId: string; readonly turn: number; readonly jurisdiction: string },
): Promise<readonly NotSent[]> =>
  db.rows<NotSent>(sql`
    SELECT state, reason, count(*)::int AS people FROM campaign_recipient
     WHERE campaign_id = ${campaignId} AND turn = ${turn} AND state IN ('skipped', 'unreached')
       AND starts_with(regency_code, ${jurisdiction})
     GROUP BY state, reason ORDER BY people DESC, state, reason`)

/** One village of a turn, or the people without a site of one regency. */
export interface PlaceCounted {
  readonly regencyCode: string
  readonly siteCode: string | null
  readonly people: number
  readonly left: number
  readonly answered: number
  readonly silent: number
}

/** By regency and site. `left`: to how many a message left. */
export const byPlace = (
  db: Connection,
  {
    campaignId,
    turn,
    jurisdiction,
  }: { readonly campaignId: string; readonly turn: number; readonly jurisdiction: string },
): Promise<readonly PlaceCounted[]> =>
  db.rows<PlaceCounted>(sql`
    SELECT regency_code AS "regencyCode", site_code AS "siteCode", count(*)::int AS people,
           count(*) FILTER (WHERE state IN ('told', 'answered', 'silent'))::int AS left,
           count(*) FILTER (WHERE state = 'answered')::int AS answered,
           count(*) FILTER (WHERE state = 'silent')::int AS silent
      FROM campaign_recipient
     WHERE campaign_id = ${campaignId} AND turn = ${turn} AND starts_with(regency_code, ${jurisdiction})
     GROUP BY regency_code, site_code ORDER BY regency_code, site_code`)

/** Of a site's people, how many got a contact test in the last days and how many of those answered one. */
export interface ContactsThatAnswered {
  readonly siteCode: string
  readonly asked: number
  readonly answered: number
}

/**
 * For each site with people who were tested from `since` on, by its code. Counted by who belongs to the site today; who was
 * only just asked and has time left is not counted yet.
 * @public for the readiness of sites
 */
export const contactsThatAnswered = (db: Connection, since: Date): Promise<readonly ContactsThatAnswered[]> =>
  db.rows<ContactsThatAnswered>(sql`
    SELECT p.site_code AS "siteCode", count(*)::int AS asked, count(*) FILTER (WHERE p.answered)::int AS answered
      FROM (SELECT r.site_code, r.id, bool_or(c.state = 'answered') AS answered
              FROM campaign_recipient c
              JOIN campaign_turn t ON t.campaign_id = c.campaign_id AND t.turn = c.turn AND t.type = 'contact-test'
              JOIN notice n ON n.id = c.notice_id AND n.sending_at >= ${since}
              JOIN responder r ON r.id = c.responder_id AND r.site_code IS NOT NULL
             WHERE c.state IN ('answered', 'silent')
             GROUP BY r.site_code, r.id) p
     GROUP BY p.site_code ORDER BY p.site_code`)
