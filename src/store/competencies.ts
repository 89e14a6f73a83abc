import { type CurriculumModule, gainsOf, modulesAt } from '../drills/curriculum.ts'
import type { Connection } from './database.ts'
import { type Statement, sql } from './sql.ts'

/** What a drill certifies to whoever came, as its row tells. */
interface Taught {
  readonly endsAt: Date
  readonly curriculum: readonly CurriculumModule[] | null
  readonly villageCode: string | null
}

/**
 * Brings competencies into line with who came to a drill: whoever came has those of its modules, whoever did not, or came
 * to a drill that was called off, has none of it. Call it after each change of who came, in the same transaction;
 * `people` are those whom it was about, left out: everybody. What the drill gave before its village left the register stays.
 */
export const settleCompetencies = async (
  db: Connection,
  occurrenceId: string,
  people: readonly string[] | null = null,
): Promise<void> => {
  const [taught] = await db.rows<Taught>(sql`
    SELECT d.ends_at AS "endsAt", d.programme -> 'curriculum' AS curriculum, s.village_code AS "villageCode"
      FROM drill_occurrence d LEFT JOIN site s ON s.site_code = d.site_code
     WHERE d.id = ${occurrenceId}::uuid AND jsonb_typeof(d.programme -> 'curriculum') = 'array'`)
  if (taught === undefined) return
  const gains = gainsOf(modulesAt(taught.curriculum, taught.villageCode), taught.endsAt)
  const came = sql`
    SELECT coalesce(i.responder_id, a.responder_id) AS id
      FROM (SELECT * FROM drill_invitee WHERE occurrence_id = ${occurrenceId}::uuid) i
      FULL JOIN (SELECT * FROM drill_attendance WHERE occurrence_id = ${occurrenceId}::uuid) a USING (responder_id)
     WHERE coalesce(a.came, i.answer = 'arrived', false)
       AND EXISTS (SELECT 1 FROM drill_occurrence d WHERE d.id = ${occurrenceId}::uuid AND d.state <> 'cancelled')`
  await db.run(sql`
    DELETE FROM competency
     WHERE occurrence_id = ${occurrenceId}::uuid AND coalesce(responder_id = ANY(${people}::uuid[]), true)
       AND responder_id NOT IN (${came})`)
  await db.run(sql`
    INSERT INTO competency (responder_id, module, occurrence_id, gained_at, expires_at)
    SELECT c.id, g.module, ${occurrenceId}::uuid, g.gained_at, g.expires_at
      FROM (${came}) c
      CROSS JOIN unnest(${gains.map(({ module }) => module)}::text[],
                        ${gains.map(({ gainedAt }) => gainedAt)}::timestamptz[],
                        ${gains.map(({ expiresAt }) => expiresAt)}::timestamptz[]) AS g(module, gained_at, expires_at)
     WHERE coalesce(c.id = ANY(${people}::uuid[]), true)
     ORDER BY c.id, g.module
    ON CONFLICT (responder_id, module, occurrence_id) DO NOTHING`)
}

/** Of a person's competencies in one module the one that counts: that which ends last. */
const COUNTING = sql`
  SELECT DISTINCT ON (responder_id, module) responder_id, module, occurrence_id, gained_at, expires_at
    FROM competency ORDER BY responder_id, module, expires_at DESC NULLS FIRST, gained_at DESC, occurrence_id`

/** Who has learned what, until when. No contact. */
export interface CompetencyRow {
  readonly responderId: string
  readonly name: string
  readonly kind: string
  readonly siteCode: string | null
  readonly siteName: string | null
  readonly module: string
  /** As it was called when it was taught; null where that drill is not known any more. */
  readonly title: { readonly id: string; readonly en: string } | null
  readonly gainedAt: Date
  /** Null: it does not end. */
  readonly expiresAt: Date | null
  /** The drill that gave it. */
  readonly occurrenceId: string
}

