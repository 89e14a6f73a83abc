import { z } from 'zod'
import { VERDICTS } from '../src/mobilisation/answer-table.ts'
import { HEARD_FROM, type ReceiptState } from '../src/mobilisation/gateway-hearing.ts'
import { WORD_FORMS } from '../src/mobilisation/gateway-words.ts'
import { duration } from './quantities.ts'

const MOST_FIELDS = 50

const scalar = z.union([z.string(), z.number(), z.boolean()])
const fields = z
  .record(z.string().min(1).max(100), scalar)
  .refine((given) => Object.keys(given).length <= MOST_FIELDS, { error: `at most ${MOST_FIELDS} fields` })
const path = z.string().min(1).max(200)
const words = z.union([scalar, z.array(scalar).min(1).max(100)])

const statusError = 'a status such as 200, a class such as 2xx, or a list of them'
const oneStatus = z.union([z.int().min(100).max(599), z.string().regex(/^[1-5]xx$/, { error: statusError })], {
  error: statusError,
})

const condition = z
  .strictObject({
    status: z.union([oneStatus, z.array(oneStatus).min(1).max(50)]).optional(),
    field: path.optional().describe('where the words are looked for; left out: in the whole answer'),
    is: words.optional(),
    startsWith: words.optional(),
    contains: words.optional(),
  })
  .refine((given) => Object.keys(given).length > 0, {
    error: 'at least one of status, field, is, startsWith, contains',
  })

const answer = z.strictObject({
  form: z.enum(WORD_FORMS).default('json'),
  id: path.optional().describe("where the gateway's own id of the message stands"),
  accepted: condition.describe('what an answer is like that says the message was taken'),
  outcomes: z
    .array(
      z.strictObject({
        when: condition,
        means: z.enum(VERDICTS),
        after: duration('1s', '5m').optional().describe('with try-again: the pause, where the gateway asks for none'),
      }),
    )
    .max(100)
    .default([])
    .describe('looked through first, in order; the first that holds decides'),
})

const secret = z.strictObject({
  in: z.enum(['header', 'query', 'path']),
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/, { error: 'a name of letters, digits, - and _' })
    .optional(),
  value: z.string().min(1).describe(`16 to 100 characters, as \${NAME}`),
})

const heard = {
  secret: secret.describe('what the gateway shows when it calls'),
  from: z.enum(HEARD_FROM).default('json'),
  list: z.string().max(200).optional().describe("with json: the list of them; '' where the body is that list"),
  at: path.optional().describe('when it happened: seconds or milliseconds since 1970, or ISO 8601 with an offset'),
}

const stateWords = z.array(scalar).min(1).max(50)

const states = z
  .strictObject({
    delivered: stateWords.optional(),
    failed: stateWords.optional(),
    'failed-for-good': stateWords.optional(),
    expired: stateWords.optional(),
    waiting: stateWords.optional(),
  } satisfies Record<ReceiptState, unknown>)
  .describe("the gateway's words for each state; one that is not listed says nothing")

const receipts = z.strictObject({
  ...heard,
  ref: path.optional().describe('where our own name of the message stands, {ref}'),
  id: path.optional().describe("where the gateway's id stands, the one that answer.id gave"),
  state: path,
  states,
  reason: path.optional(),
})

const replies = z.strictObject({
  ...heard,
  id: path.optional().describe('left out: a text is known again by its sender, words and time'),
  sender: path,
  text: path,
  to: path.optional(),
  missedCall: z
    .strictObject({ field: path, is: words })
    .optional()
    .describe('what tells a missed call from a text: this field is one of these words'),
})

const request = {
  url: z.string().min(1).max(2_000).describe(`http or https, fixed; may hold \${NAME}, no {slots}`),
  method: z.enum(['GET', 'POST']).default('POST'),
  query: fields.default({}),
  headers: fields.default({}),
  form: fields.optional().describe('the body as application/x-www-form-urlencoded'),
  json: z.json().optional().describe('the body as JSON; every text in it may hold {slots}'),
}

const lookup = z.strictObject({
  ...request,
  answer: z.enum(WORD_FORMS).default('json').describe('how it answers'),
  state: path,
  states,
  reason: path.optional(),
})

/** The keys of a gateway that is described in channels.yaml, beside those that every gateway has. */
export const templateFields = {
  kind: z.literal('template'),
  ...request,
  sender: z.string().max(50).default('').describe('what stands for {sender}'),
  exerciseSender: z.string().max(50).optional().describe('the same for exercises and drills; left out: sender'),
  answer,
  lookup: lookup.optional().describe('how to ask what became of a message: slots {id} and {ref}'),
  receipts: receipts.optional(),
  replies: replies.optional(),
}

export const templateSection = z.strictObject(templateFields)
export type TemplateSection = z.output<typeof templateSection>
