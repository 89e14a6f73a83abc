import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Fault } from '../errors.ts'
import type { EventMessage } from '../mobilisation/event-message.ts'
import { bytesHash, contentHash } from './content-hash.ts'
import { headlineWarnings } from './doubts.ts'
import { eventMessage, readEventJson } from './event-json.ts'
import { type EventRefusal, type RefusalReason, refusalShare, type Said, saidBy } from './event-refusals.ts'
import { readJsonBody } from './json-body.ts'
import { mayActAs, type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { type Problem, sendProblem } from './problem.ts'
import { type RateLimit, rateLimit } from './rate-limit.ts'
import { bytesOf, idOf, instantCursorField, limitField, readQuery, sendNotFound } from './request-reading.ts'
import { verifyDelivery } from './signature.ts'

/** A signed message that could be read. */
export interface Delivery {
  readonly message: EventMessage
  /** What its reading left in doubt. */
  readonly warnings: readonly string[]
  /** Where the request came from. */
  readonly address: string
  readonly operator: Operator
  readonly webhookId: string
  /** SHA-256 in hex over `rawBody`. */
  readonly bodyHash: string
  readonly rawBody: Buffer
  /** SHA-256 in hex over what it says, whatever the order of fields. */
  readonly contentHash: string
  readonly receivedAt: Date
}

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

/** An alert in CAP as it was read. */
export type XmlReading =
  | { readonly kind: 'message'; readonly message: EventMessage; readonly warnings: readonly string[] }
  /** 400: no XML that we read; 422: XML that is no sound alert. */
  | { readonly kind: 'refused'; readonly status: 400 | 422; readonly faults: readonly Fault[] }

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

/** Of a body in JSON; CAP's alerts with their outlines are larger. */
const MAX_JSON_BYTES = 256 * 1024
const MAX_XML_BYTES = 1024 * 1024

/** The media types of an alert in CAP: its own, and what servers call any XML. */
export const XML_TYPES: readonly string[] = ['application/cap+xml', 'application/xml', 'text/xml']

const TOO_LARGE: Problem = { status: 413, detail: 'A body in JSON may have 256 KiB at most.' }

const typeOf = (request: FastifyRequest): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

type Read =
  | {
      readonly kind: 'read'
      readonly message: EventMessage
      readonly warnings: readonly string[]
      readonly contentHash: string
    }
  | { readonly kind: 'refused'; readonly problem: Problem }

const refusedAs = (status: 400 | 422, faults: readonly Fault[]): Read => ({
  kind: 'refused',
  problem: { status, detail: status === 400 ? 'The body cannot be read.' : 'The event has faults.', faults },
})

const readJson = (rawBody: Buffer, source: string): Read => {
  if (rawBody.length > MAX_JSON_BYTES) return { kind: 'refused', problem: TOO_LARGE }
  const json = readJsonBody(rawBody)
  if (json.kind === 'unreadable') return refusedAs(400, json.faults)
  const reading = readEventJson(json.value)
  if (reading.kind === 'refused') return refusedAs(422, reading.faults)
  return {
    kind: 'read',
    message: eventMessage(reading.received, source),
    warnings: headlineWarnings(reading.received.event),
    contentHash: contentHash(json.value),
  }
}

const readXml = async (needs: Pick<EventNeeds, 'readXml'>, rawBody: Buffer, receivedAt: Date): Promise<Read> => {
  const reading = await needs.readXml(rawBody, receivedAt)
  if (reading.kind === 'refused') return refusedAs(reading.status, reading.faults)
  return { ...reading, kind: 'read', contentHash: bytesHash(rawBody) }
}

const UNSIGNED: Problem = { status: 401, detail: 'The signature or its time was not accepted.' }

/** Ours: five a second all the time, many times what an office in a disaster posts; a robot gone wild gets no further. */
const MAX_DELIVERIES = 300
const WINDOW_MS = 60_000

const TOO_MANY: Problem = {
  status: 429,
  detail: 'This operator has sent too many messages within a minute.',
  retryAfterSeconds: WINDOW_MS / 1000,
}

const VIEWER: Problem = { status: 403, detail: 'An operator with the role viewer sends no events.' }

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
    const read = XML_TYPES.includes(typeOf(request))
      ? await readXml(needs, rawBody, receivedAt)
      : readJson(rawBody, signed.operator.organisation)
    if (read.kind === 'refused') return sendProblem(reply, read.problem)
    const outcome = await needs.receiveEvent({
      message: read.message,
      warnings: read.warnings,
      contentHash: read.contentHash,
      ...signed,
      address: request.ip,
      rawBody,
      bodyHash: bytesHash(rawBody),
      receivedAt,
    })
    if (!('body' in outcome)) {
      const { because: reason, faults } = outcome
      if (reason === undefined) return sendProblem(reply, outcome)
      return refuse({ request, reply }, sender, { reason, problem: outcome, said: saidBy(read.message, faults) })
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
