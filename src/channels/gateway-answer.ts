import type { SendOutcome } from '../mobilisation/notice.ts'
import { providerText } from './provider-text.ts'

const SHORTEST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 300_000
// When the gateway asks for patience without saying how much.
const USUAL_PAUSE_MS = 30_000
const LONGEST_PROVIDER_REF = 200

/** The pause that a Retry-After header asks for (seconds or an HTTP date), in [1 s, 5 min]; 30 s when it says nothing. */
export const retryAfterMs = (header: string | undefined, now: Date): number => {
  const text = header?.trim() ?? ''
  const askedMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime()
  if (Number.isNaN(askedMs)) return USUAL_PAUSE_MS
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, askedMs))
}

const idIn = (body: string): string | undefined => {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null || !('id' in parsed)) return undefined
  const id = typeof parsed.id === 'number' ? String(parsed.id) : parsed.id
  return typeof id === 'string' && id !== '' && id.length <= LONGEST_PROVIDER_REF ? id : undefined
}

/** Whether it names the number itself as bad: `{ "error": "bad-number" }`. */
const blamesNumber = (body: string): boolean => /^\s*\{[^{}]*"error"\s*:\s*"bad-number"/.test(body.slice(0, 1_000))

/**
 * What a gateway's whole answer means for the message `ref`; `said` is its body as a reason may quote it. A redirect is
 * not followed: it would carry the token.
 */
export const outcomeOfAnswer = (
  answer: { readonly status: number; readonly retryAfter: string | undefined; readonly body: string },
  said: string,
  ref: string,
  now: Date,
): SendOutcome => {
  const { status, retryAfter, body } = answer
  if (status >= 200 && status < 300) return { kind: 'accepted', providerRef: idIn(body) ?? ref }
  const reason = providerText(`gateway answered ${status} ${said}`)
  if (status === 429 || status === 503) return { kind: 'try-again', reason, afterMs: retryAfterMs(retryAfter, now) }
  if (status < 300 || status >= 500) return { kind: 'unknown', reason }
  return { kind: 'refused', reason: status >= 400 && blamesNumber(body) ? `bad-number: ${reason}` : reason }
}
