import type { CallOutId, EventId, HeadCount } from '../mobilisation/hazard-event.ts'
import { type Ending, isInForce } from '../mobilisation/in-force.ts'
import type { Demand } from './call-outs.ts'
import { describe } from './call-rounds.ts'
import type { Connection } from './database.ts'
import { tellOperators } from './operator-notices.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** Until when a thread calls people, by the message that speaks for it now: also one that is not planned yet. */
export interface EndingLoaded extends Ending {
  readonly eventId: EventId
}

/** Of each thread that was planned, until when it calls people. */
export const endingsOf = async (
  db: Connection,
  incidentId: string,
  demands: readonly Demand[],
): Promise<readonly EndingLoaded[]> => {
  const rows = await db.rows<{ id: string; thread_id: string; expires_at: Date | null }>(sql`
    SELECT DISTINCT ON (thread_id) id, thread_id, expires_at FROM hazard_event
     WHERE incident_id = ${incidentId} AND standing = 'active' AND message_type IN ('alert', 'update')
     ORDER BY thread_id, sequence DESC, id DESC`)
  return demands.flatMap(({ threadId, need }): readonly EndingLoaded[] => {
    const row = rows.find(({ thread_id }) => thread_id === threadId)
    return row === undefined ? [] : [{ threadId, need, eventId: row.id as EventId, expiresAt: row.expires_at }]
  })
}

/**
 * Writes down that for expired messages nobody new is called, and tells the operators, who may post a later end: once
 * for each message, however many people would have been called for it.
 */
export const tellExpired = async (
  db: Connection,
  about: Parameters<typeof tellOperators>[1] & {
    readonly callOutId: CallOutId
    readonly endings: readonly EndingLoaded[]
  },
  counts: {
    readonly kinds: readonly string[]
    readonly need: HeadCount
    readonly coming: HeadCount
    readonly missing: HeadCount
  },
  now: Date,
): Promise<void> => {
  const over = about.endings.filter((ending) => !isInForce(ending, now))
  const told = await db.rows<{ event_id: string }>(sql`
    SELECT event_id FROM timeline_entry WHERE call_out_id = ${about.callOutId} AND kind = 'message-expired'`)
  const fresh = over.filter(({ eventId }) => told.every(({ event_id }) => event_id !== eventId))
  if (fresh.length === 0) return
  const { kinds, need, coming, missing } = counts
  for (const { eventId, expiresAt } of fresh)
    await note(db, { callOutId: about.callOutId, eventId }, now, 'message-expired', {
      expiresAt,
      kinds,
      coming,
      missing,
    })
  const fields = { ...about.fields, needed: describe(need), coming: describe(coming), missing: describe(missing) }
  await tellOperators(db, { ...about, fields }, 'operator-expired', now)
}
