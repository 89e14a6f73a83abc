import { MOST_WORDS } from '../improvement-routes.ts'
import {
  COUNT,
  ID,
  INSTANT,
  json,
  listOf,
  type Operation,
  objectOf,
  orNull,
  pathId,
  strictOf,
  TEXT,
} from './operation.ts'

const AN_ID = '0190a8f2-0000-7000-8000-000000000001'
const WORDS = { type: 'string', minLength: 1, maxLength: MOST_WORDS }

/** What villages are to practise or mend. */
export const IMPROVEMENT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/improvements',
    tag: 'Drills',
    summary: 'What villages are to improve',
    description:
      'Findings of drills and of the call-outs that they rehearsed, kept a week after each, and what operators added, of villages within your jurisdiction, the newest first. A later drill that could have shown a finding and did not has mended it.',
    access: 'viewer',
    parameters: [
      {
        name: 'region',
        in: 'query',
        description: 'Only villages of this region',
        schema: { type: 'string' },
        example: '32.04',
      },
      {
        name: 'site',
        in: 'query',
        description: 'Only this KSB',
        schema: { type: 'string', maxLength: 64 },
        example: 'KSB-1',
      },
      {
        name: 'all',
        in: 'query',
        description: 'Those that are done, too',
        schema: { enum: ['true', 'false'], default: 'false' },
        example: 'true',
      },
      {
        name: 'limit',
        in: 'query',
        description: 'How many at most',
        schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
        example: 100,
      },
    ],
    answers: {
      200: {
        description: 'With how many there are in all',
        content: json(
          objectOf({
            total: COUNT,
            improvements: listOf(
              objectOf({
                id: ID,
                siteCode: TEXT,
                siteName: orNull(TEXT),
                occurrenceId: orNull(ID),
                code: TEXT,
                figures: listOf({ type: 'object' }),
                sentence: TEXT,
                raisedAt: INSTANT,
                doneAt: orNull(INSTANT),
                doneBecause: orNull(TEXT),
              }),
            ),
          }),
        ),
      },
    },
  },
  {
    method: 'post',
    path: '/v1/improvements',
    tag: 'Drills',
    summary: 'Add what a village is to improve',
    description: 'In your own words. Telephone numbers and addresses in it are masked.',
    access: 'sender',
    body: {
      required: true,
      contents: [
        {
          ...json(strictOf({ siteCode: TEXT, text: WORDS, drillId: orNull(ID) }, ['drillId'])),
          example: { siteCode: AN_ID, text: 'Pengeras suara gardu tidak terdengar di RT 4.' },
        },
      ],
    },
    answers: { 201: { description: 'Added', content: json(objectOf({ id: ID })) } },
  },
  {
    method: 'post',
    path: '/v1/improvements/{id}/done',
    tag: 'Drills',
    summary: 'Close one',
    description: 'With the reason; it stays as given first.',
    access: 'sender',
    parameters: [pathId('the improvement', AN_ID)],
    body: {
      required: true,
      contents: [{ ...json(strictOf({ because: WORDS })), example: { because: 'Pengeras suara diganti.' } }],
    },
    answers: {
      200: { description: 'Closed', content: json(objectOf({ id: ID })) },
      409: { description: 'It was done already' },
    },
  },
]
