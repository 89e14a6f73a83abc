import {
  type JsonSchema,
  listOf,
  NEXT,
  named,
  type Operation,
  objectOf,
  type Parameter,
  paging,
  TEXT,
} from './operation.ts'

const FEATURE: JsonSchema = objectOf({
  type: { const: 'Feature' },
  id: TEXT,
  geometry: objectOf({
    type: { const: 'Point' },
    coordinates: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
  }),
  properties: { type: 'object' },
})

export const MAP_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  FeaturePage: objectOf({ type: { const: 'FeatureCollection' }, features: listOf(FEATURE), next: NEXT }),
}

const BBOX: Parameter = {
  name: 'bbox',
  in: 'query',
  description: 'Only within west,south,east,north in degrees',
  schema: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?(,-?\\d+(\\.\\d+)?){3}$' },
  example: '110.2,-8.1,110.6,-7.7',
}

const FLAGGED: Parameter = {
  name: 'flagged',
  in: 'query',
  description: 'Only those with a number or an address that nobody was reached by; `flags` says why',
  schema: { enum: ['true', 'false'] },
  example: 'true',
}

const places = (
  path: string,
  summary: string,
  description: string,
  parameters: readonly Parameter[] = [],
): Operation => ({
  method: 'get',
  path,
  tag: 'Map',
  summary,
  description,
  access: 'viewer',
  parameters: [BBOX, ...parameters, ...paging(1_000, 10_000, 'after', 'KSB-1')],
  answers: {
    200: {
      description: 'A page',
      headers: { link: 'Where the next page is: `<…>; rel="next"`' },
      content: { type: 'application/geo+json', schema: named('FeaturePage') },
    },
  },
})

export const MAP_OPERATIONS: readonly Operation[] = [
  places(
    '/v1/sites',
    'Kampung Siaga Bencana on the map',
    'The sites of your jurisdiction, each with the nearest Pendamping Desa and Tagana.',
  ),
  places(
    '/v1/responders',
    'People on the map',
    'The people of your jurisdiction, with their contacts masked to the last digits or the domain.',
    [FLAGGED],
  ),
]
