/** GSM 03.38's default alphabet in the order of its code points 0x00 to 0x7F; 0x1B, the escape, stands for no character. */
export const GSM7_BASIC: ReadonlySet<string> = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

/** GSM 03.38's extension table: each is sent as an escape and a character, so it takes two septets. */
export const GSM7_EXTENSION: ReadonlySet<string> = new Set('\f^{}\\[~]|€')

/** What one message holds, and what each part holds when the header that joins parts takes its room (3GPP TS 23.040). */
export const SEPTETS_IN_ONE_PART = 160
const SEPTETS_PER_JOINED_PART = 153
const UCS2_IN_ONE_PART = 70
const UCS2_PER_JOINED_PART = 67

// Every character of both tables is one UTF-16 unit. Looked for as a class: a text is measured a dozen times while it is fitted.
const classOf = (chars: readonly string[]): string => chars.map((char) => char.replace(/[\\\]^-]/, '\\$&')).join('')
const WITHIN = new RegExp(`^[${classOf([...GSM7_BASIC, ...GSM7_EXTENSION])}]*$`)
const UNEXTENDED = new RegExp(`^[${classOf([...GSM7_BASIC])}]*$`)
const EXTENDED = new RegExp(`[${classOf([...GSM7_EXTENSION])}]`, 'g')

/** Whether every character is in the default alphabet or its extension table. */
export const isGsm7 = (text: string): boolean => WITHIN.test(text)

/** The room that a text takes in the 7-bit alphabet: two septets for an extension character. Throws RangeError where it cannot be written in it. */
export const septets = (text: string): number => {
  if (UNEXTENDED.test(text)) return text.length
  // Two letters for each of them.
  if (WITHIN.test(text)) return text.replace(EXTENDED, '..').length
  const [stranger] = [...text].filter((char) => !WITHIN.test(char)).map((char) => char.codePointAt(0)?.toString(16))
  throw new RangeError(`U+${stranger} is not in the GSM 7-bit alphabet`)
}

/** The room that a character takes in a part: an escape and a pair of UTF-16 units are never cut. */
const septetsOf = (char: string): number => (GSM7_EXTENSION.has(char) ? 2 : 1)
const unitsOf = (char: string): number => char.length

const joinedParts = (text: string, roomOfPart: number, sizeOf: (char: string) => number): readonly string[] => {
  const parts: string[] = []
  let part = ''
  let room = roomOfPart
  for (const char of text) {
    // The last place of a part may stay empty.
    if (sizeOf(char) > room) {
      parts.push(part)
      part = ''
      room = roomOfPart
    }
    part += char
    room -= sizeOf(char)
  }
  return [...parts, part]
}

/** A text as it is sent: whole where it fits one message, else in parts that the telephone joins. */
interface Segments {
  readonly in: 'gsm7' | 'ucs2'
  readonly parts: readonly string[]
}

/** How a text is sent: in the 7-bit alphabet where it can be, else in UCS-2. */
export const smsSegments = (text: string): Segments => {
  if (!isGsm7(text)) return ucs2Segments(text)
  const whole = septets(text) <= SEPTETS_IN_ONE_PART
  return { in: 'gsm7', parts: whole ? [text] : joinedParts(text, SEPTETS_PER_JOINED_PART, septetsOf) }
}

/** The same in UCS-2, whatever is in the text. */
export const ucs2Segments = (text: string): Segments => ({
  in: 'ucs2',
  parts: text.length <= UCS2_IN_ONE_PART ? [text] : joinedParts(text, UCS2_PER_JOINED_PART, unitsOf),
})

/**
 * How many messages the text is sent as: 160 septets, else 153 each; in UCS-2 70 units of 16 bits, else 67 each. The empty text is one.
 */
export const smsParts = (text: string): number => smsSegments(text).parts.length

/** Signs that people and word processors write, and what a plain telephone shows for them. */
const PLAIN_SIGNS: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  '`': "'",
  '´': "'",
  ʻ: "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '″': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '•': '-',
  '·': '-',
  '‣': '-',
  '▪': '-',
  '●': '-',
  '×': 'x',
  '÷': '/',
  '⁄': '/',
  '→': '->',
  '≥': '>=',
  '≤': '<=',
  '°': ' ',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  œ: 'oe',
  Œ: 'OE',
}

/** Characters that nobody sees: joiners, directions, variation selectors, marks of byte order. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u20E3/gu

/** Unseen characters taken out: nobody can hide a word or an address behind them. */
export const withoutUnseen = (text: string): string => text.replace(UNSEEN, '')

/** Characters that `toGsm7` leaves as they are without looking at what stands beside them. */
const PLAIN = /^[ -_a-z]*$/

const plainChar = (char: string): string => {
  const sign = PLAIN_SIGNS[char]
  if (sign !== undefined) return sign
  if (GSM7_BASIC.has(char) || GSM7_EXTENSION.has(char)) return char
  if (/\s/u.test(char)) return ' '
  // Letters lose their accents; ligatures, wide letters and the ellipsis come apart.
  const plain = [...char.normalize('NFKD').replace(/\p{M}/gu, '')].map((part) => PLAIN_SIGNS[part] ?? part)
  return plain.length > 0 && plain.every((part) => GSM7_BASIC.has(part) || GSM7_EXTENSION.has(part))
    ? plain.join('')
    : '?'
}

/**
 * The text in the 7-bit alphabet: quotes, dashes, bullets and accents are replaced by their plain forms, emoji and
 * unseen characters are left out, and whatever remains becomes a question mark. The alphabet's own é, ñ, ü stay.
 */
export const toGsm7 = (text: string): string =>
  PLAIN.test(text) ? text : [...withoutUnseen(text).replace(EMOJI, '').normalize('NFC')].map(plainChar).join('')
