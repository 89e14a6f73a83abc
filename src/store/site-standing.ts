import type { SiteStanding, TurnNotHeld } from '../drills/standing.ts'
import { timeZoneOf } from '../roster/region.ts'
import type { Connection } from './database.ts'
import { TOO_FEW_CAME, WAS_HELD } from './drill-held.ts'
import { sql } from './sql.ts'

type Row = Omit<SiteStanding, 'zone' | 'notHeld'> & {
  readonly programmeId: string | null
  readonly slotAt: Date
  readonly state: TurnNotHeld['state']
  readonly reason: string | null
}

/**
 * The KSB of a region ('' for all) as the rows tell it at `now`, in the order of their codes. A drill was held when it ran to
 * its end or a list says that somebody came to it, and not fewer than it requires (drill-held.ts). Turns that the plan itself took off do not count as not held.
 */
export const siteStandings = async (db: Connection, region: string, now: Date): Promise<readonly SiteStanding[]> => {
  const rows = await db.rows<Row>(sql`
    WITH ours AS (
      SELECT * FROM site
       WHERE ${region}::text = '' OR village_code = ${region}::text OR starts_with(village_code, ${region}::text || '.')
    ), held AS (
      SELECT d.site_code, max(d.ends_at) AS last,
             count(*) FILTER (WHERE d.ends_at > ${now}::timestamptz - interval '12 months')::int AS lately,
             count(*) FILTER (WHERE d.ends_at <= ${now}::timestamptz - interval '12 months'
                                AND d.ends_at > ${now}::timestamptz - interval '24 months')::int AS before
        FROM drill_occurrence d
       WHERE d.ends_at <= ${now}
         AND ${WAS_HELD}
       GROUP BY d.site_code
    ), not_held AS (
      SELECT DISTINCT ON (d.site_code) d.site_code, d.programme_id, d.slot_at, d.state,
             CASE WHEN d.state = 'done' THEN 'too-few-came' ELSE d.reason END AS reason
        FROM drill_occurrence d LEFT JOIN held h USING (site_code)
       WHERE d.starts_at <= ${now} AND d.starts_at > coalesce(h.last, '-infinity'::timestamptz)
         AND (d.state = 'missed' OR (d.state = 'done' AND ${TOO_FEW_CAME}) OR (d.state = 'cancelled'
              AND coalesce(d.reason NOT IN ('programme-changed', 'programme-removed', 'site-not-on-register'), true)))
       ORDER BY d.site_code, d.slot_at DESC
    ), next AS (
      SELECT site_code, min(starts_at) AS at FROM drill_occurrence
       WHERE starts_at > ${now} AND state IN ('planned', 'invited') GROUP BY site_code
    ), served AS (
      SELECT village.code, count(*)::int AS people FROM responder r, unnest(r.serves_codes) AS village(code)
       WHERE r.kind = 'pendamping_desa' GROUP BY village.code
    ), tagana AS (
      SELECT left(village_code, 8) AS district, count(*)::int AS people FROM responder
       WHERE kind = 'tagana' AND village_code IS NOT NULL GROUP BY 1
    )
    SELECT s.site_code AS "siteCode", s.name, s.village_code AS "villageCode",
           to_char(s.established_on, 'YYYY-MM-DD') AS "establishedOn", to_char(s.board_until, 'YYYY-MM-DD') AS "boardUntil",
           s.gardu_lng IS NOT NULL AS "hasGardu", s.lumbung_lng IS NOT NULL AS "hasLumbung",
           coalesce(served.people, 0) AS pendamping, coalesce(tagana.people, 0) AS tagana,
           held.last AS "lastHeldAt", coalesce(held.lately, 0) AS "heldLately", coalesce(held.before, 0) AS "heldBefore",
           n.programme_id AS "programmeId", n.slot_at AS "slotAt", n.state, n.reason, next.at AS "nextAt"
      FROM ours s
      LEFT JOIN held USING (site_code)
      LEFT JOIN not_held n USING (site_code)
      LEFT JOIN next USING (site_code)
      LEFT JOIN served ON served.code = s.village_code
      LEFT JOIN tagana ON tagana.district = left(s.village_code, 8)
     ORDER BY s.village_code, s.site_code`)
  return rows.map(({ programmeId, slotAt, state, reason, ...site }) => ({
    ...site,
    zone: timeZoneOf(site.villageCode),
    notHeld: programmeId === null ? null : { programmeId, slotAt, state, reason },
  }))
}
