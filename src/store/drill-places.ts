import { settleCompetencies } from './competencies.ts'
import type { Connection } from './database.ts'
import { tellInvited } from './drill-notices.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

export type DrillAnswer = 'yes' | 'no' | 'arrived'

interface Stood {
  readonly role: string
  readonly answer: DrillAnswer | null
}

/** Gives free places to those who wait, the first first. Gives who got one. */
const givePlaces = async (db: Connection, occurrenceId: string, places: number): Promise<readonly string[]> => {
  const given = await db.rows<{ id: string }>(sql`
    WITH next AS (
      SELECT responder_id FROM drill_invitee
       WHERE occurrence_id = ${occurrenceId}::uuid AND role = 'member' AND waiting_since IS NOT NULL
       ORDER BY waiting_since, responder_id
       LIMIT greatest(0, ${places} - (SELECT count(*) FROM drill_invitee
                                       WHERE occurrence_id = ${occurrenceId}::uuid AND role = 'member'
                                         AND answer IN ('yes', 'arrived') AND waiting_since IS NULL))
    )
    UPDATE drill_invitee i SET waiting_since = NULL FROM next
     WHERE i.occurrence_id = ${occurrenceId}::uuid AND i.responder_id = next.responder_id
    RETURNING i.responder_id AS id`)
  return given.map(({ id }) => id)
}

/**
 * Writes what somebody who was invited says now; null: nothing either way. Of a drill with places they wait where all
 * are taken, and are told so; whom a place comes free for is told as well. A facilitator who does not come makes the look
 * for a substitute due. The drill is locked meanwhile, so that two answers at once never take the same place. False when
 * they were not invited.
 */
export const keepDrillStanding = async (
  db: Connection,
  {
    occurrenceId,
    responderId,
    answer,
    at,
  }: { occurrenceId: string; responderId: string; answer: DrillAnswer | null; at: Date },
): Promise<boolean> => {
  const [drill] = await db.rows<{ places: number | null; state: string }>(sql`
    SELECT (programme ->> 'places')::int AS places, state FROM drill_occurrence
     WHERE id = ${occurrenceId}::uuid FOR UPDATE`)
  const [before] = await db.rows<Stood>(sql`
    SELECT role, answer FROM drill_invitee
     WHERE occurrence_id = ${occurrenceId}::uuid AND responder_id = ${responderId}::uuid`)
  if (drill === undefined || before === undefined) return false
  const places = before.role === 'member' && drill.state === 'invited' ? drill.places : null
  const isNew = answer === 'yes' && before.answer !== 'yes' && before.answer !== 'arrived'
  await db.run(sql`
    UPDATE drill_invitee
       SET answer = ${answer}, answered_at = CASE WHEN ${answer}::text IS NOT NULL THEN ${at}::timestamptz END,
           waiting_since = CASE WHEN ${answer}::text IS DISTINCT FROM 'yes' THEN NULL
                                WHEN ${isNew && places !== null} THEN ${at}::timestamptz ELSE waiting_since END
     WHERE occurrence_id = ${occurrenceId}::uuid AND responder_id = ${responderId}::uuid`)
  if (answer === 'arrived' || before.answer === 'arrived') await settleCompetencies(db, occurrenceId, [responderId])
  if (before.role === 'facilitator' && answer === 'no' && drill.state === 'invited')
    await db.run(sql`
      UPDATE drill_occurrence SET substitutes_due_at = least(coalesce(substitutes_due_at, ${at}), ${at})
       WHERE id = ${occurrenceId}::uuid`)
  if (places === null) return true
  const got = await givePlaces(db, occurrenceId, places)
  for (const id of got) {
    await note(db, { occurrenceId }, at, 'drill-place-taken', { responderId: id })
    // Who takes one with the answer hears it from the answer.
    if (id !== responderId) await tellInvited(db, occurrenceId, { purpose: 'drill-place', to: [id] }, at)
  }
  if (isNew && !got.includes(responderId)) {
    await note(db, { occurrenceId }, at, 'drill-waits-for-place', { responderId, places })
    await tellInvited(db, occurrenceId, { purpose: 'drill-waiting', to: [responderId] }, at)
  }
  return true
}
