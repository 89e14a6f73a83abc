import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { type Fault, InvalidInput, reasonOf } from '../errors.ts'
import { type RegionCode, readRegionCode } from '../roster/region.ts'

const COLUMNS = ['code', 'name', 'provisional', 'source'] as const

/** A kabupaten of the list of daerah tertinggal. */
export interface Tertinggal {
  readonly regencyCode: RegionCode
  readonly name: string
  /** Its place in the list has no source yet. */
  readonly provisional: boolean
  readonly source: string
}

const readRow = (row: readonly string[], path: string): Tertinggal | Fault => {
  const [code = '', name = '', provisional = '', source = ''] = row
  const reading = readRegionCode(code)
  if (reading.kind !== 'code' || reading.level !== 'regency')
    return { path: `${path} code`, got: code, expected: 'the code of a kabupaten, such as 53.12' }
  if (provisional !== 'yes' && provisional !== 'no')
    return { path: `${path} provisional`, got: provisional, expected: 'yes or no' }
  if (name === '' || source === '') return { path, got: 'an empty cell', expected: 'a name and a source' }
  return { regencyCode: reading.code, name, provisional: provisional === 'yes', source }
}

/**
 * The kabupaten that count as daerah tertinggal, from a CSV file with the columns code, name, provisional and source.
 * Throws InvalidInput with every fault.
 */
export const readTertinggal = (file: string): readonly Tertinggal[] => {
  let rows: readonly (readonly string[])[]
  try {
    rows = parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new InvalidInput(`read the daerah tertinggal: ${reasonOf(cause)}`, [], { cause })
  }
  const [heading, ...body] = rows
  if (heading?.join() !== COLUMNS.join())
    throw new InvalidInput('read the daerah tertinggal: the heading is another', [
      { path: `${file}:1`, got: heading?.join() ?? 'nothing', expected: COLUMNS.join() },
    ])
  const found = body.map((row, at) => readRow(row, `${file}:${at + 2}`))
  const faults = found.filter((one): one is Fault => 'path' in one)
  if (faults.length > 0)
    throw new InvalidInput(`read the daerah tertinggal: ${faults.length} rows cannot be used`, faults)
  return found.filter((one): one is Tertinggal => 'regencyCode' in one)
}
