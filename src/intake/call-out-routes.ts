import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { CALL_OUT_STATUSES, type CallOutStatus } from '../mobilisation/call-out.ts'
import { WORDS, type Word } from '../mobilisation/danger-zone.ts'
import { approvalBody, declineBody, reasonBody } from './decision-bodies.ts'
import { type Operator, type OperatorNeeds, operatorOf, type Role, requireRole } from './operator.ts'
import { sendProblem } from './problem.ts'
import {
  idOf,
  instantCursorField,
  limitField,
  numberCursorField,
  readBody,
  readOptionalBody,
  readQuery,
  sendNotFound,
  uuidField,
} from './request-reading.ts'
import { wants } from './zod-faults.ts'

/** What came of an operator's act. */
export type ActOutcome =
  | { readonly kind: 'done'; readonly body: object }
  | { readonly kind: 'not-found' }
  | {
      readonly kind: 'refused'
      readonly status: 403 | 409 | 422
      readonly detail: string
      /** Of a decision about a proposal: the same for who words it otherwise. */
      readonly because?: DecisionRefused
    }

type DecisionRefused =
  | 'own-event'
  | 'role-missing'
  | 'authority-missing'
  | 'other-office'
  | 'outside'
  | 'changed'
  | 'too-late'
  | 'not-waiting'

/** How a decision about a proposal was made, and about what. */
export interface Deciding {
  /** By the link of a notice, a bearer token at the API, or a command at the machine. */
  readonly by: { readonly via: 'link'; readonly noticeId: string } | { readonly via: 'token' | 'cli' }
  /** The messages that the decider was shown: if others wait by now, nothing is decided. Null: whatever waits. */
  readonly eventIds: readonly string[] | null
}

interface OneCallOut {
  readonly operator: Operator
  readonly callOutId: string
}

interface Page {
  readonly limit: number
  /** The `next` of the page before; null for the first. */
  readonly after: string | null
}

/** Each gives null where the call-out is unknown or outside the operator's jurisdiction. */
export interface CallOutNeeds {
  /** Newest first. */
  list(
    query: Page & {
      readonly operator: Operator
      readonly eventId: string | null
      readonly status: CallOutStatus | null
    },
  ): Promise<{ readonly callOuts: readonly object[]; readonly next: string | null }>
  byId(query: OneCallOut): Promise<object | null>
  /** `withText`: with the text as sent, its link filled in. */
  notices(
    query: OneCallOut & Page & { readonly withText: boolean },
  ): Promise<{ readonly notices: readonly object[]; readonly next: string | null } | null>
  /** Everybody considered, or those about whom one round decided. */
  responders(query: OneCallOut & Page & { readonly round: number | null }): Promise<{
    readonly responders: readonly object[]
    readonly rounds: readonly object[]
    readonly next: string | null
  } | null>
  standDown(
    act: OneCallOut & { readonly reason: string; readonly address: string; readonly at: Date },
  ): Promise<ActOutcome>
  answer(
    act: OneCallOut & {
      readonly responderId: string
      readonly answer: Word
      readonly address: string
      readonly at: Date
    },
  ): Promise<ActOutcome>
  approve(
    act: OneCallOut &
      Deciding & {
        readonly authorisedBy: { readonly name: string; readonly office: string } | null
        readonly address: string
        readonly at: Date
      },
  ): Promise<ActOutcome>
  decline(
    act: OneCallOut & Deciding & { readonly reason: string; readonly address: string; readonly at: Date },
  ): Promise<ActOutcome>
}

export const ANSWERS = WORDS

const listQuery = z.strictObject({
  eventId: uuidField.nullable().default(null),
  status: z
    .enum(CALL_OUT_STATUSES, { error: wants(`one of ${CALL_OUT_STATUSES.join(', ')}`) })
    .nullable()
    .default(null),
  limit: limitField(50, 500),
  after: instantCursorField,
})

/** A whole call-out of a usual size is one page; `digits` of the largest number that its rows count to. */
const pageQuery = (digits: number) =>
  z.strictObject({ limit: limitField(10_000, 10_000), after: numberCursorField(digits) })

/** Notices go by their serial, a bigint; people by round and place. */
const noticesQuery = pageQuery(18)
const respondersQuery = pageQuery(15).extend({
  round: z
    .string({ error: wants('the number of a round, from 1') })
    .regex(/^[1-9]\d{0,5}$/, { error: wants('the number of a round, from 1') })
    .transform(Number)
    .nullable()
    .default(null),
})

