import { createHash } from 'node:crypto'
import { simpleParser } from 'mailparser'
import { answerPart } from '../../mobilisation/mail-answer.ts'
import { type Bounce, readDeliveryStatus, readPlainBounce } from '../../mobilisation/mail-bounce.ts'
import { kindOfMail, type MailHead } from '../../mobilisation/mail-kind.ts'
import { calendarPart } from './calendar-part.ts'

/** What a mail that came in says. */
export type MailSaid =
  | { readonly kind: 'bounce'; readonly bounce: Bounce }
  /** `text` is what they wrote themselves, without quotation and signature; `calendar` what their calendar program did. */
  | { readonly kind: 'reply' | 'automatic' | 'calendar'; readonly text: string; readonly calendar?: string }

export interface ReadMail {
  /** Made of its Message-ID, or of its contents where it has none: the same mail again has the same. */
  readonly id: string
  /** The From address in lower case; null where it has not exactly one. Anybody can write any. */
  readonly from: string | null
  /** Refs of our messages that it answers or, a bounce, brings back; the nearest first, each once. */
  readonly refs: readonly string[]
  readonly said: MailSaid
}

/** Our Message-IDs wherever they stand: in headers, and in what a bounce brings back. */
const OUR_REFS = /<(kn-[0-9a-f]{32})@[^<>\s]{1,255}>/g
/** More of a mail is not looked through for them. */
const SEARCHED_BYTES = 1_048_576
// RFC 5321 section 4.5.3.1.3: 256 with its brackets.
const LONGEST_FROM = 254
const LONGEST_HTML = 500_000
const LONGEST_TEXT = 20_000
const LONGEST_REPORT = 65_536
const MOST_PARTS = 100
const MOST_REFS = 20

const refsIn = (text: string): readonly string[] => [...text.matchAll(OUR_REFS)].flatMap(([, ref]) => ref ?? [])

const hashed = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex').slice(0, 40)

const PARSING = {
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepCidLinks: true,
  checksumAlgo: false,
  maxHtmlLengthToParse: LONGEST_HTML,
  maxChildNodes: MOST_PARTS,
} as const

/** What stands in a page of HTML; the library makes text of it only where there is no other part, be that one empty. */
const textOf = async (html: string): Promise<string> =>
  (await simpleParser(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`, PARSING)).text ?? ''

/** Reads a mail as it came over the wire. Rejects where it is none that can be read. */
export const readMail = async (raw: Buffer, { hasNoSender }: { readonly hasNoSender: boolean }): Promise<ReadMail> => {
  const mail = await simpleParser(raw, PARSING)
  const lines = new Map<string, string>()
  for (const { key, line } of mail.headerLines)
    if (!lines.has(key))
      lines.set(
        key,
        line
          .slice(line.indexOf(':') + 1)
          .replaceAll(/\s+/g, ' ')
          .trim(),
      )
  const calendar = calendarPart(mail)
  const type = lines.get('content-type') ?? ''
  const authors = mail.from?.value ?? []
  const [{ address = '' } = {}] = authors
  const from = authors.length === 1 && address !== '' && address.length <= LONGEST_FROM ? address.toLowerCase() : null
  const answered = [...refsIn(lines.get('in-reply-to') ?? ''), ...refsIn(lines.get('references') ?? '').toReversed()]
  const { text: plain = '', html } = mail
  const text = (plain.trim() === '' && html ? await textOf(html) : plain).slice(0, LONGEST_TEXT)
  const body = raw.subarray(0, SEARCHED_BYTES).toString('latin1')
  const headEnd = body.search(/\r?\n\r?\n/)
  // A bounce brings the mail back; a reply's quotation may hold what others wrote.
  const brought = [...refsIn(headEnd < 0 ? '' : body.slice(headEnd)), ...refsIn(text)]
  const head: MailHead = {
    hasNoSender,
    from,
    subject: mail.subject ?? '',
    header: (name) => lines.get(name) ?? null,
    parts: [
      type.replace(/;.*$/, '').trim().toLowerCase(),
      ...mail.attachments.map(({ contentType }) => contentType.toLowerCase()),
    ],
    answersInvitation: calendar?.isReply === true,
    reportType: /;\s*report-type\s*=\s*"?([a-z-]+)/i.exec(type)?.[1]?.toLowerCase() ?? null,
    bringsOurs: brought.length > 0,
  }
  const kind = kindOfMail(head)
  const report = mail.attachments.find(({ contentType }) => contentType.toLowerCase() === 'message/delivery-status')
  const said: MailSaid =
    kind === 'bounce'
      ? {
          kind,
          bounce:
            readDeliveryStatus(report?.content.toString('utf8', 0, LONGEST_REPORT) ?? '') ??
            readPlainBounce(head.subject, text || body.slice(0, LONGEST_TEXT)),
        }
      : {
          kind,
          text: answerPart(text),
          ...(kind === 'calendar' && calendar !== null ? { calendar: calendar.text } : {}),
        }
  const messageId = lines.get('message-id') ?? ''
  const refs = [...new Set(kind === 'bounce' ? [...answered, ...brought] : answered)].slice(0, MOST_REFS)
  return { id: hashed(messageId === '' ? raw : messageId), from, refs, said }
}
