import { randomUUID } from 'node:crypto'
import { type DrillReview, OPERATOR_CODE } from '../drills/improvement.ts'
import { maskContacts } from '../masking.ts'
import { audit } from './audit.ts'
import type { Connection, Database } from './database.ts'
import type { Reader } from './reader.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

type Figures = Readonly<Record<string, number | string>>

/** Something that a village is to practise or mend. */
export interface ImprovementRow {
  readonly id: string
  readonly siteCode: string
  readonly siteName: string | null
  readonly occurrenceId: string | null
  readonly code: string
  readonly figures: readonly Figures[]
  readonly raisedAt: Date
  readonly doneAt: Date | null
  /** In an operator's words, or `mended-by` and the id of the drill that showed it. */
  readonly doneBecause: string | null
}

const COLUMNS = sql`i.id, i.site_code AS "siteCode", s.name AS "siteName", i.occurrence_id AS "occurrenceId", i.code,
       i.detail -> 'figures' AS figures, i.raised_at AS "raisedAt", i.done_at AS "doneAt", i.done_because AS "doneBecause"`

/** Of a village of the jurisdiction; of one that left the register only the country's. */
const within = (jurisdiction: string) => sql`
  (${jurisdiction}::text = '' OR s.village_code = ${jurisdiction}::text
   OR starts_with(s.village_code, ${jurisdiction}::text || '.'))`

/** A drill that was over long enough ago and that nobody has looked at. */
export interface DrillToReview {
  readonly id: string
  readonly siteCode: string
  readonly state: 'done' | 'missed'
  /** As the programme asked for it. */
  readonly team: unknown
}

/** Ours: what ended longer ago was over before this program looked. */
const LOOK_BACK_MS = 90 * 86_400_000

export const drillsToReview = (db: Connection, endedBefore: Date, limit: number): Promise<readonly DrillToReview[]> =>
  db.rows<DrillToReview>(sql`
    SELECT id, site_code AS "siteCode", state, programme -> 'team' AS team FROM drill_occurrence
     WHERE reviewed_at IS NULL AND state IN ('done', 'missed')
       AND ends_at <= ${endedBefore} AND ends_at > ${new Date(endedBefore.getTime() - LOOK_BACK_MS)}
     ORDER BY ends_at, id LIMIT ${limit}`)

/**
 * Keeps once what a drill showed: what is new is raised, what is open of the same code stays open as it is, and what this
 * drill could have shown and did not is mended. False where another process kept it first.
 */
export const keepReview = (
  db: Database,
  { id, siteCode }: Pick<DrillToReview, 'id' | 'siteCode'>,
  { found, judges }: DrillReview,
  now: Date,
): Promise<boolean> =>
  db.transact(async (connection) => {
    const taken = await connection.run(
      sql`UPDATE drill_occurrence SET reviewed_at = ${now} WHERE id = ${id}::uuid AND reviewed_at IS NULL`,
    )
    if (taken === 0) return false
    const open = await connection.rows<{ id: string; code: string }>(sql`
      SELECT id, code FROM improvement WHERE site_code = ${siteCode} AND done_at IS NULL FOR UPDATE`)
    const codes = new Set(found.map(({ code }) => code))
    const mended = open.filter(({ code }) => code !== OPERATOR_CODE && judges(code) && !codes.has(code))
    await connection.run(sql`
      UPDATE improvement SET done_at = ${now}, done_because = ${`mended-by ${id}`}
       WHERE id = ANY(${mended.map((one) => one.id)}::uuid[])`)
    // Two drills of one village may be looked at in two processes at once: one of the two raises it.
    const raised = await connection.rows<{ code: string }>(sql`
      INSERT INTO improvement (id, site_code, occurrence_id, code, detail, raised_at)
      SELECT gen_random_uuid(), ${siteCode}, ${id}::uuid, f.code, f.detail::jsonb, ${now}
        FROM unnest(${found.map(({ code }) => code)}::text[],
                    ${found.map(({ figures }) => JSON.stringify({ figures }))}::text[]) AS f(code, detail)
      ON CONFLICT DO NOTHING RETURNING code`)
    await note(connection, { occurrenceId: id }, now, 'drill-reviewed', {
      raised: raised.map(({ code }) => code).toSorted(),
      mended: mended.map(({ code }) => code).toSorted(),
    })
    return true
  })

