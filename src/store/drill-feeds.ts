import type { EntryOccurrence } from '../drills/calendar-entry.ts'
import type { Position } from '../geo/position.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** One drill of a calendar; its village is on the register. */
export interface FeedOccurrence extends EntryOccurrence {
  readonly siteCode: string
  readonly type: string
  readonly hazard: string
}

/** Whose drills: one of these is given, and null says that it does not matter. */
export interface FeedWhose {
  readonly siteCode: string | null
  readonly responderId: string | null
  readonly regionCode: string | null
}

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
    SELECT d.id, d.site_code AS "siteCode", d.programme ->> 'type' AS type, d.programme ->> 'hazard' AS hazard,
           d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.zone, d.state, d.invited_at AS "invitedAt"
      FROM drill_occurrence d JOIN site s ON s.site_code = d.site_code
     WHERE d.starts_at >= ${from} AND (d.state NOT IN ('cancelled', 'missed') OR d.invited_at IS NOT NULL)
       AND (${siteCode}::text IS NULL OR d.site_code = ${siteCode}::text)
       AND (${regionCode}::text IS NULL OR s.village_code = ${regionCode}::text
            OR starts_with(s.village_code, ${regionCode}::text || '.'))
       AND (${responderId}::uuid IS NULL
            OR d.id IN (SELECT occurrence_id FROM drill_invitee WHERE responder_id = ${responderId}::uuid))
     ORDER BY d.starts_at, d.programme_id, d.site_code LIMIT ${limit}`)

/** The drill that a notice invites to, where it is still to be held or going on, and where people muster; else null. */
export const invitedOccurrence = async (
  db: Connection,
  noticeId: string,
): Promise<{ readonly occurrence: EntryOccurrence; readonly muster: Position | null } | null> => {
  const [row] = await db.rows<EntryOccurrence & { lng: number | null; lat: number | null }>(sql`
    SELECT d.id, d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.zone, d.state, d.invited_at AS "invitedAt",
           coalesce(s.gardu_lng, s.lng) AS lng, coalesce(s.gardu_lat, s.lat) AS lat
      FROM notice n JOIN drill_occurrence d ON d.id = n.occurrence_id LEFT JOIN site s ON s.site_code = d.site_code
     WHERE n.id = ${noticeId}::uuid AND d.state IN ('invited', 'started')`)
  if (row === undefined) return null
  const { lng, lat, ...occurrence } = row
  return { occurrence, muster: lng === null || lat === null ? null : [lng, lat] }
}
