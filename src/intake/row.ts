import { insideIndonesia, type Position } from '../geo/position.ts'
import { maskContacts } from '../masking.ts'
import { readRegionCode } from '../roster/region.ts'
import type { CsvRecord, Rejection } from './csv-table.ts'
import { isDay, readInstant } from './instant.ts'
import { readMobile } from './phone.ts'
import { isSeenLine } from './plain-text.ts'
import { maskContact } from './shown.ts'

/** Columns whose values nobody sees in full. */
const CONTACTS = ['phone', 'chair_phone', 'email']

const MAX_CELL = 200
const MAX_LIST = 50

/** A record that is being read: every reader notes what is wrong and then gives null, so that all faults come at once. */
export interface Row {
  readonly line: number
  readonly rejections: Rejection[]
  readonly cells: ReadonlyMap<string, string>
}

export const refuse = ({ line, rejections, cells }: Row, column: string, why: string, remedy: string): null => {
  const cell = cells.get(column) ?? ''
  const value = CONTACTS.includes(column) && cell !== '' ? maskContact(cell) : maskContacts(cell).slice(0, 80)
  rejections.push({ line, column, value, why, remedy })
  return null
}

/** Begins to read a record: a cell that is too long, hides something or is misquoted is refused and then counts as empty. */
export const openRow = ({ line, cells }: CsvRecord): Row => {
  const checked = new Map(cells)
  const row = { line, rejections: [], cells: checked }
  for (const [column, cell] of cells) {
    if (cell.length > MAX_CELL) refuse(row, column, `has ${cell.length} characters`, `write at most ${MAX_CELL}`)
    else if (!isSeenLine(cell)) refuse(row, column, 'holds control or invisible characters', 'type the value again')
    else if (cell.startsWith('"'))
      refuse(row, column, 'has a quote in the wrong place', 'quote the whole value, and double quotes inside')
    else continue
    checked.set(column, '')
  }
  return row
}

const hasFault = ({ rejections }: Row, column: string): boolean => rejections.some((fault) => fault.column === column)

/** The cell's text; null where it is empty. */
export const textIn = (row: Row, column: string): string | null => row.cells.get(column) || null

export const requiredIn = (row: Row, column: string): string | null => {
  const text = textIn(row, column)
  if (text !== null || hasFault(row, column)) return text
  return refuse(row, column, 'is empty', 'every row needs it')
}

/** A name of people or places: one that begins like a formula would run in the next spreadsheet. */
export const nameIn = (row: Row, column: string): string | null => {
  const text = textIn(row, column)
  return text !== null && /^[=+@-]/.test(text)
    ? refuse(row, column, 'begins like a formula', 'write the name alone')
    : text
}

/** Values separated by `;`, without empty ones and repeats. */
export const listIn = (row: Row, column: string): readonly string[] => {
  const values = (textIn(row, column) ?? '').split(';').map((value) => value.trim())
  const list = [...new Set(values.filter((value) => value !== ''))]
  if (list.length > MAX_LIST) refuse(row, column, `lists ${list.length} values`, `write at most ${MAX_LIST}`)
  return list
}

export const numberIn = (row: Row, column: string, min: number, max: number): number | null => {
  const text = textIn(row, column)
  if (text === null) return null
  if (/^-?\d+,\d+$/.test(text))
    return refuse(row, column, 'has a comma for the decimal point', 'write 107.52, not 107,52')
  if (!/^-?\d+(\.\d+)?$/.test(text)) return refuse(row, column, 'is not a number', 'write digits with a decimal point')
  const value = Number(text)
  return value >= min && value <= max ? value : refuse(row, column, 'is out of bounds', `write ${min} to ${max}`)
}

export const wholeIn = (row: Row, column: string, min: number, max: number): number | null => {
  const value = numberIn(row, column, min, max)
  return value === null || Number.isInteger(value)
    ? value
    : refuse(row, column, 'is not whole', 'leave out the fraction')
}

