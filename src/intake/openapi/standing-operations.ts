import { READINESS_GROUPS } from '../../drills/readiness.ts'
import { COUNT, INSTANT, json, listOf, type Operation, objectOf, orNull, TEXT } from './operation.ts'

const FORMAT = {
  name: 'format',
  in: 'query',
  description: 'json unless given; md, html (prints on A4) and csv are sent as text of that type',
  schema: { enum: ['json', 'md', 'html', 'csv'], default: 'json' },
  example: 'json',
} as const
const REGION = {
  name: 'region',
  in: 'query',
  description: 'A province, regency or kecamatan within your jurisdiction; the whole jurisdiction unless given',
  schema: { type: 'string' },
  example: '32.04',
} as const
const SHARE = orNull({ type: 'number', minimum: 0, maximum: 1 })
const SCORE = { type: 'integer', minimum: 0, maximum: 100 }
const DAY = { type: 'string', format: 'date' }
const SITE = { siteCode: TEXT, name: TEXT, villageCode: TEXT }
const READINESS = {
  ...SITE,
  score: SCORE,
  known: { ...SCORE, description: 'How much of the hundred is known at all' },
  before: { ...orNull(SCORE), description: 'A quarter of a year ago; null: not kept' },
  parts: listOf(objectOf({ name: TEXT, group: { enum: READINESS_GROUPS }, weight: COUNT, value: SHARE })),
}

const report = (
  one: Pick<Operation, 'path' | 'summary' | 'description' | 'parameters'>,
  body: Readonly<Record<string, unknown>>,
): Operation => ({
  method: 'get',
  tag: 'Drills',
  access: 'viewer',
  answers: { 200: { description: 'The report', content: json(body) } },
  ...one,
})

/** How the KSB of a region stand; nobody is named. */
export const STANDING_OPERATIONS: readonly Operation[] = [
  report(
    {
      path: '/v1/readiness',
      summary: 'How ready the KSB are',
      description:
        'From 0 to 100 with its parts: resources, ability and will; what is not known counts as nothing, and is told.',
      parameters: [REGION, FORMAT],
    },
    objectOf({ region: TEXT, preparedAt: INSTANT, sites: listOf(objectOf(READINESS)) }),
  ),
  report(
    {
      path: '/v1/readiness/{site}',
      summary: 'How ready one KSB is, with its history',
      description: 'The parts as for a region, and the days on which it changed, the newest first.',
      parameters: [
        {
          name: 'site',
          in: 'path',
          required: true,
          description: 'The code of a KSB within your jurisdiction',
          schema: { type: 'string', maxLength: 64 },
          example: 'KSB-1',
        },
        FORMAT,
      ],
    },
    objectOf({ preparedAt: INSTANT, ...READINESS, history: listOf(objectOf({ day: DAY, score: SCORE })) }),
  ),
  report(
    {
      path: '/v1/region-report',
      summary: 'The villages of a region',
      description:
        'Which villages have a KSB, a Pendamping Desa, Tagana, gardu and lumbung, when they last drilled, and the trend, for Dinas Sosial and DPMD; grouped one level below the region.',
      parameters: [REGION, FORMAT],
    },
    objectOf({
      region: TEXT,
      preparedAt: INSTANT,
      groups: listOf(
        objectOf({
          regionCode: TEXT,
          sites: COUNT,
          withGardu: COUNT,
          withLumbung: COUNT,
          desa: COUNT,
          withPendamping: COUNT,
          withTagana: COUNT,
          drilledLately: COUNT,
          neverDrilled: COUNT,
          heldLately: COUNT,
          heldBefore: COUNT,
          trend: TEXT,
        }),
      ),
      sites: listOf(objectOf({ ...SITE, village: TEXT, lastHeldAt: orNull(INSTANT), nextAt: orNull(INSTANT) })),
    }),
  ),
  report(
    {
      path: '/v1/overdue',
      summary: 'Drills that are overdue, and boards whose term is over',
      description:
        'KSB that never drilled or not for so many months, whose latest turn was missed or cancelled, and whose board has served its three years or soon will have.',
      parameters: [
        REGION,
        {
          name: 'months',
          in: 'query',
          description: 'A drill is overdue after so many months',
          schema: { type: 'integer', minimum: 1, maximum: 120, default: 12 },
          example: 12,
        },
        {
          name: 'ahead',
          in: 'query',
          description: 'Boards whose term ends within so many days',
          schema: { type: 'integer', minimum: 0, maximum: 3_650, default: 90 },
          example: 90,
        },
        FORMAT,
      ],
    },
    objectOf({
      region: TEXT,
      preparedAt: INSTANT,
      months: COUNT,
      soonDays: COUNT,
      sites: COUNT,
      overdue: listOf(
        objectOf({
          ...SITE,
          due: listOf({ type: 'object', properties: { code: TEXT, day: DAY }, required: ['code'] }),
          nextAt: orNull(INSTANT),
        }),
      ),
    }),
  ),
]
