/** Lines by which mail programs say that what follows is quoted: Gmail, Apple Mail, Thunderbird, Outlook, Yahoo. */
const QUOTE_HEADS: readonly RegExp[] = [
  /^(?:on|pada)\b.{0,200}\b(?:wrote|menulis)\s*:?$/i,
  /^.{0,120}<[^<>\s]+@[^<>\s]+>(?:.{0,80}\s)?(?:wrote|menulis)\s*:$/i,
  /^-{2,}\s*(?:original message|forwarded message|pesan asli|pesan terusan|pesan yang diteruskan)\s*-{2,}$/i,
  /^_{8,}$/,
  /^begin forwarded message:$/i,
]

/** The first line of a head that goes over several. */
const OPENS_HEAD = /^(?:on|pada)\b.*\d/i
/** So far behind it is looked for the rest. */
const MOST_NEXT_LINES = 3

/** Outlook's block of fields, in English and in Indonesian; the second must stand close behind the first. */
const FIELD_FIRST = /^\**(?:from|dari)\s*:/i
const FIELD_MORE = /^\**(?:sent|to|subject|date|dikirim|terkirim|kepada|ke|subjek|perihal|tanggal)\s*:/i

/** What stands at the end of a mail and is no part of the answer. */
const SIGN_OFF: readonly RegExp[] = [
  /^--\s*$/,
  /^(?:sent from|get outlook for|dikirim dari|terkirim dari|dapatkan outlook|diposting dari)\b/i,
  /^(?:salam|salam hormat|hormat saya|hormat kami|wassalam|wassalamualaikum|ttd|regards|best regards|kind regards|thanks and regards)[\s,.]*$/i,
]

/** No program writes a longer line there; looking for a head in one takes time with its square. */
const LONGEST_HEAD_LINE = 400

const isHeadOver = (first: string, next: readonly string[]): boolean => {
  if (first.length > LONGEST_HEAD_LINE) return false
  if (QUOTE_HEADS.some((head) => head.test(first))) return true
  if (FIELD_FIRST.test(first)) return next.some((line) => FIELD_MORE.test(line))
  if (!OPENS_HEAD.test(first)) return false
  return next.some((_line, more) => {
    const joined = [first, ...next.slice(0, more + 1)].join(' ').slice(0, 2 * LONGEST_HEAD_LINE)
    return QUOTE_HEADS.some((head) => head.test(joined))
  })
}

const isQuoted = (line: string): boolean => line.startsWith('>')

/** A quoted line so long may have been broken by a program that gave its rest no mark: "> … atau 2" and "TIDAK". */
const BROKEN_FROM = 50
const isRest = (before: string | undefined): boolean =>
  before !== undefined && isQuoted(before) && before.length >= BROKEN_FROM

const shortened = (lines: readonly string[]): string => {
  const end = lines.findIndex((line) => SIGN_OFF.some((sign) => sign.test(line)))
  return (end < 0 ? lines : lines.slice(0, end)).join('\n').trim()
}

/**
 * What somebody wrote in a reply: without what they quote, whichever mail program says so, and without their signature.
 * Where nothing stands above the quotation, what stands below it or between, but for what directly
 * follows a long line of it. Empty where they wrote nothing.
 */
export const answerPart = (text: string): string => {
  const lines = text
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replaceAll('\u00A0', ' ').trim())
  const head = lines.findIndex(
    (line, at) => isQuoted(line) || isHeadOver(line, lines.slice(at + 1, at + 1 + MOST_NEXT_LINES)),
  )
  if (head < 0) return shortened(lines)
  const above = shortened(lines.slice(0, head))
  if (above !== '') return above
  const below = lines.slice(head)
  // Without marks nothing tells where a quotation ends.
  const last = below.findLastIndex(isQuoted)
  if (last < 0) return ''
  return shortened(
    below.slice(below.findIndex(isQuoted)).filter((line, at, all) => !isQuoted(line) && !isRest(all[at - 1])),
  )
}
