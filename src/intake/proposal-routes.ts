import { createHash } from 'node:crypto'
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
  /** Changes nothing. Null for a token that we did not make, or whose operator is revoked; `expired` for an old one. */
  open(token: string, at: Date): Promise<ProposalOpened | 'expired' | null>
  /** Decides as the operator whom the link was sent to, and says what became of it; null as for `open`. */
  decide(act: {
    readonly token: string
    readonly decision: Decision
    /** The stamp of what was shown: where something else waits by now, nothing is decided. */
    readonly seen: string
    /** Who orders the Tagana; null where nothing was filled in. */
    readonly authorisedBy: AuthorityWritten | null
    readonly address: string
    readonly at: Date
  }): Promise<Exclude<ProposalResult, 'again' | 'authority-half' | 'code-wrong'> | null>
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
  shown: z.string().max(100).catch(''),
  code: z.string().max(100).catch(''),
  name: words,
  office: words,
})

const readTap = (request: FastifyRequest): z.output<typeof tapped> | null => {
  const reading = tapped.safeParse(Object.fromEntries(new URLSearchParams(bytesOf(request).toString())))
  return reading.success ? reading.data : null
}

/** Names what waits, in a few characters. */
const shownBy = ({ stamp }: ProposalOpened): string =>
  createHash('sha256').update(stamp).digest('base64url').slice(0, 22)

/** Bound to what was shown: the page of yesterday's proposal decides about nothing that came since. */
const boundTo = (token: string, shown: string): string => `${token}\n${shown}`

/** Case and what people write round it do not matter. */
const isCode = (written: string, code: string): boolean => written.toUpperCase().replace(/[^A-Z0-9]/g, '') === code

/**
 * The page of a proposal, for the operator whom its link was sent to: GET shows and changes nothing, since mail scanners
 * open every link; POST decides, if it carries what the page carried and what the page showed still is what waits. For
 * people, so whatever goes wrong is said in Indonesian on a page.
 *
 * An approval besides repeats the proposal's code, which stands in the message beside the link and neither in the link nor
 * on the page: a scanner that opens links and even posts the forms behind them does not know it, and so calls nobody.
 * Four characters are the lightest thing that tells a reader of the message from a visitor of the page; no waiting time
 * does, for a scanner may come late. To decline is one tap: that calls nobody, and whoever means it posts it anew.
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
    opened: ProposalOpened | 'expired' | null,
    at: Date,
    result: ProposalResult | null = null,
    written?: AuthorityWritten,
  ): FastifyReply => {
    if (opened === null) return sendPage(reply, 404, proposalNote('unknown'))
    if (opened === 'expired') return sendPage(reply, 410, proposalNote('expired'))
    const shown = shownBy(opened)
    const nonce = pageNonce(boundTo(token, shown), needs.nonceKey, at)
    const status = result === 'changed' ? 409 : 200
    return sendPage(reply, status, proposalPage(opened.view, { nonce, shown }, result, written))
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
    if (opened === null || opened === 'expired' || opened.view.state.kind !== 'waiting')
      return sendProposal(reply, token, opened, at, 'not-waiting')
    const { decision, nonce, shown, code, name, office } = tap
    const written = { name, office }
    const say = (result: ProposalResult): FastifyReply => sendProposal(reply, token, opened, at, result, written)
    if (opened.tooSoon || !isPageNonce(nonce, boundTo(token, shown), needs.nonceKey, at)) return say('again')
    if (shown !== shownBy(opened)) return say('changed')
    if (decision === 'approve' && !isCode(code, opened.view.code)) return say('code-wrong')
    if (decision === 'approve' && (name === '') !== (office === '')) return say('authority-half')
    const authorisedBy = decision === 'decline' || name === '' ? null : written
    const { stamp: seen } = opened
    const result = await needs.decide({ token, decision, seen, authorisedBy, address: request.ip, at })
    return sendProposal(reply, token, result === null ? null : await needs.open(token, at), at, result, written)
  })
}
