import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readJsonBody } from './json-body.ts'
import { isVisibleAscii } from './plain-text.ts'
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

/** The query by a strict schema, or a 400 with every fault. */
export const readQuery = <Schema extends z.ZodObject>(schema: Schema, request: FastifyRequest, reply: FastifyReply) =>
  check(schema, request.query, reply, { status: 400, detail: 'The query has faults.' })

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
  return check(schema, json.value, reply, { status: 422, detail: 'The body has faults.' })
}

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

/** A place in a list, as an earlier page gave it. */
export const cursorField = z
  .custom<string>((value) => typeof value === 'string' && isVisibleAscii(value, 300), {
    error: wants('a cursor as an earlier page gave it'),
  })
  .nullable()
  .default(null)
