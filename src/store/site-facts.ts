import type { SiteFact, SiteFacts } from '../drills/site-facts.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** The last drill that each site held, and its newest readiness; sites with neither have no entry. */
export const loadSiteFacts = async (db: Connection, now: Date): Promise<SiteFacts> => {
  const rows = await db.rows<{ site: string; drilled: Date | null; readiness: number | null }>(sql`
    WITH drilled AS (
      SELECT site_code, max(ends_at) AS at FROM drill_occurrence WHERE state = 'done' GROUP BY site_code
    ), measured AS (
      SELECT DISTINCT ON (site_code) site_code, score FROM readiness ORDER BY site_code, day DESC
    )
    SELECT site_code AS site, drilled.at AS drilled, measured.score AS readiness
      FROM drilled FULL JOIN measured USING (site_code)`)
  const bySite = rows.map(({ site, drilled, readiness }): [string, SiteFact] => [
    site,
    { drilledAt: drilled, readiness },
  ])
  return { at: now, bySite: new Map(bySite) }
}
