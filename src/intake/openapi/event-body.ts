import { HAZARDS } from '../../mobilisation/hazard.ts'
import { eventSchema } from '../event-fields.ts'
import type { JsonSchema } from './operation.ts'
import { schemaOf } from './zod-schema.ts'

const line = (max: number): JsonSchema => ({
  type: 'string',
  minLength: 1,
  maxLength: max,
  description: 'One line without control characters',
})

const INSTANT_WITH_OFFSET: JsonSchema = {
  type: 'string',
  format: 'date-time',
  description: 'With its offset: +07:00 is WIB, +08:00 WITA, +09:00 WIT',
}

const LEVEL: JsonSchema = {
  type: ['string', 'integer'],
  maxLength: 40,
  description: 'The word or number of a scale, such as III, Level III (Siaga) or awas',
}

const POSITION: JsonSchema = {
  type: 'array',
  prefixItems: [
    { type: 'number', minimum: -180, maximum: 180 },
    { type: 'number', minimum: -90, maximum: 90 },
  ],
  minItems: 2,
  maxItems: 2,
  description: 'Longitude, latitude in degrees (WGS 84); 0, 0 is refused as missing',
}

const RINGS: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: 1_000,
  items: { type: 'array', minItems: 4, items: POSITION },
  description: 'Closed rings, the outer one first',
}

/** What the Zod schema of events leaves to functions. */
const BY_PLACE = {
  id: { ...line(200), description: "The sender's own id of the happening; with the organisation it is the identity" },
  hazard: {
    type: ['string', 'integer'],
    description: `One of ${HAZARDS.join(', ')}; BNPB codes (101 to 111) and Indonesian names are read too`,
    examples: ['flood', '101', 'banjir'],
  },
  occurredAt: INSTANT_WITH_OFFSET,
  expiresAt: INSTANT_WITH_OFFSET,
  headline: { type: 'string', maxLength: 200, description: 'One line without control characters' },
  description: { type: 'string', maxLength: 5_000 },
  'area.geometry(0).coordinates': POSITION,
  'area.geometry(1).coordinates': RINGS,
  'area.geometry(2).coordinates': { type: 'array', minItems: 1, items: RINGS },
  'area.villageCodes[]': {
    type: 'string',
    pattern: '^\\s*\\d{2}\\.\\d{2}\\.\\d{2}\\.\\d{4}\\s*$',
    description: 'The Kemendagri code of a village',
  },
  'area.regions[].code': {
    type: 'string',
    description: 'The Kemendagri code of a province, regency or district',
  },
  'area.regions[].level': LEVEL,
  level: LEVEL,
  'musterPoint.name': line(100),
  'musterPoint.coordinates': POSITION,
  contact: { type: 'string', description: 'A phone number with +62; shown to nobody whole' },
  'authorisedBy.name': line(200),
  'authorisedBy.office': line(200),
} as const satisfies Readonly<Record<string, JsonSchema>>

/** The body of POST /v1/events in JSON, as the program itself reads it. */
export const eventBody = (): JsonSchema => ({
  ...schemaOf(eventSchema, BY_PLACE),
  description:
    'An alert or update needs hazard, an alert a geometry, village codes or regions; a cancel or an all-clear needs ' +
    'neither. Absent and null are the same: write null for an unknown number, never 0. An unknown field is an error.',
})

/** The least that an alert takes. */
export const LEAST_EVENT = {
  id: 'bpbd-bantul-2026-000123',
  mode: 'exercise',
  messageType: 'alert',
  hazard: 'flood',
  occurredAt: '2026-11-22T13:21:00+07:00',
  area: { villageCodes: ['34.02.10.2004'] },
}

/** An alert with everything that it can say.
 * @internal */
export const WHOLE_EVENT = {
  ...LEAST_EVENT,
  id: 'bpbd-bantul-2026-000124',
  revision: 1,
  severity: 'severe',
  urgency: 'immediate',
  certainty: 'observed',
  expiresAt: '2026-11-22T19:00:00+07:00',
  headline: 'Banjir di Imogiri',
  description: 'Tanggul Kali Oya jebol di dua tempat.',
  area: {
    geometry: { type: 'Point', coordinates: [110.3862, -7.9247] },
    radiusKm: 5,
    villageCodes: ['34.02.10.2004'],
    regions: [],
    sectors: [],
  },
  magnitude: null,
  depthKm: null,
  level: null,
  need: { tagana: 6, pendamping_desa: 2, skills: { dapur_umum: 2 } },
  musterPoint: { name: 'Balai desa', coordinates: [110.39, -7.92] },
  safeToApproach: true,
  contact: '+62 812-3456-789',
  authorisedBy: { name: 'Kepala Dinas Sosial', office: 'Dinas Sosial Kab. Bantul' },
}
