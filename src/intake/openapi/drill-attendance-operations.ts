import { WAYS } from '../../drills/attendance.ts'
import { OCCURRENCE_STATES } from '../../drills/occurrence.ts'
import { MOST_MARKS } from '../drill-attendance-routes.ts'
import { DRILL_MODULES } from './competency-operations.ts'
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
const ONE = pathId('a drill', AN_ID)
const ROLE = { enum: ['member', 'facilitator', 'guest'] }
const CAME = orNull({ type: 'boolean' })
const SHARE = orNull({ type: 'number', minimum: 0, maximum: 1 })
const BY_ROLE = listOf(objectOf({ role: ROLE, people: COUNT, came: COUNT, absent: COUNT, unknown: COUNT }))
const PERSON = objectOf({
  responderId: ID,
  name: orNull(TEXT),
  kind: orNull(TEXT),
  role: ROLE,
  answer: orNull({ enum: ['yes', 'no', 'arrived'] }),
  answeredAt: orNull(INSTANT),
  came: CAME,
  saidVia: { ...orNull({ enum: ['sms', 'mail', 'link'] }), description: 'How they said on site that they came' },
})
const BY_WAY = listOf(objectOf({ way: { enum: WAYS }, came: COUNT }))
const CONTRADICTED = {
  ...COUNT,
  description: 'Who said on site that they came and whom a list calls absent: the list holds',
}
const DRILL = {
  programmeId: TEXT,
  type: TEXT,
  siteCode: TEXT,
  siteName: orNull(TEXT),
  startsAt: INSTANT,
  endsAt: INSTANT,
  zone: { enum: ['WIB', 'WITA', 'WIT'] },
  state: { enum: OCCURRENCE_STATES },
}

/** What became of a drill. */
export const DRILL_ATTENDANCE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/drills/{id}/report',
    tag: 'Drills',
    summary: 'Read the report of a drill',
    description:
      'Who was invited, answered and came, and the after-action report of the call-out that the drill rehearsed: as Markdown, as a page that prints on A4, as CSV of everybody, or as JSON, which this describes.',
    access: 'viewer',
    parameters: [
      ONE,
      {
        name: 'format',
        in: 'query',
        description: 'json unless given; md, html and csv are sent as text of that type',
        schema: { enum: ['json', 'md', 'html', 'csv'], default: 'json' },
        example: 'json',
      },
    ],
    answers: {
      200: {
        description: 'The report',
        content: json(
          objectOf({
            occurrenceId: ID,
            ...DRILL,
            hazard: TEXT,
            modules: DRILL_MODULES,
            improvements: listOf(
              objectOf({
                id: ID,
                sentence: TEXT,
                raisedAt: INSTANT,
                doneAt: orNull(INSTANT),
                doneBecause: orNull(TEXT),
              }),
            ),
            invited: COUNT,
            invitees: listOf(objectOf({ name: ROLE, people: COUNT, yes: COUNT, no: COUNT, none: COUNT })),
            attendance: BY_ROLE,
            byWay: BY_WAY,
            contradicted: CONTRADICTED,
            memberShare: SHARE,
            people: listOf(PERSON),
            callOut: { ...orNull({ type: 'object' }), description: 'The report of the call-out that it rehearsed' },
          }),
        ),
      },
    },
  },
  {
    method: 'get',
    path: '/v1/drills/{id}/attendance',
    tag: 'Drills',
    summary: 'Who came to a drill',
    description:
      'Everybody invited, and guests. A list goes before what somebody answered; `came` is null of whom neither says it. `memberShare` is of all invited members, null while nobody is known to have come or stayed away.',
    access: 'viewer',
    parameters: [ONE],
    answers: {
      200: {
        description: 'The list',
        content: json(
          objectOf({
            drill: objectOf({ id: ID, ...DRILL }),
            byRole: BY_ROLE,
            byWay: BY_WAY,
            contradicted: CONTRADICTED,
            memberShare: SHARE,
            people: listOf(PERSON),
          }),
        ),
      },
    },
  },
  {
    method: 'post',
    path: '/v1/drills/{id}/attendance',
    tag: 'Drills',
    summary: 'Record who came to a drill',
    description:
      'All of the list or nothing; the last word on somebody holds. From two hours before the start on, also of a drill that the program missed.',
    access: 'sender',
    parameters: [ONE],
    body: {
      required: true,
      contents: [
        {
          ...json(
            strictOf({
              attendance: {
                ...listOf(strictOf({ responderId: ID, came: { type: 'boolean' } })),
                minItems: 1,
                maxItems: MOST_MARKS,
              },
            }),
          ),
          example: { attendance: [{ responderId: '0190a8f2-0000-7000-8000-000000000002', came: true }] },
        },
      ],
    },
    answers: {
      200: {
        description: 'Recorded; `changed` counts whose mark is new or another than before',
        content: json(objectOf({ came: COUNT, absent: COUNT, changed: COUNT })),
      },
      409: { description: 'It was cancelled, or begins in more than two hours' },
    },
  },
]
