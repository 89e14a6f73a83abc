import { smsSegments } from '../../wording/gsm7.ts'

/** One SMS of a text, as the outbox has it. */
export interface Part {
  /** The header that joins it to the others, in hexadecimal; null where it is alone. */
  readonly udh: string | null
  readonly text: string
}

export interface Parts {
  readonly coding: 'Default_No_Compression' | 'Unicode_No_Compression'
  readonly parts: readonly Part[]
}

/** Parts are counted in one octet. */
const MOST_PARTS = 255

const octet = (value: number): string => (value & 0xff).toString(16).toUpperCase().padStart(2, '0')

/** The text in the parts that one SMS each holds, under one reference of 8 bits; null where it has more than 255. */
export const partsOf = (text: string, reference: number): Parts | null => {
  const { in: alphabet, parts } = smsSegments(text)
  if (parts.length > MOST_PARTS) return null
  return {
    coding: alphabet === 'gsm7' ? 'Default_No_Compression' : 'Unicode_No_Compression',
    parts: parts.map((part, at) => ({
      // 3GPP TS 23.040, 9.2.3.24.1: five octets follow, element 0 with three: reference, how many, which.
      udh: parts.length === 1 ? null : `050003${octet(reference)}${octet(parts.length)}${octet(at + 1)}`,
      text: part,
    })),
  }
}

/** What a header says of a part: element 0 (8 bits) or 8 (16 bits); null where it joins nothing. */
export const joinedBy = (
  udh: string,
): { readonly reference: number; readonly total: number; readonly number: number } | null => {
  const octets = Buffer.from(udh, 'hex')
  for (let at = 1; at + 1 < octets.length; at += 2 + (octets[at + 1] ?? 0)) {
    const element = octets.subarray(at + 2, at + 2 + (octets[at + 1] ?? 0))
    const wide = octets[at] === 8 && element.length === 4
    if (!wide && !(octets[at] === 0 && element.length === 3)) continue
    const [total = 0, number = 0] = element.subarray(wide ? 2 : 1)
    if (number < 1 || number > total) return null
    return { reference: wide ? element.readUInt16BE(0) : (element[0] ?? 0), total, number }
  }
  return null
}
