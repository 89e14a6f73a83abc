import { WORDS } from '../../mobilisation/danger-zone.ts'
import { INSTANT, json, type Operation, objectOf, type Parameter, strictOf, TEXT } from './operation.ts'

const TOKEN: Parameter = {
  name: 'token',
  in: 'path',
  required: true,
  description: 'The token of the link in a message',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{18,24}$' },
  example: 'AQIDBAUGBwgJCgsMDQ4',
}

const PAGE = { type: 'text/html', schema: TEXT }

const TAP = strictOf({ answer: { enum: WORDS }, nonce: { type: 'string', maxLength: 100 } }, ['nonce'])

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
      'counts for nothing until it is tapped again. At most 20 a minute for one link.',
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
          strictOf({
            id: { type: 'string', minLength: 1, maxLength: 200, description: "The gateway's id of the text" },
            from: { type: 'string', minLength: 1, maxLength: 32 },
            text: { type: 'string', maxLength: 1_600 },
            receivedAt: INSTANT,
          }),
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
]
