import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type Fault, InvalidInput, reasonOf, Unavailable } from '../errors.ts'
import { serverOver } from '../main/http-server.ts'
import type { Installation } from '../main/installation.ts'
import { addressOf, answersAsOurs, publishedUrl, runningUrl } from '../main/published-url.ts'
import { withQueues } from '../main/queue-access.ts'
import type { Run } from './run.ts'

export interface Posted {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  readonly retryAfterSeconds: number | null
  readonly text: string
}

/** Posts to a path of the service; throws Unavailable when no answer came. */
export type Door = (path: string, posted: Posted) => Promise<Answer>

/** The server gives a request 15 s to arrive and the database 20 s to answer. */
const ANSWER_MS = 45_000

const KEPT_HERE = 'no service answers here: this is kept, and nobody is called until `kentongan start` runs'

const secondsOf = (retryAfter: unknown): number | null => {
  const seconds = Number(retryAfter ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds : null
}

/** The door of a service that listens. */
export const httpDoor =
  (url: string): Door =>
  async (path, { headers, body }) => {
    try {
      const answer = await fetch(new URL(path, `${url}/`), {
        method: 'POST',
        headers,
        body: new Uint8Array(body),
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      const { status } = answer
      return { status, retryAfterSeconds: secondsOf(answer.headers.get('retry-after')), text: await answer.text() }
    } catch (thrown) {
      const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
      throw new Unavailable(`${url} does not answer: ${reasonOf(cause)}`, { cause: thrown })
    }
  }

/** The same routes in this process, for when no service runs. */
const ownDoor = (installation: Installation): Door => {
  const publicUrl = (): string => publishedUrl(installation.configuration.environment)
  return (path, { headers, body }) =>
    withQueues(installation, async (queues) => {
      const app = serverOver(installation, queues, publicUrl, async () => ({ ok: true, checks: {} }))
      try {
        const answer = await app.inject({ method: 'POST', url: path, headers, payload: body })
        const retryAfterSeconds = secondsOf(answer.headers['retry-after'])
        return { status: answer.statusCode, retryAfterSeconds, text: answer.body }
      } finally {
        await app.close()
      }
    })
}

/**
 * The address of the service that runs here, null without: the one of this home. Only on a database that was named may it
 * be another home's, at KENTONGAN_HOST and KENTONGAN_PORT: with an embedded one it would have other rows than ours.
 */
export const serviceUrl = async ({ configuration }: Pick<Run, 'configuration'>): Promise<string | null> => {
  const { home, host, port, databaseUrl } = configuration().environment
  const addresses = [runningUrl(home), databaseUrl === null || port === 0 ? null : addressOf(host, port)]
  for (const url of addresses) if (url !== null && (await answersAsOurs(url))) return url
  return null
}

/** The door of the running service, or with nobody listening our own, which says so unless there is nothing to say. */
export const doorOf = async (run: Run, installation: Installation, told: string | null = KEPT_HERE): Promise<Door> => {
  const url = await serviceUrl(run)
  if (url !== null) return httpDoor(url)
  if (told !== null) run.tell(told)
  return ownDoor(installation)
}

const TRIES = 5
const LONGEST_PAUSE_S = 5

/** Posts until the answer is neither 409 nor 503, at most five times; `make` gives each try its own signature. */
export const postPatiently = async (run: Run, door: Door, path: string, make: () => Posted): Promise<Answer> => {
  for (let tried = 1; ; tried += 1) {
    const last = tried === TRIES
    let waitS = 2 ** (tried - 2)
    let why: string
    try {
      const answer = await door(path, make())
      if (last || (answer.status !== 409 && answer.status !== 503)) return answer
      waitS = answer.retryAfterSeconds ?? waitS
      why = `the answer was ${answer.status}`
    } catch (thrown) {
      if (last || !(thrown instanceof Unavailable)) throw thrown
      why = reasonOf(thrown)
    }
    const pauseS = Math.min(LONGEST_PAUSE_S, Math.max(0.2, waitS))
    run.tell(`${why}; trying again in ${pauseS} s`)
    await pause(pauseS * 1000, undefined, { signal: run.interrupted })
  }
}

const problemShape = z.object({
  detail: z.string(),
  errors: z
    .array(z.object({ path: z.string(), got: z.string(), expected: z.string(), hint: z.string().optional() }))
    .default([]),
})

const faultOf = ({ path, got, expected, hint }: z.output<typeof problemShape>['errors'][number]): Fault =>
  hint === undefined ? { path, got, expected } : { path, got, expected, hint }

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Statuses that say "not now", although they begin with a 4. */
const NOT_NOW = [408, 409, 425, 429]

/**
 * The body of an answer, if it is a success. Throws InvalidInput with the problem's faults for a 4xx that stays one
 * however often it is asked, and Unavailable for any other.
 */
export const bodyOf = ({ status, text }: Answer): Record<string, unknown> => {
  const body = parsed(text)
  const success = z.record(z.string(), z.unknown()).safeParse(body)
  if (status >= 200 && status < 300 && success.success) return success.data
  const problem = problemShape.safeParse(body)
  const { detail, errors } = problem.success
    ? problem.data
    : { detail: 'an answer that is not Kentongan’s', errors: [] }
  const message = `the service answered ${status}: ${detail}`
  if (status >= 400 && status < 500 && !NOT_NOW.includes(status)) throw new InvalidInput(message, errors.map(faultOf))
  throw new Unavailable(message)
}
