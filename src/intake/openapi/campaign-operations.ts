import { COUNT, INSTANT, json, listOf, type Operation, objectOf, orNull, TEXT } from './operation.ts'

const REPORT = objectOf({
  campaignId: TEXT,
  type: { enum: ['contact-test', 'education'] },
  turns: {
    ...listOf(
      objectOf({
        turn: COUNT,
        startsAt: INSTANT,
        endsAt: INSTANT,
        people: COUNT,
        planned: COUNT,
        sent: COUNT,
        told: COUNT,
        answered: COUNT,
        silent: COUNT,
        unreached: COUNT,
        skipped: COUNT,
      }),
    ),
    description: 'The newest first; people of each state',
  },
  notSent: {
    ...listOf(objectOf({ state: { enum: ['skipped', 'unreached'] }, reason: TEXT, people: COUNT })),
    description: 'Of the newest turn',
  },
  places: {
    ...listOf(
      objectOf({
        regencyCode: TEXT,
        siteCode: orNull(TEXT),
        people: COUNT,
        left: COUNT,
        answered: COUNT,
        silent: COUNT,
      }),
    ),
    description: 'Of the newest turn; `left`: to how many a message left',
  },
})

export const CAMPAIGN_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/campaigns/{id}',
    tag: 'Drills',
    summary: 'Read the report of a campaign',
    description:
      'Whom contact tests or education messages reached, turn by turn, of the people within your jurisdiction: numbers, no names.',
    access: 'viewer',
    parameters: [
      {
        name: 'id',
        in: 'path',
        required: true,
        description: 'The id that its file in config/campaigns gives it',
        schema: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 },
        example: 'tes-kontak',
      },
      {
        name: 'format',
        in: 'query',
        description: 'json unless given; md and csv are sent as text of that type',
        schema: { enum: ['json', 'md', 'csv'], default: 'json' },
        example: 'json',
      },
    ],
    answers: { 200: { description: 'The report', content: json(REPORT) } },
  },
]
