import { isGsm7 } from '../../wording/gsm7.ts'
import { fromGsm7Octets, toGsm7Octets } from '../../wording/gsm7-octets.ts'

/** What an SMSC means by data_coding 0, its "default alphabet": SMSCs differ. */
export const ALPHABETS = ['gsm7', 'latin1', 'ascii'] as const
export type Alphabet = (typeof ALPHABETS)[number]

// SMPP v3.4, section 5.2.19.
export const DEFAULT_CODING = 0x00
const ASCII_CODING = 0x01
const LATIN1_CODING = 0x03
export const UCS2_CODING = 0x08

const HIGHEST = { latin1: 0xff, ascii: 0x7f } as const

/** Whether the text can be sent in the SMSC's default alphabet, and would reach the telephone in the 7-bit one. */
export const fits = (text: string, alphabet: Alphabet): boolean =>
  isGsm7(text) && (alphabet === 'gsm7' || [...text].every((char) => char.charCodeAt(0) <= HIGHEST[alphabet]))

/** A text that `fits` in the SMSC's default alphabet. */
export const inDefault = (text: string, alphabet: Alphabet): Buffer =>
  alphabet === 'gsm7' ? Buffer.from(toGsm7Octets(text)) : Buffer.from(text, 'latin1')

/** UTF-16, high octet first: what telephones take UCS-2 for. */
export const inUcs2 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

const fromUcs2 = (octets: Buffer): string =>
  // An odd last octet is half a character.
  Buffer.from(octets.subarray(0, octets.length - (octets.length % 2)))
    .swap16()
    .toString('utf16le')

/** The alphabet that a data_coding of GSM's own groups stands for (3GPP TS 23.038, section 4). */
const ofGroup = (coding: number): 'default' | 'binary' | 'ucs2' => {
  if (coding >= 0xf0) return (coding & 0x04) === 0 ? 'default' : 'binary'
  if (coding >= 0xe0) return 'ucs2'
  if (coding >= 0xc0) return 'default'
  const alphabet = (coding >> 2) & 0x03
  return alphabet === 2 ? 'ucs2' : alphabet === 1 ? 'binary' : 'default'
}

/** The text of octets in this data_coding; octets of no alphabet are shown as Latin-1, so that nothing is lost. */
export const textOf = (octets: Buffer, coding: number, alphabet: Alphabet): string => {
  if (coding === ASCII_CODING || coding === LATIN1_CODING) return octets.toString('latin1')
  if (coding === UCS2_CODING) return fromUcs2(octets)
  const group = coding === DEFAULT_CODING ? 'default' : coding < 0x10 ? 'binary' : ofGroup(coding)
  if (group === 'ucs2') return fromUcs2(octets)
  return group === 'default' && alphabet === 'gsm7' ? fromGsm7Octets(octets) : octets.toString('latin1')
}
