import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { isPageNonce, pageNonce } from './nonce.ts'
import { isPlainText } from './plain-text.ts'
import { sendProblem } from './problem.ts'
import { type AuthorityWritten, MAX_WORDS, type ProposalView, proposalNote, proposalPage } from './proposal-page.ts'
import type { ProposalResult } from './proposal-words.ts'
import { rateLimit } from './rate-limit.ts'
import { noteThrown, type RequestLog } from './refusal.ts'
import { bytesOf } from './request-reading.ts'
import { looksLikeToken } from './token.ts'

/** A proposal as its link shows it. */
export interface ProposalOpened {
  readonly view: ProposalView
  /** The same as long as the same messages wait: what a page shows is what its buttons decide about. */
  readonly stamp: string
  /** So soon after its e-mail left that no person can have read it. */
  readonly tooSoon: boolean
}

export interface ProposalNeeds {
  /** Signs what our pages carry; not the key of the tokens. */
  readonly nonceKey: Buffer
  /** Changes nothing. Null for a token that we did not make, or whose operator is revoked. */
  open(token: string, at: Date): Promise<ProposalOpened | null>
  /** Decides as the operator whom the link was sent to, and says what became of it; null as for `open`. */
  decide(act: {
    readonly token: string
    readonly decision: Decision
    /** Who orders the Tagana; null where nothing was filled in. */
    readonly authorisedBy: AuthorityWritten | null
    readonly address: string
    readonly at: Date
  }): Promise<Exclude<ProposalResult, 'again' | 'authority-half'> | null>
}

const DECISIONS = ['approve', 'decline'] as const
type Decision = (typeof DECISIONS)[number]

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

/** Two fields of 200 characters, each escaped to nine: %E2%80%93…, and the others. */
const MAX_BODY_BYTES = 6 * 1024

const sendPage = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.code(status).headers(HEADERS).type('text/html; charset=utf-8').send(html)

const tokenOf = (request: FastifyRequest): string | null => {
  const parameters = z.object({ token: z.string() }).safeParse(request.params)
  return parameters.success && looksLikeToken(parameters.data.token) ? parameters.data.token : null
}

const words = z.string().trim().max(MAX_WORDS).refine(isPlainText).default('')

const tapped = z.object({
  decision: z.enum(DECISIONS),
  nonce: z.string().max(100).catch(''),
  name: words,
  office: words,
})

const readTap = (request: FastifyRequest): z.output<typeof tapped> | null => {
  const reading = tapped.safeParse(Object.fromEntries(new URLSearchParams(bytesOf(request).toString())))
  return reading.success ? reading.data : null
}

/** Bound to what waits: the page of yesterday's proposal decides about nothing that came since. */
const seen = (token: string, { stamp }: ProposalOpened): string => `${token}\n${stamp}`

/**
 * The page of a proposal, for the operator whom its link was sent to: GET shows and changes nothing, since mail scanners
 * open every link; POST decides, if it carries what the page carried and what the page showed still is what waits. For
 * people, so whatever goes wrong is said in Indonesian on a page.
 */
export const proposalRoutes = (app: FastifyInstance, needs: ProposalNeeds, clock: Clock, log: RequestLog): void => {
  const allowed = rateLimit(MAX_POSTS, WINDOW_MS)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })

  app.setErrorHandler((thrown, request, reply) => {
    const problem = noteThrown(thrown, request, log)
    if (problem.status < 500) return sendProblem(reply, problem)
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
    return sendPage(reply, problem.status, proposalNote('later'))
  })

  const sendProposal = (
    reply: FastifyReply,
    token: string,
    opened: ProposalOpened | null,
    at: Date,
    result: ProposalResult | null = null,
    written?: AuthorityWritten,
  ): FastifyReply => {
    if (opened === null) return sendPage(reply, 404, proposalNote('unknown'))
    const nonce = pageNonce(seen(token, opened), needs.nonceKey, at)
    return sendPage(reply, 200, proposalPage(opened.view, nonce, result, written))
  }

  app.get('/p/:token', async (request, reply) => {
    const token = tokenOf(request)
    if (token === null) return sendPage(reply, 404, proposalNote('unknown'))
    const at = clock.now()
    return sendProposal(reply, token, await needs.open(token, at), at)
  })

  app.post('/p/:token', { bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
    const token = tokenOf(request)
    if (token === null) return sendPage(reply, 404, proposalNote('unknown'))
    const at = clock.now()
    if (!allowed(token, at)) return sendPage(reply.header('retry-after', '60'), 429, proposalNote('slower'))
    const tap = readTap(request)
    if (tap === null) return sendPage(reply, 400, proposalNote('choose'))
    const opened = await needs.open(token, at)
    if (opened === null || opened.view.state.kind !== 'waiting')
      return sendProposal(reply, token, opened, at, 'not-waiting')
    const { decision, name, office } = tap
    const written = { name, office }
    if (opened.tooSoon || !isPageNonce(tap.nonce, seen(token, opened), needs.nonceKey, at))
      return sendProposal(reply, token, opened, at, 'again', written)
    if (decision === 'approve' && (name === '') !== (office === ''))
      return sendProposal(reply, token, opened, at, 'authority-half', written)
    const authorisedBy = decision === 'decline' || name === '' ? null : written
    const result = await needs.decide({ token, decision, authorisedBy, address: request.ip, at })
    return sendProposal(reply, token, result === null ? null : await needs.open(token, at), at, result, written)
  })
}
