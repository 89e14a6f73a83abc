import type { FastifyRequest } from 'fastify'
import type { Fault } from '../errors.ts'
import type { EventMessage } from '../mobilisation/event-message.ts'
import { bytesHash, contentHash } from './content-hash.ts'
import { headlineWarnings } from './doubts.ts'
import { eventMessage, readEventJson } from './event-json.ts'
import { readJsonBody } from './json-body.ts'
import type { Operator } from './operator.ts'
import type { Problem } from './problem.ts'

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

/** An alert in CAP as it was read. */
export type XmlReading =
  | { readonly kind: 'message'; readonly message: EventMessage; readonly warnings: readonly string[] }
  /** 400: no XML that we read; 422: XML that is no sound alert. */
  | { readonly kind: 'refused'; readonly status: 400 | 422; readonly faults: readonly Fault[] }

interface Reads {
  /** Reads an alert in CAP 1.2, as it came at that instant. */
  readXml(bytes: Buffer, receivedAt: Date): Promise<XmlReading>
}

/** Of a body in JSON; CAP's alerts with their outlines are larger. */
const MAX_JSON_BYTES = 256 * 1024
export const MAX_XML_BYTES = 1024 * 1024

/** The media types of an alert in CAP: its own, and what servers call any XML. */
export const XML_TYPES: readonly string[] = ['application/cap+xml', 'application/xml', 'text/xml']

const TOO_LARGE: Problem = { status: 413, detail: 'A body in JSON may have 256 KiB at most.' }

const typeOf = (request: FastifyRequest): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

type ReadBody =
  | {
      readonly kind: 'read'
      readonly message: EventMessage
      readonly warnings: readonly string[]
      readonly contentHash: string
    }
  | { readonly kind: 'refused'; readonly problem: Problem }

const refusedAs = (status: 400 | 422, faults: readonly Fault[]): ReadBody => ({
  kind: 'refused',
  problem: { status, detail: status === 400 ? 'The body cannot be read.' : 'The event has faults.', faults },
})

const readJson = (rawBody: Buffer, source: string): ReadBody => {
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

const readXml = async (needs: Reads, rawBody: Buffer, receivedAt: Date): Promise<ReadBody> => {
  const reading = await needs.readXml(rawBody, receivedAt)
  if (reading.kind === 'refused') return refusedAs(reading.status, reading.faults)
  return { ...reading, kind: 'read', contentHash: bytesHash(rawBody) }
}

type ReadDelivery =
  | { readonly kind: 'read'; readonly delivery: Delivery }
  | { readonly kind: 'refused'; readonly problem: Problem }

/** The message of a delivery whose signature holds, or why it cannot be read. */
export const readDelivery = async (
  needs: Reads,
  request: FastifyRequest,
  { operator, webhookId }: { readonly operator: Operator; readonly webhookId: string },
  rawBody: Buffer,
  receivedAt: Date,
): Promise<ReadDelivery> => {
  const read = XML_TYPES.includes(typeOf(request))
    ? await readXml(needs, rawBody, receivedAt)
    : readJson(rawBody, operator.organisation)
  if (read.kind === 'refused') return read
  const { message, warnings, contentHash } = read
  const delivery = { message, warnings, contentHash, operator, webhookId, address: request.ip, rawBody, receivedAt }
  return { kind: 'read', delivery: { ...delivery, bodyHash: bytesHash(rawBody) } }
}

export const UNSIGNED: Problem = { status: 401, detail: 'The signature or its time was not accepted.' }

/** Ours: five a second all the time, many times what an office in a disaster posts; a robot gone wild gets no further. */
export const MAX_DELIVERIES = 300
export const WINDOW_MS = 60_000

export const TOO_MANY: Problem = {
  status: 429,
  detail: 'This operator has sent too many messages within a minute.',
  retryAfterSeconds: WINDOW_MS / 1000,
}

export const VIEWER: Problem = { status: 403, detail: 'An operator with the role viewer sends no events.' }
