import type { SendOutcome } from '../mobilisation/notice.ts'
import { providerText } from './provider-text.ts'

/** How one hand-over to the mail server went wrong. */
export interface SmtpFailure {
  /** Had any byte of the message itself begun to leave (after the server's 354)? */
  readonly handedOver: boolean
  /** The mail session stood when it happened: greeting, TLS and login were behind it. */
  readonly inSession: boolean
  /** It was the reply to the one recipient's address. */
  readonly atRecipient: boolean
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
// RFC 3463: no such mailbox or system (5.1.1, 5.1.2), an address that cannot be (5.1.3), moved away (5.1.6), a domain that
// takes no mail (5.1.10, RFC 7505), a mailbox shut for good (5.2.1).
const NO_SUCH_ADDRESS = /\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b/
const ENHANCED_CODE = /\b5\.\d{1,3}\.\d{1,3}\b/
// RFC 5321: mailbox unavailable, user not local, name not allowed. A full mailbox (552) may be emptied.
const NO_SUCH_MAILBOX = [550, 551, 553]

/** Policies and blocklists refuse at RCPT too, and say so by another enhanced code: those are not the address's fault. */
const isAddressBad = ({ atRecipient, replyCode, text }: SmtpFailure): boolean =>
  atRecipient &&
  (ENHANCED_CODE.test(text)
    ? NO_SUCH_ADDRESS.test(text)
    : replyCode !== undefined && NO_SUCH_MAILBOX.includes(replyCode))

/**
 * A reply settles the matter, even after the last byte: 4xx try again, 5xx refused, unless it was about the session
 * and not the message. A refusal of the recipient's address itself begins with `bad-address`. Without a reply: unknown once bytes of the message have left, else try again.
 */
export const outcomeOfFailure = (failure: SmtpFailure): SendOutcome => {
  const { handedOver, inSession, replyCode, text } = failure
  const reason = isAddressBad(failure) ? `bad-address: ${providerText(text)}` : providerText(text)
  const tryAgain = (afterMs: number): SendOutcome => ({ kind: 'try-again', reason, afterMs })
  if (!inSession) return tryAgain(replyCode === undefined ? UNREACHED_PAUSE_MS : TRANSIENT_PAUSE_MS)
  if (replyCode === undefined) return handedOver ? { kind: 'unknown', reason } : tryAgain(UNREACHED_PAUSE_MS)
  if (replyCode >= 500 && !LOGIN_CODES.includes(replyCode)) return { kind: 'refused', reason }
  return tryAgain(GREYLIST_CODES.includes(replyCode) ? GREYLIST_PAUSE_MS : TRANSIENT_PAUSE_MS)
}
