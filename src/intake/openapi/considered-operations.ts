import { OUTCOMES } from '../../mobilisation/considered.ts'
import { PROGRESS } from '../../mobilisation/progress.ts'
import {
  COUNT,
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
  paging,
  pathId,
  TEXT,
} from './operation.ts'

const AN_ID = '0190a8f2-0000-7000-8000-000000000001'

export const CONSIDERED_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ConsideredPerson: objectOf({
    responderId: ID,
    name: { ...orNull(TEXT), description: 'Null for somebody who is on the register no more' },
    kind: orNull(TEXT),
    round: { ...COUNT, description: 'The last round that decided about this person; 0: before rounds were kept' },
    outcome: { enum: OUTCOMES },
    reason: { ...TEXT, description: 'A code: why this person was picked or passed over' },
    sentence: { ...TEXT, description: 'The reason in Bahasa Indonesia' },
    detail: { type: 'object', description: 'What the choice said of this person, such as the distance in km' },
    threadId: orNull(ID),
    distanceKm: orNull({ type: 'number', minimum: 0 }),
    wave: { ...orNull(COUNT), description: 'Null, as all that follows, for somebody who was never called' },
    rank: orNull(COUNT),
    replaces: orNull(ID),
    state: { enum: ['called', 'asked', 'silent', 'stood-down', 'yes', 'no', 'arrived', 'unsafe', null] },
    answer: { enum: ['yes', 'no', 'arrived', null] },
    safety: {
      enum: ['asked', 'safe', 'unsafe', null],
      description:
        'Of somebody in the danger zone: asked whether they are safe and ordered nowhere yet, or what they said',
    },
    answeredAt: orNull(INSTANT),
    progress: { enum: [...PROGRESS, null], description: 'How far somebody is who said yes' },
    enRouteAt: orNull(INSTANT),
    arrivedAt: orNull(INSTANT),
    doneAt: orNull(INSTANT),
    calledAt: orNull(INSTANT),
    deadlineAt: orNull(INSTANT),
  }),
  ChoiceRound: objectOf({
    round: COUNT,
    at: INSTANT,
    called: COUNT,
    stays: COUNT,
    passed: COUNT,
    leftOut: { ...COUNT, description: 'Of those passed over, so many farther ones are not kept' },
    lookedAt: { ...COUNT, description: 'People whom the choice looked at, of any kind' },
    fartherAway: { ...COUNT, description: 'People within the radius, but farther away than it had to look' },
  }),
}

export const CONSIDERED_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/call-outs/{id}/responders',
    tag: 'Call-outs',
    summary: 'List the people whom a call-out considered',
    description:
      'Everybody who was looked at, picked or passed over, and why, as it was decided; each once, the newest round ' +
      'last. Of those called also the answer. No contacts.',
    access: 'viewer',
    parameters: [
      pathId('a call-out', AN_ID),
      {
        name: 'round',
        in: 'query',
        description: 'Only what this round decided',
        schema: { type: 'integer', minimum: 1 },
        example: 1,
      },
      ...paging(10_000, 10_000, 'after', '1000017'),
    ],
    answers: {
      200: {
        description: 'A page',
        content: json(
          objectOf({
            responders: listOf(named('ConsideredPerson')),
            rounds: listOf(named('ChoiceRound')),
            next: NEXT,
          }),
        ),
      },
    },
  },
  {
    method: 'get',
    path: '/v1/call-outs/{id}/stream',
    tag: 'Call-outs',
    summary: 'Follow a call-out',
    description:
      'Server-sent events: `timeline` with each line (its number is the id), `counts` whenever they change, `end` when ' +
      'the call-out is over. With `Last-Event-ID` it goes on behind that line; nothing is left out. Rows are looked at ' +
      'once a second; a comment every 15 s keeps the connection open. At most 10 streams for an operator, 100 in all.',
    access: 'viewer',
    parameters: [
      pathId('a call-out', AN_ID),
      {
        name: 'last-event-id',
        in: 'header',
        description: 'The id of the last event that was read',
        schema: { type: 'string', pattern: '^[0-9]{1,18}$' },
        example: '0',
      },
    ],
    answers: {
      200: {
        description: 'Events until the call-out is over',
        content: { type: 'text/event-stream', schema: TEXT },
      },
      204: { description: 'It is over, and nothing came after that id: do not come again' },
      400: { description: 'Last-Event-ID is not one of ours' },
      429: { description: 'Too many streams are open' },
    },
  },
]
