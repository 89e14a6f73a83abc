import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { InvalidInput, reasonOf } from '../errors.ts'
import { csvOf } from '../wording/csv-rows.ts'

const writeWith = (file: string, text: string, mode: number | undefined): void => {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, mode === undefined ? {} : { mode })
    // One that was there keeps its mode.
    if (mode !== undefined) chmodSync(file, mode)
  } catch (cause) {
    const fault = { path: file, got: reasonOf(cause), expected: 'a file that can be written' }
    throw new InvalidInput('the result cannot be written', [fault], { cause })
  }
}

/** Writes a result where the user asked for it, making its folder. Throws InvalidInput where that cannot be. */
export const writeFile = (file: string, text: string): void => writeWith(file, text, undefined)

/** The same, for its owner's eyes alone. */
export const writePrivateFile = (file: string, text: string): void => writeWith(file, text, 0o600)

/** Writes rows as CSV, or as JSON (one list) where the name ends in .json. */
export const writeRows = <Column extends string>(
  file: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, unknown>>[],
): void => {
  const isJson = extname(file).toLowerCase() === '.json'
  writeFile(file, isJson ? `${JSON.stringify(rows, undefined, 2)}\n` : csvOf(columns, rows))
}
