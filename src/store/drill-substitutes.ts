import type { InvitedFacilitator, Substitution } from '../drills/substitutes.ts'
import type { Connection, Database } from './database.ts'
import { writeMessages } from './drills.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** Everybody who was invited to a drill; of facilitators how they answered and whether another stands in for them. */
export const invitedPeople = async (
  db: Connection,
  occurrenceId: string,
): Promise<{ readonly facilitators: readonly InvitedFacilitator[]; readonly everybody: ReadonlySet<string> }> => {
  const rows = await db.rows<InvitedFacilitator & { role: string }>(sql`
    SELECT i.responder_id AS "responderId", i.role, i.answer, i.stands_in_since AS "standsInSince",
           i.no_substitute_at IS NOT NULL OR EXISTS (
             SELECT 1 FROM drill_invitee s
              WHERE s.occurrence_id = i.occurrence_id AND s.substitute_for = i.responder_id) AS settled
      FROM drill_invitee i WHERE i.occurrence_id = ${occurrenceId}::uuid ORDER BY i.answered_at NULLS LAST, i.responder_id`)
  return {
    facilitators: rows.filter(({ role }) => role === 'facilitator'),
    everybody: new Set(rows.map(({ responderId }) => responderId)),
  }
}

interface Looked {
  readonly id: string
  readonly startsAt: Date
  readonly substitutesDueAt: Date | null
}

/**
 * Invites those who stand in and writes for whom there is nobody, in one transaction, if the look was still due as it was
 * loaded: of two workers one saves. `nextDueAt` is the next look. Null where another came first, else how many messages
 * were planned.
 */
export const saveSubstitutes = (
  db: Database,
  drill: Looked,
  found: readonly Substitution[],
  fields: Readonly<Record<string, string>>,
  nextDueAt: Date | null,
  now: Date,
): Promise<number | null> =>
  db.transact(async (connection) => {
    const changed = await connection.run(sql`
      UPDATE drill_occurrence SET substitutes_due_at = ${nextDueAt}
       WHERE id = ${drill.id}::uuid AND state = 'invited' AND starts_at = ${drill.startsAt}
         AND substitutes_due_at IS NOT DISTINCT FROM ${drill.substitutesDueAt}::timestamptz`)
    if (changed === 0) return null
    const about = { occurrenceId: drill.id }
    const to: string[] = []
    for (const { inSteadOf, because, kind, responderId } of found) {
      if (responderId === null) {
        await connection.run(sql`
          UPDATE drill_invitee SET no_substitute_at = ${now}
           WHERE occurrence_id = ${drill.id}::uuid AND responder_id = ${inSteadOf}::uuid`)
        await note(connection, about, now, 'drill-no-substitute', { inSteadOf, because, kind })
        continue
      }
      const added = await connection.run(sql`
        INSERT INTO drill_invitee (occurrence_id, responder_id, role, substitute_for, stands_in_since)
        VALUES (${drill.id}, ${responderId}, 'facilitator', ${inSteadOf}, ${now}) ON CONFLICT DO NOTHING`)
      if (added === 0) continue
      to.push(responderId)
      await note(connection, about, now, 'drill-substitute-invited', { responderId, inSteadOf, because, kind })
    }
    return to.length === 0
      ? 0
      : writeMessages(connection, drill, { purpose: 'drill-invite', to, by: null, notAsked: {}, fields }, now)
  })
