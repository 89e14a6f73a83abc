// The dot-atom and domain of RFC 5321 section 4.1.2 in ASCII, without quoted strings, comments, groups and literals:
// nothing that a parser downstream could read as two addresses, and no CR, LF, NUL or space.
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
// RFC 5321 section 4.5.3.1: local part 64 octets, path 256 with its angle brackets.
const LONGEST_LOCAL = 64
const LONGEST_ADDRESS = 254

/** Is this one plain e-mail address, safe to put into an SMTP command? International ones only as punycode. */
export const isMailAddress = (text: string): boolean => {
  if (text.length > LONGEST_ADDRESS) return false
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const labels = text.slice(at + 1).split('.')
  return local.length <= LONGEST_LOCAL && LOCAL.test(local) && labels.length >= 2 && labels.every((l) => LABEL.test(l))
}

/** E.164 as ITU-T writes it: a plus, 7 to 15 digits, the first not 0. */
export const isPhoneNumber = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text)

/** Is this a ref that may stand in headers and in a Message-ID as it is? */
export const isRef = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text) && !text.includes('..')
