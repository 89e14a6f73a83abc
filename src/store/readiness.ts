import { type Readiness, type ReadinessFacts, STALE_MONTHS } from '../drills/readiness.ts'
import { isDesa } from '../roster/region.ts'
import type { Connection } from './database.ts'
import { WAS_HELD } from './drill-held.ts'
import { sql } from './sql.ts'

/** What the rows tell of the KSB of a region ('' for all), in the order of their villages. */
export const readinessFacts = async (db: Connection, region: string, now: Date): Promise<readonly ReadinessFacts[]> => {
  const rows = await db.rows<Omit<ReadinessFacts, 'isDesa'>>(sql`
    WITH ours AS (
      SELECT * FROM site
       WHERE ${region}::text = '' OR village_code = ${region}::text OR starts_with(village_code, ${region}::text || '.')
    ), people AS (
      SELECT r.site_code, count(*)::int AS members,
             count(*) FILTER (WHERE r.opted_out_at IS NULL AND EXISTS (
               SELECT 1 FROM unnest(r.channels) AS channel(name)
                WHERE CASE channel.name WHEN 'sms' THEN r.phone_sealed IS NOT NULL ELSE r.email_sealed IS NOT NULL END
                  AND NOT EXISTS (SELECT 1 FROM contact_flag f
                                   WHERE f.responder_id = r.id AND f.channel = channel.name)))::int AS reachable
        FROM responder r WHERE r.site_code IS NOT NULL GROUP BY r.site_code
    ), recent AS (
      SELECT * FROM drill_occurrence
       WHERE ends_at <= ${now} AND ends_at > ${now}::timestamptz - make_interval(months => ${STALE_MONTHS}::int)
    ), listed AS (
      SELECT d.site_code, count(DISTINCT a.responder_id) FILTER (WHERE a.came AND r.site_code = d.site_code)::int AS trained
        FROM recent d JOIN drill_attendance a ON a.occurrence_id = d.id LEFT JOIN responder r ON r.id = a.responder_id
       GROUP BY d.site_code
    ), last_list AS (
      SELECT DISTINCT ON (d.site_code) d.site_code, d.id FROM drill_occurrence d
       WHERE d.ends_at <= ${now} AND EXISTS (SELECT 1 FROM drill_attendance a WHERE a.occurrence_id = d.id)
       ORDER BY d.site_code, d.ends_at DESC, d.id
    ), shares AS (
      SELECT l.site_code, avg(CASE WHEN coalesce(a.came, i.answer = 'arrived', false) THEN 1.0 ELSE 0.0 END)::float8 AS share
        FROM last_list l
        JOIN drill_invitee i ON i.occurrence_id = l.id AND i.role = 'member'
        LEFT JOIN drill_attendance a ON a.occurrence_id = l.id AND a.responder_id = i.responder_id
       GROUP BY l.site_code
    ), asked AS (
      SELECT d.site_code, count(*)::int AS asked, count(i.answer)::int AS answered
        FROM recent d JOIN drill_invitee i ON i.occurrence_id = d.id AND i.role = 'member'
       WHERE d.invited_at IS NOT NULL GROUP BY d.site_code
    ), held AS (
      SELECT d.site_code, max(d.ends_at) AS last FROM drill_occurrence d
       WHERE d.ends_at <= ${now}
         AND ${WAS_HELD}
       GROUP BY d.site_code
    ), served AS (
      SELECT village.code, count(*)::int AS people FROM responder r, unnest(r.serves_codes) AS village(code)
       WHERE r.kind = 'pendamping_desa' GROUP BY village.code
    ), tagana AS (
      SELECT left(village_code, 8) AS district, count(*)::int AS people FROM responder
       WHERE kind = 'tagana' AND village_code IS NOT NULL GROUP BY 1
    )
    SELECT s.site_code AS "siteCode", s.name, s.village_code AS "villageCode", s.gardu_lng IS NOT NULL AS "hasGardu",
           s.lumbung_lng IS NOT NULL AS "hasLumbung", coalesce(served.people, 0) AS pendamping,
           coalesce(tagana.people, 0) AS tagana, coalesce(p.members, 0) AS members,
           coalesce(p.reachable, 0) AS reachable, listed.trained, held.last AS "lastHeldAt",
           shares.share AS attendance, coalesce(asked.asked, 0) AS asked, coalesce(asked.answered, 0) AS answered
      FROM ours s
      LEFT JOIN people p USING (site_code)
      LEFT JOIN listed USING (site_code)
      LEFT JOIN shares USING (site_code)
      LEFT JOIN asked USING (site_code)
      LEFT JOIN held USING (site_code)
      LEFT JOIN served ON served.code = s.village_code
      LEFT JOIN tagana ON tagana.district = left(s.village_code, 8)
     ORDER BY s.village_code, s.site_code`)
  return rows.map((row) => ({ ...row, isDesa: isDesa(row.villageCode) }))
}

/** Whether a day's readiness was kept. */
export const isReadinessKept = async (db: Connection, day: string): Promise<boolean> => {
  const [row] = await db.rows<{ kept: boolean }>(
    sql`SELECT EXISTS (SELECT 1 FROM readiness WHERE day = ${day}::date) AS kept`,
  )
  return row?.kept === true
}

/** Keeps a day's readiness, each KSB once: what was kept first stays. Gives how many were new. */
export const keepReadiness = (
  db: Connection,
  day: string,
  sites: readonly { readonly siteCode: string; readonly readiness: Readiness }[],
): Promise<number> =>
  db.run(sql`
    INSERT INTO readiness (site_code, day, score, parts)
    SELECT given.code, ${day}::date, given.score, given.parts::jsonb
      FROM unnest(${sites.map(({ siteCode }) => siteCode)}::text[],
                  ${sites.map(({ readiness }) => readiness.score)}::int[],
                  ${sites.map(({ readiness }) => JSON.stringify(readiness.parts))}::text[]) AS given(code, score, parts)
     ORDER BY given.code
    ON CONFLICT (site_code, day) DO NOTHING`)

/** The days on which a KSB's score changed, newest first; at most `limit`. */
export const readinessHistory = (
  db: Connection,
  siteCode: string,
  limit: number,
): Promise<readonly { readonly day: string; readonly score: number }[]> =>
  db.rows(sql`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, score
      FROM (SELECT day, score, lag(score) OVER (ORDER BY day) AS before FROM readiness WHERE site_code = ${siteCode}) kept
     WHERE before IS DISTINCT FROM score ORDER BY kept.day DESC LIMIT ${limit}`)

/** The score of each KSB of a region on the last day kept until `day`. */
export const readinessOn = async (
  db: Connection,
  region: string,
  day: string,
): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.rows<{ code: string; score: number }>(sql`
    SELECT DISTINCT ON (r.site_code) r.site_code AS code, r.score
      FROM readiness r JOIN site s USING (site_code)
     WHERE r.day <= ${day}::date
       AND (${region}::text = '' OR s.village_code = ${region}::text OR starts_with(s.village_code, ${region}::text || '.'))
     ORDER BY r.site_code, r.day DESC`)
  return new Map(rows.map(({ code, score }) => [code, score]))
}
