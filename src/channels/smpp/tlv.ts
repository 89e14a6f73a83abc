import { int16, type OctetReader } from './octets.ts'

/** Optional parameters by tag; of one that comes twice the first counts. */
export type Tlvs = ReadonlyMap<number, Buffer>

// SMPP v3.4, section 5.3.2.
export const TLV = {
  receiptedMessageId: 0x001e,
  userMessageReference: 0x0204,
  sarReference: 0x020c,
  sarTotal: 0x020e,
  sarNumber: 0x020f,
  networkErrorCode: 0x0423,
  messagePayload: 0x0424,
  messageState: 0x0427,
} as const

export const NO_TLVS: Tlvs = new Map()

export const writeTlvs = (tlvs: Tlvs): Buffer[] =>
  [...tlvs].flatMap(([tag, value]) => [int16(tag), int16(value.length), value])

/** Reads what is left as parameters. A last one that was cut short, as some peers pad, is left out. */
export const readTlvs = (octets: OctetReader): Tlvs => {
  const tlvs = new Map<number, Buffer>()
  while (octets.left() >= 4) {
    const tag = octets.int16()
    const length = octets.int16()
    if (length > octets.left()) break
    const value = octets.octets(length)
    if (!tlvs.has(tag)) tlvs.set(tag, value)
  }
  return tlvs
}

/** A whole number of 1 to 4 octets; null where there is none such. */
export const numberIn = (tlvs: Tlvs, tag: number): number | null => {
  const value = tlvs.get(tag)
  return value === undefined || value.length === 0 || value.length > 4 ? null : value.readUIntBE(0, value.length)
}

/** A text that may or may not end in NUL; null where there is none or an empty one. */
export const textIn = (tlvs: Tlvs, tag: number): string | null => {
  const text = tlvs.get(tag)?.toString('latin1').split('\0', 1)[0]
  return text === undefined || text === '' ? null : text
}
