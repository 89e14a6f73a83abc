import type { CurriculumModule } from '../drills/curriculum.ts'
import type { OccurrenceState } from '../drills/occurrence.ts'
import type { TimeZone } from '../roster/region.ts'
import { audit } from './audit.ts'
import type { Connection, Database } from './database.ts'
import type { Reader } from './reader.ts'
import { sql } from './sql.ts'
import { drillWithin } from './within-reach.ts'

/** A drill that certificates are written of. */
export interface CertifiedDrill {
  readonly id: string
  readonly type: string
  readonly siteCode: string
  /** Null for a village that has left the register. */
  readonly siteName: string | null
  readonly villageCode: string | null
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: TimeZone
  readonly state: OccurrenceState
  readonly curriculum: readonly CurriculumModule[] | null
}

const DRILL = sql`
  SELECT d.id, d.programme ->> 'type' AS type, d.site_code AS "siteCode", s.name AS "siteName",
         s.village_code AS "villageCode", d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.zone, d.state,
         d.programme -> 'curriculum' AS curriculum
    FROM drill_occurrence d LEFT JOIN site s ON s.site_code = d.site_code`

/** The drill within the reader's jurisdiction; null: no such drill. */
export const drillToCertify = async (
  db: Connection,
  { jurisdiction }: Reader,
  occurrenceId: string,
): Promise<CertifiedDrill | null> => {
  const [drill] = await db.rows<CertifiedDrill>(sql`
    ${DRILL} WHERE d.id = ${occurrenceId}::uuid AND ${drillWithin(jurisdiction)}`)
  return drill ?? null
}

/** A module that somebody learned at a drill. */
export interface Learned {
  readonly module: string
  /** Null: it does not end. */
  readonly expiresAt: Date | null
}

interface Person {
  readonly responderId: string
  readonly name: string
  readonly kind: string
  readonly learned: readonly Learned[]
}

/** Modules with their ends, of rows of `competency c`. As JSON writes instants: read them with `learnedOf`. */
const LEARNED = sql`
  coalesce(jsonb_agg(jsonb_build_object('module', c.module, 'expiresAt', c.expires_at) ORDER BY c.module)
             FILTER (WHERE c.module IS NOT NULL), '[]')`

type AsJson = readonly { readonly module: string; readonly expiresAt: string | null }[]

const learnedOf = (learned: AsJson): readonly Learned[] =>
  learned.map(({ module, expiresAt }) => ({ module, expiresAt: expiresAt === null ? null : new Date(expiresAt) }))

/** Those on the register who learned something at a drill, by name; `responderId`: only this person. */
export const peopleToCertify = async (
  db: Connection,
  occurrenceId: string,
  responderId: string | null,
): Promise<readonly Person[]> => {
  const rows = await db.rows<Omit<Person, 'learned'> & { learned: AsJson }>(sql`
    SELECT r.id AS "responderId", r.name, r.kind, ${LEARNED} AS learned
      FROM competency c JOIN responder r ON r.id = c.responder_id
     WHERE c.occurrence_id = ${occurrenceId}::uuid AND (${responderId}::uuid IS NULL OR r.id = ${responderId}::uuid)
     GROUP BY r.id ORDER BY r.name, r.id`)
  return rows.map((row) => ({ ...row, learned: learnedOf(row.learned) }))
}

/** A certificate that was handed out. */
export interface Issued {
  readonly responderId: string
  readonly number: string
  readonly issuedAt: Date
}

/**
 * Gives each of these people the number of their certificate of a drill: the one that they have, else the one offered. The
 * audit trail says how many are new. A number that is another's already is an error of the database: try again.
 */
export const issueCertificates = (
  db: Database,
  occurrenceId: string,
  offered: readonly { readonly responderId: string; readonly number: string }[],
  by: { readonly operatorId: string; readonly address: string | null; readonly at: Date },
): Promise<readonly Issued[]> =>
  db.transact(async (connection) => {
    const ids = offered.map(({ responderId }) => responderId)
    const issued = await connection.run(sql`
      INSERT INTO certificate (number, occurrence_id, responder_id, issued_at)
      SELECT given.number, ${occurrenceId}::uuid, given.id, ${by.at}
        FROM unnest(${ids}::uuid[], ${offered.map(({ number }) => number)}::text[]) AS given(id, number)
       ORDER BY given.id
      ON CONFLICT (occurrence_id, responder_id) DO NOTHING`)
    if (issued > 0)
      await audit(connection, {
        at: by.at,
        actor: 'operator',
        actorId: by.operatorId,
        action: 'certificates-issued',
        subject: 'drill',
        subjectId: occurrenceId,
        detail: { issued },
        address: by.address,
      })
    return connection.rows<Issued>(sql`
      SELECT responder_id AS "responderId", number, issued_at AS "issuedAt" FROM certificate
       WHERE occurrence_id = ${occurrenceId}::uuid AND responder_id = ANY(${ids}::uuid[])`)
  })

/** What a number stands for now. */
export interface CertificateFound {
  readonly number: string
  readonly issuedAt: Date
  /** Null where the person left the register. */
  readonly name: string | null
  readonly kind: string | null
  /** Null where nothing is known of it any more. */
  readonly drill: CertifiedDrill | null
  /** Empty: it was taken back, for the list now says that they did not come. */
  readonly learned: readonly Learned[]
}

/** The certificate with a number; null: none was handed out with it. */
export const certificateByNumber = async (db: Connection, number: string): Promise<CertificateFound | null> => {
  type Row = Omit<CertificateFound, 'learned' | 'drill'> & { learned: AsJson; occurrenceId: string }
  const [row] = await db.rows<Row>(sql`
    SELECT k.number, k.issued_at AS "issuedAt", r.name, r.kind, k.occurrence_id AS "occurrenceId", ${LEARNED} AS learned
      FROM certificate k
      LEFT JOIN responder r ON r.id = k.responder_id
      LEFT JOIN competency c ON c.occurrence_id = k.occurrence_id AND c.responder_id = k.responder_id
     WHERE k.number = ${number} GROUP BY k.number, r.id`)
  if (row === undefined) return null
  const { occurrenceId, learned, ...found } = row
  const [drill] = await db.rows<CertifiedDrill>(sql`${DRILL} WHERE d.id = ${occurrenceId}::uuid`)
  return { ...found, drill: drill ?? null, learned: learnedOf(learned) }
}
