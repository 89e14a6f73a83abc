import { smsSegments, ucs2Segments } from '../../wording/gsm7.ts'
import { type Alphabet, DEFAULT_CODING, fits, inDefault, inUcs2, UCS2_CODING } from './alphabet.ts'
import { int8, int16 } from './octets.ts'
import type { Address, ShortMessage } from './pdu.ts'
import { TLV, type Tlvs } from './tlv.ts'

/** How a text longer than one message goes: with a header in each part, with parameters beside it, or in one piece. */
export const LONG_FORMS = ['udh', 'sar', 'payload'] as const
export type LongForm = (typeof LONG_FORMS)[number]

export interface Composing {
  readonly source: Address
  readonly destination: Address
  readonly serviceType: string
  readonly alphabet: Alphabet
  readonly long: LongForm
  /** Names the parts of one text to the telephone: 0 to 65,535; of a header only the lower 8 bits go. */
  readonly joinedBy: number
  /** Our 16-bit name of the message; null sends none. */
  readonly reference: number | null
  /** In SMPP's relative form; empty leaves it to the SMSC. */
  readonly validity: string
  readonly urgent: boolean
}

export interface Submission {
  readonly message: ShortMessage
  readonly tlvs: Tlvs
}

const HAS_HEADER = 0x40
// Parts are counted in one octet.
const MOST_PARTS = 255
const FINAL_RECEIPT = 1
// 3GPP TS 23.040, 9.2.3.24.1: five octets follow, element 0 with three octets: reference, how many, which.
const headerOf = (reference: number, total: number, number: number): Buffer =>
  Buffer.of(5, 0, 3, reference & 0xff, total, number)

/**
 * The text as one submission or several, in their order; null where it has more than 255 parts. A text outside the
 * SMSC's default alphabet goes in UCS-2 as a whole. No escape and no surrogate pair is cut.
 */
export const compose = (text: string, how: Composing): readonly Submission[] | null => {
  const plain = fits(text, how.alphabet)
  const { parts } = plain ? smsSegments(text) : ucs2Segments(text)
  const octetsOf = (part: string): Buffer => (plain ? inDefault(part, how.alphabet) : inUcs2(part))
  const submission = (octets: Buffer, tlvs: Tlvs, esmClass = 0): Submission => ({
    message: {
      serviceType: how.serviceType,
      source: how.source,
      destination: how.destination,
      esmClass,
      protocolId: 0,
      priority: how.urgent ? 1 : 0,
      scheduledAt: '',
      validity: how.validity,
      registeredDelivery: FINAL_RECEIPT,
      replaceIfPresent: 0,
      dataCoding: plain ? DEFAULT_CODING : UCS2_CODING,
      predefinedId: 0,
      text: octets,
    },
    tlvs: new Map([
      ...(how.reference === null ? [] : [[TLV.userMessageReference, int16(how.reference)] as const]),
      ...tlvs,
    ]),
  })
  if (parts.length > MOST_PARTS) return null
  if (parts.length === 1) return [submission(octetsOf(text), new Map())]
  if (how.long === 'payload') return [submission(Buffer.alloc(0), new Map([[TLV.messagePayload, octetsOf(text)]]))]
  return parts.map((part, at) =>
    how.long === 'udh'
      ? submission(Buffer.concat([headerOf(how.joinedBy, parts.length, at + 1), octetsOf(part)]), new Map(), HAS_HEADER)
      : submission(
          octetsOf(part),
          new Map([
            [TLV.sarReference, int16(how.joinedBy)],
            [TLV.sarTotal, int8(parts.length)],
            [TLV.sarNumber, int8(at + 1)],
          ]),
        ),
  )
}

const LONGEST_S = 28 * 86_400
const SHORTEST_S = 60

/** From `now` to `expiresAt` in SMPP's relative form (section 7.1.1), in [1 min, 28 days]; empty for no end. */
export const validityOf = (expiresAt: Date | undefined, now: Date): string => {
  if (expiresAt === undefined) return ''
  const seconds = Math.floor((expiresAt.getTime() - now.getTime()) / 1_000)
  const left = Math.min(LONGEST_S, Math.max(SHORTEST_S, seconds))
  const two = (value: number): string => String(value).padStart(2, '0')
  const [days, rest] = [Math.floor(left / 86_400), left % 86_400]
  return `0000${two(days)}${two(Math.floor(rest / 3_600))}${two(Math.floor((rest % 3_600) / 60))}${two(rest % 60)}000R`
}

/** Our name of a message in the 16 bits that user_message_reference has: the same at every try, not unique. */
export const referenceOf = (ref: string): number => {
  // FNV-1a in 32 bits, folded.
  let hash = 0x811c9dc5
  for (const octet of Buffer.from(ref, 'latin1')) hash = Math.imul(hash ^ octet, 0x01000193) >>> 0
  return (hash >>> 16) ^ (hash & 0xffff)
}

/** The address of a sender as an operator assigns it: letters (TON 5), a telephone number (1) or a short code (3). */
export const addressOf = (text: string, ton: number | null, npi: number | null): Address => {
  const shape = /[^+\d]/.test(text)
    ? { ton: 5, npi: 0 }
    : text.replace('+', '').length > 8
      ? { ton: 1, npi: 1 }
      : { ton: 3, npi: 0 }
  return { ton: ton ?? shape.ton, npi: npi ?? shape.npi, digits: shape.ton === 5 ? text : text.replace('+', '') }
}
