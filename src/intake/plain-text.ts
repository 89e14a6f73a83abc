/** Control characters, what turns the direction of writing round, and halves of surrogate pairs. */
const DISGUISE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/u

/** The same and everything else that cannot be seen: zero-width and other format characters. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Cf}\u2028\u2029]/u

const PRINTABLE_ASCII = /^[ -~]*$/

/** One line that shows what it holds: no control characters, no change of direction. */
export const isPlainLine = (text: string): boolean => PRINTABLE_ASCII.test(text) || !DISGUISE.test(text)

/** The same with line breaks and tabs. */
export const isPlainText = (text: string): boolean => isPlainLine(text.replace(/[\r\n\t]/g, ' '))

/** A line without zero-width characters either, which make two equal names differ. */
export const isSeenLine = (text: string): boolean => PRINTABLE_ASCII.test(text) || !UNSEEN.test(text)

/** Between 1 and `max` visible ASCII characters without blanks: ids, cursors, tokens. */
export const isVisibleAscii = (text: string, max: number): boolean => text.length <= max && /^[!-~]+$/.test(text)
