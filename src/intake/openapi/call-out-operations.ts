import { CALL_OUT_STATUSES } from '../../mobilisation/call-out.ts'
import { WORDS } from '../../mobilisation/danger-zone.ts'
import { MODES } from '../../wording/mode.ts'
import { NOTICE } from './notice-schema.ts'
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
  strictOf,
  TEXT,
} from './operation.ts'
import { HAND_OVER, OUTCOMES } from './outcome-schema.ts'

const AN_ID = '0190a8f2-0000-7000-8000-000000000001'
const ONE = pathId('a call-out', AN_ID)

const HEADS: JsonSchema = { type: 'object', additionalProperties: COUNT, description: 'Head counts by kind' }
const REPLY: JsonSchema = { enum: WORDS }
const BY_SKILL: JsonSchema = {
  type: 'object',
  additionalProperties: COUNT,
  description: 'How many of them with each skill',
}

/** Who makes a team for an affected KSB. */
export const TEAM = objectOf(
  {
    siteCode: TEXT,
    name: TEXT,
    position: { ...listOf({ type: 'number' }), description: 'Where the team meets, longitude first' },
    kinds: { ...listOf(TEXT), description: 'Who is meant to make it' },
    inKelurahan: { type: 'boolean' },
    state: { enum: ['formed', 'awaited', 'incomplete'] },
    members: listOf(objectOf({ responderId: ID, kind: TEXT, minutes: COUNT, coming: { type: 'boolean' } })),
    jointMinutes: orNull(COUNT),
    fallback: { ...listOf(TEXT), description: 'Kinds that are there in place of the usual ones' },
    lacks: { ...listOf(TEXT), description: 'Kinds that nobody is there of, or in place of' },
  },
  ['fallback', 'lacks'],
)

const SHARE: JsonSchema = { type: 'number', minimum: 0, maximum: 1 }

const CHANCE = objectOf({
  at: INSTANT,
  target: SHARE,
  chance: SHARE,
  reached: { type: 'boolean' },
  parts: listOf(objectOf({ by: { enum: ['kind', 'skill'] }, name: TEXT, count: COUNT, coming: COUNT, chance: SHARE })),
  limits: { ...listOf(TEXT), description: 'Parts that keep it below the target, the weakest first' },
  expectedComing: { type: 'number', minimum: 0 },
})

export const CALL_OUT_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  CallOut: objectOf(
    {
      callOutId: ID,
      eventId: ID,
      incidentId: ID,
      code: { ...TEXT, description: 'What a person may write in an answer to name this call-out' },
      mode: { enum: MODES },
      status: { enum: CALL_OUT_STATUSES },
      hazard: orNull(TEXT),
      headline: TEXT,
      regencyCode: TEXT,
      need: HEADS,
      filled: HEADS,
      skills: objectOf({ need: BY_SKILL, filled: BY_SKILL }),
      called: COUNT,
      answers: objectOf({
        yes: COUNT,
        no: COUNT,
        arrived: { ...COUNT, description: 'Those who are done by now, too' },
        silent: COUNT,
        awaited: COUNT,
        stoodDown: COUNT,
      }),
      progress: {
        ...objectOf({ coming: COUNT, enRoute: COUNT, arrived: COUNT, done: COUNT }),
        description: 'How far those are who said yes, each at the furthest',
      },
      safety: {
        ...objectOf({ asked: COUNT, safe: COUNT, unsafe: COUNT }),
        description: 'People in the danger zone: asked whether they are safe and not answered yet, and what they said',
      },
      wave: COUNT,
      notices: { type: 'object', additionalProperties: COUNT, description: 'Counts of messages by state' },
      shortfall: { ...listOf(TEXT), description: 'Codes with their kind, such as none-in-reach:tagana' },
      shortfallText: { ...listOf(TEXT), description: 'The same in Bahasa Indonesia' },
      reason: orNull(TEXT),
      authority: {
        ...orNull({ type: 'object', properties: { name: TEXT, office: TEXT, basis: orNull(TEXT) } }),
        description: 'In whose name Tagana are ordered',
      },
      phase: { ...orNull(TEXT), description: 'The state of emergency by whose rules people are called' },
      style: { enum: ['wave', 'rota'] },
      alarmTest: { type: 'boolean', description: 'People are asked whether they could come, and nobody sets out' },
      openedAt: INSTANT,
      approvalDueAt: { ...orNull(INSTANT), description: 'When its deciders are reminded or others are asked' },
      waitingEventIds: { ...listOf(ID), description: 'What waits for a decision, the first received first' },
      chance: {
        ...orNull(CHANCE),
        description: 'How probable it was, when people were last chosen, that those called fill every part of the need',
      },
      teams: listOf(TEAM),
      sites: {
        ...objectOf({ alerted: COUNT, withoutContact: listOf(TEXT) }),
        description: 'Sites in its area: how many were told, and the codes of those where nobody can be told',
      },
      waves: listOf({ type: 'object' }),
      nextChannelAfterSeconds: {
        type: 'number',
        minimum: 0,
        description: 'How long a person’s channel has, unanswered, before the next is tried; 0: all at once',
      },
      outcomes: OUTCOMES,
      handOver: HAND_OVER,
      timeline: listOf({ type: 'object' }),
    },
    // Only where one is looked at.
    [
      'waitingEventIds',
      'chance',
      'teams',
      'sites',
      'waves',
      'nextChannelAfterSeconds',
      'outcomes',
      'handOver',
      'timeline',
    ],
  ),
  Notice: NOTICE,
}

