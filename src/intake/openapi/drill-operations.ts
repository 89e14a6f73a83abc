import { DRILL_MODULES } from './competency-operations.ts'
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
  strictOf,
  TEXT,
} from './operation.ts'

const EXAMPLE = '0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f'

const ANSWERS: JsonSchema = objectOf({ invited: COUNT, yes: COUNT, no: COUNT, waiting: COUNT, silent: COUNT })

const DRILL = {
  id: ID,
  programmeId: TEXT,
  type: TEXT,
  hazard: TEXT,
  siteCode: TEXT,
  siteName: orNull(TEXT),
  slotAt: INSTANT,
  startsAt: INSTANT,
  endsAt: INSTANT,
  zone: { enum: ['WIB', 'WITA', 'WIT'] },
  state: { enum: ['planned', 'invited', 'started', 'done', 'missed', 'cancelled'] },
  reason: orNull(TEXT),
  sequence: { ...COUNT, description: 'What calendars go by' },
  invitedAt: orNull(INSTANT),
  movedAt: orNull(INSTANT),
  places: orNull(COUNT),
  eventId: orNull(ID),
  modules: DRILL_MODULES,
  answers: ANSWERS,
} satisfies Record<string, JsonSchema>

const INVITEE: JsonSchema = objectOf({
  responderId: ID,
  name: orNull(TEXT),
  kind: orNull(TEXT),
  role: { enum: ['member', 'facilitator'] },
  standing: { enum: ['yes', 'no', 'arrived', 'waiting', 'silent'] },
  answeredAt: orNull(INSTANT),
  substituteFor: { ...orNull(ID), description: 'In whose stead they were invited' },
  noSubstituteAt: { ...orNull(INSTANT), description: 'Since when it is known that nobody can stand in for them' },
})

const CHANGED = json(
  objectOf({
    drillId: ID,
    sequence: COUNT,
    notices: { ...COUNT, description: 'Messages that were planned' },
    answersCleared: { ...COUNT, description: 'Answers to the old time, which count no more' },
  }),
)
const REASON: JsonSchema = { ...TEXT, minLength: 1, maxLength: 200, description: 'People read it' }
const TOO_LATE = { description: 'It has begun, or is over' }
const OUTSIDE = { description: 'Outside the part of the region that you answer for' }

const moment = (name: 'from' | 'to', description: string, example: string) =>
  ({ name, in: 'query', description, schema: INSTANT, example }) as const

/** Drills and their people. */
export const DRILL_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/drills',
    tag: 'Drills',
    summary: 'The drills of your villages',
    description: 'By their start, each with how many were invited and what they said.',
    access: 'viewer',
    parameters: [
      moment('from', 'That start from then on; now unless given', '2027-04-01T00:00:00+07:00'),
      moment('to', 'That start before; 366 days after from unless given', '2027-05-01T00:00:00+07:00'),
      {
        name: 'limit',
        in: 'query',
        description: 'How many at most; 100 unless given',
        schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
        example: 100,
      },
    ],
    answers: { 200: { description: 'The drills', content: json(objectOf({ drills: listOf(objectOf(DRILL)) })) } },
  },
  {
    method: 'get',
    path: '/v1/drills/{id}',
    tag: 'Drills',
    summary: 'One drill with its people',
    description: 'Who was invited, what they said, who waits and who stands in for whom. No contacts.',
    access: 'viewer',
    parameters: [pathId('the drill', EXAMPLE)],
    answers: {
      200: {
        description: 'The drill',
        content: json(
          objectOf({
            ...DRILL,
            onSiteCode: {
              ...orNull(TEXT),
              description:
                'By which people there say that they are; left out for a viewer, null before anybody is invited',
            },
            byRole: objectOf({ member: ANSWERS, facilitator: ANSWERS }),
            people: listOf(INVITEE),
            timeline: listOf(objectOf({ at: INSTANT, kind: TEXT, detail: { type: 'object' } })),
          }),
        ),
      },
    },
  },
  {
    method: 'post',
    path: '/v1/drills/{id}/cancel',
    tag: 'Drills',
    summary: 'Cancel a drill',
    description: 'Everybody who was invited and has not said no is told; calendars read that it is not held.',
    access: 'sender',
    parameters: [pathId('the drill', EXAMPLE)],
    body: { required: true, contents: [json(strictOf({ reason: REASON }), { reason: 'Jalan desa terendam' })] },
    answers: { 200: { description: 'Cancelled', content: CHANGED }, 403: OUTSIDE, 409: TOO_LATE },
  },
  {
    method: 'post',
    path: '/v1/drills/{id}/move',
    tag: 'Drills',
    summary: 'Hold a drill at another time',
    description:
      'Everybody who has not said no is told and asked anew: answers to the old time count no more. Reminders follow. At a time that the calendar closes, or where a facilitator helps at another drill, 409 names it and the next free time and nothing is changed, unless `anyway` says that it is meant.',
    access: 'sender',
    parameters: [pathId('the drill', EXAMPLE)],
    body: {
      required: true,
      contents: [
        json(strictOf({ to: INSTANT, reason: REASON, anyway: { type: 'boolean' } }, ['reason', 'anyway']), {
          to: '2027-05-03T09:00:00+07:00',
          reason: 'Bertepatan dengan panen',
        }),
      ],
    },
    answers: { 200: { description: 'Moved', content: CHANGED }, 403: OUTSIDE, 409: TOO_LATE },
  },
]
