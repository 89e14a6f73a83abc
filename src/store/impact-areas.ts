import type { Area } from '../geo/area.ts'
import type { Hazard } from '../mobilisation/hazard.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** The area of a message as it was worked out when people were called for it. */
export interface AreaKept {
  readonly hazard: Hazard | null
  readonly safeToApproach: boolean | null
  readonly area: Area
}

/** The areas of these messages; those that have none yet are left out. */
export const areasOf = async (db: Connection, eventIds: readonly string[]): Promise<readonly AreaKept[]> => {
  if (eventIds.length === 0) return []
  const rows = await db.rows<{ hazard: Hazard | null; safe: boolean | null; area: Area }>(sql`
    SELECT hazard, safe_to_approach AS safe, impact_area->'area' AS area FROM hazard_event
     WHERE id = ANY(${eventIds}::uuid[]) AND impact_area ? 'area' ORDER BY id`)
  return rows.map(({ hazard, safe, area }) => ({ hazard, safeToApproach: safe, area }))
}
