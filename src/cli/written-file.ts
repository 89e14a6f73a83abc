import { closeSync, constants, fchmodSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { InvalidInput, reasonOf } from '../errors.ts'
import { csvOf } from '../wording/csv-rows.ts'

const PRIVATE = 0o600

/** Closed to others before its first byte is there: one that was there keeps its mode. */
const writeClosed = (file: string, text: string): void => {
  const opened = openSync(file, constants.O_WRONLY | constants.O_CREAT, PRIVATE)
  try {
    fchmodSync(opened, PRIVATE)
    if (fstatSync(opened).isFile()) ftruncateSync(opened)
    writeFileSync(opened, text)
  } finally {
    closeSync(opened)
  }
}

const written = (file: string, write: () => void): void => {
  try {
    mkdirSync(dirname(file), { recursive: true })
    write()
  } catch (cause) {
    const fault = { path: file, got: reasonOf(cause), expected: 'a file that can be written' }
    throw new InvalidInput('the result cannot be written', [fault], { cause })
  }
}

/** Writes a result where the user asked for it, making its folder. Throws InvalidInput where that cannot be. */
export const writeFile = (file: string, text: string): void => written(file, () => writeFileSync(file, text))

/** The same, for its owner's eyes alone from its first byte on; a file that is another's is left as it was. */
export const writePrivateFile = (file: string, text: string): void => written(file, () => writeClosed(file, text))

/** Writes rows as CSV, or as JSON (one list) where the name ends in .json. */
export const writeRows = <Column extends string>(
  file: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, unknown>>[],
): void => {
  const isJson = extname(file).toLowerCase() === '.json'
  writeFile(file, isJson ? `${JSON.stringify(rows, undefined, 2)}\n` : csvOf(columns, rows))
}
