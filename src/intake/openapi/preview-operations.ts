import { OUTCOMES } from '../../mobilisation/considered.ts'
import { MODES } from '../../wording/mode.ts'
import { TEAM } from './call-out-operations.ts'
import { EVENT_CONTENTS, SIGNATURE_HEADERS } from './event-operations.ts'
import { COUNT, ID, type JsonSchema, json, listOf, named, type Operation, objectOf, orNull, TEXT } from './operation.ts'

const AMOUNT: JsonSchema = { type: 'number', minimum: 0 }
const CHANCE: JsonSchema = orNull({ type: 'number', minimum: 0, maximum: 1 })
const HEADS: JsonSchema = { type: 'object', additionalProperties: COUNT, description: 'Head counts by kind' }

const CHANNEL: JsonSchema = objectOf({
  messages: COUNT,
  furtherTries: { ...COUNT, description: 'Of those, what leaves only where nobody answers' },
  parts: { ...COUNT, description: 'Of SMS what is paid for' },
  rupiah: orNull(AMOUNT),
  minutes: { ...orNull(AMOUNT), description: 'Until the last message is handed over' },
})

export const PREVIEW_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Preview: objectOf({
    decision: { enum: ['mobilise', 'propose', 'record'] },
    reason: TEXT,
    warnings: listOf(TEXT),
    source: TEXT,
    sourceId: TEXT,
    revision: { type: 'integer', minimum: 1 },
    mode: { enum: MODES },
    incidentId: { ...orNull(ID), description: 'The incident that it would join; null: one of its own' },
    callOutId: {
      ...orNull(ID),
      description: 'The call-out that it would change; null where it would open one, or none',
    },
    callOutStatus: orNull(TEXT),
    ifApproved: { type: 'boolean', description: 'It would wait for an operator: what follows is what a yes would do' },
    effect: { enum: ['plan', 'stand-down', 'none'] },
    need: HEADS,
    called: { ...COUNT, description: 'People who would be called, anew or again' },
    stays: { ...COUNT, description: 'People called already who would stay called' },
    stoodDown: { ...COUNT, description: 'People called already who would be told that they need not come' },
    responders: {
      ...listOf(
        objectOf({
          responderId: ID,
          name: orNull(TEXT),
          kind: orNull(TEXT),
          threadId: orNull(ID),
          outcome: { enum: OUTCOMES },
          reason: { ...TEXT, description: 'A code: why this person would be picked or passed over' },
          sentence: { ...TEXT, description: 'The reason in Bahasa Indonesia' },
          detail: { type: 'object', description: 'What the choice says of this person' },
        }),
      ),
      description: 'Everybody looked at, those picked first, in their order',
    },
    leftOut: { ...COUNT, description: 'People passed over who are not listed, the farthest' },
    lookedAt: COUNT,
    fartherAway: { ...COUNT, description: 'People within the radius, but farther away than it had to look' },
    places: listOf(
      objectOf({
        threadId: ID,
        eventId: { ...orNull(ID), description: 'Null for the event that is previewed' },
        name: TEXT,
        position: listOf({ type: 'number' }),
        need: HEADS,
        skills: HEADS,
        missing: HEADS,
        missingSkills: HEADS,
        chance: CHANCE,
      }),
    ),
    chance: { ...CHANCE, description: 'The least of its places; null where the way of choosing works none out' },
    expectedYes: {
      ...orNull(AMOUNT),
      description: 'The sum of the odds of those called; null where they are not known',
    },
    cost: orNull(
      objectOf({
        rupiah: { ...orNull(AMOUNT), description: 'Null: the price of a channel is not known' },
        channels: objectOf({ sms: CHANNEL, email: CHANNEL }),
        assumed: { ...listOf(TEXT), description: 'What the figures take for granted' },
      }),
    ),
    minutesToReachAll: orNull(AMOUNT),
    nextChannelAfterSeconds: {
      ...orNull(AMOUNT),
      description: 'How long a person’s channel has, unanswered, before the next is tried; 0: all at once',
    },
    sites: {
      ...listOf({ type: 'object' }),
      description: 'Kampung Siaga Bencana within its area, nearest first, 500 at most',
    },
    sitesInArea: COUNT,
    teams: listOf(TEAM),
    siteAlerts: {
      ...objectOf({ sites: COUNT, messages: COUNT, withoutContact: listOf(TEXT), beyond: COUNT }),
      description: 'Sites that would be told by so many messages, and those where nobody can be; `beyond` are too many',
    },
    shortfall: listOf(TEXT),
    shortfallText: { ...listOf(TEXT), description: 'The same in Bahasa Indonesia' },
  }),
}

export const PREVIEW_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/events/preview',
    tag: 'Events',
    summary: 'See what an event would do',
    description:
      'Signed, read and refused as `POST /v1/events` is, and decided by the same rules over the same rows; nothing is ' +
      'written, sent or remembered, refusals neither. As many a minute as posts, counted apart.',
    access: 'signed',
    parameters: SIGNATURE_HEADERS,
    body: { required: true, contents: EVENT_CONTENTS },
    answers: {
      200: { description: 'What would happen at this instant', content: json(named('Preview')) },
      413: { description: 'Over 256 KiB of JSON, or over 1 MiB of CAP' },
      422: { description: 'What it says cannot be, or could not be posted' },
      429: { description: 'Too many within a minute, or too many previews are waiting' },
    },
  },
]
