import { Agent, request } from 'node:http'
import type { Shot } from './shots.ts'

/** What came of a run. */
export interface Tally {
  /** How many were sent. */
  readonly posts: number
  readonly byStatus: Readonly<Record<string, number>>
  readonly byKind: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Answers of 500 and above. */
  readonly fiveXx: number
  /** Of those, the first few: what was sent, as far as it is short. */
  readonly worst: readonly { readonly status: number; readonly kind: string; readonly body: string }[]
  /** Connections that ended without an answer, by code. */
  readonly socketErrors: Readonly<Record<string, number>>
  readonly slowestMs: number
  /** The slowest answers, slowest first. */
  readonly slowest: readonly {
    readonly ms: number
    readonly kind: string
    readonly status: number
    readonly body: string
  }[]
  readonly tookMs: number
}

const WORST_KEPT = 10
const SLOWEST_KEPT = 5
const SHOWN = 2_000

/** Longer than the server lets a request take. */
const NO_ANSWER_MS = 30_000

const send = (url: URL, agent: Agent, { method, path, headers, body }: Shot): Promise<number> =>
  new Promise((resolve, reject) => {
    const length = body.length > 0 || method === 'POST' ? { 'content-length': String(body.length) } : {}
    const asking = request(
      {
        host: url.hostname,
        port: url.port,
        agent,
        method,
        path,
        headers: { ...headers, ...length },
        timeout: NO_ANSWER_MS,
      },
      (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode ?? 0))
        response.once('error', reject)
      },
    )
    asking.once('timeout', () => asking.destroy(new Error('no answer')))
    asking.once('error', reject)
    asking.end(body)
  })

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)

/** Sends shots, `atOnce` under way at a time over connections that are kept, until there are no more. */
export const post = async (
  url: string,
  shots: { readonly next: (nth: number) => Shot | undefined; readonly atOnce: number },
  tell: (posts: number) => void = () => undefined,
): Promise<Tally> => {
  const target = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: shots.atOnce })
  const byStatus: Record<string, number> = {}
  const byKind: Record<string, Record<string, number>> = {}
  const socketErrors: Record<string, number> = {}
  const worst: Tally['worst'][number][] = []
  let slowest: readonly Tally['slowest'][number][] = []
  let [posts, fiveXx] = [0, 0]
  const since = performance.now()

  const note = (shot: Shot, status: number, tookMs: number): void => {
    byStatus[status] = (byStatus[status] ?? 0) + 1
    const ofKind = byKind[shot.kind] ?? {}
    byKind[shot.kind] = { ...ofKind, [status]: (ofKind[status] ?? 0) + 1 }
    if (tookMs > (slowest[SLOWEST_KEPT - 1]?.ms ?? 0)) {
      const slow = { ms: Math.round(tookMs), kind: shot.kind, status, body: shot.body.toString().slice(0, SHOWN) }
      slowest = [...slowest, slow].toSorted((one, other) => other.ms - one.ms).slice(0, SLOWEST_KEPT)
    }
    if (status < 500) return
    fiveXx += 1
    if (worst.length < WORST_KEPT) worst.push({ status, kind: shot.kind, body: shot.body.toString().slice(0, SHOWN) })
  }

  const sender = async (): Promise<void> => {
    for (let shot = shots.next(posts); shot !== undefined; shot = shots.next(posts)) {
      posts += 1
      if (posts % 10_000 === 0) tell(posts)
      const begun = performance.now()
      try {
        note(shot, await send(target, agent, shot), performance.now() - begun)
      } catch (thrown) {
        const code = `${codeOf(thrown)} (${shot.kind})`
        socketErrors[code] = (socketErrors[code] ?? 0) + 1
      }
    }
  }
  await Promise.all(Array.from({ length: shots.atOnce }, sender))
  agent.destroy()
  const tookMs = Math.round(performance.now() - since)
  return { posts, byStatus, byKind, fiveXx, worst, socketErrors, slowestMs: slowest[0]?.ms ?? 0, slowest, tookMs }
}
