import { COUNT, json, type Operation, objectOf, TEXT } from './operation.ts'

const gatewayOperation = (what: string, summary: string, example: Readonly<Record<string, string>>): Operation => ({
  method: 'post',
  path: `/v1/gateways/{name}/${what}`,
  tag: 'Answers',
  summary,
  description:
    'For gateways that a section of channels.yaml describes (`kind: template`): that section names the fields, and says ' +
    'whether they come as JSON, as a form or in the query, by POST or GET, and whether the secret comes in a header, ' +
    `in the query or as the last part of the address (\`/v1/gateways/{name}/${what}/{secret}\`). The same again is taken once.`,
  access: 'gateway',
  parameters: [
    {
      name: 'name',
      in: 'path',
      required: true,
      description: "The gateway's name in channels.yaml",
      schema: TEXT,
      example: 'utama',
    },
  ],
  body: {
    required: true,
    contents: [
      {
        type: 'application/x-www-form-urlencoded',
        schema: { type: 'object', additionalProperties: TEXT },
        example,
      },
    ],
  },
  answers: {
    200: {
      description: 'Kept for good; `unlisted`: receipts whose state the section does not list, which say nothing',
      content: json(objectOf({ taken: COUNT, unlisted: COUNT }), { taken: 1, unlisted: 0 }),
    },
  },
})

/** What gateways that configuration describes say of their own accord. */
export const GATEWAY_OPERATIONS: readonly Operation[] = [
  gatewayOperation('receipts', 'Tell what became of messages', { messageId: '71', status: 'DELIVRD' }),
  gatewayOperation('texts', 'Hand over text messages of a described gateway', { from: '628123456789', message: '1' }),
]
