import type { Fault } from '../errors.ts'
import { showText } from './shown.ts'

export type JsonReading =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly faults: readonly Fault[] }

/** Deeper than any body of ours: a MultiPolygon's numbers lie 7 deep. */
const MAX_DEPTH = 32

/** Keys that would reach into JavaScript's own objects. */
const POISON = ['__proto__', 'constructor', 'prototype']

const unreadable = (got: string, expected: string, hint: string): JsonReading => ({
  kind: 'unreadable',
  faults: [{ path: '', got, expected, hint }],
})

const poisonIn = (value: unknown, path: string, depth: number): Fault | undefined => {
  if (value === null || typeof value !== 'object') return undefined
  if (depth > MAX_DEPTH)
    return { path: path.slice(0, 80), got: `more than ${MAX_DEPTH} levels`, expected: `at most ${MAX_DEPTH} levels` }
  for (const [key, inner] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    if (!Array.isArray(value) && POISON.includes(key))
      return { path: at, got: showText(key), expected: 'a field of the contract', hint: 'this name is not allowed' }
    const found = poisonIn(inner, at, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** Reads bytes as UTF-8 JSON, at most 32 levels deep, without names that JavaScript gives a meaning of its own. */
export const readJsonBody = (bytes: Buffer): JsonReading => {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return unreadable('bytes that are not UTF-8', 'JSON in UTF-8', 'save or send the text as UTF-8')
  }
  if (text.trim() === '') return unreadable('an empty body', 'a JSON object', 'send the object as the body')
  try {
    const value: unknown = JSON.parse(text)
    const fault = poisonIn(value, '', 1)
    return fault === undefined ? { kind: 'json', value } : { kind: 'unreadable', faults: [fault] }
  } catch {
    // The parser's own message quotes the body, which may hold a contact.
    return unreadable('text that is not JSON', 'JSON', 'check the quotes, the commas and that nothing is cut off')
  }
}
