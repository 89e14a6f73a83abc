import { MODES } from '../../wording/mode.ts'
import { COUNT, ID, INSTANT, type JsonSchema, objectOf, orNull, TEXT } from './operation.ts'

/** One message of a call-out. */
export const NOTICE: JsonSchema = objectOf(
  {
    id: ID,
    responderId: orNull(ID),
    operatorId: orNull(TEXT),
    siteCode: { ...orNull(TEXT), description: 'For the chair of this site, who is on no roster' },
    channel: { enum: ['sms', 'email'] },
    purpose: TEXT,
    wave: COUNT,
    mode: { enum: MODES },
    state: TEXT,
    ref: { ...TEXT, description: 'Our name of it towards the gateway' },
    providerRef: { ...orNull(TEXT), description: 'The gateway’s own name of it' },
    attempt: COUNT,
    tries: COUNT,
    repeats: { ...COUNT, description: 'Handed over once more by rule after an unknown outcome' },
    follows: { ...orNull(ID), description: 'The message that it follows on a next channel' },
    turn: { ...COUNT, description: 'Which of the person’s channels it is, from 1' },
    because: {
      ...orNull({ enum: ['silence', 'failed', 'refused', 'unknown', 'urgent'] }),
      description: 'Of a further try, why',
    },
    passedOn: { ...orNull(TEXT), description: 'Of one that failed: the next channel, or why there was none' },
    gateway: { ...orNull(TEXT), description: 'Which gateway took it last, or is taking it' },
    reason: orNull(TEXT),
    plannedAt: INSTANT,
    dueAt: INSTANT,
    acceptedAt: orNull(INSTANT),
    deliveredAt: orNull(INSTANT),
    settledAt: { ...orNull(INSTANT), description: 'When a receipt told what was unknown' },
    text: { ...TEXT, description: 'As sent, with its link; shown to admins only' },
  },
  ['text'],
)
