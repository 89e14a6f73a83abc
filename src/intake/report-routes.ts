import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { HAZARDS, type Hazard } from '../mobilisation/hazard.ts'
import { isPageNonce, pageNonce } from './nonce.ts'
import { mayActAs, type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { sendProblem } from './problem.ts'
import { rateLimit } from './rate-limit.ts'
import { noteThrown, type RequestLog } from './refusal.ts'
import {
  MAX_FORM_TEXT,
  type ReportForm,
  type ReportResult,
  reportNote,
  reportPage,
  type Written,
} from './report-page.ts'
import { bytesOf, instantCursorField, limitField, readQuery } from './request-reading.ts'
import { wants } from './zod-faults.ts'

/** A report that somebody sent by their own form. */
export interface FormReport {
  readonly token: string
  /** The same for the same form sent twice. */
  readonly reportId: string
  readonly hazard: Hazard
  readonly text: string
  readonly at: Date
}

export interface ReportFormNeeds {
  /** Signs what our pages carry; not the key of the tokens. */
  readonly nonceKey: Buffer
  /** Changes nothing. Null for a token that we did not make, or whose person is in the register no more. */
  openForm(token: string, at: Date): Promise<ReportForm | 'expired' | null>
  /** Keeps the report and says what became of it; as for `openForm` where the token does not hold. */
  takeForm(report: FormReport): Promise<Exclude<ReportResult, 'again'> | 'expired' | null>
}

export interface ReportNeeds {
  /** Newest first, within the operator's jurisdiction; the words only with `withText`. */
  list(query: {
    readonly operator: Operator
    readonly outcome: ReportOutcome | null
    readonly limit: number
    readonly after: string | null
    readonly withText: boolean
  }): Promise<{ readonly reports: readonly object[]; readonly next: string | null }>
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'content-language': 'id',
}

/** More forms in a minute than any person fills in. */
const MAX_POSTS = 10
const WINDOW_MS = 60_000

/** A form of 500 characters, each escaped to nine: %F0%9F…, and its other fields. */
const MAX_BODY_BYTES = 8 * 1024

const sendPage = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.code(status).headers(HEADERS).type('text/html; charset=utf-8').send(html)

const tokenOf = (request: FastifyRequest): string => {
  const parameters = z.object({ token: z.string().max(100) }).safeParse(request.params)
  return parameters.success ? parameters.data.token : ''
}

const filled = z.object({
  hazard: z.enum(HAZARDS),
  text: z
    .string()
    .max(4 * MAX_FORM_TEXT)
    .default(''),
  nonce: z.string().max(100).catch(''),
})

/** Control characters other than line breaks, which no form shows. */
const UNSHOWN = /(?![\r\n\t])[\p{Cc}\p{Cs}]/gu

const readForm = (request: FastifyRequest): (Written & { readonly hazard: Hazard; readonly nonce: string }) | null => {
  const reading = filled.safeParse(Object.fromEntries(new URLSearchParams(bytesOf(request).toString())))
  if (!reading.success) return null
  const { hazard, text, nonce } = reading.data
  return { hazard, nonce, text: text.replace(UNSHOWN, '').normalize('NFC').trim().slice(0, MAX_FORM_TEXT) }
}

/** A uuid (version 8, RFC 9562) of what makes one sending of a form: pressing Send twice gives the same. */
const reportIdOf = (
  token: string,
  { nonce, hazard, text }: { nonce: string; hazard: string; text: string },
): string => {
  const hex = createHash('sha256')
    .update(JSON.stringify([token, nonce, hazard, text]))
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * The form of village reports: GET shows and changes nothing; POST keeps a report, if it carries what the page carried.
 * For people, so whatever goes wrong is said in Indonesian on a page.
 */
export const reportFormRoutes = (app: FastifyInstance, needs: ReportFormNeeds, clock: Clock, log: RequestLog): void => {
  const allowed = rateLimit(MAX_POSTS, WINDOW_MS)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })

  app.setErrorHandler((thrown, request, reply) => {
    const problem = noteThrown(thrown, request, log)
    if (problem.status < 500) return sendProblem(reply, problem)
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
    return sendPage(reply, problem.status, reportNote('later'))
  })

  app.get('/r/:token', async (request, reply) => {
    const token = tokenOf(request)
    const at = clock.now()
    const form = await needs.openForm(token, at)
    if (form === null) return sendPage(reply, 404, reportNote('unknown'))
    if (form === 'expired') return sendPage(reply, 410, reportNote('expired'))
    return sendPage(reply, 200, reportPage(form, pageNonce(token, needs.nonceKey, at)))
  })

  app.post('/r/:token', { bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
    const token = tokenOf(request)
    const at = clock.now()
    if (!allowed(token, at)) return sendPage(reply.header('retry-after', '60'), 429, reportNote('slower'))
    const form = await needs.openForm(token, at)
    if (form === null) return sendPage(reply, 404, reportNote('unknown'))
    if (form === 'expired') return sendPage(reply, 410, reportNote('expired'))
    const given = readForm(request)
    if (given === null) return sendPage(reply, 400, reportNote('unreadable'))
    const nonce = pageNonce(token, needs.nonceKey, at)
    // A robot that only posts has not seen the page; a person finds everything still filled in.
    if (!isPageNonce(given.nonce, token, needs.nonceKey, at))
      return sendPage(reply, 200, reportPage(form, nonce, 'again', given))
    const { hazard, text } = given
    const result = await needs.takeForm({ token, reportId: reportIdOf(token, given), hazard, text, at })
    if (result === null) return sendPage(reply, 404, reportNote('unknown'))
    if (result === 'expired') return sendPage(reply, 410, reportNote('expired'))
    return sendPage(reply, 200, reportPage(form, nonce, result))
  })
}

const OUTCOMES = ['proposed', 'joined', 'inbox'] as const
export type ReportOutcome = (typeof OUTCOMES)[number]

/** The query of the list. */
const reportsQuery = z.strictObject({
  outcome: z
    .enum(OUTCOMES, { error: wants(`one of ${OUTCOMES.join(', ')}`) })
    .nullable()
    .default(null),
  limit: limitField(50, 500),
  after: instantCursorField,
})

/** GET /v1/reports: what villages reported, for operators. Who may act on it reads the words; a viewer does not. */
export const reportRoutes = (app: FastifyInstance, needs: ReportNeeds, operators: OperatorNeeds): void => {
  app.get('/v1/reports', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const query = readQuery(reportsQuery, request, reply)
    if (query.kind === 'refused') return query.reply
    const operator = operatorOf(request)
    return reply.send(await needs.list({ operator, ...query.value, withText: mayActAs(operator, 'sender') }))
  })
}
