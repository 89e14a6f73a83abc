import type { Whereabouts } from '../mobilisation/concerned.ts'
import type { HazardEvent } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'

/** Where a message happens, of `hazard_event e`. */
export interface WhereaboutsRow {
  regency_code: string
  village_codes: string[]
  regions: HazardEvent['regions']
  geometry: HazardEvent['geometry']
}

export const whereaboutsOf = (row: WhereaboutsRow): Whereabouts => ({
  regencyCode: row.regency_code,
  villageCodes: row.village_codes,
  regions: row.regions,
  geometry: row.geometry,
})

/** The columns of a message as `eventOf` reads them, of `hazard_event e`. */
export interface EventRow {
  event_mode: string
  message_type: string
  hazard: string | null
  severity: string
  urgency: string
  certainty: string
  occurred_at: Date
  expires_at: Date | null
  headline: string
  description: string
  geometry: HazardEvent['geometry']
  radius_km: number | null
  village_codes: string[]
  regions: HazardEvent['regions']
  sectors: HazardEvent['sectors']
  felt: HazardEvent['felt']
  magnitude: number | null
  depth_km: number | null
  level: string | null
  event_need: HazardEvent['need']
  muster_point: HazardEvent['musterPoint']
  safe_to_approach: boolean | null
  authorised_by: HazardEvent['authorisedBy']
}

// The words were checked when they came in, and the database holds to the same lists: hence the casts.
export const eventOf = (row: EventRow): HazardEvent => ({
  messageType: row.message_type as HazardEvent['messageType'],
  mode: row.event_mode as Mode,
  hazard: row.hazard as HazardEvent['hazard'],
  severity: row.severity as HazardEvent['severity'],
  urgency: row.urgency as HazardEvent['urgency'],
  certainty: row.certainty as HazardEvent['certainty'],
  occurredAt: row.occurred_at,
  expiresAt: row.expires_at,
  headline: row.headline,
  description: row.description,
  geometry: row.geometry,
  radiusKm: row.radius_km,
  villageCodes: row.village_codes,
  regions: row.regions,
  sectors: row.sectors,
  felt: row.felt,
  magnitude: row.magnitude,
  depthKm: row.depth_km,
  level: row.level,
  need: row.event_need,
  musterPoint: row.muster_point,
  safeToApproach: row.safe_to_approach,
  authorisedBy: row.authorised_by,
})
