import { CERTIFICATE_FORMATS } from '../certificate-routes.ts'
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
  paging,
  pathId,
  strictOf,
  TEXT,
} from './operation.ts'

const AN_ID = '0190a8f2-0000-7000-8000-000000000001'
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

const DAYS = objectOf({ long: TEXT, short: TEXT })
const CERTIFICATE = objectOf({
  number: TEXT,
  name: TEXT,
  kind: TEXT,
  drillType: TEXT,
  siteName: TEXT,
  place: orNull(TEXT),
  heldOn: DAYS,
  issuedOn: DAYS,
  office: TEXT,
  modules: listOf(objectOf({ title: TITLE, minutes: COUNT, validUntil: orNull(TEXT) })),
})
const CHECKED = objectOf({
  number: TEXT,
  issuedAt: INSTANT,
  name: orNull(TEXT),
  kind: orNull(TEXT),
  worth: { enum: ['valid', 'ended', 'withdrawn'] },
  drillId: orNull(ID),
  type: orNull(TEXT),
  siteCode: orNull(TEXT),
  siteName: orNull(TEXT),
  heldAt: orNull(INSTANT),
  learned: listOf(objectOf({ module: TEXT, expiresAt: orNull(INSTANT) })),
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
      ...paging(500, 5_000, 'after', `1795329000000.${AN_ID}.pertolongan-pertama`),
    ],
    answers: {
      200: {
        description: 'The competencies',
        content: json(objectOf({ total: COUNT, competencies: listOf(COMPETENCY), next: orNull(TEXT) })),
      },
    },
  },
  {
    method: 'post',
    path: '/v1/drills/{id}/certificates',
    tag: 'Drills',
    summary: 'Write the certificates of a drill',
    description:
      'Of everybody on the register who came, or of one of them, each with a number that stays theirs: asked again, the numbers are the same. As JSON, Markdown, or a page that prints a sheet for each.',
    access: 'sender',
    parameters: [
      pathId('the drill', AN_ID),
      {
        name: 'format',
        in: 'query',
        description: 'json unless given',
        schema: { enum: CERTIFICATE_FORMATS, default: 'json' },
        example: 'json',
      },
    ],
    body: { required: true, contents: [json(strictOf({ responderId: orNull(ID) }, ['responderId']), {})] },
    answers: {
      200: {
        description: 'The certificates',
        content: json(objectOf({ drillId: ID, certificates: listOf(CERTIFICATE) })),
      },
      409: { description: 'There is nothing to certify, and why' },
    },
  },
  {
    method: 'get',
    path: '/v1/certificates/{number}',
    tag: 'Drills',
    summary: 'Whose certificate a number is, and what is left of it',
    description: 'What it certifies now: valid, ended, or withdrawn where the list of who came was corrected.',
    access: 'viewer',
    parameters: [
      {
        name: 'number',
        in: 'path',
        required: true,
        description: 'As it stands on the certificate; case, spaces and hyphens do not matter',
        schema: TEXT,
        example: 'KTG-7Q2M4-XKD92',
      },
    ],
    answers: { 200: { description: 'The certificate', content: json(CHECKED) } },
  },
]
