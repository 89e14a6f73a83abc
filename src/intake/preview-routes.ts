import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
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
import { mayActAs, type OperatorNeeds } from './operator.ts'
import { type Problem, sendProblem } from './problem.ts'
import { type RateLimit, rateLimit } from './rate-limit.ts'
import { bytesOf } from './request-reading.ts'
import { verifyDelivery } from './signature.ts'

export interface PreviewNeeds {
  readXml(bytes: Buffer, receivedAt: Date): Promise<XmlReading>
  /** Works out what a message would do, and keeps nothing of it. */
  preview(
    delivery: Delivery,
  ): Promise<{ readonly kind: 'shown'; readonly body: object } | (Problem & { kind: 'refused' })>
}

/**
 * POST /v1/events/preview: signed, read and refused as POST /v1/events is, at most as often and counted apart. Nothing is
 * written, refusals neither: whoever only asks leaves no trace.
 */
export const previewRoutes = (
  app: FastifyInstance,
  needs: PreviewNeeds,
  operators: OperatorNeeds,
  clock: Clock,
  allowed: RateLimit = rateLimit(MAX_DELIVERIES, WINDOW_MS),
): void => {
  app.post('/v1/events/preview', { bodyLimit: MAX_XML_BYTES }, async (request, reply) => {
    const rawBody = bytesOf(request)
    const receivedAt = clock.now()
    const signed = await verifyDelivery(request.headers, rawBody, operators, receivedAt)
    if (signed === null) return sendProblem(reply, UNSIGNED)
    if (!allowed(signed.operator.operatorId, receivedAt)) return sendProblem(reply, TOO_MANY)
    if (!mayActAs(signed.operator, 'sender')) return sendProblem(reply, VIEWER)
    const read = await readDelivery(needs, request, signed, rawBody, receivedAt)
    if (read.kind === 'refused') return sendProblem(reply, read.problem)
    const outcome = await needs.preview(read.delivery)
    return outcome.kind === 'shown' ? reply.send(outcome.body) : sendProblem(reply, outcome)
  })
}
