import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { limitField, numberCursorField, readQuery } from './request-reading.ts'

export interface InboxNeeds {
  /** Newest first, those that concern the operator's jurisdiction. */
  list(query: {
    readonly operator: Operator
    readonly limit: number
    /** The `next` of the page before; null for the first. */
    readonly before: string | null
  }): Promise<{ readonly entries: readonly object[]; readonly next: string | null }>
}

const inboxQuery = z.strictObject({ limit: limitField(50, 500), before: numberCursorField(18) })

/** GET /v1/inbox: texts and mails that a human has to read. For those who can do something about them. */
export const inboxRoutes = (app: FastifyInstance, needs: InboxNeeds, operators: OperatorNeeds): void => {
  app.get('/v1/inbox', { onRequest: requireRole(operators, 'sender') }, async (request, reply) => {
    const query = readQuery(inboxQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    return reply.send(await needs.list({ operator: operatorOf(request), ...query.value }))
  })
}
