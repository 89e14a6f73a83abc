import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Fault } from '../errors.ts'
import { HAZARDS, type Hazard, readHazard } from '../mobilisation/hazard.ts'
import { PHASES, type Phase } from '../mobilisation/phase.ts'
import { liesWithin, readRegionCode } from '../roster/region.ts'
import { instantField } from './event-fields.ts'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { isSeenLine } from './plain-text.ts'
import { sendProblem } from './problem.ts'
import { idOf, limitField, readBody, readQuery, sendNotFound } from './request-reading.ts'
import { wants } from './zod-faults.ts'

/** A phase as somebody declares it. */
export interface PhaseDeclaration {
  readonly region: string
  readonly hazard: Hazard | null
  readonly phase: Phase
  readonly from: Date
  readonly until: Date
  readonly decree: string
}

interface Act {
  readonly operator: Operator
  readonly address: string
  readonly at: Date
}

export type PhaseDeclared =
  | { readonly kind: 'declared' | 'repeated'; readonly body: object }
  | { readonly kind: 'out-of-order'; readonly detail: string; readonly faults: readonly Fault[] }

export interface PhaseNeeds {
  regionExists(code: string): boolean
  declare(act: Act & { readonly declaration: PhaseDeclaration }): Promise<PhaseDeclared>
  /** Latest beginning first, of regions that concern the operator; those that are over only with `past`. */
  list(query: {
    readonly operator: Operator
    readonly past: boolean
    readonly limit: number
    readonly at: Date
  }): Promise<{ readonly phases: readonly object[] }>
  /** The region of a phase; null for an unknown one. */
  regionOf(phaseId: string): Promise<string | null>
  /** False where it was over already. */
  end(act: Act & { readonly phaseId: string }): Promise<boolean>
}

const DAY_MS = 86_400_000

/** Ours: longer than any single decree seen, so that a slip of the year is caught. A phase may be prolonged. */
const MOST_DAYS = 180

/** Ours: an emergency that ran before this program came may be written down; one of a year ago is a slip. */
const MOST_DAYS_AGO = 365
const MOST_DAYS_AHEAD = 30

const decreeError = wants('the number of the decree, 1 to 120 characters', 'such as 360/Kep.123-BPBD/2026')

/** The body of a declaration. */
export const phaseBody = z.strictObject(
  {
    region: z
      .string({ error: wants('the code of a province or a regency, such as 32 or 32.04') })
      .trim()
      .max(20, { error: wants('the code of a province or a regency, such as 32 or 32.04') }),
    hazard: z
      .string({ error: wants('a hazard, or nothing for any') })
      .nullish()
      .transform((text) => (text == null || text.trim() === '' ? null : (readHazard(text) ?? 'unknown'))),
    phase: z.enum(PHASES, { error: wants(`one of ${PHASES.join(', ')}`) }),
    from: instantField,
    until: instantField,
    decree: z
      .string({ error: decreeError })
      .trim()
      .min(1, { error: decreeError })
      .max(120, { error: decreeError })
      .refine(isSeenLine, { error: decreeError }),
  },
  { error: wants('an object with region, phase, from, until and decree') },
)

const listQuery = z.strictObject({
  past: z
    .enum(['true', 'false'], { error: wants('true or false') })
    .default('false')
    .transform((word) => word === 'true'),
  limit: limitField(100, 500),
})

const daysBetween = (from: Date, until: Date): number => (until.getTime() - from.getTime()) / DAY_MS

