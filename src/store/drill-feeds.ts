import type { EntryOccurrence } from '../drills/calendar-entry.ts'
import type { CurriculumModule } from '../drills/curriculum.ts'
import type { Position } from '../geo/position.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** Since when people have known of it as it is. */
const TOLD_AT = sql`CASE WHEN d.invited_at IS NOT NULL THEN greatest(d.invited_at, d.moved_at) END`

/** One drill of a calendar; its village is on the register. */
export interface FeedOccurrence extends EntryOccurrence {
  readonly siteCode: string
  readonly type: string
  readonly hazards: readonly string[]
  /** Of its programme; null: none. */
  readonly curriculum: readonly CurriculumModule[] | null
}

/** Whose drills: one of these is given, and null says that it does not matter. */
export interface FeedWhose {
  readonly siteCode: string | null
  readonly responderId: string | null
  readonly regionCode: string | null
}

/** What a drill rehearses, the first one first. */
export const HAZARDS = sql`
  (jsonb_build_array(d.programme -> 'hazard') || coalesce(d.programme -> 'alsoHazards', '[]'))`

/**
 * The drills from `from` on, the first `limit` by start, programme and site. One that was taken off the plan before anybody
 * was invited is not among them; one that people were invited to stays, as cancelled.
 */
export const feedOccurrences = (
  db: Connection,
  { siteCode, responderId, regionCode }: FeedWhose,
  from: Date,
  limit: number,
): Promise<readonly FeedOccurrence[]> =>
  db.rows<FeedOccurrence>(sql`
    SELECT d.id, d.site_code AS "siteCode", d.programme ->> 'type' AS type, ${HAZARDS} AS hazards,
           d.programme -> 'curriculum' AS curriculum, d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.zone, d.state, ${TOLD_AT} AS "invitedAt", d.sequence
      FROM drill_occurrence d JOIN site s ON s.site_code = d.site_code
     WHERE d.starts_at >= ${from} AND (d.state NOT IN ('cancelled', 'missed') OR d.invited_at IS NOT NULL)
       AND (${siteCode}::text IS NULL OR d.site_code = ${siteCode}::text)
       AND (${regionCode}::text IS NULL OR s.village_code = ${regionCode}::text
            OR starts_with(s.village_code, ${regionCode}::text || '.'))
       AND (${responderId}::uuid IS NULL
            OR d.id IN (SELECT occurrence_id FROM drill_invitee WHERE responder_id = ${responderId}::uuid))
     ORDER BY d.starts_at, d.programme_id, d.site_code LIMIT ${limit}`)

/** The drill that a notice tells of, and where people muster. */
export interface ToldOccurrence {
  readonly occurrence: EntryOccurrence
  readonly muster: Position | null
  readonly plannedAt: Date
  /** Of the first mail by which they were invited. */
  readonly organizerSerial: bigint
}

/** The drill of a notice to somebody who was invited; null where it is over, or was never told of. */
export const invitedOccurrence = async (db: Connection, noticeId: string): Promise<ToldOccurrence | null> => {
  type Row = EntryOccurrence & { lng: number | null; lat: number | null; plannedAt: Date; first: string }
  const [row] = await db.rows<Row>(sql`
    SELECT d.id, d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.zone, d.state, ${TOLD_AT} AS "invitedAt", d.sequence,
           coalesce(s.gardu_lng, s.lng) AS lng, coalesce(s.gardu_lat, s.lat) AS lat, n.planned_at AS "plannedAt",
           (SELECT min(told.serial) FROM notice told
             WHERE told.occurrence_id = n.occurrence_id AND told.responder_id = n.responder_id
               AND told.channel = n.channel AND told.purpose IN ('drill-invite', 'drill-moved')
               AND (told.id = n.id OR told.sending_at IS NOT NULL))::text AS first
      FROM notice n JOIN drill_occurrence d ON d.id = n.occurrence_id LEFT JOIN site s ON s.site_code = d.site_code
     WHERE n.id = ${noticeId}::uuid AND d.state IN ('invited', 'started', 'cancelled')`)
  if (row?.first == null) return null
  const { lng, lat, plannedAt, first, ...occurrence } = row
  const muster: Position | null = lng === null || lat === null ? null : [lng, lat]
  return { occurrence, muster, plannedAt, organizerSerial: BigInt(first) }
}
