import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parse } from 'csv-parse/sync'
import { InvalidInput, Unavailable } from '../errors.ts'
import { indexLandmasses, type Landmasses } from '../geo/landmass.ts'
import { createGazetteer, type Gazetteer } from '../roster/gazetteer.ts'
import { type Region, readRegionCode } from '../roster/region.ts'
import { readIslands } from './islands.ts'
import { loadLandPolygons } from './land.ts'
import { readSeats } from './seats.ts'

const requireFrom = createRequire(import.meta.url)

/** One of idn-area-data's lists, Kepmendagri 300.2.2-2138/2025 (ODbL, credited in the notices): code, parent, name. */
const readRegions = (list: 'provinces' | 'regencies' | 'districts' | 'villages'): readonly Region[] => {
  const file = `idn-area-data/data/${list}.csv`
  let rows: readonly (readonly string[])[]
  try {
    rows = parse(readFileSync(requireFrom.resolve(file), 'utf8'), { from_line: 2 })
  } catch (cause) {
    throw new Unavailable(`read the regions: ${file} cannot be read`, { cause })
  }
  return rows.map((row) => {
    const [code = ''] = row
    const reading = readRegionCode(code)
    if (reading.kind !== 'code')
      throw new Unavailable(`read the regions: expected a region code in ${file}, got ${code}`)
    return { code: reading.code, name: row.at(-1) ?? '', level: reading.level }
  })
}

/** Parsed and indexed at the first question: most commands never ask. */
const landmassesWhenAsked = (islandsFile: string | undefined): Landmasses => {
  let land: Landmasses | undefined
  const load = (): Landmasses => {
    land ??= indexLandmasses(loadLandPolygons(), islandsFile === undefined ? [] : readIslands(islandsFile))
    return land
  }
  return { at: (place) => load().at(place), nearest: (place, withinKm) => load().nearest(place, withinKm) }
}

export interface GazetteerFiles {
  /** The table of seats, `config/gazetteer/seats.csv` in a checkout. */
  readonly seatsFile: string
  /** The table of small islands, `config/gazetteer/islands.csv` in a checkout; left out: the land polygons alone. */
  readonly islandsFile?: string
  /** When the caller has them anyway; else they are loaded at the first question about a place. */
  readonly landmasses?: Landmasses
}

/**
 * The gazetteer of 2025: 38 provinces, 514 regencies, 7,285 districts, 83,762 villages, and a seat for every regency.
 * Takes about 0.2 s; villages (0.2 s) and land (0.4 s) are read when they are first asked for.
 * Throws InvalidInput with every fault of a table (that of islands when land is first asked for), Unavailable when a package's file cannot be read.
 */
export const loadGazetteer = ({ seatsFile, islandsFile, landmasses }: GazetteerFiles): Gazetteer => {
  const regencies = readRegions('regencies')
  const seats = readSeats(seatsFile)
  const seated = new Set<string>(seats.map((seat) => seat.regencyCode))
  const unseated = regencies.filter(({ code }) => !seated.has(code))
  if (unseated.length > 0)
    throw new InvalidInput(
      `read the seats: ${unseated.length} regencies have none`,
      unseated.map(({ code, name }) => ({ path: seatsFile, got: 'no row', expected: `a row for ${code} ${name}` })),
    )
  const tables = {
    provinces: readRegions('provinces'),
    regencies,
    districts: readRegions('districts'),
    villages: () => readRegions('villages'),
  }
  return createGazetteer(tables, seats, landmasses ?? landmassesWhenAsked(islandsFile))
}
