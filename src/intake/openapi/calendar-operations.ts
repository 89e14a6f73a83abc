import { type Operation, TEXT } from './operation.ts'

/** Calendars of drills. */
export const CALENDAR_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/calendar/{token}.ics',
    tag: 'Drills',
    summary: 'A calendar of drills to follow',
    description:
      'The drills of a village, of a person or of a region, from 30 days ago on; at most 1,000. Ask with ' +
      '`if-none-match`: what says the same is answered 304.',
    access: 'open',
    parameters: [
      {
        name: 'token',
        in: 'path',
        required: true,
        description: 'As `kentongan drills feed` prints it',
        schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{18,96}$' },
        example: 'c0tTQi0xAAAAAAAAAAAAAAAA',
      },
    ],
    answers: {
      200: { description: 'The calendar (RFC 5545)', content: { type: 'text/calendar', schema: TEXT } },
      304: { description: 'As you have it' },
      404: { description: 'Not a link of ours, or of nobody in the register' },
      429: { description: 'More than 30 times in a minute' },
    },
  },
]
