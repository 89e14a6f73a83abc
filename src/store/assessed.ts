import type { EventId } from '../mobilisation/hazard-event.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** Marks messages as assessed; where an area was worked out for one, it is kept with it. */
export const markAssessed = async (
  db: Connection,
  eventIds: readonly string[],
  areas: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> => {
  await db.run(sql`
    UPDATE hazard_event SET assessed_at = coalesce(assessed_at, ${now}),
                            impact_area = coalesce(${JSON.stringify(areas)}::jsonb -> id::text, impact_area)
     WHERE id = ANY(${[...new Set([...eventIds, ...Object.keys(areas)])]}::uuid[])`)
}

/** Tried again after 1, 2, 4 … seconds, a minute at most: one that always fails must not take the place of others. */
export const noteAssessFailure = async (db: Connection, eventId: EventId, reason: string, now: Date): Promise<void> => {
  const [row] = await db.rows<{ failures: number }>(sql`
    UPDATE hazard_event SET assess_failures = assess_failures + 1,
                            assess_after = ${now}::timestamptz + least(60, 2 ^ least(assess_failures, 6)) * interval '1 second'
     WHERE id = ${eventId} AND assessed_at IS NULL RETURNING assess_failures AS failures`)
  // The first is written down; a thousand more would say nothing new.
  if (row?.failures === 1) await note(db, { eventId }, now, 'assessment-failed', { reason })
}
