import { WORDS } from '../../mobilisation/danger-zone.ts'
import { RECEIPT_STATES } from '../../mobilisation/receipt.ts'
import {
  COUNT,
  INSTANT,
  type JsonSchema,
  json,
  listOf,
  type Operation,
  objectOf,
  type Parameter,
  strictOf,
  TEXT,
} from './operation.ts'

const TOKEN: Parameter = {
  name: 'token',
  in: 'path',
  required: true,
  description: 'The token of the link in a message',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{18,24}$' },
  example: 'AQIDBAUGBwgJCgsMDQ4',
}

const PAGE = { type: 'text/html', schema: TEXT }

const receiptBut = (...optional: readonly string[]): JsonSchema =>
  strictOf(
    {
      id: {
        type: 'string',
        minLength: 1,
        maxLength: 200,
        description: 'What the gateway answered when it took the message',
      },
      ref: { type: 'string', minLength: 1, maxLength: 64, description: 'What we called it' },
      status: {
        type: 'string',
        examples: RECEIPT_STATES,
        description: 'One of these, or a usual word such as DELIVRD',
      },
      reason: { type: 'string', maxLength: 500 },
    },
    optional,
  )

/** One of the two names must be there. */
const RECEIPT: JsonSchema = { anyOf: [receiptBut('ref', 'reason'), receiptBut('id', 'reason')] }

const NONCE: JsonSchema = { type: 'string', maxLength: 100 }
const CODE: JsonSchema = {
  type: 'string',
  maxLength: 100,
  description: "A drill's on-site code; without the nonce it is not kept",
}
const TAP: JsonSchema = {
  anyOf: [
    strictOf({ answer: { enum: WORDS }, nonce: NONCE }, ['nonce']),
    strictOf({ code: CODE, nonce: NONCE }, ['nonce']),
  ],
}

/** What the people who are called and their gateways use. */
export const PEOPLE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/a/{token}',
    tag: 'Answers',
    summary: 'The answer page',
    description: 'Behind the link in a message. For people: in Indonesian, at most 10 kB, no script. Changes nothing.',
    access: 'link',
    parameters: [TOKEN],
    answers: {
      200: { description: 'The page', content: PAGE },
      404: { description: 'A page that says that the link is not known' },
    },
  },
  {
    method: 'post',
    path: '/a/{token}',
    tag: 'Answers',
    summary: 'Answer by the page',
    description:
      'What the buttons of the page send. Without the nonce of the page the answer is weak: kept and shown, but it ' +
      'counts for nothing until it is tapped again. At most 20 a minute for one link. With `code` somebody says that they ' +
      'are at the drill of the link; after five wrong ones in ten minutes none is looked at for ten minutes.',
    access: 'link',
    parameters: [TOKEN],
    body: {
      required: true,
      contents: [{ type: 'application/x-www-form-urlencoded', schema: TAP, example: { answer: 'yes' } }],
    },
    answers: {
      200: { description: 'The page, with what became of the answer', content: PAGE },
      400: { description: 'A page that asks to choose an answer' },
      404: { description: 'A page that says that the link is not known' },
      429: { description: 'A page that asks to wait' },
    },
  },
  {
    method: 'post',
    path: '/v1/inbound/http',
    tag: 'Answers',
    summary: 'Hand over a text message',
    description: "For SMS gateways, with the gateway's own token. The same id again is the same text.",
    access: 'gateway',
    body: {
      required: true,
      contents: [
        json(
          strictOf(
            {
              id: { type: 'string', minLength: 1, maxLength: 200, description: "The gateway's id of the text" },
              from: { type: 'string', minLength: 1, maxLength: 32 },
              text: { type: 'string', maxLength: 1_600 },
              receivedAt: INSTANT,
              missedCall: {
                type: 'boolean',
                description: 'They let it ring and wrote nothing; the text is then empty',
              },
            },
            ['missedCall'],
          ),
          { id: 'in-1', from: '+628123456789', text: '1', receivedAt: '2026-11-22T13:25:00+07:00' },
        ),
      ],
    },
    answers: {
      200: {
        description: 'Taken, and what it came to',
        content: json(objectOf({ outcome: TEXT, reason: TEXT }, ['reason'])),
      },
    },
  },
  {
    method: 'post',
    path: '/v1/receipts/http',
    tag: 'Answers',
    summary: 'Tell what became of messages',
    description:
      "For SMS gateways, with the gateway's own token: one receipt or a list of up to 1,000, by id or ref. Receipts may " +
      'come early, late, twice and in any order. A list with a fault is refused whole. No receipt answers a call.',
    access: 'gateway',
    body: {
      required: true,
      contents: [
        json(
          { oneOf: [RECEIPT, { ...listOf(RECEIPT), minItems: 1, maxItems: 1_000 }] },
          { id: 'sms-1', status: 'delivered' },
        ),
      ],
    },
    answers: {
      200: {
        description: 'Kept; how many of them had been said before',
        content: json(objectOf({ taken: COUNT, repeated: COUNT })),
      },
    },
  },
]