/** A place in Indonesia by two columns; null where both are empty. */
export const positionIn = (row: Row, longitudeColumn: string, latitudeColumn: string): Position | null => {
  const given = [longitudeColumn, latitudeColumn].filter((column) => textIn(row, column) !== null)
  const [only] = given
  if (given.length === 1 && only !== undefined && !hasFault(row, longitudeColumn) && !hasFault(row, latitudeColumn)) {
    const missing = only === longitudeColumn ? latitudeColumn : longitudeColumn
    return refuse(row, missing, `is empty though ${only} is not`, 'give both, or neither')
  }
  const longitude = numberIn(row, longitudeColumn, -180, 180)
  const latitude = numberIn(row, latitudeColumn, -180, 180)
  if (longitude === null || latitude === null) return null
  if (longitude === 0 && latitude === 0)
    return refuse(row, longitudeColumn, '0, 0 means that it is missing', 'leave both empty')
  if (insideIndonesia([longitude, latitude])) return [longitude, latitude]
  return insideIndonesia([latitude, longitude])
    ? refuse(row, longitudeColumn, 'and the latitude look swapped', 'longitude is about 95 to 141, latitude -11 to 6')
    : refuse(row, longitudeColumn, 'and the latitude lie outside Indonesia', 'check the sign and the decimal point')
}

/** A village's code that exists. */
export const villageOf = (row: Row, column: string, text: string, exists: (code: string) => boolean): string | null => {
  const reading = readRegionCode(text)
  if (reading.kind === 'not-a-code') return refuse(row, column, 'is not a village code', reading.hint)
  if (reading.level !== 'village')
    return refuse(row, column, `is the code of a ${reading.level}`, 'write the code of the village')
  return exists(reading.code)
    ? reading.code
    : refuse(
        row,
        column,
        'is no village of the 2025 list',
        'look the code up: it may have changed when a region was split',
      )
}

export const dayIn = (row: Row, column: string): string | null => {
  const text = textIn(row, column)
  return text === null || isDay(text)
    ? text
    : refuse(row, column, 'is not a day', 'write YYYY-MM-DD, such as 2026-11-22')
}

/** How far east of Greenwich the day of a file ends: Jakarta's 7 hours. */
const END_OF_DAY = 'T23:59:59+07:00'

/** An instant with its offset; a day alone lasts until it ends in Jakarta. */
export const untilIn = (row: Row, column: string): Date | null => {
  const text = textIn(row, column)
  if (text === null) return null
  const until = isDay(text) ? new Date(`${text}${END_OF_DAY}`) : readInstant(text)
  return until ?? refuse(row, column, 'is no day or instant', 'write 2026-11-22 or 2026-11-22T13:00:00+07:00')
}

export const mobileIn = (row: Row, column: string): { readonly e164: string; readonly synthetic: boolean } | null => {
  const text = textIn(row, column)
  if (text === null) return null
  const reading = readMobile(text)
  return reading.kind === 'phone' ? reading : refuse(row, column, reading.why, reading.remedy)
}

const EMAIL = /^[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/

export const emailIn = (row: Row, column: string): string | null => {
  const text = textIn(row, column)
  if (text === null) return null
  if (!EMAIL.test(text) || text.indexOf('@') > 64)
    return refuse(row, column, 'is not one plain address', 'write name@domain, without a display name')
  const at = text.lastIndexOf('@')
  return `${text.slice(0, at)}${text.slice(at).toLowerCase()}`
}

export const booleanIn = (row: Row, column: string): boolean => {
  const text = (textIn(row, column) ?? 'false').toLowerCase()
  if (text !== 'true' && text !== 'false') refuse(row, column, 'is neither true nor false', 'write true or false')
  return text === 'true'
}

/** Invented people have contacts that reach nobody, and only they do. */
export const checkSynthetic = (row: Row, synthetic: boolean, column: string, inventedContact: boolean | null): void => {
  if (inventedContact === null || inventedContact === synthetic || hasFault(row, 'synthetic')) return
  if (synthetic)
    refuse(row, column, 'could reach a real person though synthetic is true', 'use +6284… and addresses in .invalid')
  else refuse(row, column, 'reaches nobody (+6284… or .invalid)', 'write synthetic=true, or the real contact')
}
