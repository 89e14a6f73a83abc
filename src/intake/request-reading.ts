import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readJsonBody } from './json-body.ts'
import { isPlainLine } from './plain-text.ts'
import { sendProblem } from './problem.ts'
import { faultsOf, wants } from './zod-faults.ts'

/** The bytes of the body as they came; none where there was none. */
export const bytesOf = (request: FastifyRequest): Buffer =>
  Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)

export type RequestReading<T> =
  | { readonly kind: 'read'; readonly value: T }
  /** The reply was sent. */
  | { readonly kind: 'refused'; readonly reply: FastifyReply }

const check = <Schema extends z.ZodObject>(
  schema: Schema,
  given: unknown,
  reply: FastifyReply,
  refusal: { readonly status: number; readonly detail: string },
): RequestReading<z.output<Schema>> => {
  const result = schema.safeParse(given)
  if (result.success) return { kind: 'read', value: result.data }
  const faults = faultsOf(result.error.issues, given, { '': Object.keys(schema.shape) })
  return { kind: 'refused', reply: sendProblem(reply, { ...refusal, faults }) }
}

/** Forms send the fields that nobody filled in as empty ones. A name that we do not know stays, and is a fault. */
const withoutUnset = (schema: z.ZodObject, query: unknown): unknown =>
  query !== null && typeof query === 'object'
    ? Object.fromEntries(
        Object.entries(query as Readonly<Record<string, unknown>>).filter(
          ([name, value]) => value !== '' || !Object.hasOwn(schema.shape, name),
        ),
      )
    : query

/** The query by a strict schema, where an empty value counts as unset; or a 400 with every fault. */
export const readQuery = <Schema extends z.ZodObject>(schema: Schema, request: FastifyRequest, reply: FastifyReply) =>
  check(schema, withoutUnset(schema, request.query), reply, { status: 400, detail: 'The query has faults.' })

const BODY_FAULTS = { status: 422, detail: 'The body has faults.' } as const

/** The JSON body by a strict schema; 400 where it is not JSON, 422 with every fault. */
export const readBody = <Schema extends z.ZodObject>(
  schema: Schema,
  request: FastifyRequest,
  reply: FastifyReply,
): RequestReading<z.output<Schema>> => {
  const json = readJsonBody(bytesOf(request))
  if (json.kind === 'unreadable')
    return {
      kind: 'refused',
      reply: sendProblem(reply, { status: 400, detail: 'The body cannot be read.', faults: json.faults }),
    }
  return check(schema, json.value, reply, BODY_FAULTS)
}

/**
 * One JSON object by a strict schema, or a list of 1 to `most` of them: all of them, or every fault with its place in the
 * list (`[3].status`) and nothing taken.
 */
export const readBodies = <Schema extends z.ZodObject>(
  schema: Schema,
  most: number,
  request: FastifyRequest,
  reply: FastifyReply,
): RequestReading<readonly z.output<Schema>[]> => {
  const json = readJsonBody(bytesOf(request))
  if (json.kind === 'unreadable')
    return {
      kind: 'refused',
      reply: sendProblem(reply, { status: 400, detail: 'The body cannot be read.', faults: json.faults }),
    }
  const { value } = json
  if (!Array.isArray(value)) {
    const one = check(schema, value, reply, BODY_FAULTS)
    return one.kind === 'refused' ? one : { kind: 'read', value: [one.value] }
  }
  const error = wants(`1 to ${most} objects`, 'send more in further requests')
  const list: readonly unknown[] = value
  const result = z.array(schema).min(1, { error }).max(most, { error }).safeParse(list)
  if (result.success) return { kind: 'read', value: result.data }
  const known = Object.fromEntries(list.map((_item, nth) => [`[${nth}]`, Object.keys(schema.shape)]))
  return {
    kind: 'refused',
    reply: sendProblem(reply, { ...BODY_FAULTS, faults: faultsOf(result.error.issues, list, known) }),
  }
}

/** The same where the body may be left out, which then reads as an object without fields. */
export const readOptionalBody = <Schema extends z.ZodObject>(
  schema: Schema,
  request: FastifyRequest,
  reply: FastifyReply,
): RequestReading<z.output<Schema>> =>
  bytesOf(request).length === 0 ? check(schema, {}, reply, BODY_FAULTS) : readBody(schema, request, reply)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const uuidField = z.string().regex(UUID, { error: wants('an id such as 0190a8f2-…, as other routes give it') })

/** The id in the address; null where it cannot be one, so that nothing can be there. */
export const idOf = (request: FastifyRequest): string | null => {
  const parameters = z.object({ id: z.string().regex(UUID) }).safeParse(request.params)
  return parameters.success ? parameters.data.id.toLowerCase() : null
}

export const sendNotFound = (reply: FastifyReply, what: string): FastifyReply =>
  sendProblem(reply, { status: 404, detail: `There is no such ${what} within your jurisdiction.` })

/** How many rows a page may hold; `usual` where the query does not say. */
export const limitField = (usual: number, max: number) => {
  const error = wants(`a whole number from 1 to ${max}`)
  return z
    .string({ error })
    .regex(/^[1-9]\d{0,5}$/, { error })
    .transform(Number)
    .refine((limit) => limit <= max, { error })
    .default(usual)
}

const cursor = (isOne: (text: string) => boolean) =>
  z
    .custom<string>((value) => typeof value === 'string' && isOne(value), {
      error: wants('a cursor as an earlier page gave it', 'take next as it is, or leave this out for the first page'),
    })
    .nullable()
    .default(null)

/** ECMAScript, "Time Values and Time Range": no Date lies further from 1970 than this. */
const MAX_DATE_MS = 8_640_000_000_000_000

/** A place in a list that runs backwards in time: milliseconds and the id of a row. */
export const instantCursorField = cursor((text) => {
  const [ms = '', id = '', ...rest] = text.split('.')
  return /^\d{1,16}$/.test(ms) && Number(ms) <= MAX_DATE_MS && UUID.test(id) && rest.length === 0
})

/** A place in a list that runs by when something ends (`none`: never), whose it is and its module. */
export const endingCursorField = cursor((text) => {
  const [ends = '', id = '', module = '', ...rest] = text.split('.')
  const isEnd = ends === 'none' || (/^\d{1,16}$/.test(ends) && Number(ends) <= MAX_DATE_MS)
  return isEnd && UUID.test(id) && /^[a-z0-9-]{1,64}$/.test(module) && rest.length === 0
})

/** A place in a list that counts its rows, of at most so many digits. */
export const numberCursorField = (digits: number) => cursor((text) => text.length <= digits && /^\d+$/.test(text))

/** A place in a list that runs by codes or names: any line that could be one. */
export const codeCursorField = cursor((text) => text.length <= 300 && isPlainLine(text))
