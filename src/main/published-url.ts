import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Environment } from '../../config/environment.ts'
import { Unavailable } from '../errors.ts'

/** What a service of a home tells the other processes of it. */
interface Entry {
  readonly url: string
  readonly pid: number
}

const PROBE_MS = 2_000

const entryFile = (home: string): string => join(home, 'run', 'api.json')

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}

const entryOf = (home: string): Entry | null => {
  try {
    const found: unknown = JSON.parse(readFileSync(entryFile(home), 'utf8'))
    if (typeof found !== 'object' || found === null || !('url' in found) || !('pid' in found)) return null
    const { url, pid } = found
    return typeof url === 'string' && typeof pid === 'number' ? { url, pid } : null
  } catch {
    return null
  }
}

/** Whether it is one of ours that listens there, within 2 s: anything may hold a port. */
export const answersAsOurs = async (url: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(PROBE_MS), redirect: 'error' })
    const body: unknown = await answer.json()
    return typeof body === 'object' && body !== null && 'status' in body && body.status === 'ok'
  } catch {
    return false
  }
}

/** Where a service of this home listens, if one lives. */
export const runningUrl = (home: string): string | null => {
  const entry = entryOf(home)
  return entry !== null && lives(entry.pid) ? entry.url : null
}

/** The address of a port; an IPv6 host stands in brackets. */
export const addressOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`

/**
 * The base of links: as configured, else where the service of this home listens, else where it would. Throws
 * Unavailable while that is unknown: port 0 is any free one, and only a service that listens knows which.
 */
export const publishedUrl = ({ publicUrl, home, host, port }: Environment): string => {
  const known = publicUrl ?? runningUrl(home)
  if (known !== null) return known
  if (port !== 0) return addressOf(host, port)
  throw new Unavailable(
    'No link can be made: KENTONGAN_PORT is 0, no service of this home listens, and KENTONGAN_PUBLIC_URL is unset',
  )
}

/** Looks, and where the look says Unavailable gives what it found last. Throws Unavailable until it found anything. */
export const lastKnown = (look: () => string): (() => string) => {
  let known: string | undefined
  return () => {
    try {
      known = look()
    } catch (thrown) {
      if (!(thrown instanceof Unavailable) || known === undefined) throw thrown
    }
    return known
  }
}

/**
 * Tells other processes of this home where the service of this process listens, unless another one that lives has told
 * them already. Gives what takes it back, which leaves anybody else's entry alone.
 */
export const publish = async (home: string, url: string): Promise<() => void> => {
  const entry: Entry = { url, pid: process.pid }
  const file = entryFile(home)
  const other = entryOf(home)
  // Numbers of processes come round again, after a restart at the latest, and our own address was free a moment ago:
  // only who answers elsewhere is another service.
  const isTaken =
    other !== null &&
    other.pid !== entry.pid &&
    other.url !== url &&
    lives(other.pid) &&
    (await answersAsOurs(other.url))
  if (!isTaken) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(entry)}\n`)
  }
  return () => {
    const now = entryOf(home)
    if (now?.pid === entry.pid && now.url === url) rmSync(file, { force: true })
  }
}
