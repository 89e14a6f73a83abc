import type { SendOutcome } from '../mobilisation/notice.ts'
import { providerText } from './provider-text.ts'

/** How one hand-over to the mail server went wrong. */
export interface SmtpFailure {
  /** Had any byte of the message itself begun to leave (after the server's 354)? */
  readonly handedOver: boolean
  /** The mail session stood when it happened: greeting, TLS and login were behind it. */
  readonly inSession: boolean
  /** The server's reply code, where the failure is a reply. */
  readonly replyCode: number | undefined
  readonly text: string
}

const UNREACHED_PAUSE_MS = 5_000
const TRANSIENT_PAUSE_MS = 30_000
// Greylisting asks for a minute or more; 450 and 451 are its usual codes.
const GREYLIST_PAUSE_MS = 60_000
const GREYLIST_CODES = [450, 451]
// RFC 4954 section 6: authentication or its strength is wanted. Our own set-up is at fault, not the message.
const LOGIN_CODES = [530, 534, 535, 538]

/**
 * A reply settles the matter, even after the last byte: 4xx try again, 5xx refused, unless it was about the session
 * and not the message. Without a reply: unknown once bytes of the message have left, else try again.
 */
export const outcomeOfFailure = (failure: SmtpFailure): SendOutcome => {
  const { handedOver, inSession, replyCode, text } = failure
  const reason = providerText(text)
  const tryAgain = (afterMs: number): SendOutcome => ({ kind: 'try-again', reason, afterMs })
  if (!inSession) return tryAgain(replyCode === undefined ? UNREACHED_PAUSE_MS : TRANSIENT_PAUSE_MS)
  if (replyCode === undefined) return handedOver ? { kind: 'unknown', reason } : tryAgain(UNREACHED_PAUSE_MS)
  if (replyCode >= 500 && !LOGIN_CODES.includes(replyCode)) return { kind: 'refused', reason }
  return tryAgain(GREYLIST_CODES.includes(replyCode) ? GREYLIST_PAUSE_MS : TRANSIENT_PAUSE_MS)
}