const REASON = strictOf({ reason: orNull({ type: 'string', minLength: 1, maxLength: 500 }) }, ['reason'])

const OVER = { description: 'Its status does not allow it any more' }

export const CALL_OUT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/call-outs',
    tag: 'Call-outs',
    summary: 'List call-outs',
    description: 'Those of your jurisdiction, newest first.',
    access: 'viewer',
    parameters: [
      { name: 'eventId', in: 'query', description: 'Only that of this event', schema: ID, example: AN_ID },
      {
        name: 'status',
        in: 'query',
        description: 'Only those with this status',
        schema: { enum: CALL_OUT_STATUSES },
        example: 'calling',
      },
      ...paging(50, 500, 'after', `1795329000000.${AN_ID}`),
    ],
    answers: {
      200: { description: 'A page', content: json(objectOf({ callOuts: listOf(named('CallOut')), next: NEXT })) },
    },
  },
  {
    method: 'get',
    path: '/v1/call-outs/{id}',
    tag: 'Call-outs',
    summary: 'Look at a call-out',
    description: 'Its status, what is needed and filled, waves, counts of messages by state, and the timeline.',
    access: 'viewer',
    parameters: [ONE],
    answers: { 200: { description: 'The call-out', content: json(named('CallOut')) } },
  },
  {
    method: 'get',
    path: '/v1/call-outs/{id}/notices',
    tag: 'Call-outs',
    summary: 'List the messages of a call-out',
    description: 'In the order in which they were planned.',
    access: 'viewer',
    parameters: [ONE, ...paging(10_000, 10_000, 'after', '17')],
    answers: {
      200: { description: 'A page', content: json(objectOf({ notices: listOf(named('Notice')), next: NEXT })) },
    },
  },
  {
    method: 'post',
    path: '/v1/call-outs/{id}/stand-down',
    tag: 'Call-outs',
    summary: 'Stand everybody down',
    description: 'Ends the call-out; everybody who was called is told at once. The body may be left out.',
    access: 'sender',
    parameters: [ONE],
    body: {
      required: false,
      contents: [json(REASON, { reason: 'laporan tidak terbukti' })],
    },
    answers: {
      200: { description: 'Done', content: json(objectOf({ callOutId: ID, status: { const: 'stood-down' } })) },
      409: OVER,
    },
  },
  {
    method: 'post',
    path: '/v1/call-outs/{id}/answers',
    tag: 'Call-outs',
    summary: "Enter somebody's answer",
    description: 'For who told you by voice: counts as if the person had answered.',
    access: 'sender',
    parameters: [ONE],
    body: {
      required: true,
      contents: [json(strictOf({ responderId: ID, answer: REPLY }), { responderId: AN_ID, answer: 'yes' })],
    },
    answers: {
      200: {
        description: 'Kept',
        content: json(objectOf({ callOutId: ID, responderId: ID, answer: REPLY, result: TEXT, status: TEXT })),
      },
    },
  },
]
