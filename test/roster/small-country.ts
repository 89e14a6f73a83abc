import { indexLandmasses, type Landmasses, type LandPolygon } from '../../src/geo/landmass.ts'
import type { Position } from '../../src/geo/position.ts'
import { createGazetteer, type Gazetteer, type RegionTables, type Seat } from '../../src/roster/gazetteer.ts'
import { type Region, type RegionCode, readRegionCode } from '../../src/roster/region.ts'

export const regionCode = (text: string): RegionCode => {
  const reading = readRegionCode(text)
  if (reading.kind !== 'code') throw new Error(`${text} is no region code`)
  return reading.code
}

const region = (line: string): Region => {
  const [code = '', ...name] = line.split(' ')
  const reading = readRegionCode(code)
  if (reading.kind !== 'code') throw new Error(`${code} is no region code`)
  return { code: reading.code, name: name.join(' '), level: reading.level }
}

export const regions = (...lines: readonly string[]): readonly Region[] => lines.map(region)

/** A square island of `side` degrees with its south-western corner at the place. */
export const island = (id: number, [west, south]: Position, side: number): LandPolygon => ({
  id,
  rings: [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ],
  ],
})

export const seatAt = (code: string, name: string, seat: string, position: Position): Seat => ({
  regencyCode: regionCode(code),
  name,
  seat,
  position,
  accuracyM: 3000,
  source: 'test',
})

export const SMALL_TABLES: RegionTables = {
  provinces: regions('32 Jawa Barat', '34 Daerah Istimewa Yogyakarta'),
  regencies: regions('32.04 Kabupaten Bandung', '32.73 Kota Bandung', '34.02 Kabupaten Bantul'),
  districts: regions('32.04.15 Pangalengan', '32.04.16 Arjasari', '32.73.01 Sukasari', '34.02.10 Imogiri'),
  villages: () =>
    regions(
      '32.04.15.2001 Pulosari',
      '32.04.15.2002 Margamekar',
      '32.04.15.2003 Warnasari',
      '32.04.16.2001 Arjasari',
      '32.73.01.1001 Sukarasa',
      '34.02.10.2004 Kebonagung',
    ),
}

/** Bandung and its city share the western island; Bantul's seat stands 5 km off the eastern one. */
export const SMALL_LAND: Landmasses = indexLandmasses([island(1, [107, -8], 1), island(2, [110, -8], 1)])

export const SMALL_SEATS: readonly Seat[] = [
  seatAt('32.04', 'Kabupaten Bandung', 'Soreang', [107.5, -7.5]),
  seatAt('32.73', 'Kota Bandung', 'Bandung', [107.6, -7.4]),
  seatAt('34.02', 'Kabupaten Bantul', 'Bantul', [109.955, -7.5]),
]

export const smallGazetteer = (tables: Partial<RegionTables> = {}): Gazetteer =>
  createGazetteer({ ...SMALL_TABLES, ...tables }, SMALL_SEATS, SMALL_LAND)
