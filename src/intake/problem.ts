import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Fault } from '../errors.ts'
import { maskContacts } from '../masking.ts'

/** Why a request is refused, in RFC 9457's terms. */
export interface Problem {
  readonly status: number
  readonly detail: string
  readonly faults?: readonly Fault[]
  readonly retryAfterSeconds?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Further members of the body. */
  readonly members?: Readonly<Record<string, unknown>>
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** For a fault whose finder knew no better advice. */
const USUAL_HINT = 'put what is expected in its place and send the request again'

/** The body of a problem: nothing about our insides, and every fault, each with what to do about it, no contact in its path. */
export const problemBody = ({ status, detail, faults = [], members }: Problem): Readonly<Record<string, unknown>> => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail,
  errors: faults.map((fault) => ({ ...fault, path: maskContacts(fault.path), hint: fault.hint ?? USUAL_HINT })),
  ...members,
})

export const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply => {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  return reply
    .code(problem.status)
    .headers({ ...problem.headers, 'cache-control': 'no-store' })
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemBody(problem)))
}
