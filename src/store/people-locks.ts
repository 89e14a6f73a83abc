import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** Of advisory locks on two integers, this is the first of ours: whose people are being called. */
const PEOPLE = 1_801_809_525

/**
 * Has every other transaction that would call people of the same regencies wait until this one ends, so that two never
 * decide about one person at once. To be taken first of all locks. The rows of people are left alone: an import holds
 * those for as long as it runs.
 */
export const lockPeople = (db: Connection, ids: readonly string[]): Promise<number> =>
  db.run(sql`
    SELECT pg_advisory_xact_lock(${PEOPLE}::int, key)
      FROM (SELECT DISTINCT hashtext(regency_code) AS key FROM responder WHERE id = ANY(${ids}::uuid[]) ORDER BY 1) own`)

/** The same without waiting, for people who are thought of only later: those of them who could be locked. */
export const tryLockPeople = async (db: Connection, ids: readonly string[]): Promise<readonly string[]> => {
  const rows = await db.rows<{ id: string }>(sql`
    WITH own AS MATERIALIZED (
      SELECT key FROM (SELECT DISTINCT hashtext(regency_code) AS key FROM responder
                        WHERE id = ANY(${ids}::uuid[]) ORDER BY 1) keys
       WHERE pg_try_advisory_xact_lock(${PEOPLE}::int, key)
    )
    SELECT r.id FROM responder r JOIN own ON own.key = hashtext(r.regency_code) WHERE r.id = ANY(${ids}::uuid[])`)
  return rows.map(({ id }) => id)
}
