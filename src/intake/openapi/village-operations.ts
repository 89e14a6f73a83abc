import { PHASES } from '../../mobilisation/phase.ts'
import {
  ID,
  INSTANT,
  type JsonSchema,
  json,
  listOf,
  NEXT,
  type Operation,
  objectOf,
  orNull,
  type Parameter,
  paging,
  pathId,
  strictOf,
  TEXT,
} from './operation.ts'

const TOKEN: Parameter = {
  name: 'token',
  in: 'path',
  required: true,
  description: 'As `kentongan report link` prints it',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' },
  example: 'AZCo8mwefTqbXz8KHC1OX2pMWpgAAAAAAAAAAAAAAAA',
}

const PAGE = { type: 'text/html', schema: TEXT }

const PHASE: JsonSchema = objectOf({
  phaseId: ID,
  region: TEXT,
  hazard: orNull(TEXT),
  phase: { enum: PHASES },
  from: INSTANT,
  until: INSTANT,
  decree: TEXT,
  declaredBy: TEXT,
  declaredAt: INSTANT,
  endedAt: orNull(INSTANT),
  state: { enum: ['ahead', 'holds', 'over'] },
})

const REPORT: JsonSchema = objectOf({
  reportId: ID,
  receivedAt: INSTANT,
  via: { enum: ['sms', 'form'] },
  kind: orNull(TEXT),
  villageCode: orNull(TEXT),
  regencyCode: orNull(TEXT),
  hazard: orNull(TEXT),
  outcome: { enum: ['proposed', 'joined', 'inbox'] },
  reason: TEXT,
  eventId: orNull(ID),
  text: { ...orNull(TEXT), description: 'With contacts masked; null for a viewer' },
})

const DECLARED: JsonSchema = objectOf({
  phaseId: ID,
  region: TEXT,
  hazard: orNull(TEXT),
  phase: { enum: PHASES },
  from: INSTANT,
  until: INSTANT,
  decree: TEXT,
  ended: { ...listOf(ID), description: 'Phases that now end where this one begins' },
})

/** Village reports and the phases of an emergency. */
export const VILLAGE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/reports',
    tag: 'Villages',
    summary: 'What villages reported',
    description: 'Newest first, of your regencies; those that became proposals and those that wait to be read.',
    access: 'viewer',
    parameters: [
      {
        name: 'outcome',
        in: 'query',
        description: 'Only these',
        schema: { enum: ['proposed', 'joined', 'inbox'] },
        example: 'inbox',
      },
      ...paging(50, 500, 'after', '1795329000000.0190a8f2-0000-7000-8000-000000000001'),
    ],
    answers: { 200: { description: 'A page', content: json(objectOf({ reports: listOf(REPORT), next: NEXT })) } },
  },
  {
    method: 'get',
    path: '/r/{token}',
    tag: 'Villages',
    summary: 'The form of a village report',
    description: 'Shows the form and changes nothing.',
    access: 'link',
    parameters: [TOKEN],
    answers: {
      200: { description: 'The form', content: PAGE },
      404: { description: 'Not a link of ours', content: PAGE },
      410: { description: 'The link holds no longer', content: PAGE },
    },
  },
  {
    method: 'post',
    path: '/r/{token}',
    tag: 'Villages',
    summary: 'Sends a village report',
    description: 'Keeps the report. Without the page’s nonce nothing is kept and the form is shown again.',
    access: 'link',
    parameters: [TOKEN],
    body: {
      required: true,
      contents: [
        {
          type: 'application/x-www-form-urlencoded',
          schema: strictOf({ hazard: TEXT, text: { type: 'string', maxLength: 500 }, nonce: TEXT }, ['text', 'nonce']),
          example: { hazard: 'flood', text: 'di RT 3', nonce: 'as the page has it' },
        },
      ],
    },
    answers: {
      200: { description: 'What became of it', content: PAGE },
      400: { description: 'It names no hazard', content: PAGE },
      404: { description: 'Not a link of ours', content: PAGE },
      410: { description: 'The link holds no longer', content: PAGE },
      429: { description: 'More than 10 in a minute', content: PAGE },
    },
  },
  {
    method: 'get',
    path: '/v1/phases',
    tag: 'Phases',
    summary: 'States of emergency',
    description: 'Those that concern your regions and hold or are still to come; with `past` those that are over, too.',
    access: 'viewer',
    parameters: [
      {
        name: 'past',
        in: 'query',
        description: 'Those that are over, too',
        schema: { enum: ['true', 'false'] },
        example: 'true',
      },
      {
        name: 'limit',
        in: 'query',
        description: 'At most so many',
        schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
        example: 100,
      },
    ],
    answers: { 200: { description: 'The phases', content: json(objectOf({ phases: listOf(PHASE) })) } },
  },
  {
    method: 'post',
    path: '/v1/phases',
    tag: 'Phases',
    summary: 'Declares a phase',
    description: 'As the head of the region decreed it, for at most 180 days; call-outs there then follow its rules.',
    access: 'approver',
    body: {
      required: true,
      contents: [
        json(
          strictOf(
            {
              region: TEXT,
              hazard: orNull(TEXT),
              phase: { enum: PHASES },
              from: INSTANT,
              until: INSTANT,
              decree: TEXT,
            },
            ['hazard'],
          ),
          {
            region: '32.04',
            hazard: 'flood',
            phase: 'tanggap-darurat',
            from: '2026-11-22T00:00:00+07:00',
            until: '2026-12-06T00:00:00+07:00',
            decree: '360/Kep.412/2026',
          },
        ),
      ],
    },
    answers: {
      200: { description: 'It was declared before', content: json(DECLARED) },
      201: { description: 'Declared', content: json(DECLARED) },
      409: { description: 'It does not follow the phase before it' },
    },
  },
  {
    method: 'post',
    path: '/v1/phases/{id}/end',
    tag: 'Phases',
    summary: 'Ends a phase before its time',
    description: 'From now on call-outs there follow the ordinary rules; running ones stay as they are.',
    access: 'approver',
    parameters: [pathId('a phase', '0190a8f2-0000-7000-8000-000000000001')],
    answers: {
      200: { description: 'Ended', content: json(objectOf({ phaseId: ID, endedAt: INSTANT })) },
      409: { description: 'It was over already' },
    },
  },
]
