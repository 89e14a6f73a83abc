import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Area } from '../geo/area.ts'
import { isVisibleAscii } from './plain-text.ts'
import { sendProblem } from './problem.ts'

/** Rising: each may what those before it may. */
export const ROLES = ['viewer', 'sender', 'approver', 'admin'] as const
export type Role = (typeof ROLES)[number]

export interface Operator {
  readonly operatorId: string
  readonly organisation: string
  /** Prefix of a Kemendagri code; empty is the whole country. */
  readonly jurisdiction: string
  /** Where it answers for part of its region only; null: for all of it. */
  readonly jurisdictionArea: Area | null
  readonly role: Role
}

export interface OperatorNeeds {
  /** Null for a token that is nobody's, or a revoked operator's. */
  byToken(token: string): Promise<Operator | null>
  /** Null where unknown or revoked. */
  byId(operatorId: string): Promise<Operator | null>
  /** The secrets that its messages may be signed with now; none where unknown or revoked. */
  secretsOf(operatorId: string): Promise<readonly string[]>
}

export const mayActAs = ({ role }: Operator, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least)

const MAX_TOKEN = 256

/** The token of `Authorization: Bearer TOKEN`; null where there is none, or it cannot be one. */
export const bearerOf = (request: FastifyRequest): string | null => {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  return token !== undefined && isVisibleAscii(token, MAX_TOKEN) ? token : null
}

export const refuseUnknown = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, {
    status: 401,
    detail: 'A valid bearer token is needed.',
    headers: { 'www-authenticate': 'Bearer' },
  })

const operators = new WeakMap<FastifyRequest, Operator>()

/** A hook that lets nobody past without a token of at least that role; before the body is read. */
export const requireRole =
  (needs: OperatorNeeds, least: Role) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const token = bearerOf(request)
    const operator = token === null ? null : await needs.byToken(token)
    if (operator === null) return refuseUnknown(reply)
    if (!mayActAs(operator, least))
      return sendProblem(reply, {
        status: 403,
        detail: `This needs the role ${least}; the token's operator is a ${operator.role}.`,
      })
    operators.set(request, operator)
    return undefined
  }

/** The operator whom `requireRole` let past. Throws RangeError on a route without it. */
export const operatorOf = (request: FastifyRequest): Operator => {
  const operator = operators.get(request)
  if (operator === undefined) throw new RangeError('this route asks for an operator but does not require one')
  return operator
}
