import { Readable } from 'node:stream'
import { setTimeout as pauseFor } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { Unavailable } from '../errors.ts'
import { bearerOf, type Operator, type OperatorNeeds, operatorOf, requireRole } from './operator.ts'
import { sendProblem } from './problem.ts'
import { idOf, sendNotFound } from './request-reading.ts'

interface Entry {
  /** Its number in the timeline. */
  readonly serial: string
  readonly at: Date
  readonly kind: string
  readonly detail: unknown
}

/** What is new since the look before. */
interface Look {
  readonly entries: readonly Entry[]
  readonly counts: object
  /** The call-out is over: once nothing is left, nothing comes. */
  readonly over: boolean
  /** More is there already, or about to be. */
  readonly isLeft: boolean
}

export interface Following {
  look(): Promise<Look>
}

interface OneCallOut {
  readonly operator: Operator
  readonly callOutId: string
}

export interface StreamNeeds {
  mayFollow(one: OneCallOut): Promise<boolean>
  /** The timeline from behind a number on. */
  follow(one: OneCallOut, after: string): Following
}

/** How a stream waits. */
export interface StreamPace {
  /** Milliseconds of a clock that never goes back. */
  nowMs(): number
  /** Resolves after so long, or at once when the signal comes. */
  pause(ms: number, signal: AbortSignal): Promise<unknown>
}

const USUAL_PACE: StreamPace = {
  nowMs: () => performance.now(),
  pause: (ms, signal) => pauseFor(ms, undefined, { signal }).catch(() => undefined),
}

/** Streams open at once in this process; a look costs three short statements a second. */
export interface StreamCaps {
  readonly perOperator: number
  readonly total: number
}

/** Ours: an office has a handful of screens. */
const USUAL_CAPS: StreamCaps = { perOperator: 10, total: 100 }

const LOOK_EVERY_MS = 1_000
/** What is about to be there is looked for sooner. */
const LOOK_AGAIN_MS = 100
/** Shorter than any proxy's patience with a silent connection. */
const BEAT_EVERY_MS = 15_000
/** What a reader whose connection breaks waits before it comes again. */
const RETRY_MS = 3_000

