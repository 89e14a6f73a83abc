import { COUNT, INSTANT, type JsonSchema, objectOf, orNull } from './operation.ts'

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
    afterSilence: { ...COUNT, description: 'Calls on a next channel because nobody answered the one before' },
    nowhereElse: { ...COUNT, description: 'Failed, and there was no other channel' },
  }),
  description: 'What became of its messages',
}

const RUPIAH = orNull(COUNT)

const PROGRESS = {
  left: { ...COUNT, description: 'Messages due, or under way' },
  later: { ...COUNT, description: 'Further tries that wait for their turn, and leave only where nobody answers' },
  ahead: { ...COUNT, description: 'Messages of others that leave before them' },
  seconds: { ...orNull(COUNT), description: 'Until the last of `left` is handed over, at the gateways’ rates' },
  rupiah: {
    ...objectOf({ soFar: RUPIAH, expected: RUPIAH, atMost: RUPIAH }),
    description:
      'For what was taken, or perhaps; with what is left; with every further try. Null: a price is not known',
  },
}

/** How far a call-out's messages are, and what they cost. */
export const HAND_OVER: JsonSchema = {
  ...objectOf({
    ...PROGRESS,
    lastAt: { ...orNull(INSTANT), description: 'When the last of `left` is handed over, if nothing more urgent comes' },
    channels: objectOf({ sms: objectOf(PROGRESS), email: objectOf(PROGRESS) }),
  }),
  description: 'How far its messages are, and what they cost',
}
