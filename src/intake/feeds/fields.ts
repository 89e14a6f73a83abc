import type { Fault } from '../../errors.ts'
import { show } from '../shown.ts'

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** A list, or the single thing that a feed writes in place of a list of one; nothing is an empty list. */
export const listOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value as readonly unknown[]
  return value === undefined || value === null || value === '' ? [] : [value]
}

/** The text of a field, trimmed; null where it is missing, blank or `-`. Numbers are taken as they are written. */
export const textAt = (fields: Fields, name: string): string | null => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' || text === '-' ? null : text
}

/** What is read from the fields of one thing, with every fault on the way. */
export interface FieldReader {
  /** The value that `read` makes of the text; null with a fault where the field is missing or cannot be read. */
  need<Value>(name: string, read: (text: string) => Value | null, expected: string, hint?: string): Value | null
  /** The same, but a field that is missing is no fault. */
  may<Value>(name: string, read: (text: string) => Value | null, expected: string, hint?: string): Value | null
}

export const readerOf = (fields: Fields, at: string, faults: Fault[]): FieldReader => {
  const may: FieldReader['may'] = (name, read, expected, hint) => {
    const text = textAt(fields, name)
    if (text === null) return null
    const value = read(text)
    if (value === null)
      faults.push({ path: `${at}.${name}`, got: show(text), expected, ...(hint === undefined ? {} : { hint }) })
    return value
  }
  return {
    may,
    need: (name, read, expected, hint) => {
      if (textAt(fields, name) !== null) return may(name, read, expected, hint)
      faults.push({ path: `${at}.${name}`, got: show(fields[name]), expected })
      return null
    },
  }
}

const CONTROL = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text

/** One line without control characters and changes of direction, at most `most` characters. */
export const cleanLine = (text: string, most = 200): string =>
  cut(text.replace(/\s+/g, ' ').replace(CONTROL, '').normalize('NFC').trim(), most)

/** Lines, cleaned one by one; blank ones are left out. At most `most` characters. */
export const cleanText = (lines: readonly (string | null)[], most = 5_000): string =>
  cut(
    lines
      .flatMap((text) => (text ?? '').split(/\r\n?|\n/))
      .map((line) => cleanLine(line, most))
      .filter((line) => line !== '')
      .join('\n'),
    most,
  )
