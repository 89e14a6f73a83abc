import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readRegionCode } from '../roster/region.ts'
import { type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { isPlainLine } from './plain-text.ts'
import { sendProblem } from './problem.ts'
import { idOf, limitField, readBody, readQuery, sendNotFound, uuidField } from './request-reading.ts'
import { wants } from './zod-faults.ts'

interface Act {
  readonly operator: Operator
  readonly address: string
}

export interface ImprovementNeeds {
  /** Of villages of the operator's jurisdiction. */
  list(query: {
    readonly operator: Operator
    readonly region: string
    readonly siteCode: string | null
    readonly all: boolean
    readonly limit: number
  }): Promise<object>
  /** The new id; null where the village, or the drill of that village, is not theirs or not there. */
  add(
    act: Act & { readonly siteCode: string; readonly occurrenceId: string | null; readonly text: string },
  ): Promise<string | null>
  finish(act: Act & { readonly id: string; readonly because: string }): Promise<'done' | 'done-before' | 'not-found'>
}

/** Ours: a sentence or two. */
export const MOST_WORDS = 300

const regionError = wants('a Kemendagri region code with dots, such as 34, 34.02 or 34.02.10.2004')
const siteError = wants('the code of a KSB, as /v1/sites gives it')
const allError = wants('true or false')
const wordsError = wants(`a line of 1 to ${MOST_WORDS} characters`)

const siteField = z
  .string({ error: siteError })
  .min(1, { error: siteError })
  .max(64, { error: siteError })
  .refine(isPlainLine, { error: siteError })
const words = z
  .string({ error: wordsError })
  .trim()
  .min(1, { error: wordsError })
  .max(MOST_WORDS, { error: wordsError })
  .refine(isPlainLine, { error: wordsError })

const improvementQuery = z.strictObject({
  region: z
    .string({ error: regionError })
    .refine((text) => readRegionCode(text).kind === 'code', { error: regionError })
    .transform((text) => text.trim())
    .default(''),
  site: siteField.nullable().default(null),
  all: z
    .enum(['true', 'false'], { error: allError })
    .transform((word) => word === 'true')
    .default(false),
  limit: limitField(100, 1_000),
})

export const improvementBody = z.strictObject(
  { siteCode: siteField, text: words, drillId: uuidField.nullable().default(null) },
  { error: wants('an object with siteCode and text') },
)

export const improvementDoneBody = z.strictObject({ because: words }, { error: wants('an object with because') })

/** GET and POST /v1/improvements, POST /v1/improvements/{id}/done: what villages are to practise or mend. */
export const improvementRoutes = (app: FastifyInstance, needs: ImprovementNeeds, operators: OperatorNeeds): void => {
  const asSender = { onRequest: requireRole(operators, 'sender') }

  app.get('/v1/improvements', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const query = readQuery(improvementQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const { site: siteCode, ...rest } = query.value
    return reply
      .headers({ 'cache-control': 'no-store' })
      .send(await needs.list({ operator: operatorOf(request), siteCode, ...rest }))
  })

  app.post('/v1/improvements', asSender, async (request, reply) => {
    const body = readBody(improvementBody, request, reply)
    if (body.kind === 'refused') return body.reply
    const { siteCode, text, drillId } = body.value
    const act = { operator: operatorOf(request), address: request.ip }
    const id = await needs.add({ ...act, siteCode, text, occurrenceId: drillId })
    return id === null
      ? sendNotFound(reply, drillId === null ? 'site' : 'site with this drill')
      : reply.code(201).send({ id })
  })

  app.post('/v1/improvements/:id/done', asSender, async (request, reply) => {
    const id = idOf(request)
    if (id === null) return sendNotFound(reply, 'improvement')
    const body = readBody(improvementDoneBody, request, reply)
    if (body.kind === 'refused') return body.reply
    const act = { operator: operatorOf(request), address: request.ip }
    const finished = await needs.finish({ ...act, id, because: body.value.because })
    switch (finished) {
      case 'done':
        return reply.send({ id })
      case 'not-found':
        return sendNotFound(reply, 'improvement')
      case 'done-before':
        return sendProblem(reply, { status: 409, detail: 'It is done already; the reason that was given first stays.' })
    }
  })
}
