import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { isPlainLine } from './plain-text.ts'
import { limitField, numberCursorField, readQuery } from './request-reading.ts'
import { wants } from './zod-faults.ts'

const SUBJECTS = ['event', 'call-out', 'operator', 'phase', 'report', 'drill', 'drills', 'improvement'] as const

export interface AuditNeeds {
  /** Newest first, those that concern the operator's jurisdiction. */
  list(query: {
    readonly operator: Operator
    readonly subject: (typeof SUBJECTS)[number] | null
    readonly subjectId: string | null
    readonly actorId: string | null
    readonly action: string | null
    readonly limit: number
    /** The `next` of the page before; null for the first. */
    readonly before: string | null
  }): Promise<{ readonly entries: readonly object[]; readonly next: string | null }>
}

/** Ids of ours are shorter; names of feeds are ids as well. */
const MAX_ID = 200

const nameField = z
  .custom<string>((value) => typeof value === 'string' && value.length <= MAX_ID && isPlainLine(value), {
    error: wants(`one line of at most ${MAX_ID} characters`, 'give a filter once'),
  })
  .nullable()
  .default(null)

const auditQuery = z.strictObject({
  subject: z
    .enum(SUBJECTS, { error: wants(`one of ${SUBJECTS.join(', ')}`) })
    .nullable()
    .default(null),
  subjectId: nameField,
  actorId: nameField,
  action: nameField,
  limit: limitField(50, 500),
  before: numberCursorField(18),
})

/** GET /v1/audit: who decided what, when and from where. For admins: it names colleagues and the addresses they used. */
export const auditRoutes = (app: FastifyInstance, needs: AuditNeeds, operators: OperatorNeeds): void => {
  app.get('/v1/audit', { onRequest: requireRole(operators, 'admin') }, async (request, reply) => {
    const query = readQuery(auditQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    return reply.send(await needs.list({ operator: operatorOf(request), ...query.value }))
  })
}