const BY_TOKEN = { by: { via: 'token' } } as const

const answerBody = z.strictObject(
  { responderId: uuidField, answer: z.enum(ANSWERS, { error: wants(`one of ${ANSWERS.join(', ')}`) }) },
  { error: wants('an object with responderId and answer') },
)

const sendOutcome = (reply: FastifyReply, outcome: ActOutcome): FastifyReply => {
  if (outcome.kind === 'done') return reply.send(outcome.body)
  return outcome.kind === 'not-found' ? sendNotFound(reply, 'call-out') : sendProblem(reply, outcome)
}

const send = (reply: FastifyReply, found: object | null): FastifyReply =>
  found === null ? sendNotFound(reply, 'call-out') : reply.send(found)

const oneOf = (request: FastifyRequest): OneCallOut | null => {
  const callOutId = idOf(request)
  return callOutId === null ? null : { operator: operatorOf(request), callOutId }
}

/** Looking at call-outs, and what operators do to them. */
export const callOutRoutes = (
  app: FastifyInstance,
  needs: CallOutNeeds,
  operators: OperatorNeeds,
  clock: Clock,
): void => {
  const least = (role: Role) => ({ onRequest: requireRole(operators, role), bodyLimit: 16 * 1024 })

  app.get('/v1/call-outs', least('viewer'), async (request, reply) => {
    const query = readQuery(listQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    return reply.send(await needs.list({ operator: operatorOf(request), ...query.value }))
  })

  app.get('/v1/call-outs/:id', least('viewer'), async (request, reply) => {
    const one = oneOf(request)
    return send(reply, one === null ? null : await needs.byId(one))
  })

  app.get('/v1/call-outs/:id/notices', least('viewer'), async (request, reply) => {
    const one = oneOf(request)
    if (one === null) return sendNotFound(reply, 'call-out')
    const query = readQuery(noticesQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    return send(reply, await needs.notices({ ...one, ...query.value, withText: one.operator.role === 'admin' }))
  })

  app.get('/v1/call-outs/:id/responders', least('viewer'), async (request, reply) => {
    const one = oneOf(request)
    if (one === null) return sendNotFound(reply, 'call-out')
    const query = readQuery(respondersQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    return send(reply, await needs.responders({ ...one, ...query.value }))
  })

  app.post('/v1/call-outs/:id/stand-down', least('sender'), async (request, reply) => {
    const one = oneOf(request)
    if (one === null) return sendNotFound(reply, 'call-out')
    const body = readOptionalBody(reasonBody, request, reply)
    if (body.kind === 'refused') return body.reply
    return sendOutcome(reply, await needs.standDown({ ...one, ...body.value, address: request.ip, at: clock.now() }))
  })

  app.post('/v1/call-outs/:id/answers', least('sender'), async (request, reply) => {
    const one = oneOf(request)
    if (one === null) return sendNotFound(reply, 'call-out')
    const body = readBody(answerBody, request, reply)
    if (body.kind === 'refused') return body.reply
    return sendOutcome(reply, await needs.answer({ ...one, ...body.value, address: request.ip, at: clock.now() }))
  })

  // A sender may confirm what a feed or a village proposed; what an operator posted wants an approver.
  app.post('/v1/call-outs/:id/approve', least('sender'), async (request, reply) => {
    const one = oneOf(request)
    if (one === null) return sendNotFound(reply, 'call-out')
    const body = readOptionalBody(approvalBody, request, reply)
    if (body.kind === 'refused') return body.reply
    return sendOutcome(
      reply,
      await needs.approve({ ...one, ...BY_TOKEN, ...body.value, address: request.ip, at: clock.now() }),
    )
  })

  app.post('/v1/call-outs/:id/decline', least('sender'), async (request, reply) => {
    const one = oneOf(request)
    if (one === null) return sendNotFound(reply, 'call-out')
    const body = readOptionalBody(declineBody, request, reply)
    if (body.kind === 'refused') return body.reply
    return sendOutcome(
      reply,
      await needs.decline({ ...one, ...BY_TOKEN, ...body.value, address: request.ip, at: clock.now() }),
    )
  })
}
