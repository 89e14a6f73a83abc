import { maskContacts } from '../masking.ts'
import type { Connection } from './database.ts'
import type { Reader } from './reader.ts'
import { sql } from './sql.ts'
import { callOutConcerns, drillWithin, eventConcerns } from './within-reach.ts'

/** Who decided: an office, a feed of an agency, somebody of a village who reported, or the program by its rules. */
type Actor = 'operator' | 'feed' | 'village' | 'program'

export const AUDIT_SUBJECTS = [
  'event',
  'call-out',
  'operator',
  'phase',
  'report',
  'drill',
  'drills',
  'improvement',
] as const
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number]

/** One decision: who, what, when, from where. */
interface AuditEntry {
  readonly at: Date
  readonly actor: Actor
  /** The operator's id, the feed's name, the reporter's row id; null for the program. */
  readonly actorId: string | null
  /** What was done, such as `operator-added` or `approved`. */
  readonly action: string
  readonly subject: AuditSubject
  readonly subjectId: string
  /** Plain JSON. Telephone numbers and e-mail addresses in it are masked. */
  readonly detail: Readonly<Record<string, unknown>>
  /** The address that the request came from; `cli` for a command at the machine; null where there is none. */
  readonly address: string | null
}

/** Ids and codes of ours can look like telephone numbers to a masking that would rather mask too much. */
const IDENTIFIER = /^(?=.*[A-Za-z])[A-Za-z0-9_-]+$/

/** For JSON.stringify: contacts in texts are masked. */
export const withoutContacts = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && !IDENTIFIER.test(value) ? maskContacts(value) : value

/**
 * Adds a decision to the trail. Give it the connection of the transaction that makes the decision, so that neither is
 * ever without the other. Rows are never changed or deleted afterwards: the database refuses it.
 */
export const audit = async (db: Connection, entry: AuditEntry): Promise<void> => {
  await db.run(sql`
    INSERT INTO audit_entry (at, actor, actor_id, action, subject, subject_id, detail, address)
    VALUES (${entry.at}, ${entry.actor}, ${entry.actorId}, ${entry.action}, ${entry.subject}, ${entry.subjectId},
            ${JSON.stringify(entry.detail, withoutContacts)}, ${entry.address})`)
}

interface AuditShown extends AuditEntry {
  /** A number, as text; higher is later. */
  readonly id: string
}

interface AuditQuery {
  readonly subject: AuditSubject | null
  readonly subjectId: string | null
  readonly actorId: string | null
  readonly action: string | null
  readonly limit: number
  /** The `next` of the page before: entries with a lower number. Null for the first page. */
  readonly before: string | null
}

/**
 * The trail, newest first. A reader of the whole country sees all of it. Any other sees what was decided by or about
 * operators, events, call-outs, phases, reports and drills within its jurisdiction.
 */
export const listAudit = async (
  db: Connection,
  { jurisdiction }: Reader,
  { subject, subjectId, actorId, action, limit, before }: AuditQuery,
): Promise<{ readonly entries: readonly AuditShown[]; readonly next: string | null }> => {
  const within = `${jurisdiction}.`
  // The reporter's place is known by its regency, in which a smaller jurisdiction lies.
  const regency = jurisdiction.slice(0, 5)
  const entries = await db.rows<AuditShown>(sql`
    WITH ours AS MATERIALIZED (
      SELECT matter.* FROM (
        SELECT 'event' AS subject, e.id::text AS id FROM hazard_event e WHERE ${eventConcerns(jurisdiction)}
        UNION ALL
        SELECT 'call-out', c.id::text FROM call_out c WHERE ${callOutConcerns(jurisdiction)}
        UNION ALL
        SELECT 'phase', id::text FROM emergency_phase
         WHERE region_code = ${regency} OR starts_with(region_code, ${within})
        UNION ALL
        SELECT 'report', v.id::text FROM village_report v JOIN responder r ON r.id = v.responder_id
         WHERE r.regency_code = ${regency} OR starts_with(r.regency_code, ${within})
        UNION ALL
        SELECT 'drill', d.id::text FROM drill_occurrence d WHERE ${drillWithin(jurisdiction)}
        UNION ALL
        SELECT 'improvement', i.id::text FROM improvement i JOIN site s ON s.site_code = i.site_code
         WHERE s.village_code = ${jurisdiction} OR starts_with(s.village_code, ${within})
        UNION ALL
        SELECT 'operator', id FROM operator WHERE jurisdiction = ${jurisdiction} OR starts_with(jurisdiction, ${within})
      ) AS matter WHERE ${jurisdiction} <> ''
    )
    SELECT a.id::text AS id, a.at, a.actor, a.actor_id AS "actorId", a.action, a.subject, a.subject_id AS "subjectId",
           a.detail, a.address
      FROM audit_entry a
      LEFT JOIN ours about ON about.subject = a.subject AND about.id = a.subject_id
      LEFT JOIN ours who ON a.actor = 'operator' AND who.subject = 'operator' AND who.id = a.actor_id
     WHERE (${jurisdiction} = '' OR about.id IS NOT NULL OR who.id IS NOT NULL)
       AND (${subject}::text IS NULL OR a.subject = ${subject})
       AND (${subjectId}::text IS NULL OR a.subject_id = ${subjectId})
       AND (${actorId}::text IS NULL OR a.actor_id = ${actorId})
       AND (${action}::text IS NULL OR a.action = ${action})
       AND (${before}::bigint IS NULL OR a.id < ${before}::bigint)
     ORDER BY a.id DESC LIMIT ${limit}`)
  const last = entries.at(-1)
  return { entries, next: last !== undefined && entries.length === limit ? last.id : null }
}
