import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { type Fault, InvalidInput, reasonOf } from '../errors.ts'
import type { Islet } from '../geo/islet.ts'
import { insideIndonesia, type Position } from '../geo/position.ts'
import { islandLandmass } from '../roster/island.ts'

/** An island of the table, by its official code and name. */
export interface NamedIsland extends Islet {
  readonly code: string
  readonly name: string
  readonly source: string
}

const COLUMNS = ['code', 'name', 'longitude', 'latitude', 'radius_km', 'source'] as const

// Ours: a larger island is in the land polygons, and a typing error may not swallow its neighbours.
const MOST_KM = 20

type Row = readonly string[]

const readRow = (row: Row, path: string): NamedIsland | Fault => {
  const [code = '', name = '', longitude = '', latitude = '', radius = '', source = ''] = row
  const id = islandLandmass(code)
  if (id === undefined)
    return { path: `${path} code`, got: code, expected: 'the code of an island, such as 31.01.40087' }
  const centre: Position = [Number(longitude), Number(latitude)]
  if (longitude === '' || latitude === '' || !insideIndonesia(centre))
    return {
      path: `${path} longitude, latitude`,
      got: `${longitude}, ${latitude}`,
      expected: 'a place in Indonesia, in degrees',
    }
  const radiusKm = Number(radius)
  if (!(radiusKm > 0 && radiusKm <= MOST_KM))
    return { path: `${path} radius_km`, got: radius, expected: `km, more than 0 and at most ${MOST_KM}` }
  if (name === '' || source === '')
    return { path, got: 'an empty cell', expected: 'a name, and the source of the coordinates' }
  return { id, code, name, centre, radiusKm, source }
}

/**
 * The islands listed in a CSV file with the columns code, name, longitude, latitude, radius_km and source, each code
 * once. Throws InvalidInput with every fault.
 */
export const readIslands = (file: string): readonly NamedIsland[] => {
  let rows: readonly Row[]
  try {
    rows = parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new InvalidInput(`read the islands: ${reasonOf(cause)}`, [], { cause })
  }
  const [heading, ...body] = rows
  if (heading?.join() !== COLUMNS.join())
    throw new InvalidInput('read the islands: the heading is another', [
      { path: `${file}:1`, got: heading?.join() ?? 'nothing', expected: COLUMNS.join() },
    ])
  const islands = new Map<string, NamedIsland>()
  const faults: Fault[] = []
  for (const [at, row] of body.entries()) {
    const path = `${file}:${at + 2}`
    const island = readRow(row, path)
    if (!('code' in island)) faults.push(island)
    else if (islands.has(island.code))
      faults.push({ path: `${path} code`, got: `${island.code}, a second time`, expected: 'each island once' })
    else islands.set(island.code, island)
  }
  if (faults.length > 0) throw new InvalidInput(`read the islands: ${faults.length} rows cannot be used`, faults)
  return [...islands.values()]
}
