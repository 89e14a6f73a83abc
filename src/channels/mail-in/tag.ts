import { createHmac, timingSafeEqual } from 'node:crypto'

/** `reply`: where answers go; `bounce`: where mail servers report to. A tag of one serves not for the other. */
export type TagUse = 'reply' | 'bounce'

/** What a tag in an address says: the notice's serial, and what the address was given out for. */
export interface Tag {
  readonly use: TagUse
  readonly serial: bigint
}

/** 80 bits, in hexadecimal: mail servers may fold the case of an address, and a local part has 64 characters. */
const MAC_CHARACTERS = 20
const MAX_SERIAL = 2n ** 48n - 1n
const SHAPE = /^([rb])([1-9a-f][0-9a-f]{0,11})-([0-9a-f]{20})$/

const macOf = (use: TagUse, serial: string, key: Buffer): string =>
  createHmac('sha256', key).update(`kentongan mail 1\n${use}\n${serial}`).digest('hex').slice(0, MAC_CHARACTERS)

/**
 * `local+tag@domain` for one notice: from the tag the notice is known without anything being stored. `address` is a plain
 * one whose local part leaves room for 35 characters. Throws RangeError unless 1 <= serial < 2^48.
 */
export const taggedAddress = (address: string, { use, serial }: Tag, key: Buffer): string => {
  if (serial < 1n || serial > MAX_SERIAL) throw new RangeError(`serial: expected 1 to ${MAX_SERIAL}, got ${serial}`)
  const at = address.lastIndexOf('@')
  const hex = serial.toString(16)
  return `${address.slice(0, at)}+${use.charAt(0)}${hex}-${macOf(use, hex, key)}${address.slice(at)}`
}

/** A tag that we made with this key, in any case; null for anything else. Compares in constant time. */
export const readTag = (text: string, key: Buffer): Tag | null => {
  const [, letter, serial, mac] = SHAPE.exec(text.toLowerCase()) ?? []
  if (serial === undefined || mac === undefined) return null
  const use = letter === 'r' ? 'reply' : 'bounce'
  if (!timingSafeEqual(Buffer.from(macOf(use, serial, key)), Buffer.from(mac))) return null
  return { use, serial: BigInt(`0x${serial}`) }
}
