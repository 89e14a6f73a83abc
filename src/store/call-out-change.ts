import type { CallOutStatus } from '../mobilisation/call-out.ts'
import type { CallOutId, EventId, HeadCount } from '../mobilisation/hazard-event.ts'
import type { Team } from '../mobilisation/team-forming.ts'
import type { SkillCount } from '../roster/skill.ts'
import type { Demand, Destination } from './call-outs.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** What a job found, as it goes into the call-out's row. Times are set once and kept. */
export interface CallOutChange {
  readonly status: CallOutStatus
  readonly wave: number
  readonly shortfall: readonly string[]
  readonly reviewDueAt: Date | null
  readonly closesAt: Date | null
  readonly destination?: Destination
  readonly demands?: readonly Demand[]
  readonly need?: HeadCount
  readonly skills?: SkillCount
  readonly teams?: readonly Team[]
  /** The message that speaks for the whole, where it changed. */
  readonly eventId?: EventId
  readonly reason?: string
  /** Left out: as it was. */
  readonly precedence?: number
  /** How long each of a person's channels has before the next, in ms; left out: as it was. */
  readonly channelPauseMs?: number
}

/**
 * Saves a call-out if nobody changed it since it was loaded as `version` and, to call people, if its incident goes on;
 * false otherwise. The lock on its row
 * holds until the transaction ends, so that what the caller writes beside it belongs to this version.
 */
export const changeCallOut = async (
  db: Connection,
  callOutId: CallOutId,
  version: number,
  change: CallOutChange,
  now: Date,
): Promise<boolean> => {
  const { status } = change
  const changed =
    (await db.run(sql`
      UPDATE call_out
         SET status = ${status}, wave = ${change.wave}, shortfall = ${change.shortfall},
             review_due_at = ${change.reviewDueAt}, closes_at = ${change.closesAt}, version = version + 1,
             destination = coalesce(${change.destination === undefined ? null : JSON.stringify(change.destination)}::jsonb, destination),
             demands = coalesce(${change.demands === undefined ? null : JSON.stringify(change.demands)}::jsonb, demands),
             need = coalesce(${change.need === undefined ? null : JSON.stringify(change.need)}::jsonb, need),
             precedence = coalesce(${change.precedence ?? null}::int, precedence),
             channel_pause_ms = coalesce(${change.channelPauseMs ?? null}::int, channel_pause_ms),
             skills = coalesce(${change.skills === undefined ? null : JSON.stringify(change.skills)}::jsonb, skills),
             teams = coalesce(${change.teams === undefined ? null : JSON.stringify(change.teams)}::jsonb, teams),
             event_id = coalesce(${change.eventId ?? null}::uuid, event_id),
             -- Nobody is reminded of what is over.
             approval_due_at = CASE WHEN ${status} NOT IN ('stood-down', 'closed') THEN approval_due_at END,
             reason = coalesce(${change.reason ?? null}, reason),
             calling_at = CASE WHEN ${status} = 'calling' THEN coalesce(calling_at, ${now}::timestamptz) ELSE calling_at END,
             filled_at = CASE WHEN ${status} = 'filled' THEN coalesce(filled_at, ${now}::timestamptz)
                              WHEN ${status} = 'calling' THEN NULL ELSE filled_at END,
             exhausted_at = CASE WHEN ${status} = 'exhausted' THEN coalesce(exhausted_at, ${now}::timestamptz) ELSE exhausted_at END,
             stood_down_at = CASE WHEN ${status} = 'stood-down' THEN coalesce(stood_down_at, ${now}::timestamptz) ELSE stood_down_at END,
             closed_at = CASE WHEN ${status} = 'closed' THEN coalesce(closed_at, ${now}::timestamptz) ELSE closed_at END
       WHERE id = ${callOutId} AND version = ${version}
         -- A cancel that was answered beats whatever was being worked out when it came.
         AND (${status} <> 'calling' OR NOT EXISTS (
               SELECT 1 FROM incident i WHERE i.id = call_out.incident_id AND i.ended_at IS NOT NULL))`)) === 1
  // What is over asks nobody any more.
  if (changed && (status === 'stood-down' || status === 'closed'))
    await db.run(sql`
      UPDATE hazard_event SET standing = 'declined'
       WHERE standing = 'waiting' AND incident_id = (SELECT incident_id FROM call_out WHERE id = ${callOutId})`)
  return changed
}

export const markSilent = (db: Connection, callOutId: CallOutId, ids: readonly string[], now: Date): Promise<number> =>
  db.run(sql`
    UPDATE call_out_responder SET silent_at = ${now}
     WHERE call_out_id = ${callOutId} AND responder_id = ANY(${ids}::uuid[]) AND silent_at IS NULL`)
