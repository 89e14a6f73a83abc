import type { Position } from '../geo/position.ts'
import type { CalledPerson, CallOutPolicy, CallOutStatus, Reply } from '../mobilisation/call-out.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { RotaRules } from '../mobilisation/rota.ts'
import type { Said } from '../mobilisation/said.ts'
import type { Kind, ResponderId } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { type EventRow, eventOf } from './event-row.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** Where people are asked to come. */
export interface Destination {
  readonly name: string
  readonly position: Position
  readonly landmass: number | null
  /** People gather nowhere: they wait for the posko's word, and the position only says whom to ask. */
  readonly waits?: true
}

/** The policy that a call-out was decided by, with the rules of its phase. */
export interface FrozenPolicy extends CallOutPolicy {
  readonly rota?: RotaRules | null
  /** Which message calls people: the usual one, or that of a phase. */
  readonly wording?: 'call-out' | 'stand-by' | 'rota'
}

/** What one thread of the incident asks for, as it was last planned. */
export interface Demand {
  readonly threadId: string
  readonly eventId: EventId
  readonly need: HeadCount
  readonly jurisdiction: string
  readonly regencyCode: string
  readonly destination: Destination
  readonly fields: Readonly<Record<string, string>>
  readonly said: Said
}

/** What is said of each thread's place, by the thread's id; of two demands of one thread the later counts. */
export const fieldsByThread = (
  demands: readonly Demand[],
): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(demands.map(({ threadId, fields }) => [threadId, fields]))

/** A call-out with its event, as the jobs load it. */
export interface CallOutLoaded {
  readonly callOutId: CallOutId
  readonly eventId: EventId
  readonly incidentId: string
  readonly code: string
  readonly mode: Mode
  readonly status: CallOutStatus
  readonly openedAt: Date
  readonly need: HeadCount
  readonly policy: FrozenPolicy
  readonly destination: Destination | null
  readonly demands: readonly Demand[]
  readonly authority: { readonly name: string; readonly office: string; readonly basis: string | null } | null
  readonly phase: string | null
  readonly style: 'wave' | 'rota'
  readonly wave: number
  readonly version: number
  readonly shortfall: readonly string[]
  readonly reviewDueAt: Date | null
  readonly closesAt: Date | null
  readonly jurisdiction: string
  readonly regencyCode: string
  readonly operatorId: string | null
  readonly office: string
  readonly event: HazardEvent
}

interface LoadedRow extends EventRow {
  id: string
  event_id: string
  incident_id: string
  code: string
  mode: string
  status: string
  opened_at: Date
  need: HeadCount
  policy: FrozenPolicy
  destination: Destination | null
  demands: Demand[]
  authority: CallOutLoaded['authority']
  phase: string | null
  style: string
  wave: number
  version: number
  shortfall: string[]
  review_due_at: Date | null
  closes_at: Date | null
  jurisdiction: string
  regency_code: string
  operator_id: string | null
  operator_name: string | null
}

const loadedOf = (row: LoadedRow): CallOutLoaded => {
  const event = eventOf(row)
  return {
    callOutId: row.id as CallOutId,
    eventId: row.event_id as EventId,
    incidentId: row.incident_id,
    code: row.code,
    mode: row.mode as Mode,
    status: row.status as CallOutStatus,
    openedAt: row.opened_at,
    need: row.need,
    policy: row.policy,
    destination: row.destination,
    demands: row.demands,
    authority: row.authority,
    phase: row.phase,
    style: row.style === 'rota' ? 'rota' : 'wave',
    wave: row.wave,
    version: row.version,
    shortfall: row.shortfall,
    reviewDueAt: row.review_due_at,
    closesAt: row.closes_at,
    jurisdiction: row.jurisdiction,
    regencyCode: row.regency_code,
    operatorId: row.operator_id,
    office: row.authority?.office ?? event.authorisedBy?.office ?? row.operator_name ?? 'Kentongan',
    event,
  }
}

