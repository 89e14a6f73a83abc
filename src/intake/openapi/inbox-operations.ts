import { INSTANT, json, listOf, NEXT, type Operation, objectOf, orNull, paging, TEXT } from './operation.ts'

/** What people wrote that no rule could read. */
export const INBOX_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/inbox',
    tag: 'Service',
    summary: "The operators' inbox",
    description:
      'Texts and mails that a human has to read, newest first; of your jurisdiction, and with the whole country those of ' +
      'unknown numbers too. Numbers and addresses are masked, also within the text. What somebody meant is entered by ' +
      '`POST /v1/call-outs/{id}/answers`.',
    access: 'sender',
    parameters: [...paging(50, 500, 'before', '1200')],
    answers: {
      200: {
        description: 'Entries',
        content: json(
          objectOf({
            entries: listOf(
              objectOf({
                id: TEXT,
                receivedAt: INSTANT,
                channel: { enum: ['sms', 'email'] },
                from: TEXT,
                text: TEXT,
                reason: TEXT,
                responderId: orNull(TEXT),
                name: orNull(TEXT),
                callOutId: orNull(TEXT),
                siteCode: orNull(TEXT),
              }),
            ),
            next: NEXT,
          }),
        ),
      },
    },
  },
]
