import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InvalidInput } from '../../src/errors.ts'
import { type NamedIsland, readIslands } from '../../src/gazetteer/islands.ts'
import { loadLandPolygons } from '../../src/gazetteer/land.ts'
import { loadGazetteer } from '../../src/gazetteer/load.ts'
import { indexLandmasses } from '../../src/geo/landmass.ts'
import type { Position } from '../../src/geo/position.ts'

const ISLANDS_FILE = 'config/gazetteer/islands.csv'
const islands = readIslands(ISLANDS_FILE)
const polygons = loadLandPolygons()
const mapped = indexLandmasses(polygons)
const land = indexLandmasses(polygons, islands)
const byId = new Map(islands.map((island) => [island.id, island]))

const degreesOf = (text: string): number => {
  const [, degrees, minutes, seconds, side = ''] = /^(\d+)°(\d+)'([\d.]+)" ([NSEW])$/.exec(text) ?? []
  return (Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600) * ('SW'.includes(side) ? -1 : 1)
}

/** The official list: 17,000 islands, of which it calls some inhabited. */
const official = (() => {
  const file = createRequire(import.meta.url).resolve('idn-area-data/data/islands.csv')
  const rows: readonly (readonly string[])[] = parse(readFileSync(file, 'utf8'), { from_line: 2 })
  return rows.map(([code = '', , coordinate = '', isPopulated, , name = '']) => {
    const [latitude = '', longitude = ''] = coordinate.split(/(?<=[NS])\s+/)
    const centre: Position = [degreesOf(longitude.trim()), degreesOf(latitude.trim())]
    return { code, name, centre, isPopulated: isPopulated === '1' }
  })
})()

/** Joined to a neighbour by a road: Kemujan to Karimunjawa, Harapan to Kelapa, Ceningan to Lembongan. */
const JOINED = new Set(['33.20.40015', '31.01.40027', '51.05.40001'])

const titleOf = ({ code, name }: Pick<NamedIsland, 'code' | 'name'>): string => `${code} ${name}`

describe('the table of islands', () => {
  test('has the names and coordinates of the official list, in the order of the codes', () => {
    const known = new Map(official.map((one) => [one.code, one]))
    const wrong = islands.filter(({ code, name, centre }) => {
      const one = known.get(code)
      const isThere = one?.centre.every((degrees, axis) => Math.abs(degrees - (centre[axis] ?? 0)) < 0.0001)
      return one?.name !== name || isThere !== true
    })
    expect(wrong.map(titleOf)).toEqual([])
    const codes = islands.map(({ code }) => code)
    expect(codes).toEqual(codes.toSorted())
  })

  test('has every island called inhabited that lies 2 km and more from mapped land and is not joined to it', () => {
    const inhabited = official.filter(({ isPopulated }) => isPopulated)
    const unmapped = inhabited.filter(({ centre }) => mapped.at(centre) === undefined)
    const far = unmapped.filter(({ centre }) => mapped.nearest(centre, 2) === undefined)
    // The figures of the README.
    expect([inhabited.length, inhabited.length - unmapped.length, unmapped.length - far.length]).toEqual([
      1589, 399, 235,
    ])
    const listed = new Set(islands.map(({ code }) => code))
    const lacking = far.filter(({ code }) => !listed.has(code) && !JOINED.has(code))
    expect(lacking.map(titleOf)).toEqual([])
    const others = islands.filter(({ code }) => !far.some((one) => one.code === code))
    expect(others.every(({ source }) => source.endsWith('inhabited: general knowledge'))).toBe(true)
    expect([islands.length, others.length]).toEqual([958, 6])
  })

  test('keeps clear of mapped land: no disc comes nearer to it than to its own centre', () => {
    const close = islands.filter(
      ({ centre, radiusKm }) => mapped.nearest(centre, Math.max(2, 2 * radiusKm)) !== undefined,
    )
    expect(close.map(titleOf)).toEqual([])
  })

  test.each([
    ['Pulau Pramuka', 106.614, -5.746],
    ['Pulau Untung Jawa', 106.706, -5.978],
    ['Gili Trawangan', 116.036, -8.352],
    ['Nusa Lembongan', 115.45, -8.68],
    ['Pulau Bunaken', 124.76, 1.62],
    ['Pulau Tomia', 123.95, -5.74],
    ['Pulau Neira', 129.9, -4.515],
    ['Pulau Marore', 125.486, 4.737],
    ['Pulau Sedanau', 108.02, 3.8],
    ['Pulau Masalembu', 114.43, -5.56],
    ['Pulau Derawan', 118.244, 2.285],
    ['Pulau Sapeken', 115.708, -7.005],
  ])('%s is a land of its own', (name, longitude, latitude) => {
    expect(byId.get(land.at([longitude, latitude]) ?? 0)?.name).toBe(name)
    expect(byId.get(land.nearest([longitude, latitude], 15) ?? 0)?.name).toBe(name)
  })

  test.each([
    ['Kemujan', [110.478, -5.804], [110.45, -5.85]],
    ['Jakarta’s shore', [106.8, -6.1], [106.8, -6.3]],
    ['Kartini beach at Jepara, a kilometre off the mapped shore', [110.647, -6.589], [110.7, -6.7]],
    ['Bangsal, across from Gili Air', [116.09, -8.4], [116.2, -8.6]],
  ] as const)('%s stays on the mapped land', (_, place, inland) => {
    expect(land.nearest(place, 15)).toBe(mapped.at(inland))
  })
})