/** The call-out of an event's incident, or the one with this id. Undefined when there is none. */
export const loadCallOut = async (
  db: Connection,
  by: { readonly callOutId: string } | { readonly eventId: string },
): Promise<CallOutLoaded | undefined> => {
  const [row] = await db.rows<LoadedRow>(sql`
    SELECT c.id, c.event_id, c.incident_id, c.code, c.mode, c.status, c.opened_at, c.need, c.policy, c.destination, c.demands,
           c.authority, c.phase, c.style, c.wave, c.version,
           c.shortfall, c.review_due_at, c.closes_at, e.jurisdiction, e.regency_code, e.operator_id,
           o.organisation AS operator_name, e.mode AS event_mode, e.message_type, e.hazard, e.severity, e.urgency,
           e.certainty, e.occurred_at, e.expires_at, e.headline, e.description, e.geometry, e.radius_km,
           e.village_codes, e.regions, e.sectors, e.felt, e.magnitude, e.depth_km, e.level, e.need AS event_need, e.muster_point,
           e.safe_to_approach, e.authorised_by
      FROM call_out c JOIN hazard_event e ON e.id = c.event_id LEFT JOIN operator o ON o.id = e.operator_id
     WHERE c.id = ${'callOutId' in by ? by.callOutId : null}::uuid 
        OR c.incident_id = (SELECT incident_id FROM hazard_event WHERE id = ${'eventId' in by ? by.eventId : null}::uuid)`)
  return row === undefined ? undefined : loadedOf(row)
}

/** One person of a call-out, as the rows have them. */
export interface PersonLoaded extends CalledPerson {
  /** In a rota: when the turn begins. */
  readonly shiftAt: Date | null
}

interface PersonRow {
  shift_at: Date | null
  thread_id: string | null
  responder_id: string
  kind: string
  wave: number
  called_at: Date
  deadline_at: Date
  replaced: boolean
  answer: string | null
  answered_at: Date | null
  silent_at: Date | null
  stood_down_at: Date | null
}

export const loadPeople = async (db: Connection, callOutId: string): Promise<readonly PersonLoaded[]> => {
  const rows = await db.rows<PersonRow>(sql`
    SELECT c.responder_id, c.kind, c.wave, c.called_at, c.deadline_at, c.answer, c.answered_at, c.silent_at, c.stood_down_at, c.thread_id, c.shift_at,
           EXISTS (SELECT 1 FROM call_out_responder s
                    WHERE s.call_out_id = c.call_out_id AND s.replaces = c.responder_id) AS replaced
      FROM call_out_responder c WHERE c.call_out_id = ${callOutId} ORDER BY c.rank, c.responder_id`)
  return rows.map((row) => ({
    responderId: row.responder_id as ResponderId,
    kind: row.kind as Kind,
    wave: row.wave,
    calledAt: row.called_at,
    deadlineAt: row.deadline_at,
    replaced: row.replaced,
    answer: row.answer as Reply | null,
    answeredAt: row.answered_at,
    silentAt: row.silent_at,
    stoodDownAt: row.stood_down_at,
    threadId: row.thread_id,
    shiftAt: row.shift_at,
  }))
}

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
  /** The message that speaks for the whole, where it changed. */
  readonly eventId?: EventId
  readonly reason?: string
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

/**
 * People whom the rows would refuse for this call-out, beyond what the index knows: those called already, those whose
 * number was called, and those who said yes to another real call-out that is not over.
 */
export const blockedPeople = async (db: Connection, callOutId: CallOutId): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ responder_id: string }>(sql`
    SELECT responder_id FROM call_out_responder WHERE call_out_id = ${callOutId}
    UNION
    SELECT r.id FROM responder r JOIN call_out_responder c ON c.phone_index = r.phone_index WHERE c.call_out_id = ${callOutId}
    UNION
    SELECT p.responder_id FROM call_out_responder p JOIN call_out c ON c.id = p.call_out_id
     WHERE c.mode = 'actual' AND c.status IN ('calling', 'filled', 'exhausted') AND p.answer IN ('yes', 'arrived')
       AND p.stood_down_at IS NULL`)
  return new Set(rows.map((row) => row.responder_id))
}

/**
 * The same for a plan that may want those again who were called before: of the people of this call-out only those
 * with the number of somebody else in it are blocked.
 */
export const blockedForPlan = async (db: Connection, callOutId: CallOutId): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ responder_id: string }>(sql`
    SELECT r.id AS responder_id FROM responder r JOIN call_out_responder c ON c.phone_index = r.phone_index
     WHERE c.call_out_id = ${callOutId} AND c.responder_id <> r.id
       AND NOT EXISTS (SELECT 1 FROM call_out_responder own
                        WHERE own.call_out_id = ${callOutId} AND own.responder_id = r.id)
    UNION
    SELECT p.responder_id FROM call_out_responder p JOIN call_out c ON c.id = p.call_out_id
     WHERE c.mode = 'actual' AND c.status IN ('calling', 'filled', 'exhausted') AND p.answer IN ('yes', 'arrived')
       AND p.stood_down_at IS NULL AND c.id <> ${callOutId}`)
  return new Set(rows.map((row) => row.responder_id))
}
