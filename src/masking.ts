/**
 * What stands before a telephone number and is kept as it is: identifiers, dates and codes that could be taken for one.
 * Uuids; ISO dates with their times; dotted region codes, 62 being Kalimantan Tengah as well as Indonesia's country
 * code; and decimal fractions below one.
 */
const KEPT = [
  '(?<![\\da-f])[\\da-f]{8}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{12}(?![\\da-f])',
  '(?<!\\d)\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?(?!\\d)',
  '(?<![\\d.])\\d{2}\\.\\d{2}(?:\\.\\d{2}(?:\\.[1-4]\\d{3})?)?(?![\\d.]*\\d)',
  '(?<![\\d.])-?0\\.\\d+(?![\\d.-])',
].join('|')

/** Between the digits of a number: spaces, full stops, hyphens, brackets, and their typographic forms. */
const GAP = '[\\s.()\\u00A0\\u2010-\\u2015-]{0,3}'

const NUMBERS = [
  // International, with + or 00: 7 to 15 digits (E.164)
  `(?:\\(?\\+|(?<!\\d)\\(?00)${GAP}[1-9](?:${GAP}\\d){6,14}(?!\\d)`,
  // Indonesian with the country's code or a leading 0: 8 to 13 digits behind it
  `(?<!\\d)\\(?(?:62|0)(?:${GAP}\\d){8,13}(?!\\d)`,
  // A mobile number whose leading 0 a spreadsheet ate
  '(?<![\\w.])8[1-9]\\d(?:[ -]?\\d){6,9}(?![\\d.]*\\d)',
].join('|')

const CONTACTS = new RegExp(`(${KEPT})|(${NUMBERS})`, 'gi')
const EMAIL = /[^\s@<>"'(),:;[\]/]+@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu
/** The password within a URL, whatever follows it. */
const PASSWORD = /(:\/\/[^\s/:@]*:)[^\s/@]+@/g

/** The shortest number that is masked has so many digits: `+` and seven of them. */
const FEWEST_DIGITS = 7

const ZERO = 48
const NINE = 57

/** Whether there can be a contact in it at all; most of what is masked are words. */
const mayHold = (text: string): boolean => {
  let digits = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= ZERO && code <= NINE) digits += 1
    if (digits >= FEWEST_DIGITS) return true
  }
  return text.includes('@')
}

/**
 * The text with every Indonesian or international telephone number masked but its last 3 digits, every e-mail address
 * but its domain, and every password in a URL. Over-eager where in doubt; uuids, ISO dates, region codes and timestamps
 * in milliseconds stay.
 */
export const maskContacts = (text: string): string =>
  mayHold(text)
    ? text
        .replace(PASSWORD, '$1***@')
        .replace(EMAIL, '***@$1')
        .replace(CONTACTS, (found, kept: string | undefined) => kept ?? `***${found.replace(/\D/g, '').slice(-3)}`)
    : text
