import type { FastifyRequest } from 'fastify'
import { InvalidInput, reasonOf, Unavailable } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Problem } from './problem.ts'

/** What the routes say aloud; no line of theirs holds a contact, a body or a token. */
export type RequestLog = Pick<Log, 'warn' | 'error'>

/** Seconds after which somebody whom a database that is away kept from us may come again. */
const RETRY_AFTER_S = 5

/** What the framework itself refuses, by status; anything else of its 4xx is answered with its bare status. */
const DETAILS: Readonly<Record<number, string>> = {
  400: 'The request could not be read.',
  404: 'There is nothing at this address.',
  408: 'The request took too long to arrive.',
  413: 'The body is larger than this route takes.',
  414: 'The address is too long.',
  415: 'This route does not take this type or encoding of content.',
}

const statusOf = (thrown: unknown): number => {
  if (!(thrown instanceof Error) || !('statusCode' in thrown) || typeof thrown.statusCode !== 'number') return 500
  return thrown.statusCode
}

/** The problem that something thrown amounts to: only what we cannot explain is a 500, and it explains nothing. */
export const problemOf = (thrown: unknown): Problem => {
  if (thrown instanceof InvalidInput) return { status: 422, detail: thrown.message, faults: thrown.faults }
  if (thrown instanceof Unavailable)
    return { status: 503, detail: 'Something that we need does not answer just now.', retryAfterSeconds: RETRY_AFTER_S }
  const status = statusOf(thrown)
  // A parameter beyond the router's bounds names nothing that we have.
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'FST_ERR_MAX_PARAM_LENGTH')
    return { status: 404, detail: DETAILS[404] ?? '' }
  return status >= 400 && status < 500
    ? { status, detail: DETAILS[status] ?? 'The request was refused.' }
    : { status: 500, detail: 'Something went wrong on our side; it was noted.' }
}

/** The problem, noted where it is ours. The route's pattern is logged, never its address: that may hold a token. */
export const noteThrown = (thrown: unknown, request: FastifyRequest, log: RequestLog): Problem => {
  const problem = problemOf(thrown)
  const fields = { method: request.method, route: request.routeOptions.url ?? 'none', reason: reasonOf(thrown) }
  if (problem.status === 500) log.error('a request failed for a reason that we do not know', fields)
  else if (problem.status === 503) log.warn('a request was put off', fields)
  return problem
}
