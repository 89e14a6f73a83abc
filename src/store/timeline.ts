import { withoutContacts } from './audit.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

export interface About {
  readonly callOutId?: string | null
  readonly eventId?: string | null
  readonly occurrenceId?: string | null
}

/** Writes down what happened, or why nothing did. Contacts in `detail`, such as in the words of an operator, are masked. */
export const note = (
  db: Connection,
  about: About,
  at: Date,
  kind: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<number> =>
  db.run(sql`
    INSERT INTO timeline_entry (call_out_id, event_id, occurrence_id, at, kind, detail)
    VALUES (${about.callOutId ?? null}, ${about.eventId ?? null}, ${about.occurrenceId ?? null}, ${at}, ${kind},
            ${JSON.stringify(detail, withoutContacts)})`)

export interface TimelineShown {
  readonly at: Date
  readonly kind: string
  readonly detail: unknown
}

export const timelineOf = (db: Connection, callOutId: string): Promise<TimelineShown[]> =>
  db.rows<TimelineShown>(sql`SELECT at, kind, detail FROM timeline_entry WHERE call_out_id = ${callOutId} ORDER BY id`)

/**
 * How sure it was, when people were last chosen, that those called fill the need: the chance of the whole and of each
 * part. Null where the policy wants no chance.
 */
export const latestChance = async (db: Connection, callOutId: string): Promise<object | null> => {
  const [row] = await db.rows<{ at: Date; chance: object }>(sql`
    SELECT at, detail->'chance' AS chance FROM timeline_entry
     WHERE call_out_id = ${callOutId} AND detail ? 'chance' ORDER BY id DESC LIMIT 1`)
  return row === undefined ? null : { at: row.at, ...row.chance }
}
