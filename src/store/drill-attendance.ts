import { type AttendanceRefusal, attendanceRefusal, type DrillRole, type Known } from '../drills/attendance.ts'
import type { OccurrenceState } from '../drills/occurrence.ts'
import type { TimeZone } from '../roster/region.ts'
import { audit } from './audit.ts'
import { settleCompetencies } from './competencies.ts'
import type { Connection, Database } from './database.ts'
import type { Reader } from './reader.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'
import { drillWithin } from './within-reach.ts'

/** Whether one person came. */
export interface AttendanceMark {
  readonly responderId: string
  readonly came: boolean
}

interface Recording {
  readonly occurrenceId: string
  /** Each person once. */
  readonly marks: readonly AttendanceMark[]
  readonly via: 'operator' | 'csv'
  readonly operatorId: string
  /** Where the request came from; `cli` for a command at the machine. */
  readonly address: string | null
  readonly at: Date
}

export type Recorded =
  | { readonly kind: 'recorded'; readonly came: number; readonly absent: number; readonly changed: number }
  /** Ids that nobody on the register has. */
  | { readonly kind: 'unknown-people'; readonly ids: readonly string[] }
  | { readonly kind: AttendanceRefusal | 'no-such-drill' }

/**
 * Writes who came to a drill within the reader's jurisdiction, all of it or nothing. The last list about somebody holds,
 * also against what they said themselves on site, before it or after; the same list twice changes nothing and is told as
 * such.
 */
export const recordAttendance = (
  db: Database,
  { jurisdiction }: Reader,
  { occurrenceId, marks, via, operatorId, address, at }: Recording,
): Promise<Recorded> =>
  db.transact(async (connection): Promise<Recorded> => {
    const [drill] = await connection.rows<{ state: OccurrenceState; startsAt: Date }>(sql`
      SELECT d.state, d.starts_at AS "startsAt" FROM drill_occurrence d
       WHERE d.id = ${occurrenceId}::uuid AND ${drillWithin(jurisdiction)} FOR UPDATE OF d`)
    if (drill === undefined) return { kind: 'no-such-drill' }
    const refusal = attendanceRefusal(drill, at)
    if (refusal !== null) return { kind: refusal }
    const ids = marks.map(({ responderId }) => responderId)
    const unknown = await connection.rows<{ id: string }>(sql`
      SELECT given.id FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, nth)
       WHERE NOT EXISTS (SELECT 1 FROM responder r WHERE r.id = given.id)
         AND NOT EXISTS (SELECT 1 FROM drill_invitee i
                          WHERE i.occurrence_id = ${occurrenceId}::uuid AND i.responder_id = given.id)
       ORDER BY given.nth`)
    if (unknown.length > 0) return { kind: 'unknown-people', ids: unknown.map(({ id }) => id) }
    if (marks.length === 0) return { kind: 'recorded', came: 0, absent: 0, changed: 0 }
    const changed = await connection.run(sql`
      INSERT INTO drill_attendance (occurrence_id, responder_id, came, via, recorded_by, at)
      SELECT ${occurrenceId}::uuid, given.id, given.came, ${via}, ${operatorId}, ${at}
        FROM unnest(${ids}::uuid[], ${marks.map(({ came }) => came)}::boolean[]) AS given(id, came)
       ORDER BY given.id
      ON CONFLICT (occurrence_id, responder_id) DO UPDATE
        SET came = excluded.came, via = excluded.via, recorded_by = excluded.recorded_by, at = excluded.at
        WHERE drill_attendance.came <> excluded.came`)
    await settleCompetencies(connection, occurrenceId, ids)
    const came = marks.filter((mark) => mark.came).length
    const told = { via, came, absent: marks.length - came, changed }
    await note(connection, { occurrenceId }, at, 'drill-attendance', { ...told, operatorId })
    await audit(connection, {
      at,
      actor: 'operator',
      actorId: operatorId,
      action: 'attendance-recorded',
      subject: 'drill',
      subjectId: occurrenceId,
      detail: told,
      address,
    })
    return { kind: 'recorded', came, absent: marks.length - came, changed }
  })

/** A drill whose list is asked for. */
export interface AttendedDrill {
  readonly id: string
  readonly programmeId: string
  readonly type: string
  readonly siteCode: string
  readonly siteName: string | null
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: TimeZone
  readonly state: OccurrenceState
}

