import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { readQuery, sendNotFound } from './request-reading.ts'
import { wants } from './zod-faults.ts'

const TYPES = {
  json: 'application/json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
} as const

const FORMATS = ['json', 'md', 'csv'] as const satisfies readonly (keyof typeof TYPES)[]

export interface CampaignNeeds {
  /** The report of the people within the operator's jurisdiction; null where no turn of such a campaign has begun. */
  write(query: {
    readonly operator: Operator
    readonly campaignId: string
    readonly format: keyof typeof TYPES
  }): Promise<string | null>
}

const campaignQuery = z.strictObject({
  format: z.enum(FORMATS, { error: wants(`one of ${FORMATS.join(', ')}`) }).default('json'),
})

const named = z.object({ id: z.string().max(64) })

/** GET /v1/campaigns/{id}: how many people a campaign reached, and how many answered. */
export const campaignRoutes = (app: FastifyInstance, needs: CampaignNeeds, operators: OperatorNeeds): void => {
  app.get('/v1/campaigns/:id', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const given = named.safeParse(request.params)
    if (!given.success) return sendNotFound(reply, 'campaign')
    const query = readQuery(campaignQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { format } = query.value
    const text = await needs.write({ operator: operatorOf(request), campaignId: given.data.id, format })
    return text === null
      ? sendNotFound(reply, 'campaign')
      : reply
          .headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
          .type(TYPES[format])
          .send(text)
  })
}