/** Of a village: what is open, and what this drill raised or mended. The oldest first. */
export const improvementsAbout = (db: Connection, siteCode: string, occurrenceId: string) =>
  db.rows<ImprovementRow>(sql`
    SELECT ${COLUMNS} FROM improvement i LEFT JOIN site s ON s.site_code = i.site_code
     WHERE i.site_code = ${siteCode}
       AND (i.done_at IS NULL OR i.occurrence_id = ${occurrenceId}::uuid OR i.done_because = ${`mended-by ${occurrenceId}`})
     ORDER BY i.raised_at, i.code, i.id LIMIT 200`)

interface ImprovementQuery {
  /** A region's code; '' for the jurisdiction. */
  readonly region: string
  readonly siteCode: string | null
  /** Those that are done, too. */
  readonly all: boolean
  readonly limit: number
}

/** What is to be improved in the reader's jurisdiction, the newest first, with how many there are in all. */
export const listImprovements = async (
  db: Connection,
  { jurisdiction }: Reader,
  { region, siteCode, all, limit }: ImprovementQuery,
): Promise<{ readonly total: number; readonly improvements: readonly ImprovementRow[] }> => {
  const rows = await db.rows<ImprovementRow & { total: number }>(sql`
    SELECT ${COLUMNS}, count(*) OVER ()::int AS total
      FROM improvement i LEFT JOIN site s ON s.site_code = i.site_code
     WHERE ${within(jurisdiction)} AND ${within(region)} AND (${all} OR i.done_at IS NULL)
       AND (${siteCode}::text IS NULL OR i.site_code = ${siteCode})
     ORDER BY i.raised_at DESC, i.site_code, i.code, i.id LIMIT ${limit}`)
  return { total: rows[0]?.total ?? 0, improvements: rows.map(({ total: _total, ...row }) => row) }
}

interface Act {
  readonly operatorId: string
  /** Where the request came from; `cli` for a command at the machine. */
  readonly address: string | null
  readonly at: Date
}

/** Adds what an operator wants improved, contacts in it masked; null where the village, or the drill of that village, is not theirs or not there. */
export const addImprovement = (
  db: Database,
  { jurisdiction }: Reader,
  {
    siteCode,
    occurrenceId,
    text,
  }: { readonly siteCode: string; readonly occurrenceId: string | null; readonly text: string },
  { operatorId, address, at }: Act,
): Promise<string | null> =>
  db.transact(async (connection) => {
    const id = randomUUID()
    const added = await connection.run(sql`
      INSERT INTO improvement (id, site_code, occurrence_id, code, detail, raised_at)
      SELECT ${id}::uuid, s.site_code, ${occurrenceId}::uuid, ${OPERATOR_CODE},
             ${JSON.stringify({ figures: [{ text: maskContacts(text) }] })}::jsonb, ${at}
        FROM site s
       WHERE s.site_code = ${siteCode} AND ${within(jurisdiction)}
         AND (${occurrenceId}::uuid IS NULL
              OR EXISTS (SELECT 1 FROM drill_occurrence d WHERE d.id = ${occurrenceId}::uuid AND d.site_code = s.site_code))`)
    if (added === 0) return null
    const detail = { siteCode, ...(occurrenceId === null ? {} : { drillId: occurrenceId }), text }
    const by = { at, actor: 'operator', actorId: operatorId, address } as const
    await audit(connection, { ...by, action: 'improvement-added', subject: 'improvement', subjectId: id, detail })
    return id
  })

export type ImprovementDone = 'done' | 'done-before' | 'not-found'

/** Closes one with a reason. Said twice, the first reason stays. */
export const finishImprovement = (
  db: Database,
  { jurisdiction }: Reader,
  { id, because }: { readonly id: string; readonly because: string },
  { operatorId, address, at }: Act,
): Promise<ImprovementDone> =>
  db.transact(async (connection) => {
    const [found] = await connection.rows<{ doneAt: Date | null; siteCode: string }>(sql`
      SELECT i.done_at AS "doneAt", i.site_code AS "siteCode" FROM improvement i LEFT JOIN site s ON s.site_code = i.site_code
       WHERE i.id = ${id}::uuid AND ${within(jurisdiction)} FOR UPDATE OF i`)
    if (found === undefined) return 'not-found'
    if (found.doneAt !== null) return 'done-before'
    await connection.run(
      sql`UPDATE improvement SET done_at = ${at}, done_because = ${maskContacts(because)} WHERE id = ${id}::uuid`,
    )
    const by = { at, actor: 'operator', actorId: operatorId, address } as const
    const detail = { siteCode: found.siteCode, because }
    await audit(connection, { ...by, action: 'improvement-done', subject: 'improvement', subjectId: id, detail })
    return 'done'
  })
