import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Fault } from '../errors.ts'
import {
  type Delivery,
  MAX_DELIVERIES,
  MAX_XML_BYTES,
  readDelivery,
  TOO_MANY,
  UNSIGNED,
  VIEWER,
  WINDOW_MS,
  type XmlReading,
} from './event-delivery.ts'
import { type EventRefusal, type RefusalReason, refusalShare, type Said, saidBy } from './event-refusals.ts'
import { mayActAs, type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { type Problem, sendProblem } from './problem.ts'
import { type RateLimit, rateLimit } from './rate-limit.ts'
import { bytesOf, idOf, instantCursorField, limitField, readQuery, sendNotFound } from './request-reading.ts'
import { verifyDelivery } from './signature.ts'

export interface EventAnswer {
  readonly eventId: string
  readonly incidentId: string
  readonly source: string
  readonly sourceId: string
  readonly revision: number
  readonly mode: string
  readonly decision: 'mobilise' | 'propose' | 'record'
  readonly callOutId: string | null
  readonly reason: string
  readonly warnings: readonly string[]
}

export type EventOutcome =
  /** 202: new, and committed. 200: the same content again, which is `replayed`, or an older revision, which is not. */
  | { readonly status: 200 | 202; readonly body: EventAnswer; readonly replayed: boolean }
  | {
      readonly status: 403 | 409 | 422 | 429
      readonly detail: string
      readonly faults: readonly Fault[]
      readonly retryAfterSeconds?: number
      /** Of a refusal that is a decision about its sender: it is kept. */
      readonly because?: RefusalReason
    }

export interface EventNeeds {
  /** Reads an alert in CAP 1.2, as it came at that instant. */
  readXml(bytes: Buffer, receivedAt: Date): Promise<XmlReading>
  /** Decides and commits before it answers. */
  receiveEvent(delivery: Delivery): Promise<EventOutcome>
  /** Writes down that a known operator's signed message was refused. */
  keepRefusal(refusal: EventRefusal): Promise<void>
  /** Newest first, those of the operator's jurisdiction. */
  list(query: { readonly operator: Operator; readonly limit: number; readonly before: string | null }): Promise<{
    readonly events: readonly object[]
    readonly next: string | null
  }>
  byId(operator: Operator, eventId: string): Promise<object | null>
}

const eventQuery = z.strictObject({ limit: limitField(50, 500), before: instantCursorField })

/**
 * What of a known operator is refused for who it is, where, or how often, is kept before it is answered: 20 rows a minute
 * for each operator at most.
 *
 * POST /v1/events, signed, at most 300 a minute for each operator unless `allowed` says otherwise; GET of the list and
 * of one, with a token.
 */
export const eventRoutes = (
  app: FastifyInstance,
  needs: EventNeeds,
  operators: OperatorNeeds,
  clock: Clock,
  allowed: RateLimit = rateLimit(MAX_DELIVERIES, WINDOW_MS),
): void => {
  const shareOf = refusalShare()

  const refuse = async (
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    { operator, webhookId, at }: { operator: Operator; webhookId: string; at: Date },
    { reason, problem, said = null }: { reason: RefusalReason; problem: Problem; said?: Said | null },
  ): Promise<FastifyReply> => {
    const { operatorId } = operator
    const share = shareOf(operatorId, at)
    const { status } = problem
    if (share !== null)
      await needs.keepRefusal({ operatorId, webhookId, address: request.ip, at, reason, status, said, ...share })
    return sendProblem(reply, problem)
  }

  app.post('/v1/events', { bodyLimit: MAX_XML_BYTES }, async (request, reply) => {
    const rawBody = bytesOf(request)
    const receivedAt = clock.now()
    const signed = await verifyDelivery(request.headers, rawBody, operators, receivedAt)
    if (signed === null) return sendProblem(reply, UNSIGNED)
    // Only now: counted before, anybody could use up an operator's share under that operator's name.
    const sender = { ...signed, at: receivedAt }
    if (!allowed(signed.operator.operatorId, receivedAt))
      return refuse({ request, reply }, sender, { reason: 'too-many', problem: TOO_MANY })
    if (!mayActAs(signed.operator, 'sender'))
      return refuse({ request, reply }, sender, { reason: 'role-missing', problem: VIEWER })
    const read = await readDelivery(needs, request, signed, rawBody, receivedAt)
    if (read.kind === 'refused') return sendProblem(reply, read.problem)
    const { delivery } = read
    const outcome = await needs.receiveEvent(delivery)
    if (!('body' in outcome)) {
      const { because: reason, faults } = outcome
      if (reason === undefined) return sendProblem(reply, outcome)
      return refuse({ request, reply }, sender, { reason, problem: outcome, said: saidBy(delivery.message, faults) })
    }
    if (outcome.replayed) reply.header('idempotency-replayed', 'true')
    return reply.code(outcome.status).send(outcome.body)
  })

  const viewer = { onRequest: requireRole(operators, 'viewer') }

  app.get('/v1/events', viewer, async (request, reply) => {
    const query = readQuery(eventQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    return reply.send(await needs.list({ operator: operatorOf(request), ...query.value }))
  })

  app.get('/v1/events/:id', viewer, async (request, reply) => {
    const id = idOf(request)
    const event = id === null ? null : await needs.byId(operatorOf(request), id)
    return event === null ? sendNotFound(reply, 'event') : reply.send(event)
  })
}