/** A person of a drill. No contact. */
export interface AttendeeRow {
  readonly responderId: string
  /** Null where they left the register. */
  readonly name: string | null
  readonly kind: string | null
  readonly role: DrillRole
  readonly answer: 'yes' | 'no' | 'arrived' | null
  readonly answeredAt: Date | null
  readonly marked: boolean | null
  /** How the mark came; null where there is none. */
  readonly via: Known['via']
  readonly at: Date | null
  /** How they said on site that they came, and when; null where they did not. A list holds against it. */
  readonly saidVia: Known['saidVia']
  readonly saidAt: Date | null
}

/** The drill within the reader's jurisdiction and everybody invited to it or marked, by role and name; null: no such drill. */
export const attendanceOf = async (
  db: Connection,
  { jurisdiction }: Reader,
  occurrenceId: string,
): Promise<{ readonly drill: AttendedDrill; readonly people: readonly AttendeeRow[] } | null> => {
  const [drill] = await db.rows<AttendedDrill>(sql`
    SELECT d.id, d.programme_id AS "programmeId", d.programme ->> 'type' AS type, d.site_code AS "siteCode",
           (SELECT name FROM site WHERE site_code = d.site_code) AS "siteName", d.starts_at AS "startsAt",
           d.ends_at AS "endsAt", d.zone, d.state
      FROM drill_occurrence d WHERE d.id = ${occurrenceId}::uuid AND ${drillWithin(jurisdiction)}`)
  if (drill === undefined) return null
  const people = await db.rows<AttendeeRow>(sql`
    SELECT coalesce(i.responder_id, a.responder_id) AS "responderId", r.name, r.kind,
           coalesce(i.role, 'guest') AS role, i.answer, i.answered_at AS "answeredAt", a.came AS marked, a.via, a.at,
           p.via AS "saidVia", p.at AS "saidAt"
      FROM (SELECT * FROM drill_invitee WHERE occurrence_id = ${occurrenceId}::uuid) i
      FULL JOIN (SELECT * FROM drill_attendance WHERE occurrence_id = ${occurrenceId}::uuid) a USING (responder_id)
      LEFT JOIN drill_presence p
        ON p.occurrence_id = ${occurrenceId}::uuid AND p.responder_id = coalesce(i.responder_id, a.responder_id)
      LEFT JOIN responder r ON r.id = coalesce(i.responder_id, a.responder_id)
     ORDER BY coalesce(i.role, 'zz') DESC, r.name, 1`)
  return { drill, people }
}

/** How a line of a list names somebody: by the id of their own list, or by their number's blind index. */
export interface PersonNamed {
  readonly externalId: string | null
  readonly source: string | null
  readonly phoneIndex: string | null
}

/**
 * Whom each line means, in the order given: those invited to the drill where some are, else anybody on the register. More
 * than one where the line is not clear, none where it names nobody. Both given: both must fit.
 */
export const peopleNamed = async (
  db: Connection,
  occurrenceId: string,
  named: readonly PersonNamed[],
): Promise<readonly (readonly string[])[]> => {
  const rows = await db.rows<{ ids: string[] }>(sql`
    WITH given AS (
      SELECT * FROM unnest(${named.map(({ externalId }) => externalId)}::text[],
                           ${named.map(({ source }) => source)}::text[],
                           ${named.map(({ phoneIndex }) => phoneIndex)}::text[])
                      WITH ORDINALITY AS line(external_id, source, phone_index, nth)
    ), found AS (
      SELECT g.nth, r.id FROM given g JOIN responder r ON r.external_id = g.external_id
       WHERE (g.source IS NULL OR r.source = g.source) AND (g.phone_index IS NULL OR r.phone_index = g.phone_index)
      UNION ALL
      SELECT g.nth, r.id FROM given g JOIN responder r ON r.phone_index = g.phone_index
       WHERE g.external_id IS NULL AND (g.source IS NULL OR r.source = g.source)
    ), told AS (
      SELECT f.nth, f.id, i.responder_id IS NOT NULL AS invited
        FROM found f
        LEFT JOIN drill_invitee i ON i.occurrence_id = ${occurrenceId}::uuid AND i.responder_id = f.id
    )
    SELECT coalesce(array_agg(t.id ORDER BY t.id) FILTER (WHERE t.invited),
                    array_agg(t.id ORDER BY t.id) FILTER (WHERE t.id IS NOT NULL), '{}') AS ids
      FROM given g LEFT JOIN told t ON t.nth = g.nth
     GROUP BY g.nth ORDER BY g.nth`)
  return rows.map(({ ids }) => ids)
}
