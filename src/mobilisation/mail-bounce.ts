import type { ReceiptState } from './receipt.ts'

/** What a mail server says of a mail of ours. */
export interface Bounce {
  readonly state: ReceiptState
  /** Its own words, shortened; may hold contacts. */
  readonly reason: string
}

// RFC 3463: no such mailbox or system (5.1.1, 5.1.2), an address that cannot be (5.1.3), moved away (5.1.6), a domain that
// takes no mail (5.1.10, RFC 7505), a mailbox shut for good (5.2.1).
const NO_SUCH_ADDRESS = /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/
// A code of three numbers, no part of an IP address or a version.
const ENHANCED = /(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)/
// Tried until it was given up: 4.4.7 and 5.4.7 "delivery time expired".
const TOO_LATE = /^[45]\.4\.7$/
const LONGEST_REASON = 300
/** The line behind which a bounce in words brings back what it is about. */
const isCopyHead = (line: string): boolean =>
  line.startsWith('---') && /copy|original|salinan|returned|below/i.test(line)

const oneLine = (text: string): string =>
  text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REASON)

/** Fields of one block (`name: value`, folded lines joined), by name in lower case; the first of a name counts. */
const fieldsOf = (block: string): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>()
  for (const line of block.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([A-Za-z-]+)[ \t]*:(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined && !fields.has(name.toLowerCase()))
      fields.set(name.toLowerCase(), value.trim())
  }
  return fields
}

const codeIn = (text: string): string | null => {
  const [code] = ENHANCED.exec(text) ?? []
  return code ?? null
}

const stateOf = (code: string): ReceiptState => {
  if (NO_SUCH_ADDRESS.test(code)) return 'failed-for-good'
  return TOO_LATE.test(code) ? 'expired' : 'failed'
}

/** `5.0.0` and `4.0.0` say nothing; the server that refused often said more in its own words. */
const telling = (status: string | null, diagnostic: string): string => {
  if (status !== null && !/\.0\.0$/.test(status)) return status
  return codeIn(diagnostic) ?? status ?? ''
}

const WORTH: readonly ReceiptState[] = ['failed-for-good', 'failed', 'expired', 'delivered', 'waiting']

/**
 * Reads the machine's part of a delivery status notification (RFC 3464); null where it speaks of no recipient. A mail of
 * ours has one: where several are told of, the worst counts. `relayed` is no delivery, because nobody tells of it further.
 */
export const readDeliveryStatus = (report: string): Bounce | null => {
  const blocks = report
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map(fieldsOf)
  const told = blocks.flatMap((fields): readonly Bounce[] => {
    const action = fields.get('action')?.toLowerCase() ?? ''
    const diagnostic = fields.get('diagnostic-code') ?? ''
    const status = telling(codeIn(fields.get('status') ?? ''), diagnostic)
    const reason = oneLine(`${status} ${diagnostic.replace(/^[^;]*;/, '')}`) || action
    switch (action) {
      case 'failed':
        return [{ state: stateOf(status), reason }]
      case 'delayed':
      case 'relayed':
      case 'expanded':
        return [{ state: 'waiting', reason }]
      case 'delivered':
        return [{ state: 'delivered', reason }]
      default:
        return []
    }
  })
  const [worst] = told.toSorted((left, right) => WORTH.indexOf(left.state) - WORTH.indexOf(right.state))
  return worst ?? null
}

/** A bounce in words alone, as older mail servers send them: by the first code in it, and where there is none by its words. */
export const readPlainBounce = (subject: string, text: string): Bounce => {
  // What they bring back of ours comes behind their own words.
  const lines = text.split('\n')
  const copy = lines.findIndex(isCopyHead)
  const ownLines = copy < 0 ? lines : lines.slice(0, copy)
  const own = ownLines.join('\n')
  const delayed = /delay|tertunda|warning: message/i.test(subject)
  const line = ownLines.find((one) => codeIn(one) !== null || /\b5[05]\d\b/.test(one)) ?? ''
  const code = codeIn(line)
  const reason = oneLine(line) || oneLine(subject)
  if (delayed) return { state: 'waiting', reason }
  if (code !== null) return { state: stateOf(code), reason }
  // RFC 5321 reply codes without an enhanced one: 550 may be a policy's too, so the words must say whose fault it is.
  const isGone =
    /unknown|no such|does(?: not|n't) exist|not exist|invalid|unrouteable|tidak (?:ada|ditemukan|dikenal)/i.test(own) &&
    /user|recipient|mailbox|address|pengguna|alamat|penerima/i.test(own)
  return { state: isGone ? 'failed-for-good' : 'failed', reason }
}
