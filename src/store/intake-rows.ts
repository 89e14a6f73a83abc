import type { Decided } from '../mobilisation/arrival.ts'
import { type Arrival, deliveredBy, type EventAnswer } from './arrivals.ts'
import type { RowOf } from './columns.ts'
import type { DELIVERY, EVENT } from './intake-shapes.ts'
import type { Seal } from './seal.ts'

export interface Identity {
  readonly eventId: string
  readonly incidentId: string
  readonly threadId: string
  readonly revision: number
  readonly sequence: number
  readonly joinedBecause: string | null
}

/** The row of a message. What it does not say is left out, not written as null: half of the fields of most messages. */
export const eventRow = (seal: Seal, arrival: Arrival, ids: Identity, decided: Decided): RowOf<typeof EVENT> => {
  const { message, place } = arrival
  const { event } = message
  return {
    id: ids.eventId,
    incident_id: ids.incidentId,
    thread_id: ids.threadId,
    sequence: ids.sequence,
    standing: decided.standing,
    joined_because: ids.joinedBecause ?? undefined,
    source: message.source,
    source_id: message.sourceId,
    revision: ids.revision,
    content_hash: arrival.contentHash,
    operator_id: arrival.actor === 'operator' ? arrival.actorId : null,
    jurisdiction: arrival.jurisdiction,
    mode: event.mode,
    message_type: event.messageType,
    hazard: event.hazard,
    severity: event.severity,
    urgency: event.urgency,
    certainty: event.certainty,
    occurred_at: event.occurredAt,
    expires_at: event.expiresAt ?? undefined,
    received_at: arrival.receivedAt,
    sent_at: message.sentAt ?? undefined,
    language: message.language ?? undefined,
    headline: event.headline,
    description: event.description,
    geometry: event.geometry ?? undefined,
    radius_km: event.radiusKm ?? undefined,
    village_codes: event.villageCodes,
    regions: event.regions,
    sectors: event.sectors,
    felt: event.felt,
    west: place?.box.west,
    south: place?.box.south,
    east: place?.box.east,
    north: place?.box.north,
    regency_code: arrival.regencyCode,
    magnitude: event.magnitude ?? undefined,
    depth_km: event.depthKm ?? undefined,
    level: event.level ?? undefined,
    need: event.need ?? undefined,
    wanted: arrival.need,
    wanted_skills: arrival.skills ?? {},
    muster_point: event.musterPoint ?? undefined,
    safe_to_approach: event.safeToApproach ?? undefined,
    contact_sealed: message.contact === null ? undefined : seal.seal(message.contact),
    authorised_by: event.authorisedBy ?? undefined,
    decision: decided.decision,
    reason: decided.reason,
    warnings: decided.warnings,
    assessed_at: decided.effect === 'plan' ? undefined : arrival.receivedAt,
  }
}

export const deliveryRow = (seal: Seal, arrival: Arrival, answer: EventAnswer): RowOf<typeof DELIVERY> => ({
  operator_id: deliveredBy(arrival),
  webhook_id: arrival.webhookId,
  body_hash: arrival.bodyHash,
  body_sealed: seal.sealBytes(arrival.rawBody),
  received_at: arrival.receivedAt,
  http_status: 202,
  answer,
  event_id: answer.eventId,
})
