import type { EventMessage } from '../mobilisation/event-message.ts'
import type { CallOutId, HazardEvent } from '../mobilisation/hazard-event.ts'
import { speaksFor, type Voice } from '../mobilisation/speaks-for.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** How the incident of a call-out ended, by the last message that ended it; undefined while it goes on. */
export const endOfIncident = async (
  db: Connection,
  callOutId: CallOutId,
): Promise<'cancelled' | 'ended' | undefined> => {
  const [row] = await db.rows<{ message_type: string | null }>(sql`
    SELECT (SELECT e.message_type FROM hazard_event e
             WHERE e.incident_id = i.id AND e.standing = 'active' AND e.message_type IN ('cancel', 'all-clear')
             ORDER BY e.received_at DESC, e.sequence DESC LIMIT 1) AS message_type
      FROM call_out c JOIN incident i ON i.id = c.incident_id
     WHERE c.id = ${callOutId} AND i.ended_at IS NOT NULL`)
  if (row === undefined) return undefined
  return row.message_type === 'cancel' ? 'cancelled' : 'ended'
}

/**
 * The regency of the first message known under one of these names; null where none is. What the same operator, or its
 * organisation, posted comes before what others did: a name can be written by anybody.
 */
export const regencyOfEvent = async (
  db: Connection,
  names: readonly { readonly source: string; readonly sourceId: string }[],
  operatorId: string | null,
): Promise<string | null> => {
  const [row] = await db.rows<{ regency_code: string }>(sql`
    SELECT e.regency_code FROM hazard_event e
      JOIN unnest(${names.map(({ source }) => source)}::text[], ${names.map(({ sourceId }) => sourceId)}::text[])
        AS n(source, source_id) ON e.source = n.source AND e.source_id = n.source_id
      LEFT JOIN operator mine ON mine.id = ${operatorId}
      LEFT JOIN operator theirs ON theirs.id = e.operator_id
     WHERE e.message_type IN ('alert', 'update')
     ORDER BY (e.operator_id IS NOT DISTINCT FROM ${operatorId}::text) DESC,
              coalesce(theirs.organisation = mine.organisation, false) DESC, e.received_at LIMIT 1`)
  return row?.regency_code ?? null
}

/** Where a message lies, and which it is. */
export interface PlaceOfEvent
  extends Pick<HazardEvent, 'geometry' | 'radiusKm' | 'villageCodes' | 'regions' | 'sectors'> {
  readonly sourceId: string
  readonly regencyCode: string
}

/** Of the messages of a thread, the newest so many are looked through for a place. */
const MOST_LOOKED_AT = 200

/**
 * The place of the newest message that names one, in the threads to which a message is tied by name (see `tie`), of
 * those that its sender may change; null where there is none.
 */
export const placeOfEvent = async (
  db: Connection,
  { source, sourceId, aliases, references, event }: EventMessage,
  voice: Omit<Voice, 'organisation'>,
): Promise<PlaceOfEvent | null> => {
  const names = [
    ...[sourceId, ...aliases].map((id) => ({ source, sourceId: id })),
    ...references.map((one) => ({ source: one.source, sourceId: one.sourceId })),
  ]
  const rows = await db.rows<{
    source_id: string
    regency_code: string
    geometry: HazardEvent['geometry']
    radius_km: number | null
    village_codes: string[]
    regions: HazardEvent['regions']
    sectors: HazardEvent['sectors']
    operator_id: string | null
    organisation: string | null
    jurisdiction: string
    mine: string | null
  }>(sql`
    WITH names AS (
      SELECT * FROM unnest(${names.map((one) => one.source)}::text[], ${names.map((one) => one.sourceId)}::text[])
        AS n(source, source_id)
    ), tied AS (
      SELECT e.thread_id FROM names n JOIN hazard_event e USING (source, source_id)
      UNION
      SELECT e.thread_id FROM names n JOIN event_link l USING (source, source_id) JOIN hazard_event e ON e.id = l.event_id
    )
    SELECT e.source_id, e.regency_code, e.geometry, e.radius_km, e.village_codes, e.regions, e.sectors, e.operator_id,
           e.jurisdiction, o.organisation, (SELECT organisation FROM operator WHERE id = ${voice.operatorId}) AS mine
      FROM hazard_event e LEFT JOIN operator o ON o.id = e.operator_id
     WHERE e.thread_id IN (SELECT thread_id FROM tied) AND e.mode = ${event.mode}
       AND e.message_type IN ('alert', 'update') AND e.west IS NOT NULL
     ORDER BY e.sequence DESC, e.id DESC LIMIT ${MOST_LOOKED_AT}`)
  const found = rows.find(({ operator_id, organisation, jurisdiction, mine }) =>
    speaksFor({ ...voice, organisation: mine }, { operatorId: operator_id, organisation, jurisdiction }),
  )
  return found === undefined
    ? null
    : {
        sourceId: found.source_id,
        regencyCode: found.regency_code,
        geometry: found.geometry,
        radiusKm: found.radius_km,
        villageCodes: found.village_codes,
        regions: found.regions,
        sectors: found.sectors,
      }
}