const said = (event: string, content: unknown, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(content)}\n\n`

const lineOf = ({ serial, ...entry }: Entry): string => said('timeline', entry, serial)

/** The number behind which to begin; null for what cannot be one. */
const beginOf = (lastEventId: unknown): string | null =>
  lastEventId === undefined || lastEventId === ''
    ? '0'
    : typeof lastEventId === 'string' && /^\d{1,18}$/.test(lastEventId)
      ? lastEventId
      : null

/** Counts the streams that are open. */
const seats = ({ perOperator, total }: StreamCaps) => {
  const taken = new Map<string, number>()
  let all = 0
  return {
    /** The function that gives the seat back; null where there is none. */
    take: (operatorId: string): (() => void) | null => {
      const own = taken.get(operatorId) ?? 0
      if (own >= perOperator || all >= total) return null
      taken.set(operatorId, own + 1)
      all += 1
      let sits = true
      return () => {
        if (!sits) return
        sits = false
        all -= 1
        const left = (taken.get(operatorId) ?? 1) - 1
        if (left === 0) taken.delete(operatorId)
        else taken.set(operatorId, left)
      }
    },
  }
}

interface Stream {
  readonly first: Look
  readonly following: Following
  /** Whether its reader may still read it. */
  readonly mayGoOn: () => Promise<boolean>
  readonly pace: StreamPace
  readonly signal: AbortSignal
}

/** A look, or nothing while the database is away: the reader waits with us. */
const lookIfThere = async ({ following }: Stream): Promise<Look | null> => {
  try {
    return await following.look()
  } catch (thrown) {
    if (thrown instanceof Unavailable) return null
    throw thrown
  }
}

/** While the database is away nobody's right is doubted. */
const goesOn = async ({ mayGoOn }: Stream): Promise<boolean> => {
  try {
    return await mayGoOn()
  } catch (thrown) {
    if (thrown instanceof Unavailable) return true
    throw thrown
  }
}

const textOf = async function* (stream: Stream): AsyncGenerator<string, undefined> {
  const { first, pace, signal } = stream
  let look: Look | null = first
  let counts = ''
  let beatMs = pace.nowMs()
  yield `retry: ${RETRY_MS}\n\n`
  while (!signal.aborted) {
    if (look !== null) {
      for (const entry of look.entries) yield lineOf(entry)
      const now = JSON.stringify(look.counts)
      if (now !== counts) yield said('counts', look.counts)
      counts = now
      if (look.over && !look.isLeft) {
        yield said('end', look.counts)
        return
      }
    }
    if (pace.nowMs() - beatMs >= BEAT_EVERY_MS) {
      if (!(await goesOn(stream))) return
      beatMs = pace.nowMs()
      yield ': still here\n\n'
    }
    await pace.pause(look?.isLeft === true ? LOOK_AGAIN_MS : LOOK_EVERY_MS, signal)
    look = signal.aborted ? null : await lookIfThere(stream)
  }
}

/**
 * GET /v1/call-outs/{id}/stream: the timeline of a call-out and its counts as server-sent events (WHATWG HTML, 9.2), from
 * behind Last-Event-ID on, until the call-out is over. Rows are looked at once a second; every 15 s the reader's right is
 * looked at again and a comment keeps the connection open. A reader who comes again to what is over gets 204, which tells
 * browsers to stay away. Streams end when the server closes: readers come again elsewhere and miss nothing.
 */
export const streamRoutes = (
  app: FastifyInstance,
  needs: StreamNeeds,
  operators: OperatorNeeds,
  { pace = USUAL_PACE, caps = USUAL_CAPS }: { readonly pace?: StreamPace; readonly caps?: StreamCaps } = {},
): void => {
  const open = new Set<AbortController>()
  const { take } = seats(caps)
  app.addHook('preClose', async () => {
    for (const stream of open) stream.abort()
  })

  app.get('/v1/call-outs/:id/stream', { onRequest: requireRole(operators, 'viewer') }, async (request, reply) => {
    const callOutId = idOf(request)
    const operator = operatorOf(request)
    if (callOutId === null || !(await needs.mayFollow({ operator, callOutId }))) return sendNotFound(reply, 'call-out')
    const begin = beginOf(request.headers['last-event-id'])
    if (begin === null)
      return sendProblem(reply, {
        status: 400,
        detail: 'Last-Event-ID is not one of ours.',
        faults: [{ path: 'last-event-id', got: 'something else', expected: 'the id of an event of this stream' }],
      })
    const leave = take(operator.operatorId)
    if (leave === null)
      return sendProblem(reply, { status: 429, detail: 'Too many streams are open.', retryAfterSeconds: 15 })
    const ending = new AbortController()
    open.add(ending)
    const close = (): void => {
      open.delete(ending)
      leave()
      ending.abort()
    }
    // Whether the reader leaves or the stream ends.
    reply.raw.once('close', close)
    try {
      const following = needs.follow({ operator, callOutId }, begin)
      const first = await following.look()
      if (first.over && !first.isLeft && first.entries.length === 0 && begin !== '0') return reply.code(204).send()
      const token = bearerOf(request) ?? ''
      const mayGoOn = async (): Promise<boolean> => {
        const known = await operators.byToken(token)
        return known !== null && needs.mayFollow({ operator: known, callOutId })
      }
      return (
        reply
          // Closed behind it: an idle connection would hold up a server that stops.
          .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
          .type('text/event-stream; charset=utf-8')
          .send(Readable.from(textOf({ first, following, mayGoOn, pace, signal: ending.signal })))
      )
    } catch (thrown) {
      close()
      throw thrown
    }
  })
}
