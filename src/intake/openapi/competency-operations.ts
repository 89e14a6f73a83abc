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
  TEXT,
} from './operation.ts'

const TITLE: JsonSchema = objectOf({ id: TEXT, en: TEXT })

/** What a drill teaches. */
export const DRILL_MODULES: JsonSchema = {
  ...listOf(objectOf({ id: TEXT, title: TITLE, summary: TITLE, minutes: COUNT, isLocalWisdom: { type: 'boolean' } })),
  description: 'What it teaches at its village',
}

const COMPETENCY = objectOf({
  responderId: ID,
  name: TEXT,
  kind: TEXT,
  siteCode: orNull(TEXT),
  siteName: orNull(TEXT),
  module: TEXT,
  title: { ...orNull(TITLE), description: 'As it was called when it was taught' },
  gainedAt: INSTANT,
  expiresAt: { ...orNull(INSTANT), description: 'Null: it does not end' },
  occurrenceId: { ...ID, description: 'The drill that gave it' },
})

/** What people learned at drills. */
export const COMPETENCY_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/competencies',
    tag: 'Drills',
    summary: 'Who has learned what, until when',
    description:
      'Of each person and module the competency that counts, first what ends first. Only people of your jurisdiction who are on the register; no contacts.',
    access: 'viewer',
    parameters: [
      {
        name: 'region',
        in: 'query',
        description: 'Only people of this region; all of your jurisdiction unless given',
        schema: { type: 'string', maxLength: 13 },
        example: '34.02',
      },
      {
        name: 'site',
        in: 'query',
        description: 'Only members of this KSB',
        schema: { type: 'string', maxLength: 64 },
        example: 'KSB-34.02.10.2004-1',
      },
      {
        name: 'expiringDays',
        in: 'query',
        description: 'Only what ends within so many days, or has ended and was not renewed',
        schema: { type: 'integer', minimum: 0, maximum: 3_650 },
        example: 90,
      },
      {
        name: 'limit',
        in: 'query',
        description: 'How many at most; 500 unless given. total says how many there are',
        schema: { type: 'integer', minimum: 1, maximum: 5_000, default: 500 },
        example: 500,
      },
    ],
    answers: {
      200: {
        description: 'The competencies',
        content: json(objectOf({ total: COUNT, competencies: listOf(COMPETENCY) })),
      },
    },
  },
]
