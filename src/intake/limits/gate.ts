import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clock } from '../../clock.ts'
import { bytesHash } from '../content-hash.ts'
import { GATEWAY_PATHS } from '../gateway-routes.ts'
import { bearerOf, type OperatorNeeds } from '../operator.ts'
import { isVisibleAscii } from '../plain-text.ts'
import { type Problem, sendProblem } from '../problem.ts'
import { senderOf } from './address.ts'
import { recentWord } from './recent-word.ts'
import { type Spending, spendingLimit } from './spending.ts'

/** Requests a minute from one address. */
export interface GateRates {
  /** Without a key of any kind. */
  readonly open: number
  /** With a bearer token that is nobody's. */
  readonly tokens: number
  /** With a signature that does not hold. */
  readonly signatures: number
}

/** Ours: a person with a browser or a program being set up stays far below all of them. */
const USUAL_RATES: GateRates = { open: 600, tokens: 120, signatures: 600 }

export interface GateNeeds {
  readonly operators: Pick<OperatorNeeds, 'byId'>
  readonly clock: Clock
  /** Milliseconds of a clock that never goes back; the process's own unless given. */
  readonly nowMs?: () => number
  readonly rates?: GateRates
}

/** Where a signature says who it is, not a token. */
const SIGNED = new Set(['/v1/events', '/v1/events/preview'])

/**
 * Never held up: the pages that people tap on, since a village shares one address of its mobile operator, and whose
 * tokens cost no more than a hash to look at; and the probes, since whoever restarts us when they fail may come through
 * the same proxy as the flood. Nor gateways, whose secrets cost a hash as well: thousands of receipts come at once.
 */
const FREE = new Set(['/a/:token', '/p/:token', '/r/:token', '/healthz', '/readyz', ...GATEWAY_PATHS])

/** Standard Webhooks: how far a sender's clock may be from ours. */
const TOLERANCE_S = 300

/** A version 1 signature: the 32 bytes of a SHA-256 in base64. */
const SIGNATURE = /(?:^| )v1,[A-Za-z0-9+/]{43}=(?: |$)/

/** Tokens that proved good are remembered, so that a flood from the same address keeps none of them out. */
const MAX_PROVEN = 10_000

/** A body of this size is not worth the connection. */
const READABLE_BYTES = 64 * 1024

const TOO_MANY: Problem = {
  status: 429,
  detail: 'Too many requests without a valid key came from this address.',
  retryAfterSeconds: 10,
}

/** What a request brings along, as far as it can be seen before its body: nothing of it is proven yet. */
type Claim =
  | { readonly kind: 'free' | 'open' }
  | { readonly kind: 'signed'; readonly operatorId: string }
  | { readonly kind: 'token'; readonly token: string }

const OPEN: Claim = { kind: 'open' }
const FREE_CLAIM: Claim = { kind: 'free' }

const signedClaim = (request: FastifyRequest, now: Date): Claim => {
  const { headers } = request
  const operatorId = headers['kentongan-operator']
  const timestamp = headers['webhook-timestamp']
  const signature = headers['webhook-signature']
  const looksSigned =
    typeof operatorId === 'string' &&
    isVisibleAscii(operatorId, 100) &&
    typeof timestamp === 'string' &&
    Math.abs(Number(timestamp) - now.getTime() / 1000) <= TOLERANCE_S &&
    typeof signature === 'string' &&
    SIGNATURE.test(signature)
  return looksSigned ? { kind: 'signed', operatorId } : OPEN
}

const isSignedRoute = ({ method, routeOptions: { url = '' } }: FastifyRequest): boolean =>
  method === 'POST' && SIGNED.has(url)

const claimOf = (request: FastifyRequest, now: Date): Claim => {
  if (isSignedRoute(request)) return signedClaim(request, now)
  if (FREE.has(request.routeOptions.url ?? '')) return FREE_CLAIM
  const token = bearerOf(request)
  return token === null ? OPEN : { kind: 'token', token }
}

