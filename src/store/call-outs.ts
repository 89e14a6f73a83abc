import type { Position } from '../geo/position.ts'
import type { CalledPerson, CallOutPolicy, CallOutStatus, Reply } from '../mobilisation/call-out.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { RotaRules } from '../mobilisation/rota.ts'
import type { Safety } from '../mobilisation/safety.ts'
import type { Said } from '../mobilisation/said.ts'
import type { Team } from '../mobilisation/team-forming.ts'
import type { Kind, ResponderId } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { type EventRow, eventOf } from './event-row.ts'
import { prepared, sql } from './sql.ts'

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
  /** Under which hash speeds and crossings are kept as they were; left out in older rows. */
  readonly reachHash?: string
  /** Which message calls people: the usual one, that of a phase, or that of a test of the alarm. */
  readonly wording?: 'call-out' | 'stand-by' | 'rota' | 'alarm-test'
}

/** What one thread of the incident asks for, as it was last planned. */
export interface Demand {
  readonly threadId: string
  readonly eventId: EventId
  readonly need: HeadCount
  /** How many of them with a skill; left out in older rows: nothing. */
  readonly skills?: SkillCount
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
  readonly skills: SkillCount
  /** Who makes a team for which affected KSB. */
  readonly teams: readonly Team[]
  readonly policy: FrozenPolicy
  readonly destination: Destination | null
  readonly demands: readonly Demand[]
  readonly authority: { readonly name: string; readonly office: string; readonly basis: string | null } | null
  readonly phase: string | null
  readonly style: 'wave' | 'rota'
  /** How urgent it is beside others, as it was last planned. */
  readonly precedence: number
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
  skills: SkillCount
  teams: Team[]
  policy: FrozenPolicy
  destination: Destination | null
  demands: Demand[]
  authority: CallOutLoaded['authority']
  phase: string | null
  style: string
  precedence: number
  wave: number
  version: number
  shortfall: string[]
  review_due_at: Date | null
  closes_at: Date | null
  jurisdiction: string
  regency_code: string
  operator_id: string | null
  operator_name: string | null
  approver_name: string | null
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
    skills: row.skills,
    teams: row.teams,
    policy: row.policy,
    destination: row.destination,
    demands: row.demands,
    authority: row.authority,
    phase: row.phase,
    style: row.style === 'rota' ? 'rota' : 'wave',
    precedence: row.precedence,
    wave: row.wave,
    version: row.version,
    shortfall: row.shortfall,
    reviewDueAt: row.review_due_at,
    closesAt: row.closes_at,
    jurisdiction: row.jurisdiction,
    regencyCode: row.regency_code,
    operatorId: row.operator_id,
    office:
      row.authority?.office ?? event.authorisedBy?.office ?? row.operator_name ?? row.approver_name ?? 'Kentongan',
    event,
  }
}

/** The call-out of an event's incident, or the one with this id. Undefined when there is none. */
export const loadCallOut = async (
  db: Connection,
  by: { readonly callOutId: string } | { readonly eventId: string },
): Promise<CallOutLoaded | undefined> => {
  const [row] = await db.rows<LoadedRow>(
    prepared(
      'load-call-out',
      sql`
    SELECT c.id, c.event_id, c.incident_id, c.code, c.mode, c.status, c.opened_at, c.need, c.skills, c.teams, c.policy, c.destination,
           c.demands, c.authority, c.phase, c.style, c.precedence, c.wave, c.version,
           c.shortfall, c.review_due_at, c.closes_at, e.jurisdiction, e.regency_code, e.operator_id,
           o.organisation AS operator_name, ap.organisation AS approver_name, e.mode AS event_mode, e.message_type, e.hazard, e.severity, e.urgency,
           e.certainty, e.occurred_at, e.expires_at, e.headline, e.description, e.geometry, e.radius_km,
           e.village_codes, e.regions, e.sectors, e.felt, e.magnitude, e.depth_km, e.level, e.need AS event_need, e.muster_point,
           e.safe_to_approach, e.authorised_by
      FROM call_out c JOIN hazard_event e ON e.id = c.event_id LEFT JOIN operator o ON o.id = e.operator_id
      LEFT JOIN operator ap ON ap.id = c.approved_by
     WHERE c.id = ${'callOutId' in by ? by.callOutId : null}::uuid 
        OR c.incident_id = (SELECT incident_id FROM hazard_event WHERE id = ${'eventId' in by ? by.eventId : null}::uuid)`,
    ),
  )
  return row === undefined ? undefined : loadedOf(row)
}

/** One person of a call-out, as the rows have them. */
export interface PersonLoaded extends CalledPerson {
  readonly skills: readonly string[]
  /** In a rota: when the turn begins. */
  readonly shiftAt: Date | null
  readonly enRouteAt: Date | null
  readonly arrivedAt: Date | null
  readonly doneAt: Date | null
}

interface PersonRow {
  safety: string | null
  en_route_at: Date | null
  arrived_at: Date | null
  done_at: Date | null
  shift_at: Date | null
  thread_id: string | null
  responder_id: string
  kind: string
  skills: string[]
  wave: number
  called_at: Date
  deadline_at: Date
  replaced: boolean
  answer: string | null
  answered_at: Date | null
  silent_at: Date | null
  stood_down_at: Date | null
  yielded: boolean
}

export const loadPeople = async (db: Connection, callOutId: string): Promise<readonly PersonLoaded[]> => {
  const rows = await db.rows<PersonRow>(
    prepared(
      'load-people',
      sql`
    SELECT c.responder_id, c.kind, c.skills, c.wave, c.called_at, c.deadline_at, c.answer, c.answered_at, c.silent_at, c.stood_down_at, c.thread_id, c.shift_at,
           c.safety, c.en_route_at, c.arrived_at, c.done_at, c.yielded_to IS NOT NULL AS yielded,
           EXISTS (SELECT 1 FROM call_out_responder s
                    WHERE s.call_out_id = c.call_out_id AND s.replaces = c.responder_id) AS replaced
      FROM call_out_responder c WHERE c.call_out_id = ${callOutId} ORDER BY c.rank, c.responder_id`,
    ),
  )
  return rows.map((row) => ({
    responderId: row.responder_id as ResponderId,
    kind: row.kind as Kind,
    skills: row.skills,
    wave: row.wave,
    calledAt: row.called_at,
    deadlineAt: row.deadline_at,
    replaced: row.replaced,
    answer: row.answer as Reply | null,
    answeredAt: row.answered_at,
    silentAt: row.silent_at,
    stoodDownAt: row.stood_down_at,
    yielded: row.yielded,
    threadId: row.thread_id,
    shiftAt: row.shift_at,
    safety: row.safety as Safety | null,
    enRouteAt: row.en_route_at,
    arrivedAt: row.arrived_at,
    doneAt: row.done_at,
  }))
}
