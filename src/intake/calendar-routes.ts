import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { sendProblem } from './problem.ts'
import { rateLimit } from './rate-limit.ts'

/** A feed as it stands now. */
export interface CalendarFeed {
  /** Makes the iCalendar text: some work, which whoever has this version does not cost. */
  text(): string
  /** Of what it says, whenever it is told: visible ASCII without quotation marks. */
  readonly version: string
}

export interface CalendarNeeds {
  /** Null for a token that we did not make, or whose village or person is in the register no more. */
  feed(token: string, at: Date): Promise<CalendarFeed | null>
}

/** Programs that follow a feed ask once in 15 minutes at most; a person who presses "refresh" stays below this. */
const MAX_LOOKS = 30
const WINDOW_MS = 60_000

const HEADERS = {
  'cache-control': 'private, no-cache',
  'content-disposition': 'inline; filename="latihan.ics"',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
}

const tokenOf = (request: FastifyRequest): string => {
  const parameters = z.object({ token: z.string().max(100) }).safeParse(request.params)
  return parameters.success ? parameters.data.token : ''
}

/** Whether the client has this version: one of its tags is ours, or any will do (RFC 9110 section 13.1.2). */
const isKnown = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag)

/** The feeds of drills that people's calendars follow. The token is all that they need, and says whose drills. */
export const calendarRoutes = (app: FastifyInstance, needs: CalendarNeeds, clock: Clock): void => {
  const allowed = rateLimit(MAX_LOOKS, WINDOW_MS)
  app.get('/v1/calendar/:token.ics', async (request, reply) => {
    const token = tokenOf(request)
    const at = clock.now()
    if (!allowed(token, at))
      return sendProblem(reply, {
        status: 429,
        detail: 'This calendar was asked for too often: once in some minutes is enough.',
        retryAfterSeconds: 60,
      })
    const feed = await needs.feed(token, at)
    if (feed === null) return sendProblem(reply, { status: 404, detail: 'There is no such calendar.' })
    const tag = `"${feed.version}"`
    // Weak: the same drills, told at another time.
    reply.headers({ ...HEADERS, etag: `W/${tag}` })
    if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send()
    return reply.type('text/calendar; charset=utf-8').send(feed.text())
  })
}
