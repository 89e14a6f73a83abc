import type { SiteFact, SiteFacts } from '../drills/site-facts.ts'
import { endingsAt } from './competencies.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

interface Row {
  readonly site: string
  readonly drilled: Date | null
  readonly readiness: number | null
  /** Instants by module, as JSON writes them. */
  readonly endings: Readonly<Record<string, string>> | null
}

const factOf = ({ drilled, readiness, endings }: Row): SiteFact => ({
  drilledAt: drilled,
  readiness,
  ...(endings === null
    ? {}
    : { endings: new Map(Object.entries(endings).map(([module, endsAt]) => [module, new Date(endsAt)])) }),
})

/**
 * The last drill that each site held, its newest readiness, and when its members' competencies end; sites with none of
 * these have no entry.
 */
export const loadSiteFacts = async (db: Connection, now: Date): Promise<SiteFacts> => {
  const rows = await db.rows<Row>(sql`
    WITH drilled AS (
      SELECT site_code, max(ends_at) AS at FROM drill_occurrence WHERE state = 'done' GROUP BY site_code
    ), measured AS (
      SELECT DISTINCT ON (site_code) site_code, score FROM readiness ORDER BY site_code, day DESC
    ), ending AS (${endingsAt(now)})
    SELECT site_code AS site, drilled.at AS drilled, measured.score AS readiness, ending.endings
      FROM drilled FULL JOIN measured USING (site_code) FULL JOIN ending USING (site_code)`)
  return { at: now, bySite: new Map(rows.map((row) => [row.site, factOf(row)])) }
}
