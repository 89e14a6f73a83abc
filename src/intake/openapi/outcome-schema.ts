import { COUNT, type JsonSchema, objectOf } from './operation.ts'

/** What became of a call-out's messages. */
export const OUTCOMES: JsonSchema = {
  ...objectOf({
    byChannel: {
      type: 'object',
      additionalProperties: { type: 'object', additionalProperties: COUNT },
      description: 'Counts of messages by channel and state',
    },
    delivered: COUNT,
    unknown: COUNT,
    repeated: { ...COUNT, description: 'Handed over once more by rule, because nobody knew whether they were taken' },
    settledByReceipt: { ...COUNT, description: 'Once unknown, until a receipt told' },
    onNextChannel: { ...COUNT, description: 'Calls on a next channel after another failed or stayed unknown' },
  }),
  description: 'What became of its messages',
}
