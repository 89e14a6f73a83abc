import { CALL_OUT_STATUSES } from '../../mobilisation/call-out.ts'
import { NON_ANSWERS } from '../../wording/after-action-figures.ts'
import { MODES } from '../../wording/mode.ts'
import {
  COUNT,
  ID,
  INSTANT,
  type JsonSchema,
  json,
  listOf,
  type Operation,
  objectOf,
  orNull,
  pathId,
  TEXT,
} from './operation.ts'

const TALLY = { called: COUNT, yes: COUNT, no: COUNT, unsafe: COUNT, none: COUNT }
const GROUPS = listOf(objectOf({ group: TEXT, ...TALLY }))
const counted = (name: JsonSchema): JsonSchema => listOf(objectOf({ name, people: COUNT }))
const SPAN = orNull(COUNT)

const FIGURES = objectOf({
  answers: objectOf(TALLY),
  byWave: GROUPS,
  byKind: GROUPS,
  byChannel: { ...GROUPS, description: 'By the channels by which something left, such as `email+sms`, or `none`' },
  answeredVia: counted(TEXT),
  nonAnswers: counted({ enum: NON_ANSWERS }),
  need: listOf(objectOf({ kind: TEXT, need: COUNT, coming: COUNT, missing: COUNT })),
  curve: {
    ...listOf(
      objectOf({
        at: INSTANT,
        seconds: COUNT,
        coming: { type: 'object', additionalProperties: COUNT },
        short: COUNT,
      }),
    ),
    description: 'When how many of each kind had said that they come',
  },
  spans: {
    ...objectOf({
      toApproval: SPAN,
      toFirstNotice: SPAN,
      toFirstYes: SPAN,
      toQuorum: SPAN,
      toFirstArrival: SPAN,
      medianAnswer: SPAN,
    }),
    description: 'Seconds since it was opened, of answers since the call; null where it did not happen',
  },
  late: COUNT,
  afterEnd: COUNT,
  weak: COUNT,
})

const REPORT = objectOf({
  callOutId: ID,
  eventId: ID,
  code: TEXT,
  mode: { enum: MODES },
  status: { enum: CALL_OUT_STATUSES },
  provisional: { type: 'boolean', description: 'It is not over: every figure may still change' },
  preparedAt: INSTANT,
  headline: TEXT,
  regencyCode: TEXT,
  openedAt: INSTANT,
  endedAt: orNull(INSTANT),
  figures: FIGURES,
  shortfall: listOf(TEXT),
  passedOver: { ...counted(TEXT), description: 'Looked at and never called, by reason' },
  costs: objectOf({ soFar: orNull({ type: 'number' }), expected: orNull({ type: 'number' }) }),
  story: listOf({ type: 'object' }),
  findings: listOf(objectOf({ side: { enum: ['strength', 'improvement'] }, code: TEXT, figures: { type: 'object' } })),
  people: { ...listOf({ type: 'object' }), description: 'Everybody called, without contacts' },
})

export const CALL_OUT_REPORT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/call-outs/{id}/report',
    tag: 'Call-outs',
    summary: 'Read the after-action report of a call-out',
    description:
      'Written from the log in the order of HSEEP: as Markdown, as a page that prints on A4, as CSV of everybody called, or as JSON, which this describes. Of a call-out that is not over it is provisional.',
    access: 'viewer',
    parameters: [
      pathId('a call-out', '0190a8f2-0000-7000-8000-000000000001'),
      {
        name: 'format',
        in: 'query',
        description: 'json unless given; md, html and csv are sent as text of that type',
        schema: { enum: ['json', 'md', 'html', 'csv'], default: 'json' },
        example: 'json',
      },
    ],
    answers: { 200: { description: 'The report', content: json(REPORT) } },
  },
]
