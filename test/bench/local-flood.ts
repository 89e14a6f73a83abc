import type { Position } from '../../src/geo/position.ts'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'

/** A severe flood round a point, as the pure core takes it. */
export const localFlood = ([longitude, latitude]: Position, now: Date): HazardEvent => ({
  messageType: 'alert',
  mode: 'actual',
  hazard: 'flood',
  severity: 'severe',
  urgency: 'immediate',
  certainty: 'observed',
  occurredAt: now,
  expiresAt: null,
  headline: 'Banjir',
  description: '',
  geometry: { type: 'Point', coordinates: [longitude, latitude] },
  radiusKm: null,
  villageCodes: [],
  regions: [],
  sectors: [],
  felt: [],
  magnitude: null,
  depthKm: null,
  level: null,
  need: null,
  musterPoint: null,
  safeToApproach: null,
  authorisedBy: null,
})
