import { type Alphabet, textOf } from './alphabet.ts'
import type { ShortMessage } from './pdu.ts'
import { numberIn, TLV, type Tlvs } from './tlv.ts'

// SMPP v3.4, section 5.2.12: bits 2 to 5 of esm_class are the type of message.
const TYPE_BITS = 0x3c
const RECEIPT = 0x04
const INTERMEDIATE = 0x20

/** A note on the way. */
export const isIntermediate = ({ esmClass }: ShortMessage): boolean => (esmClass & TYPE_BITS) === INTERMEDIATE

/**
 * Is this a receipt and not somebody's text? By the type of message, or by the parameters that only receipts have;
 * never by the text, which anybody can write.
 */
export const isReceipt = (message: ShortMessage, tlvs: Tlvs): boolean =>
  (message.esmClass & TYPE_BITS) === RECEIPT ||
  isIntermediate(message) ||
  (tlvs.has(TLV.receiptedMessageId) && tlvs.has(TLV.messageState))

export const octetsIn = (message: ShortMessage, tlvs: Tlvs): Buffer =>
  message.text.length > 0 ? message.text : (tlvs.get(TLV.messagePayload) ?? message.text)

/** A text, or the part of one, as somebody sent it. */
export interface Part {
  readonly text: string
  /** Null for a text that is whole. */
  readonly of: { readonly reference: number; readonly total: number; readonly number: number } | null
}

/** The element that joins parts in a user data header: 0 with 8 bits of reference, 8 with 16. */
const joinedIn = (header: Buffer): Part['of'] => {
  for (let at = 0; at + 1 < header.length; at += 2 + (header[at + 1] ?? 0)) {
    const value = header.subarray(at + 2, at + 2 + (header[at + 1] ?? 0))
    const wide = header[at] === 8 && value.length === 4
    if (!wide && !(header[at] === 0 && value.length === 3)) continue
    const [total = 0, number = 0] = value.subarray(-2)
    if (number >= 1 && number <= total && total > 1)
      return { reference: value.readUIntBE(0, wide ? 2 : 1), total, number }
  }
  return null
}

export const readText = (message: ShortMessage, tlvs: Tlvs, alphabet: Alphabet): Part => {
  const octets = octetsIn(message, tlvs)
  const headed = (message.esmClass & 0x40) !== 0 && octets.length > 0 && (octets[0] ?? 0) < octets.length
  const headerEnd = headed ? 1 + (octets[0] ?? 0) : 0
  const reference = numberIn(tlvs, TLV.sarReference)
  const total = numberIn(tlvs, TLV.sarTotal) ?? 0
  const number = numberIn(tlvs, TLV.sarNumber) ?? 0
  const beside = reference !== null && total > 1 && number >= 1 && number <= total ? { reference, total, number } : null
  return {
    text: textOf(octets.subarray(headerEnd), message.dataCoding, alphabet),
    of: headed ? joinedIn(octets.subarray(1, headerEnd)) : beside,
  }
}