test('villages of a regency whose seat is on an islet stay on it, and have its land', () => {
  const gazetteer = loadGazetteer({ seatsFile: 'config/gazetteer/seats.csv', islandsFile: ISLANDS_FILE })
  const places = gazetteer.villagesOf('31.01').map(({ code }) => gazetteer.placeOf(code)?.position ?? [0, 0])
  expect(places.length).toBeGreaterThan(4)
  expect(new Set(places.map((place) => byId.get(land.at([place[0], place[1]]) ?? 0)?.name))).toEqual(
    new Set(['Pulau Pramuka']),
  )
})

describe('a table that cannot be used', () => {
  const HEADING = 'code,name,longitude,latitude,radius_km,source'
  const GOOD = '31.01.40087,Pulau Pramuka,106.614,-5.746,0.5,test'
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kentongan-islands-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const fileOf = (...lines: readonly string[]): string => {
    const file = join(folder, 'islands.csv')
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
      '31.01.10087,Pulau,106.6,-5.7,0.5,test',
      '31.01.40088,Pulau,-5.7,106.6,0.5,test',
      '31.01.40088,Pulau,106.6,,0.5,test',
      '31.01.40088,Pulau,106.6,-5.7,0,test',
      '31.01.40088,Pulau,106.6,-5.7,25,test',
      '31.01.40088,,106.6,-5.7,0.5,test',
      '31.01.40088,Pulau,106.6,-5.7,0.5,',
      GOOD,
    ]
    expect(faultsOf(() => readIslands(fileOf(HEADING, GOOD, ...bad)))).toEqual([
      ':3 code: 31.01.10087',
      ':4 longitude, latitude: -5.7, 106.6',
      ':5 longitude, latitude: 106.6, ',
      ':6 radius_km: 0',
      ':7 radius_km: 25',
      ':8: an empty cell',
      ':9: an empty cell',
      ':10 code: 31.01.40087, a second time',
    ])
  })

  test('is refused with another heading, with nothing in it, or when it is not there', () => {
    expect(faultsOf(() => readIslands(fileOf('code,name')))).toEqual([':1: code,name'])
    expect(faultsOf(() => readIslands(fileOf('')))).toEqual([':1: nothing'])
    expect(() => readIslands(join(folder, 'nowhere.csv'))).toThrow(/read the islands/)
  })

  test('a table with its heading alone is one without islands', () => {
    expect(readIslands(fileOf(HEADING))).toEqual([])
  })
})
