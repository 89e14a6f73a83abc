import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { WORDS, type Word } from '../mobilisation/danger-zone.ts'
import { type AnswerResult, answerPage, type LinkView, notePage } from './answer-page.ts'
import { readJsonBody } from './json-body.ts'
import { isPageNonce, pageNonce } from './nonce.ts'
import { sendProblem } from './problem.ts'
import { rateLimit } from './rate-limit.ts'
import { noteThrown, type RequestLog } from './refusal.ts'
import { bytesOf } from './request-reading.ts'
import { looksLikeToken } from './token.ts'

export interface AnswerNeeds {
  /** Signs what our pages carry; not the key of the tokens. */
  readonly nonceKey: Buffer
  /** Changes nothing. Null for a token that we did not make, or whose notice is gone. */
  openLink(token: string): Promise<LinkView | null>
  /** Keeps the answer, weak without a valid nonce or when too soon; null as for `openLink`. The view is as after it. */
  recordLinkAnswer(answer: {
    readonly token: string
    readonly answer: Word
    readonly nonceValid: boolean
    readonly at: Date
  }): Promise<{ readonly result: AnswerResult; readonly view: LinkView } | null>
  /** Keeps that somebody is at the drill, if the code is its own and the nonce is ours; null as for `openLink`. */
  recordPresence(said: {
    readonly token: string
    readonly code: string
    readonly nonceValid: boolean
    readonly at: Date
  }): Promise<{ readonly result: AnswerResult; readonly view: LinkView } | null>
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

/** More taps in a minute than any person makes. */
const MAX_POSTS = 20
const WINDOW_MS = 60_000

const sendPage = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.code(status).headers(HEADERS).type('text/html; charset=utf-8').send(html)

const tokenOf = (request: FastifyRequest): string | null => {
  const parameters = z.object({ token: z.string() }).safeParse(request.params)
  return parameters.success && looksLikeToken(parameters.data.token) ? parameters.data.token : null
}

const nonceField = z.string().max(100).catch('')
const tapped = z.union([
  z.object({ answer: z.enum(WORDS), nonce: nonceField }),
  z.object({ code: z.string().max(100), nonce: nonceField }),
])

const readTap = (request: FastifyRequest): z.output<typeof tapped> | null => {
  const bytes = bytesOf(request)
  const isJson = /^application\/json/i.test(request.headers['content-type'] ?? '')
  const json = isJson ? readJsonBody(bytes) : null
  const given =
    json === null ? Object.fromEntries(new URLSearchParams(bytes.toString())) : json.kind === 'json' && json.value
  const reading = tapped.safeParse(given)
  return reading.success ? reading.data : null
}

/**
 * The answer page: GET shows and changes nothing, since mail scanners open every link; POST records. For people, so
 * whatever goes wrong is said in Indonesian on a page.
 */
export const answerRoutes = (app: FastifyInstance, needs: AnswerNeeds, clock: Clock, log: RequestLog): void => {
  const allowed = rateLimit(MAX_POSTS, WINDOW_MS)

  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })

  app.setErrorHandler((thrown, request, reply) => {
    const problem = noteThrown(thrown, request, log)
    if (problem.status < 500) return sendProblem(reply, problem)
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
    return sendPage(reply, problem.status, notePage('later'))
  })

  app.get('/a/:token', async (request, reply) => {
    const token = tokenOf(request)
    const view = token === null ? null : await needs.openLink(token)
    if (token === null || view === null) return sendPage(reply, 404, notePage('unknown'))
    return sendPage(reply, 200, answerPage(view, pageNonce(token, needs.nonceKey, clock.now())))
  })

  app.post('/a/:token', { bodyLimit: 4 * 1024 }, async (request, reply) => {
    const token = tokenOf(request)
    if (token === null) return sendPage(reply, 404, notePage('unknown'))
    const at = clock.now()
    if (!allowed(token, at)) return sendPage(reply.header('retry-after', '60'), 429, notePage('slower'))
    const tap = readTap(request)
    if (tap === null) return sendPage(reply, 400, notePage('choose'))
    const nonceValid = isPageNonce(tap.nonce, token, needs.nonceKey, at)
    const recorded =
      'code' in tap
        ? await needs.recordPresence({ token, code: tap.code, nonceValid, at })
        : await needs.recordLinkAnswer({ token, answer: tap.answer, nonceValid, at })
    if (recorded === null) return sendPage(reply, 404, notePage('unknown'))
    return sendPage(reply, 200, answerPage(recorded.view, pageNonce(token, needs.nonceKey, at), recorded.result))
  })
}
