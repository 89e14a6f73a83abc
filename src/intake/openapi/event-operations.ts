import { MESSAGE_TYPES, SEVERITIES } from '../../mobilisation/hazard-event.ts'
import { MODES } from '../../wording/mode.ts'
import { XML_TYPES } from '../event-delivery.ts'
import { eventBody, LEAST_EVENT } from './event-body.ts'
import {
  ID,
  INSTANT,
  type JsonSchema,
  json,
  listOf,
  NEXT,
  named,
  type Operation,
  objectOf,
  orNull,
  type Parameter,
  paging,
  pathId,
  TEXT,
} from './operation.ts'

const AN_ID = '0190a8f2-0000-7000-8000-000000000001'

const CURSOR = `1795329000000.${AN_ID}`

const header = (name: string, description: string, example: string): Parameter => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: TEXT,
  example,
})

export const SIGNATURE_HEADERS: readonly Parameter[] = [
  header(
    'webhook-id',
    'An id of this delivery, of up to 256 visible ASCII characters; the same again is a repeat',
    'msg_1',
  ),
  header('webhook-timestamp', 'Unix time in seconds, within 5 minutes of ours', '1795328460'),
  header(
    'webhook-signature',
    'v1, and the HMAC-SHA256 in base64 of `id.timestamp.body`; several, divided by blanks, while keys are rotated',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
  header('kentongan-operator', 'Your id as operator', 'op_0123456789abcdef01'),
]

const CAP_ALERT: JsonSchema = { type: 'string', description: 'One alert in CAP 1.2, at most 1 MiB' }
const cap = (type: string) => ({ type, schema: CAP_ALERT })

/** An event in JSON, or an alert in CAP. */
export const EVENT_CONTENTS = [json(named('Event'), LEAST_EVENT), ...XML_TYPES.map(cap)]

const ANSWER_EXAMPLE = {
  eventId: AN_ID,
  incidentId: AN_ID,
  source: 'BPBD Kab. Bantul',
  sourceId: LEAST_EVENT.id,
  revision: 1,
  mode: 'exercise',
  decision: 'mobilise',
  callOutId: AN_ID,
  reason: 'alert',
  warnings: [],
}

/** Of what this family names elsewhere. */
export const eventSchemas = (): Readonly<Record<string, JsonSchema>> => ({
  Event: eventBody(),
  EventAnswer: objectOf({
    eventId: ID,
    incidentId: ID,
    source: TEXT,
    sourceId: TEXT,
    revision: { type: 'integer', minimum: 1 },
    mode: { enum: MODES },
    decision: { enum: ['mobilise', 'propose', 'record'] },
    callOutId: orNull(ID),
    reason: { ...TEXT, description: 'Why it was decided so: a word of ours' },
    warnings: listOf(TEXT),
  }),
  EventShown: objectOf({
    eventId: ID,
    incidentId: ID,
    source: TEXT,
    sourceId: TEXT,
    revision: { type: 'integer', minimum: 1 },
    mode: { enum: MODES },
    messageType: { enum: MESSAGE_TYPES },
    hazard: orNull(TEXT),
    severity: { enum: SEVERITIES },
    occurredAt: INSTANT,
    receivedAt: INSTANT,
    headline: TEXT,
    regencyCode: TEXT,
    decision: { enum: ['mobilise', 'propose', 'record'] },
    reason: TEXT,
    warnings: listOf(TEXT),
    callOutId: orNull(ID),
  }),
})

export const EVENT_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/events',
    tag: 'Events',
    summary: 'Post an event',
    description:
      'Signed as Standard Webhooks describe. Answered only after it is on disk. Repeat a delivery as often as you ' +
      'like with the same `webhook-id` and the same bytes: it has effect once. At most 300 a minute for one operator. ' +
      'A 403, a 429 and an id of another sender are kept in the audit trail (`event-refused`).',
    access: 'signed',
    parameters: SIGNATURE_HEADERS,
    body: { required: true, contents: EVENT_CONTENTS },
    answers: {
      200: {
        description:
          'The same content again (then with `idempotency-replayed: true`), or an older revision: without effect',
        headers: { 'idempotency-replayed': '`true` where it is the same content again' },
        content: json(named('EventAnswer'), ANSWER_EXAMPLE),
      },
      202: { description: 'New, and kept', content: json(named('EventAnswer'), ANSWER_EXAMPLE) },
      403: { description: "Outside your jurisdiction, or your role is 'viewer'; kept in the audit trail" },
      409: { description: 'The same delivery is being written just now: send it again' },
      413: { description: 'Over 256 KiB of JSON, or over 1 MiB of CAP' },
      422: {
        description:
          'What it says cannot be; or its webhook-id or revision came before with other content, or from another sender',
      },
    },
  },
  {
    method: 'get',
    path: '/v1/events',
    tag: 'Events',
    summary: 'List events',
    description: 'Those of your jurisdiction, newest first.',
    access: 'viewer',
    parameters: paging(50, 500, 'before', CURSOR),
    answers: {
      200: { description: 'A page', content: json(objectOf({ events: listOf(named('EventShown')), next: NEXT })) },
    },
  },
  {
    method: 'get',
    path: '/v1/events/{id}',
    tag: 'Events',
    summary: 'Look at an event',
    description: 'One event of your jurisdiction, with its impact area once it was assessed.',
    access: 'viewer',
    parameters: [pathId('an event', AN_ID)],
    answers: { 200: { description: 'The event', content: json(named('EventShown')) } },
  },
]