export interface CompetencyQuery {
  /** A region within the jurisdiction; '': all of it. */
  readonly region: string
  readonly siteCode: string | null
  /** Only what ends by then, or has ended; null: whatever it is. */
  readonly endsBy: Date | null
  readonly limit: number
  /** What `next` of the page before said; null: the first page. */
  readonly after: string | null
}

/** When it ends, as a number that orders what never ends last; whose it is and in what. */
const cursorAfter = ({ expiresAt, responderId, module }: CompetencyRow): string =>
  [expiresAt?.getTime() ?? 'none', responderId, module].join('.')

const readCursorAfter = (cursor: string) => {
  const [ends, id, module] = cursor.split('.')
  return { endsAt: ends === 'none' ? null : new Date(Number(ends)), id, module }
}

const lies = (region: string) => sql`
  (${region}::text = '' OR place.code = ${region}::text OR starts_with(place.code, ${region}::text || '.'))`

/**
 * Competencies of people on the register, first what ends first, at most `limit`, how many there are, and where the next
 * page begins; null: this is the last. Somebody
 * belongs to the village of their KSB, else to where they live.
 */
export const listCompetencies = async (
  db: Connection,
  jurisdiction: string,
  { region, siteCode, endsBy, limit, after }: CompetencyQuery,
): Promise<{
  readonly total: number
  readonly competencies: readonly CompetencyRow[]
  readonly next: string | null
}> => {
  const from = after === null ? null : readCursorAfter(after)
  const rows = await db.rows<CompetencyRow & { total: number }>(sql`
    SELECT * FROM (
    SELECT r.id AS "responderId", r.name, r.kind, r.site_code AS "siteCode", s.name AS "siteName", c.module,
           (SELECT taught -> 'title' FROM drill_occurrence d, jsonb_array_elements(d.programme -> 'curriculum') AS taught
             WHERE d.id = c.occurrence_id AND taught ->> 'id' = c.module LIMIT 1) AS title,
           c.gained_at AS "gainedAt", c.expires_at AS "expiresAt", c.occurrence_id AS "occurrenceId",
           count(*) OVER ()::int AS total
      FROM (${COUNTING}) c
      JOIN responder r ON r.id = c.responder_id
      LEFT JOIN site s ON s.site_code = r.site_code
      CROSS JOIN LATERAL (SELECT coalesce(s.village_code, r.village_code, r.regency_code) AS code) place
     WHERE ${lies(jurisdiction)} AND ${lies(region)}
       AND (${siteCode}::text IS NULL OR r.site_code = ${siteCode}::text)
       AND (${endsBy}::timestamptz IS NULL OR c.expires_at <= ${endsBy}::timestamptz)
    ) listed
     WHERE ${from === null}
        OR (coalesce("expiresAt", 'infinity'), "responderId", module) >
           (coalesce(${from?.endsAt ?? null}::timestamptz, 'infinity'), ${from?.id ?? null}::uuid, ${from?.module ?? null}::text)
     ORDER BY coalesce("expiresAt", 'infinity'), "responderId", module LIMIT ${limit + 1}`)
  const competencies = rows.slice(0, limit).map(({ total: _total, ...row }) => row)
  const last = competencies.at(-1)
  return {
    total: rows[0]?.total ?? 0,
    competencies,
    next: last !== undefined && rows.length > limit ? cursorAfter(last) : null,
  }
}

/**
 * By site and module when the first of its members' competencies ends or ended; of members who take messages. As
 * `{ site_code, endings: { module: instant } }`.
 */
export const endingsAt = (now: Date): Statement => sql`
  SELECT site_code, jsonb_object_agg(module, ends) AS endings
    FROM (SELECT r.site_code, c.module, min(c.expires_at) AS ends
            FROM (${COUNTING}) c JOIN responder r ON r.id = c.responder_id
           WHERE r.site_code IS NOT NULL AND c.expires_at IS NOT NULL
             AND NOT coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                                   THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                                   ELSE r.opted_out_until > ${now} END, false)
           GROUP BY r.site_code, c.module) first
   GROUP BY site_code`
