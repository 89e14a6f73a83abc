/** Crockford's Base32 (crockford.com/base32): no letter that is taken for a digit, no U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 50 bits of chance: nobody guesses one of the few hundred thousand that a country prints. */
const LENGTH = 10
const HALF = LENGTH / 2

const PREFIX = 'KTG'

const written = (signs: string): string => `${PREFIX}-${signs.slice(0, HALF)}-${signs.slice(HALF)}`

/** A number for a certificate, such as `KTG-7Q2M4-XKD92`, of ten random bytes. Throws RangeError for fewer. */
export const certificateNumber = (random: Uint8Array): string => {
  if (random.length < LENGTH) throw new RangeError(`certificate: expected ${LENGTH} random bytes, got ${random.length}`)
  return written([...random.slice(0, LENGTH)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join(''))
}

/** Reads a number as people copy it: small letters, spaces, O for 0, I or L for 1. Null for what can be none. */
export const readCertificateNumber = (text: string): string | null => {
  const signs = text.toUpperCase().replace(/[\s.-]+/g, '')
  const rest = signs.length === PREFIX.length + LENGTH && signs.startsWith(PREFIX) ? signs.slice(PREFIX.length) : signs
  const read = rest.replaceAll('O', '0').replace(/[IL]/g, '1')
  return read.length === LENGTH && [...read].every((sign) => ALPHABET.includes(sign)) ? written(read) : null
}
