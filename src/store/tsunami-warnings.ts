import { STALE_AFTER_MS } from '../mobilisation/arrival.ts'
import type { EventId, HazardEvent } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import type { Destination } from './call-outs.ts'
import type { Connection, Database } from './database.ts'
import { type EventRow, eventOf } from './event-row.ts'
import { prepared, sql } from './sql.ts'
import { note } from './timeline.ts'

/** Ours: no warning lasts longer, whatever end it names; it bounds how far back the rows are searched. */
const LONGEST_MS = 72 * 3_600_000

/** Ours: a tsunami that began so long before or after a quake is its own. */
const SAME_ORIGIN_MS = 15 * 60_000

/** An event that says that a tsunami comes, or may come, that a volcano is dangerous, or what a crossing may be closed for. */
export interface OpenWarning {
  readonly eventId: EventId
  readonly incidentId: string
  readonly event: HazardEvent
  /** Of a quake after which a tsunami was possible: it was called off. */
  readonly seaIsSafe: boolean
}

/**
 * What warns of a tsunami or a volcano at `now`, and every quake, storm and surge: of each thread the newest message about
 * one until it is cancelled or over, expires, or began a day ago where it names no end. Whether anybody is called for it does not matter, but what is only kept, or a village's report that nobody
 * confirmed, warns of nothing; neither do the program's own drills. One that names no place leaves that of the message
 * before it as it was.
 */
export const openWarnings = async (db: Connection, now: Date): Promise<readonly OpenWarning[]> => {
  // The words stand in the text, as in the indexes that serve this, one for each half: a parameter would not be recognised.
  const asked = sql`
    SELECT e.id, e.incident_id, e.mode AS event_mode, e.message_type, e.hazard, e.severity, e.urgency, e.certainty, e.occurred_at,
           e.expires_at, e.headline, e.description, e.geometry, e.radius_km, e.village_codes, e.regions, e.sectors, e.felt,
           e.magnitude, e.depth_km, e.level, e.need AS event_need, e.muster_point, e.safe_to_approach, e.authorised_by,
           e.hazard = 'earthquake' AND e.level = 'berpotensi-tsunami' AND EXISTS (
             SELECT 1 FROM hazard_event t JOIN hazard_event o ON o.thread_id = t.thread_id
              WHERE t.received_at > ${new Date(now.getTime() - LONGEST_MS)} AND t.hazard = 'tsunami'
                AND t.mode = e.mode AND t.message_type IN ('alert', 'update')
                AND abs(extract(epoch FROM t.occurred_at - e.occurred_at)) <= ${SAME_ORIGIN_MS / 1_000}::float8
                AND o.standing = 'active' AND o.message_type IN ('cancel', 'all-clear')) AS sea_is_safe
      FROM (SELECT * FROM hazard_event
             WHERE received_at > ${new Date(now.getTime() - LONGEST_MS)}
               AND (hazard = 'tsunami' OR (hazard = 'earthquake' AND level = 'berpotensi-tsunami'))
             UNION ALL
            SELECT * FROM hazard_event WHERE received_at > ${new Date(now.getTime() - LONGEST_MS)} AND hazard = 'volcano'
             UNION ALL
            SELECT * FROM hazard_event
             WHERE received_at > ${new Date(now.getTime() - LONGEST_MS)}
               AND hazard IN ('earthquake', 'extreme_weather', 'tidal_surge')
               AND level IS DISTINCT FROM 'berpotensi-tsunami') e
      JOIN incident i ON i.id = e.incident_id
     WHERE e.message_type IN ('alert', 'update') AND e.west IS NOT NULL AND i.ended_at IS NULL
       AND (e.mode = 'actual' OR e.operator_id IS NOT NULL)
       AND (e.standing = 'active' OR (e.standing = 'waiting' AND e.reason <> 'village-report')
            OR (e.standing = 'none' AND e.reason IN ('nobody-needed', 'call-out-over')))
       AND coalesce(e.expires_at > ${now}, e.occurred_at > ${new Date(now.getTime() - STALE_AFTER_MS)})
       AND NOT EXISTS (SELECT 1 FROM hazard_event n WHERE n.thread_id = e.thread_id
                          AND (n.sequence, n.id) > (e.sequence, e.id) AND n.west IS NOT NULL
                          AND (n.standing = 'active' OR (n.standing = 'waiting' AND n.reason <> 'village-report')
                               OR (n.standing = 'none' AND n.reason IN ('nobody-needed', 'call-out-over'))))
     ORDER BY e.id`
  const rows = await db.rows<EventRow & { id: string; incident_id: string; sea_is_safe: boolean | null }>(
    prepared('open-warnings', asked),
  )
  return rows.map((row) => ({
    eventId: row.id as EventId,
    incidentId: row.incident_id,
    event: eventOf(row),
    seaIsSafe: row.sea_is_safe === true,
  }))
}

/** A call-out that people were sent for, with the places where they gather. */
export interface Gathered {
  readonly callOutId: string
  readonly incidentId: string
  readonly mode: Mode
  readonly places: readonly { readonly eventId: EventId; readonly destination: Destination }[]
}

/** Call-outs that go on and have called people somewhere. */
export const gatheredCallOuts = async (db: Connection): Promise<readonly Gathered[]> => {
  const rows = await db.rows<{ id: string; incident_id: string; mode: Mode; demands: Gathered['places'] }>(sql`
    SELECT c.id, c.incident_id, c.mode, c.demands FROM call_out c JOIN incident i ON i.id = c.incident_id
     WHERE c.status NOT IN ('closed', 'stood-down') AND i.ended_at IS NULL AND jsonb_array_length(c.demands) > 0
     ORDER BY c.id`)
  return rows.map(({ id, incident_id, mode, demands }) => ({
    callOutId: id,
    incidentId: incident_id,
    mode,
    places: demands.map(({ eventId, destination }) => ({ eventId, destination })),
  }))
}

/** Lets messages be assessed again, whose people gather where a tsunami may come or a volcano is dangerous; the timeline says why. */
export const planAnew = (
  db: Database,
  callOutId: string,
  eventIds: readonly EventId[],
  because: readonly EventId[],
  now: Date,
): Promise<void> =>
  db.transact(async (connection) => {
    const count = await connection.run(sql`
      UPDATE hazard_event SET assessed_at = NULL
       WHERE id = ANY(${eventIds}::uuid[]) AND standing = 'active' AND assessed_at IS NOT NULL`)
    if (count > 0) await note(connection, { callOutId }, now, 'muster-endangered', { eventIds, because })
  })
