import { reasonOf } from '../../errors.ts'
import { maskContacts } from '../../masking.ts'

/** What a server said of the version that it gave last. */
export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

export type FetchOutcome =
  | ({ readonly kind: 'fresh'; readonly bytes: Buffer } & Validators)
  | { readonly kind: 'not-modified' }
  /** The server, or the way there, does not answer just now; `afterMs` is the pause that it asked for. */
  | { readonly kind: 'try-again'; readonly reason: string; readonly afterMs: number | null }
  /** Asking again the same way will not help; somebody must look. */
  | { readonly kind: 'refused'; readonly reason: string }

export interface FetchRequest extends Validators {
  readonly url: string
  /** For the whole of it: name, connection, redirects, body. */
  readonly timeoutMs: number
  readonly now: Date
}

/** Twice the largest feed that we know of; counted as unpacked, so that a packed bomb stops here too. */
const MOST_BYTES = 2 * 1024 * 1024

const MOST_REDIRECTS = 3

const USER_AGENT = 'Kentongan/0.1 (calls out village disaster responders in Indonesia)'

/** A header value that we would send back: visible ASCII and blanks, not too long. */
const keptHeader = (value: string | null): string | null =>
  value !== null && value.length <= 200 && /^[ -~]+$/.test(value) ? value : null

/** `retry-after` in seconds or as a date; null where it says nothing that can be used. */
const pauseOf = (header: string | null, now: Date): number | null => {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}

/** The body, or null where it is longer than we read. The rest is not fetched. */
const readBody = async ({
  body,
}: {
  readonly body: AsyncIterable<Uint8Array, unknown, unknown> | null
}): Promise<Buffer | null> => {
  if (body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > MOST_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const discard = async (response: Response): Promise<void> => {
  await response.body?.cancel().catch(() => undefined)
}

const isWeb = (url: URL): boolean =>
  (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === ''

/** Where a redirect may lead: the same host and port, or from http up to https on the same host. */
const mayFollow = (from: URL, to: URL): boolean =>
  isWeb(to) &&
  (to.origin === from.origin ||
    (from.protocol === 'http:' && to.protocol === 'https:' && to.hostname === from.hostname))

const refused = (reason: string): FetchOutcome => ({ kind: 'refused', reason })

const outcomeOf = async (response: Response, asked: boolean, now: Date): Promise<FetchOutcome> => {
  const { status, headers } = response
  if (status === 200) {
    const bytes = await readBody(response)
    return bytes === null
      ? refused(`the answer is longer than ${MOST_BYTES} bytes`)
      : {
          kind: 'fresh',
          bytes,
          etag: keptHeader(headers.get('etag')),
          lastModified: keptHeader(headers.get('last-modified')),
        }
  }
  await discard(response)
  if (status === 304 && asked) return { kind: 'not-modified' }
  if (status >= 500 || status === 429 || status === 408 || status === 425)
    return { kind: 'try-again', reason: `status ${status}`, afterMs: pauseOf(headers.get('retry-after'), now) }
  return refused(`status ${status}`)
}

/** A network error's own cause says more than "fetch failed". */
const whyNot = (thrown: unknown, timeoutMs: number): string => {
  if (thrown instanceof Error && thrown.name === 'TimeoutError') return `no whole answer within ${timeoutMs} ms`
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
  return maskContacts(reasonOf(cause)).slice(0, 200)
}

/**
 * Asks for a feed, conditionally where it gave a validator before (ETag, Last-Modified). At most 2 MiB are read, counted
 * after unpacking. Redirects are followed on the same host alone, three at most. Never throws: a network that fails is
 * `try-again`.
 */
export const fetchFeed = async ({ url, timeoutMs, now, etag, lastModified }: FetchRequest): Promise<FetchOutcome> => {
  if (!URL.canParse(url) || !isWeb(new URL(url))) return refused('not an http or https address without a user name')
  const headers = {
    'user-agent': USER_AGENT,
    accept: 'application/json, application/geo+json, application/xml, text/xml, */*;q=0.1',
    'accept-encoding': 'gzip',
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  }
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    let at = new URL(url)
    for (let turn = 0; turn <= MOST_REDIRECTS; turn += 1) {
      const response = await fetch(at.href, { headers, signal, redirect: 'manual' })
      const location = response.headers.get('location')
      if (![301, 302, 303, 307, 308].includes(response.status) || location === null)
        return await outcomeOf(response, etag !== null || lastModified !== null, now)
      await discard(response)
      const to = URL.canParse(location, at.href) ? new URL(location, at.href) : null
      if (to === null || !mayFollow(at, to)) return refused('it redirects to another host')
      at = to
    }
    return refused(`it redirects more than ${MOST_REDIRECTS} times`)
  } catch (thrown) {
    return { kind: 'try-again', reason: whyNot(thrown, timeoutMs), afterMs: null }
  }
}
