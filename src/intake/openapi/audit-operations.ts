import { INSTANT, json, listOf, NEXT, type Operation, objectOf, orNull, paging, TEXT } from './operation.ts'

const filter = (name: string, description: string, example: string) => ({
  name,
  in: 'query' as const,
  required: false,
  description,
  schema: TEXT,
  example,
})

/** Who decided what, when, from where. */
export const AUDIT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/audit',
    tag: 'Service',
    summary: 'The audit trail',
    description:
      'Newest first; an admin of a region sees what was decided by or about it. Refused events are `event-refused`, about ' +
      'their sender, 20 a minute for each operator at most: the last of a minute has `restOfMinute`, the next one kept ' +
      '`leftOutBefore`.',
    access: 'admin',
    parameters: [
      filter(
        'subject',
        'event, call-out, operator, phase, report, drill, drills (a year’s plan) or improvement',
        'call-out',
      ),
      filter('subjectId', 'One matter', '0190a8f2-0000-7000-8000-000000000001'),
      filter('actorId', 'One operator, feed or reporter', 'op-1'),
      filter('action', 'One kind of decision', 'approved'),
      ...paging(50, 500, 'before', '1200'),
    ],
    answers: {
      200: {
        description: 'Entries',
        content: json(
          objectOf({
            entries: listOf(
              objectOf({
                id: TEXT,
                at: INSTANT,
                actor: { enum: ['operator', 'feed', 'village', 'program'] },
                actorId: orNull(TEXT),
                action: TEXT,
                subject: TEXT,
                subjectId: TEXT,
                detail: { type: 'object' },
                address: orNull(TEXT),
              }),
            ),
            next: NEXT,
          }),
        ),
      },
    },
  },
]
