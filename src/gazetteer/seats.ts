import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { type Fault, InvalidInput, reasonOf } from '../errors.ts'
import { insideIndonesia, type Position } from '../geo/position.ts'
import type { Seat } from '../roster/gazetteer.ts'
import { readRegionCode } from '../roster/region.ts'

const COLUMNS = ['code', 'name', 'seat', 'longitude', 'latitude', 'accuracy_m', 'source'] as const

type Row = readonly string[]

const readRow = (row: Row, path: string): Seat | Fault => {
  const [code = '', name = '', seat = '', longitude = '', latitude = '', accuracy = '', source = ''] = row
  const reading = readRegionCode(code)
  if (reading.kind !== 'code' || reading.level !== 'regency')
    return { path: `${path} code`, got: code, expected: 'the code of a kabupaten or kota, such as 32.04' }
  const position: Position = [Number(longitude), Number(latitude)]
  if (longitude === '' || latitude === '' || !insideIndonesia(position))
    return {
      path: `${path} longitude, latitude`,
      got: `${longitude}, ${latitude}`,
      expected: 'a place in Indonesia, in degrees',
    }
  const accuracyM = Number(accuracy)
  if (!(accuracyM > 0)) return { path: `${path} accuracy_m`, got: accuracy, expected: 'metres, more than 0' }
  if (name === '' || seat === '' || source === '')
    return { path, got: 'an empty cell', expected: 'a name, a seat and the source of its coordinates' }
  return { regencyCode: reading.code, name, seat, position, accuracyM, source }
}

/**
 * The seats listed in a CSV file with the columns code, name, seat, longitude, latitude, accuracy_m and source.
 * Throws InvalidInput with every fault.
 */
export const readSeats = (file: string): readonly Seat[] => {
  let rows: readonly Row[]
  try {
    rows = parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new InvalidInput(`read the seats: ${reasonOf(cause)}`, [], { cause })
  }
  const [heading, ...body] = rows
  if (heading?.join() !== COLUMNS.join())
    throw new InvalidInput('read the seats: the heading is another', [
      { path: `${file}:1`, got: heading?.join() ?? 'nothing', expected: COLUMNS.join() },
    ])
  const seats: Seat[] = []
  const faults: Fault[] = []
  for (const [at, row] of body.entries()) {
    const seat = readRow(row, `${file}:${at + 2}`)
    if ('regencyCode' in seat) seats.push(seat)
    else faults.push(seat)
  }
  if (faults.length > 0) throw new InvalidInput(`read the seats: ${faults.length} rows cannot be used`, faults)
  return seats
}