/** Whether the answer shows that the token is somebody's: below /v1/ every route asks for one. */
const provesToken = (request: FastifyRequest, status: number): boolean =>
  status < 400 && (request.routeOptions.url ?? '').startsWith('/v1/')

/** Statuses of a signed message that were given before, or because of, its signature. */
const UNPROVEN = new Set([401, 408, 413, 415])

/** The tokens that proved good, as hashes, the latest last. */
const provenTokens = () => {
  const proven = new Set<string>()
  const hashOf = (token: string): string => bytesHash(Buffer.from(token))
  return {
    has: (token: string): boolean => proven.size > 0 && proven.has(hashOf(token)),
    add: (token: string): void => {
      const hash = hashOf(token)
      proven.delete(hash)
      proven.add(hash)
      const [oldest] = proven
      if (proven.size > MAX_PROVEN && oldest !== undefined) proven.delete(oldest)
    },
  }
}

/**
 * Holds up addresses (an IPv6 /64 counts as one) that ask too much without a key, before any body is read and before
 * any signature is checked:
 * - without a key: `open` requests a minute, then 429;
 * - with a bearer token: `tokens` failures a minute, then 429, except for tokens that proved good in this process;
 * - signed: `signatures` failures a minute; from then on a message is read only where its headers are well formed, its
 *   time is near and its operator exists, all of which is seen without the body. A good operator behind the same
 *   address as a flood is thus always served: what remains to a forger who knows an operator's id is the cost of one
 *   HMAC a message. Whether an operator exists is asked once a second at most.
 * Kept in this process alone, in memory of a fixed size.
 */
export const gate = (app: FastifyInstance, needs: GateNeeds): void => {
  const { operators, clock, nowMs = () => performance.now(), rates = USUAL_RATES } = needs
  const limits: Readonly<Record<keyof GateRates, Spending>> = {
    open: spendingLimit(rates.open),
    tokens: spendingLimit(rates.tokens),
    signatures: spendingLimit(rates.signatures),
  }
  const proven = provenTokens()
  const operatorExists = recentWord(async (id: string) => (await operators.byId(id)) !== null, nowMs)

  const isHeldUp = (claim: Claim, sender: string, now: number): boolean | Promise<boolean> => {
    switch (claim.kind) {
      case 'free':
        return false
      case 'token':
        return limits.tokens.isSpent(sender, now) && !proven.has(claim.token)
      case 'signed':
        // Where the database is away nothing is refused for it here: the route answers 503.
        return (
          limits.signatures.isSpent(sender, now) &&
          operatorExists(claim.operatorId).then(
            (exists) => !exists,
            () => false,
          )
        )
      case 'open': {
        if (limits.open.isSpent(sender, now)) return true
        limits.open.spend(sender, now)
        return false
      }
    }
  }

  app.addHook('onRequest', (request, reply, done) => {
    const refuse = (): void => {
      const length = Number(request.headers['content-length'] ?? 0)
      // What is small is read and thrown away, and the connection kept.
      if (!(length <= READABLE_BYTES)) reply.header('connection', 'close')
      sendProblem(reply, TOO_MANY)
    }
    const held = isHeldUp(claimOf(request, clock.now()), senderOf(request.ip), nowMs())
    if (held === false) done()
    else if (held === true) refuse()
    else held.then((refused) => (refused ? refuse() : done()), done)
  })

  app.addHook('onResponse', (request, { statusCode }, done) => {
    const token = isSignedRoute(request) ? null : bearerOf(request)
    if (token !== null) {
      if (provesToken(request, statusCode)) proven.add(token)
      else if (!proven.has(token)) limits.tokens.spend(senderOf(request.ip), nowMs())
    } else if (UNPROVEN.has(statusCode) && isSignedRoute(request))
      limits.signatures.spend(senderOf(request.ip), nowMs())
    done()
  })
}