/** What a declaration's form cannot tell: whether it makes sense, at this time and on this map. */
export const declarationOf = (
  given: z.output<typeof phaseBody>,
  regionExists: (code: string) => boolean,
  now: Date,
):
  | { readonly kind: 'declaration'; readonly declaration: PhaseDeclaration }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] } => {
  const { region, hazard, from, until } = given
  const faults: Fault[] = []
  const reading = readRegionCode(region)
  const isRegion = reading.kind === 'code' && (reading.level === 'province' || reading.level === 'regency')
  if (!isRegion || !regionExists(region))
    faults.push({
      path: 'region',
      got: JSON.stringify(region),
      expected: 'the Kemendagri code of a province or a regency that exists',
      hint: reading.kind === 'code' ? 'a phase is declared for a whole kabupaten, kota or province' : reading.hint,
    })
  if (hazard === 'unknown')
    faults.push({ path: 'hazard', got: 'another word', expected: `one of ${HAZARDS.join(', ')}, or nothing for any` })
  const days = daysBetween(from, until)
  if (days <= 0) faults.push({ path: 'until', got: until.toISOString(), expected: 'an instant after from' })
  if (days > MOST_DAYS)
    faults.push({
      path: 'until',
      got: `${Math.ceil(days)} days after from`,
      expected: `at most ${MOST_DAYS} days`,
      hint: 'declare it again, with its new decree, when it is prolonged',
    })
  if (daysBetween(now, from) > MOST_DAYS_AHEAD || daysBetween(from, now) > MOST_DAYS_AGO)
    faults.push({
      path: 'from',
      got: from.toISOString(),
      expected: `at most ${MOST_DAYS_AHEAD} days ahead and ${MOST_DAYS_AGO} days ago`,
    })
  if (faults.length > 0 || hazard === 'unknown') return { kind: 'faults', faults }
  return { kind: 'declaration', declaration: { ...given, hazard } }
}

/** Whether a region is the operator's, whole: an office with a polygon answers for a part of its region only. */
const mayDecide = (region: string, { jurisdiction, jurisdictionArea }: Operator): boolean =>
  liesWithin(region, jurisdiction) && jurisdictionArea === null

const outside = (reply: FastifyReply, jurisdiction: string): FastifyReply =>
  sendProblem(reply, {
    status: 403,
    detail: `This region is not yours to decide for (${jurisdiction === '' ? 'part of the country' : jurisdiction}).`,
  })

/** States of emergency: an approver declares and ends them, everybody may look. */
export const phaseRoutes = (app: FastifyInstance, needs: PhaseNeeds, operators: OperatorNeeds, clock: Clock): void => {
  app.get('/v1/phases', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const query = readQuery(listQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    return reply.send(await needs.list({ operator: operatorOf(request), ...query.value, at: clock.now() }))
  })

  app.post('/v1/phases', { onRequest: requireRole(operators, 'approver') }, async (request, reply) => {
    const body = readBody(phaseBody, request, reply)
    if (body.kind === 'refused') return body.reply
    const at = clock.now()
    const checked = declarationOf(body.value, needs.regionExists, at)
    if (checked.kind === 'faults')
      return sendProblem(reply, { status: 422, detail: 'The phase has faults.', faults: checked.faults })
    const operator = operatorOf(request)
    const { declaration } = checked
    if (!mayDecide(declaration.region, operator)) return outside(reply, operator.jurisdiction)
    const declared = await needs.declare({ operator, address: request.ip, at, declaration })
    if (declared.kind === 'out-of-order') return sendProblem(reply, { status: 409, ...declared })
    return reply.code(declared.kind === 'declared' ? 201 : 200).send(declared.body)
  })

  app.post('/v1/phases/:id/end', { onRequest: requireRole(operators, 'approver') }, async (request, reply) => {
    const phaseId = idOf(request)
    const operator = operatorOf(request)
    const region = phaseId === null ? null : await needs.regionOf(phaseId)
    if (phaseId === null || region === null) return sendNotFound(reply, 'phase')
    if (!mayDecide(region, operator)) return outside(reply, operator.jurisdiction)
    const at = clock.now()
    if (!(await needs.end({ operator, address: request.ip, at, phaseId })))
      return sendProblem(reply, { status: 409, detail: 'This phase was over already.' })
    return reply.send({ phaseId, endedAt: at })
  })
}
