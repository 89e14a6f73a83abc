import type { EventId, HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import { bestWords } from '../mobilisation/quake-authority.ts'
import { type Standing, speaking, type ThreadMessage } from '../mobilisation/threads.ts'
import type { SkillCount } from '../roster/skill.ts'
import { type CallOutLoaded, loadCallOut, loadPeople, type PersonLoaded } from './call-outs.ts'
import type { Connection } from './database.ts'
import { type EventRow, eventOf } from './event-row.ts'
import { prepared, sql } from './sql.ts'

/** A message that speaks for its thread. */
export interface SpeakingEvent {
  readonly threadId: string
  readonly eventId: EventId
  readonly event: HazardEvent
  readonly need: HeadCount
  readonly skills: SkillCount
  readonly jurisdiction: string
  readonly regencyCode: string
  readonly operatorId: string | null
  readonly office: string | null
}

export interface PictureLoaded {
  readonly callOut: CallOutLoaded
  readonly people: readonly PersonLoaded[]
  readonly speaking: readonly SpeakingEvent[]
  readonly unassessed: readonly EventId[]
}

interface Row extends EventRow {
  id: string
  thread_id: string
  sequence: string
  standing: string
  wanted: HeadCount
  wanted_skills: SkillCount
  jurisdiction: string
  regency_code: string
  operator_id: string | null
  organisation: string | null
  source: string
  waits: boolean
}

/** A message that takes part in what is wanted of people. */
export interface ActiveMessage extends ThreadMessage, SpeakingEvent {
  readonly eventId: EventId
  readonly threadId: string
  readonly source: string
  readonly hazard: HazardEvent['hazard']
  /** Not assessed yet. */
  readonly waits: boolean
}

/** The messages of an incident that take part, and those of these threads, which another message brings into it. */
export const activeMessages = async (
  db: Connection,
  incidentId: string,
  threadIds: readonly string[] = [],
): Promise<readonly ActiveMessage[]> => {
  const rows = await db.rows<Row>(
    prepared(
      'active-messages',
      sql`
    SELECT e.id, e.source, e.thread_id, e.sequence, e.standing, e.wanted, e.wanted_skills, e.jurisdiction, e.regency_code, e.operator_id,
           o.organisation, e.assessed_at IS NULL AS waits, e.mode AS event_mode, e.message_type, e.hazard, e.severity,
           e.urgency, e.certainty, e.occurred_at, e.expires_at, e.headline, e.description, e.geometry, e.radius_km,
           e.village_codes, e.regions, e.sectors, e.felt, e.magnitude, e.depth_km, e.level, e.need AS event_need,
           e.muster_point, e.safe_to_approach, e.authorised_by
      FROM hazard_event e LEFT JOIN operator o ON o.id = e.operator_id
     WHERE (e.incident_id = ${incidentId} OR e.thread_id = ANY(${threadIds}::uuid[])) AND e.standing = 'active'
     ORDER BY e.occurred_at, e.id`,
    ),
  )
  return rows.map((row) => {
    const event = eventOf(row)
    return {
      eventId: row.id as EventId,
      threadId: row.thread_id,
      sequence: Number(row.sequence),
      standing: row.standing as Standing,
      messageType: event.messageType,
      heads: 0,
      event,
      need: row.wanted,
      skills: row.wanted_skills,
      jurisdiction: row.jurisdiction,
      regencyCode: row.regency_code,
      operatorId: row.operator_id,
      office: event.authorisedBy?.office ?? row.organisation,
      source: row.source,
      hazard: event.hazard,
      waits: row.waits,
    }
  })
}

/** What these messages want of people together; undefined where none of them waits to be assessed. */
export const pictureOf = (
  callOut: CallOutLoaded,
  people: readonly PersonLoaded[],
  messages: readonly ActiveMessage[],
): PictureLoaded | undefined => {
  const unassessed = messages.filter(({ waits }) => waits).map((message) => message.eventId)
  if (unassessed.length === 0) return undefined
  // Those planned before come first: of two places equally near, people stay with the one they were called to.
  const planned = callOut.demands.map(({ threadId }) => threadId)
  const placeOf = ({ threadId }: SpeakingEvent): number =>
    planned.includes(threadId) ? planned.indexOf(threadId) : planned.length
  const inOrder = bestWords(speaking(messages)).toSorted((one, other) => placeOf(one) - placeOf(other))
  return { callOut, people, speaking: inOrder, unassessed }
}

/**
 * What an event's incident wants of people, and whom its call-out called so far. Undefined where the incident has no
 * call-out, or nothing of it waits to be assessed. The call-out is read first: what changes while the rest is read
 * raises its version, and the plan is not saved.
 */
export const loadPicture = async (db: Connection, eventId: EventId): Promise<PictureLoaded | undefined> => {
  const callOut = await loadCallOut(db, { eventId })
  if (callOut === undefined) return undefined
  const [people, messages] = await Promise.all([
    // Whoever was never called need not be asked for.
    callOut.status === 'planning' ? [] : loadPeople(db, callOut.callOutId),
    activeMessages(db, callOut.incidentId),
  ])
  return pictureOf(callOut, people, messages)
}
