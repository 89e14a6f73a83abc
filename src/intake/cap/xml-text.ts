import type { Fault } from '../../errors.ts'
import { showText } from '../shown.ts'

/** The largest real alert known here has 881,874 bytes. */
const MAX_BYTES = 2_097_152

const ENCODINGS_READ = 'UTF-8, UTF-16 with a byte order mark, US-ASCII or ISO-8859-1'

export type TextReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] }

const refuse = (got: string, expected: string, hint: string): TextReading => ({
  kind: 'refused',
  faults: [{ path: 'xml', got, expected, hint }],
})

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte)

const DECLARED = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'<>]*)["']/

/** The encoding that the XML declaration names, in lower case; null where it names none. */
const declaredIn = (text: string): string | null => DECLARED.exec(text.slice(0, 400))?.[1]?.trim().toLowerCase() ?? null

/** Exactly what an encoding can hold, or null: no character of it is ever replaced by another. */
const decoded = (bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const decode = (bytes: Uint8Array): TextReading => {
  const inWide = startsWith(bytes, 0xff, 0xfe) ? 'utf-16le' : startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : null
  if (startsWith(bytes, 0xff, 0xfe, 0, 0) || startsWith(bytes, 0, 0, 0xfe, 0xff))
    return refuse('UTF-32', ENCODINGS_READ, 'write it as UTF-8')
  if (inWide !== null) {
    const text = decoded(bytes, inWide)
    if (text === null) return refuse('bytes that are no UTF-16', 'whole UTF-16', 'write it as UTF-8')
    const declared = declaredIn(text)
    return declared === null || /^utf-16(le|be)?$/.test(declared)
      ? { kind: 'text', text }
      : refuse(`UTF-16 that is declared ${showText(declared)}`, 'the encoding that is declared', 'write it as UTF-8')
  }
  if (bytes.includes(0))
    return refuse('a byte that is 0', ENCODINGS_READ, 'XML has no such character; UTF-16 needs its byte order mark')
  const declared = declaredIn(
    Buffer.from(bytes.subarray(0, 400))
      .toString('latin1')
      .replace(/^\u00ef\u00bb\u00bf/, ''),
  )
  const marked = startsWith(bytes, 0xef, 0xbb, 0xbf)
  if (declared === 'iso-8859-1' && !marked) return { kind: 'text', text: Buffer.from(bytes).toString('latin1') }
  if (declared !== null && declared !== 'utf-8' && (declared !== 'us-ascii' || marked))
    return refuse(`encoding ${showText(declared)}`, ENCODINGS_READ, 'write it as UTF-8')
  const text = decoded(bytes, 'utf-8')
  if (text === null)
    return refuse('bytes that are no UTF-8', 'whole UTF-8, or the encoding that it has, declared', 'write it as UTF-8')
  if (declared === 'us-ascii' && bytes.some((byte) => byte > 0x7f))
    return refuse('bytes above 127', 'US-ASCII, as it is declared', 'declare UTF-8')
  return { kind: 'text', text }
}

/**
 * The characters of a document, before any parser sees it. Refused are more than 2 MiB, encodings that hide what they
 * say, bytes that are not of their encoding, and every document type declaration: whatever entities, external files
 * and default values could do to a reader, they need one for it.
 */
export const readXmlText = (bytes: Uint8Array): TextReading => {
  if (bytes.length === 0) return refuse('nothing', 'an XML document', 'send the document as the body')
  if (bytes.length > MAX_BYTES)
    return refuse(
      `${bytes.length} bytes`,
      `at most ${MAX_BYTES} bytes`,
      'leave embedded files out, link to them instead',
    )
  const reading = decode(bytes)
  if (reading.kind === 'refused') return reading
  const [found] = /<!(?:DOCTYPE|ENTITY)/i.exec(reading.text) ?? []
  return found === undefined
    ? reading
    : refuse(
        `${found.toUpperCase()} in line ${reading.text.slice(0, reading.text.search(/<!(?:DOCTYPE|ENTITY)/i)).split('\n').length}`,
        'no document type declaration and no entity declaration',
        'leave it out: the message is read without any',
      )
}
