import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Bounds } from '../geo/area.ts'
import { isPosition, type Position } from '../geo/position.ts'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { codeCursorField, limitField, readQuery } from './request-reading.ts'
import { wants } from './zod-faults.ts'

/** A GeoJSON feature with its contacts masked. */
export interface Feature {
  readonly type: 'Feature'
  readonly id: string
  readonly geometry: { readonly type: 'Point'; readonly coordinates: Position }
  readonly properties: object
}

export interface MapQuery {
  readonly operator: Operator
  readonly bbox: Bounds | null
  readonly limit: number
  readonly after: string | null
}

export interface PeopleQuery extends MapQuery {
  /** Only those with a number or an address that nobody was reached by. */
  readonly flagged: boolean
}

export interface FeaturePage {
  readonly features: readonly Feature[]
  readonly next: string | null
}

/** Those of the operator's jurisdiction, in a fixed order. */
export interface MapNeeds {
  sites(query: MapQuery): Promise<FeaturePage>
  responders(query: PeopleQuery): Promise<FeaturePage>
}

const readBounds = (text: unknown): Bounds | null => {
  if (typeof text !== 'string' || !/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/.test(text)) return null
  const [west = 0, south = 0, east = 0, north = 0] = text.split(',').map(Number)
  const lies = isPosition(west, south) && isPosition(east, north) && west < east && south < north
  return lies ? { west, south, east, north } : null
}

const mapQuery = z.strictObject({
  bbox: z
    .custom<string>((text) => readBounds(text) !== null, {
      error: wants('west,south,east,north in degrees', 'longitude first; west below east and south below north'),
    })
    .transform(readBounds)
    .nullable()
    .default(null),
  limit: limitField(1_000, 10_000),
  after: codeCursorField,
})

const peopleQuery = mapQuery.extend({
  flagged: z
    .enum(['true', 'false'], { error: wants('true or false') })
    .default('false')
    .transform((word) => word === 'true'),
})

/** The same address for the page after: a relative reference, so that it holds behind any proxy. */
const nextLink = (request: FastifyRequest, next: string): string => {
  const { pathname, searchParams } = new URL(request.url, 'http://any')
  searchParams.set('after', next)
  return `<${pathname}?${searchParams.toString()}>; rel="next"`
}

/** GET /v1/sites and /v1/responders as GeoJSON. */
export const mapRoutes = (app: FastifyInstance, needs: MapNeeds, operators: OperatorNeeds): void => {
  const viewer = { onRequest: requireRole(operators, 'viewer') }

  const answer =
    <Schema extends z.ZodObject>(
      schema: Schema,
      read: (query: z.output<Schema> & { readonly operator: Operator }) => Promise<FeaturePage>,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const query = readQuery(schema, request, reply)
      if (query.kind === 'refused') return query.reply
      const { features, next } = await read({ operator: operatorOf(request), ...query.value })
      if (next !== null) reply.header('link', nextLink(request, next))
      return reply.type('application/geo+json').send(JSON.stringify({ type: 'FeatureCollection', features, next }))
    }

  app.get(
    '/v1/sites',
    viewer,
    answer(mapQuery, (query) => needs.sites(query)),
  )
  app.get(
    '/v1/responders',
    viewer,
    answer(peopleQuery, (query) => needs.responders(query)),
  )
}
