import type { SiteFact, SiteFacts } from '../drills/site-facts.ts'
import { endingsAt } from './competencies.ts'
import type { Connection } from './database.ts'
import { WAS_HELD } from './drill-held.ts'
import { sql } from './sql.ts'

interface Row {
  readonly site: string
  readonly drilled: Date | null
  readonly readiness: number | null
  /** Instants by module, as JSON writes them. */
  readonly endings: Readonly<Record<string, string>> | null
  readonly improvable: boolean | null
}

const factOf = ({ drilled, readiness, endings, improvable }: Row): SiteFact => ({
  drilledAt: drilled,
  readiness,
  ...(improvable === true ? { hasImprovements: true } : {}),
  ...(endings === null
    ? {}
    : { endings: new Map(Object.entries(endings).map(([module, endsAt]) => [module, new Date(endsAt)])) }),
})

/**
 * The last drill that each site held, its newest readiness, when its members' competencies end, and whether something is
 * to be improved there; sites with none of these have no entry.
 */
export const loadSiteFacts = async (db: Connection, now: Date): Promise<SiteFacts> => {
  const rows = await db.rows<Row>(sql`
    WITH drilled AS (
      SELECT site_code, max(ends_at) AS at FROM drill_occurrence d
       WHERE (d.state = 'done' OR d.ends_at <= ${now}) AND ${WAS_HELD} GROUP BY site_code
    ), measured AS (
      SELECT DISTINCT ON (site_code) site_code, score FROM readiness ORDER BY site_code, day DESC
    ), ending AS (${endingsAt(now)}), open AS (
      SELECT DISTINCT site_code, true AS improvable FROM improvement WHERE done_at IS NULL
    )
    SELECT site_code AS site, drilled.at AS drilled, measured.score AS readiness, ending.endings,
           open.improvable
      FROM drilled FULL JOIN measured USING (site_code) FULL JOIN ending USING (site_code)
           FULL JOIN open USING (site_code)`)
  return { at: now, bySite: new Map(rows.map((row) => [row.site, factOf(row)])) }
}
