import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Fault } from '../errors.ts'
import { instantField } from './event-fields.ts'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { isSeenLine } from './plain-text.ts'
import { sendProblem } from './problem.ts'
import { idOf, limitField, readBody, readQuery, sendNotFound } from './request-reading.ts'
import { wants } from './zod-faults.ts'

interface Act {
  readonly operator: Operator
  readonly address: string
  readonly drillId: string
  readonly reason: string
  readonly at: Date
}

/** What became of a drill that somebody cancels or moves. */
export type DrillActed =
  | { readonly kind: 'changed'; readonly sequence: number; readonly notices: number; readonly answersCleared: number }
  | { readonly kind: 'too-late'; readonly state: string }
  /** The calendar or facilitators speak against the new time, and nobody said that it is meant. */
  | {
      readonly kind: 'in-the-way'
      readonly to: Date
      readonly closings: readonly { readonly name: string; readonly nameEn: string; readonly day: string }[]
      readonly nextFree: Date | null
      readonly helpers: readonly { readonly responderId: string; readonly kind: string; readonly drillId: string }[]
    }
  /** There is none of this id within the jurisdiction. */
  | { readonly kind: 'unknown' }
  /** The operator answers for a part of its region in which the village does not lie. */
  | { readonly kind: 'outside' }

type Answers = Readonly<Record<'invited' | 'yes' | 'no' | 'waiting' | 'silent', number>>
type Role = 'member' | 'facilitator'

/** A drill with its people; without their contacts. */
export interface DrillShown {
  readonly answers: Answers
  readonly byRole: Readonly<Record<Role, Answers>>
  readonly people: readonly {
    readonly responderId: string
    readonly name: string | null
    readonly kind: string | null
    readonly role: Role
    readonly standing: string
    readonly substituteFor: string | null
  }[]
  readonly timeline: readonly { readonly at: Date; readonly kind: string; readonly detail: object }[]
}

export interface DrillNeeds {
  list(query: {
    readonly operator: Operator
    readonly from: Date
    readonly to: Date
    readonly limit: number
  }): Promise<{ readonly drills: readonly object[] }>
  show(query: { readonly operator: Operator; readonly drillId: string }): Promise<DrillShown | null>
  cancel(act: Act): Promise<DrillActed>
  move(act: Act & { readonly to: Date; readonly anyway: boolean }): Promise<DrillActed>
}

const DAY_MS = 86_400_000
/** Ours: a drill put off for longer is one of another year's. */
const MOST_DAYS_AHEAD = 366

const reasonError = wants('why, in one line of 1 to 200 characters', 'people read it')

export const drillReason = z
  .string({ error: reasonError })
  .trim()
  .min(1, { error: reasonError })
  .max(200, { error: reasonError })
  .refine(isSeenLine, { error: reasonError })

const cancelBody = z.strictObject({ reason: drillReason }, { error: wants('an object with reason') })
const moveBody = z.strictObject(
  { to: instantField, reason: drillReason.default(''), anyway: z.boolean().default(false) },
  { error: wants('an object with to, a reason if there is one, and anyway where a closed day is meant') },
)

const listQuery = z.strictObject({
  from: instantField.optional(),
  to: instantField.optional(),
  limit: limitField(100, 1_000),
})

/** What is wrong with a new time; null where nothing is. */
export const faultOfTime = (to: Date, now: Date) =>
  to > now && to.getTime() - now.getTime() <= MOST_DAYS_AHEAD * DAY_MS
    ? null
    : {
        path: 'to',
        got: to.toISOString(),
        expected: `a time ahead, by ${MOST_DAYS_AHEAD} days at most`,
        hint: 'with its offset, such as 2027-05-03T09:00:00+07:00',
      }

/** What stands in the way of a move, each with its remedy; `anyway` is how to say that it is meant. */
export const faultsInTheWay = (
  { to, closings, nextFree, helpers }: Extract<DrillActed, { kind: 'in-the-way' }>,
  anyway: string,
): readonly Fault[] => {
  const free = nextFree === null ? 'no time soon after it is free' : `the next free time is ${nextFree.toISOString()}`
  return [
    ...closings.map(({ name, nameEn, day }) => ({
      path: 'to',
      got: `${to.toISOString()}: ${name}${nameEn === name ? '' : ` (${nameEn})`}, ${day}`,
      expected: 'a time at which the calendar lets drills be held',
      hint: `${free}; or ${anyway}`,
    })),
    ...helpers.map(({ responderId, kind, drillId }) => ({
      path: 'to',
      got: `${kind} ${responderId} helps at drill ${drillId} then`,
      expected: 'hours in which every facilitator who has not said no is free',
      hint: `take another time, or ${anyway}`,
    })),
  ]
}

const answer = (reply: FastifyReply, drillId: string, acted: DrillActed): FastifyReply => {
  switch (acted.kind) {
    case 'unknown':
      return sendNotFound(reply, 'drill')
    case 'outside':
      return sendProblem(reply, { status: 403, detail: 'This village is not yours to decide for.' })
    case 'too-late':
      return sendProblem(reply, {
        status: 409,
        detail: `This drill is ${acted.state}: only one that has not begun can be cancelled or moved.`,
      })
    case 'in-the-way':
      return sendProblem(reply, {
        status: 409,
        detail: 'Something stands in the way of this time. Nothing was changed.',
        faults: faultsInTheWay(acted, 'say "anyway": true'),
      })
    case 'changed': {
      const { kind: _kind, ...changed } = acted
      return reply.send({ drillId, ...changed })
    }
  }
}

/** Drills: everybody looks, a sender cancels and moves those of its jurisdiction. */
export const drillRoutes = (app: FastifyInstance, needs: DrillNeeds, operators: OperatorNeeds, clock: Clock): void => {
  app.get('/v1/drills', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const query = readQuery(listQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { from = clock.now(), to, limit } = query.value
    const until = to ?? new Date(from.getTime() + MOST_DAYS_AHEAD * DAY_MS)
    return reply.send(await needs.list({ operator: operatorOf(request), from, to: until, limit }))
  })

  app.get('/v1/drills/:id', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const drillId = idOf(request)
    const shown = drillId === null ? null : await needs.show({ operator: operatorOf(request), drillId })
    return shown === null ? sendNotFound(reply, 'drill') : reply.send(shown)
  })

  const actOf = (request: FastifyRequest, drillId: string, reason: string): Act => ({
    operator: operatorOf(request),
    address: request.ip,
    drillId,
    reason,
    at: clock.now(),
  })

  app.post('/v1/drills/:id/cancel', { onRequest: requireRole(operators, 'sender') }, async (request, reply) => {
    const drillId = idOf(request)
    if (drillId === null) return sendNotFound(reply, 'drill')
    const body = readBody(cancelBody, request, reply)
    if (body.kind === 'refused') return body.reply
    return answer(reply, drillId, await needs.cancel(actOf(request, drillId, body.value.reason)))
  })

  app.post('/v1/drills/:id/move', { onRequest: requireRole(operators, 'sender') }, async (request, reply) => {
    const drillId = idOf(request)
    if (drillId === null) return sendNotFound(reply, 'drill')
    const body = readBody(moveBody, request, reply)
    if (body.kind === 'refused') return body.reply
    const act = actOf(request, drillId, body.value.reason)
    const fault = faultOfTime(body.value.to, act.at)
    if (fault !== null) return sendProblem(reply, { status: 422, detail: 'The body has faults.', faults: [fault] })
    const { to, anyway } = body.value
    return answer(reply, drillId, await needs.move({ ...act, to, anyway }))
  })
}
