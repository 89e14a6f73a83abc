import type { Fault } from '../errors.ts'
import { scanJson } from './json-scan.ts'

export type JsonReading =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly faults: readonly Fault[] }

const utf8 = new TextDecoder('utf-8', { fatal: true })

const unreadable = (got: string, expected: string, hint: string): JsonReading => ({
  kind: 'unreadable',
  faults: [{ path: '', got, expected, hint }],
})

/**
 * Reads bytes as UTF-8 JSON: at most 32 levels deep and 100,000 values, each field once in its object, without names
 * that JavaScript gives a meaning of its own.
 */
export const readJsonBody = (bytes: Buffer): JsonReading => {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return unreadable('bytes that are not UTF-8', 'JSON in UTF-8', 'save or send the text as UTF-8')
  }
  if (text.trim() === '') return unreadable('an empty body', 'a JSON object', 'send the object as the body')
  const fault = scanJson(text)
  if (fault !== null) return { kind: 'unreadable', faults: [fault] }
  try {
    const value: unknown = JSON.parse(text)
    return { kind: 'json', value }
  } catch {
    // The parser's own message quotes the body, which may hold a contact.
    return unreadable('text that is not JSON', 'JSON', 'check the quotes, the commas and that nothing is cut off')
  }
}
