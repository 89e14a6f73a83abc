import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

export type PhoneReading =
  | { readonly kind: 'phone'; readonly e164: string; readonly synthetic: boolean }
  | { readonly kind: 'not-a-phone'; readonly why: string; readonly remedy: string }

/** National numbers of Indonesian mobiles, as libphonenumber's metadata of 2026 lists them (a test compares the two). */
const MOBILE = /^8[1-35-9]\d{7,10}$/

/** No operator has 84: we write invented people's numbers with it. */
const SYNTHETIC = /^84\d{6,11}$/

const SHAPE = /^\+?[0-9 ().-]{3,30}$/

const refused = (why: string, remedy: string): PhoneReading => ({ kind: 'not-a-phone', why, remedy })

const WRITE_PLUS = 'write it with +62 in front, as in +62812…'

const indonesian = (national: string): PhoneReading | undefined => {
  if (MOBILE.test(national)) return { kind: 'phone', e164: `+62${national}`, synthetic: false }
  return SYNTHETIC.test(national) ? { kind: 'phone', e164: `+62${national}`, synthetic: true } : undefined
}

/** What can be said against the way it is written, before anything is looked up. */
const misspelt = (text: string, digits: string): PhoneReading | undefined => {
  if (/^\d+([.,]\d+)?E\+?\d+$/i.test(text))
    return refused('a spreadsheet turned the number into powers of ten', 'format the column as text and enter it again')
  if (!SHAPE.test(text))
    return refused(
      'holds more than one phone number, or none',
      'write one number, with digits, blanks and hyphens only',
    )
  if (text.startsWith('+')) {
    // Dropping the 0 would mostly be right, but a guess may ring at a stranger's.
    return digits.startsWith('620') ? refused('has a 0 after +62', WRITE_PLUS) : undefined
  }
  if (/^(0062|062|62)/.test(digits)) return refused('begins with 62 without a +', WRITE_PLUS)
  if (digits.startsWith('8')) return refused('has lost its leading 0 (a spreadsheet takes it away)', WRITE_PLUS)
  return digits.startsWith('0') ? undefined : refused('is neither national (0…) nor international (+…)', WRITE_PLUS)
}

const read = (text: string, mobileOnly: boolean): PhoneReading => {
  const trimmed = text.trim()
  // The way nearly all rows are written; a look-up in the metadata takes some 20 µs.
  const fast = /^\+62(\d+)$/.exec(trimmed)?.[1]
  const quick = fast === undefined ? undefined : indonesian(fast)
  if (quick !== undefined) return quick
  const digits = trimmed.replace(/\D/g, '')
  const mistake = misspelt(trimmed, digits)
  if (mistake !== undefined) return mistake
  const national = trimmed.startsWith('+') ? /^62(.*)$/.exec(digits)?.[1] : digits.slice(1)
  const known = national === undefined ? undefined : indonesian(national)
  if (known !== undefined) return known
  const number = parsePhoneNumberFromString(trimmed.startsWith('+') ? `+${digits}` : digits, 'ID')
  if (number === undefined || !number.isValid())
    return refused('is not a number that any operator gives out', 'check for a missing or doubled digit')
  const type = number.getType()
  if (mobileOnly && type !== 'MOBILE' && type !== 'FIXED_LINE_OR_MOBILE')
    return refused('is not a mobile number: it cannot get text messages', 'give a mobile number')
  return { kind: 'phone', e164: number.number, synthetic: false }
}

/**
 * Reads a mobile's number into E.164: +62… or 0… for Indonesia, +… for elsewhere. Refuses what would have to be
 * guessed: a number without + that begins with 62 can be another person's.
 */
export const readMobile = (text: string): PhoneReading => read(text, true)

/** The same for any valid number, such as a command post's landline. */
export const readPhone = (text: string): PhoneReading => read(text, false)

/**
 * The sender of a text as a gateway names it, in E.164 where it is a number: gateways leave out the +, and theirs is
 * always the international form. Anything else (a short code, a name) is returned as given.
 */
export const senderNumber = (from: string): string => {
  const given = from.trim()
  const international = /^62\d{7,13}$/.test(given) ? `+${given}` : given
  const reading = readPhone(international)
  return reading.kind === 'phone' ? reading.e164 : given
}
