import { createHmac, timingSafeEqual } from 'node:crypto'

/** 96 bits: short enough for a text message's link, and not to be guessed through a route that limits tries. */
const MAC_BYTES = 12

/** With the MAC 18 bytes, which are 24 characters of base64url. */
const MAX_SERIAL_BYTES = 6
const MAX_SERIAL = 2n ** BigInt(8 * MAX_SERIAL_BYTES) - 1n

const SHAPE = /^[A-Za-z0-9_-]{18,24}$/

/** Whether the text could be a link token; says nothing about whether we made it. */
export const looksLikeToken = (text: string): boolean => SHAPE.test(text)

const macOf = (serial: Buffer, key: Buffer): Buffer =>
  // The label keeps these MACs apart from others made with the same key.
  createHmac('sha256', key).update('kentongan link 1\n').update(serial).digest().subarray(0, MAC_BYTES)

/**
 * The token of a notice's link: its serial and a MAC over it, at most 24 characters of base64url. The same serial and
 * key give the same token, so none is stored. Throws RangeError unless 1 <= serial < 2^48.
 */
export const linkToken = (serial: bigint, key: Buffer): string => {
  if (serial < 1n || serial > MAX_SERIAL) throw new RangeError(`serial: expected 1 to ${MAX_SERIAL}, got ${serial}`)
  const hex = serial.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([bytes, macOf(bytes, key)]).toString('base64url')
}

/** The serial of a token that we made with this key; null for anything else. Compares in constant time. */
export const readLinkToken = (token: string, key: Buffer): bigint | null => {
  if (!looksLikeToken(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  // One serial has one token: spare bits and leading zeros would give it others.
  if (bytes.toString('base64url') !== token || bytes[0] === 0) return null
  const serial = bytes.subarray(0, bytes.length - MAC_BYTES)
  if (!timingSafeEqual(bytes.subarray(-MAC_BYTES), macOf(serial, key))) return null
  return BigInt(`0x${serial.toString('hex')}`)
}
