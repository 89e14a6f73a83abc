import { randomInt } from 'node:crypto'
import type { OccurrenceState } from '../drills/occurrence.ts'
import { onSiteCode, onSiteCodes } from '../drills/on-site-code.ts'
import { PRESENT_AFTER_MS } from '../drills/presence.ts'
import { Unavailable } from '../errors.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** Ours: of a country that drills everywhere at once one short code in twenty is taken; the long ones never all are. */
const SHORT_TRIES = 8
const TRIES = 16

/** How long the code of a drill is not drawn for another, so that a late text meets nobody else's. */
const REST_MS = 7 * 86_400_000

/**
 * Gives a drill its on-site code, by chance, and keeps it: the one that it has, where it has one. It differs from those of
 * drills that are not over by more than a week. Throws Unavailable where every draw was taken.
 */
export const drawDrillCode = async (db: Connection, occurrenceId: string, now: Date): Promise<string> => {
  const [had] = await db.rows<{ code: string }>(
    sql`SELECT code FROM drill_code WHERE occurrence_id = ${occurrenceId}::uuid`,
  )
  if (had !== undefined) return had.code
  for (let nth = 0; nth < TRIES; nth += 1) {
    const pairs = nth < SHORT_TRIES ? 2 : 3
    const code = onSiteCode(randomInt(onSiteCodes(pairs)), pairs)
    // Not waited for: whoever else draws the same code at this moment has it.
    const [lock] = await db.rows<{ mine: boolean }>(
      sql`SELECT pg_try_advisory_xact_lock(hashtextextended(${`drill code ${code}`}, 0)) AS mine`,
    )
    if (lock?.mine !== true) continue
    const drawn = await db.run(sql`
      INSERT INTO drill_code (occurrence_id, code, drawn_at) SELECT ${occurrenceId}::uuid, ${code}, ${now}
       WHERE NOT EXISTS (SELECT 1 FROM drill_code c JOIN drill_occurrence d ON d.id = c.occurrence_id
                          WHERE c.code = ${code} AND d.ends_at > ${new Date(now.getTime() - PRESENT_AFTER_MS - REST_MS)})
      ON CONFLICT (occurrence_id) DO NOTHING`)
    if (drawn === 1) return code
    const [theirs] = await db.rows<{ code: string }>(
      sql`SELECT code FROM drill_code WHERE occurrence_id = ${occurrenceId}::uuid`,
    )
    if (theirs !== undefined) return theirs.code
  }
  throw new Unavailable('drill codes: every one that was drawn is taken by another drill')
}

/** A drill as whoever is there tells it by its code. */
export interface CodedDrill {
  readonly id: string
  readonly state: OccurrenceState
  readonly startsAt: Date
  readonly endsAt: Date
  readonly siteName: string
}

/** The drill of a code: where codes came round again the last one that it was drawn for; undefined where none has it. */
export const drillOfCode = async (db: Connection, code: string): Promise<CodedDrill | undefined> => {
  const [drill] = await db.rows<CodedDrill>(sql`
    SELECT d.id, d.state, d.starts_at AS "startsAt", d.ends_at AS "endsAt", coalesce(s.name, d.site_code) AS "siteName"
      FROM drill_code c JOIN drill_occurrence d ON d.id = c.occurrence_id LEFT JOIN site s ON s.site_code = d.site_code
     WHERE c.code = ${code} ORDER BY c.drawn_at DESC, d.id LIMIT 1`)
  return drill
}
