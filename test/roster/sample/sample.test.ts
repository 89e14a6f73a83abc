import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { loadGazetteer } from '../../../src/gazetteer/load.ts'
import { distanceKm, type Position } from '../../../src/geo/position.ts'
import { isDesa } from '../../../src/roster/region.ts'
import { isKind, KINDS } from '../../../src/roster/responder.ts'
import { RESPONDER_COLUMNS, type SampleResponder, SITE_COLUMNS } from '../../../src/roster/sample/columns.ts'
import { renderCsv } from '../../../src/roster/sample/csv.ts'
import { generateSample, type Sample, type SampleOptions } from '../../../src/roster/sample/sample.ts'
import { regions, smallGazetteer } from '../small-country.ts'

const gazetteer = loadGazetteer({ seatsFile: 'config/gazetteer/seats.csv' })
const DEFAULTS = { gazetteer, sites: 638, responders: 74_000, members: 5, seed: 1 }
const make = (options: Partial<SampleOptions> = {}): Sample =>
  generateSample({ gazetteer, sites: 20, responders: 200, members: 2, seed: 1, ...options })

const csvHash = ({ sites, responders }: Sample): string =>
  createHash('sha256')
    .update(renderCsv(SITE_COLUMNS, sites))
    .update(renderCsv(RESPONDER_COLUMNS, responders))
    .digest('hex')

const positionOf = (row: { readonly longitude: string; readonly latitude: string }): Position => [
  Number(row.longitude),
  Number(row.latitude),
]

const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? []
    groups.set(keyOf(item), group)
    group.push(item)
  }
  return groups
}

const HAZARDS = new Set(
  'flood flash_flood landslide earthquake tsunami volcano extreme_weather tidal_surge drought wildfire fire'.split(' '),
)

describe('the whole register', () => {
  const { sites, responders } = generateSample(DEFAULTS)
  const byKind = groupBy(responders, ({ kind }) => kind)
  const ofKind = (kind: string): readonly SampleResponder[] => byKind.get(kind) ?? []

  test('has as many of each as was asked, and 500 of each other kind', () => {
    expect(sites).toHaveLength(638)
    const counts = Object.fromEntries(KINDS.map((kind) => [kind, ofKind(kind).length]))
    expect(counts).toEqual({
      tagana: 37_000,
      pendamping_desa: 37_000,
      pkh: 500,
      tksk: 500,
      psm: 500,
      pensosmas: 500,
      karang_taruna: 500,
      bhabinkamtibmas: 500,
      ksb_member: 3190,
      volunteer: 0,
    })
    expect(responders.every(({ kind }) => isKind(kind))).toBe(true)
  })

  test('marks every row synthetic and gives nobody a contact that could be real', () => {
    const rows = [...sites, ...responders]
    expect(rows.filter(({ synthetic }) => synthetic !== 'true')).toEqual([])
    expect(responders.filter(({ phone }) => !/^\+6284\d{9}$/.test(phone))).toEqual([])
    expect(sites.filter((site) => !/^\+6284\d{9}$/.test(site.chair_phone))).toEqual([])
    expect(responders.filter(({ email }) => !/^$|^[a-z.]+\d+@[a-z-]+\.contoh\.invalid$/.test(email))).toEqual([])
  })

  test('gives each person a phone, an address and an id of their own', () => {
    const mailed = responders.filter(({ email }) => email !== '')
    expect(new Set(responders.map(({ phone }) => phone)).size).toBe(responders.length)
    expect(new Set(responders.map((row) => row.external_id)).size).toBe(responders.length)
    expect(new Set(mailed.map(({ email }) => email)).size).toBe(mailed.length)
    expect(mailed.length / responders.length).toBeCloseTo(0.97, 2)
    expect(ofKind('tagana').every((row) => row.external_id.startsWith(`TAG-${row.village_code.slice(0, 5)}-`))).toBe(
      true,
    )
  })

  test('has Tagana in every regency, nearly all of them Muda', () => {
    const counts = groupBy(ofKind('tagana'), (row) => row.village_code.slice(0, 5))
    expect(counts.size).toBe(514)
    expect(Math.min(...[...counts.values()].map((rows) => rows.length))).toBeGreaterThanOrEqual(3)
    expect(ofKind('tagana').filter(({ level }) => level === 'Muda').length / 37_000).toBeCloseTo(0.983, 2)
    expect(new Set(ofKind('tagana').map(({ level }) => level))).toEqual(new Set(['Muda', 'Madya', 'Utama']))
    expect(ofKind('tagana').filter(({ skills }) => skills === '')).toEqual([])
  })

  test('has Pendamping Desa only in desa, each serving two to four of one regency and living in one of them', () => {
    const wrong = ofKind('pendamping_desa').filter((row) => {
      const served = row.serves_codes.split(';')
      const oneRegency = new Set(served.map((code) => code.slice(0, 5))).size === 1
      const known = served.every((code) => isDesa(code) && gazetteer.find(code) !== undefined)
      const counted = new Set(served).size === served.length && served.length >= 2 && served.length <= 4
      return !(oneRegency && known && counted && served.includes(row.village_code))
    })
    expect(wrong).toEqual([])
    expect(responders.filter((row) => row.kind !== 'pendamping_desa' && row.serves_codes !== '')).toEqual([])
  })

  test('keeps nearly every Pendamping within one kecamatan', () => {
    const across = ofKind('pendamping_desa').filter(
      (row) => new Set(row.serves_codes.split(';').map((code) => code.slice(0, 8))).size > 1,
    )
    expect(across.length).toBeLessThan(370)
  })

  test('puts everybody on land, Kepulauan Seribu apart, within 2 km of their village', () => {
    const strays = responders.filter((row) => {
      const village = gazetteer.placeOf(row.village_code)
      const afloat = gazetteer.landmassAt(positionOf(row)) === undefined && !row.village_code.startsWith('31.01.')
      return village === undefined || afloat || distanceKm(village.position, positionOf(row)) > 2.01
    })
    expect(strays).toEqual([])
  })

  test('says of every home how wrong its village’s place may be', () => {
    const wrong = responders.filter((row) => Number(row.accuracy_m) !== gazetteer.placeOf(row.village_code)?.accuracyM)
    expect(wrong).toEqual([])
  })

  test('gives each site known hazards, a service radius and buildings within a kilometre', () => {
    for (const site of sites) {
      const hazards = site.hazards.split(';')
      expect(hazards.length).toBeGreaterThanOrEqual(2)
      expect(hazards.filter((hazard) => !HAZARDS.has(hazard))).toEqual([])
      expect(Number(site.service_radius_km)).toBeGreaterThanOrEqual(3)
      expect(Number(site.service_radius_km)).toBeLessThanOrEqual(10)
      const gardu: Position = [Number(site.gardu_longitude), Number(site.gardu_latitude)]
      const lumbung: Position = [Number(site.lumbung_longitude), Number(site.lumbung_latitude)]
      expect(distanceKm(positionOf(site), gardu)).toBeLessThan(1)
      expect(distanceKm(positionOf(site), lumbung)).toBeLessThan(1)
    }
  })

  test('gives each site five members who live within about a kilometre, the first of whom chairs it', () => {
    const members = groupBy(ofKind('ksb_member'), (row) => row.site_code)
    for (const site of sites) {
      const own = members.get(site.site_code) ?? []
      expect(own).toHaveLength(5)
      expect(own.filter((row) => distanceKm(positionOf(row), positionOf(site)) > 1.01)).toEqual([])
      expect([site.chair_name, site.chair_phone]).toEqual([own[0]?.name, own[0]?.phone])
    }
  })

  test('names the 34 known sites first and shares the others out by the numbers that are known', () => {
    const codes = sites.map((site) => site.site_code)
    expect(codes.slice(0, 34)).toContain('KSB-34.02.10.2004')
    expect(sites.slice(0, 34).map(({ name }) => name)).toContain('KSB Mahameru (Watuagung)')
    expect(codes.slice(0, 34).filter((code) => code.startsWith('KSB-31.72.'))).toHaveLength(18)
    expect(new Set(codes).size).toBe(638)
    const provinces = groupBy(sites, (site) => site.village_code.slice(0, 2))
    expect(provinces.size).toBe(38)
    expect(['31', '34', '32', '64'].map((code) => provinces.get(code)?.length)).toEqual([80, 38, 74, 10])
  })

  test('threatens nobody inland with the sea, and nobody in Kalimantan with earthquakes', () => {
    const inland = sites.filter((site) => site.village_code.startsWith('32.04.'))
    expect(inland.length).toBeGreaterThan(0)
    expect(inland.filter(({ hazards }) => /tsunami|tidal/.test(hazards))).toEqual([])
    expect(sites.filter((site) => /^6/.test(site.village_code) && /earthquake|tsunami/.test(site.hazards))).toEqual([])
  })
})

test('the same seed gives the same bytes, another seed others', () => {
  expect(csvHash(make())).toBe(csvHash(make()))
  expect(csvHash(make({ seed: 2 }))).not.toBe(csvHash(make()))
})

test('more responders do not move the sites', () => {
  expect(make({ responders: 400 }).sites).toEqual(make().sites)
})

test('every row has exactly the columns of its file', () => {
  const { sites, responders } = make()
  expect(Object.keys(sites[0] ?? {})).toEqual([...SITE_COLUMNS])
  expect(Object.keys(responders[0] ?? {})).toEqual([...RESPONDER_COLUMNS])
})

test('a small register keeps its people round its sites', () => {
  const { sites, responders } = make({ sites: 3 })
  const regencies = new Set(sites.map((site) => site.village_code.slice(0, 5)))
  expect(responders.filter((row) => !regencies.has(row.village_code.slice(0, 5)))).toEqual([])
  expect(new Set(responders.map(({ kind }) => kind)).size).toBe(9)
})

test('a small register has a Pendamping for each of its rural sites', () => {
  const { sites, responders } = make({ sites: 14 })
  const served = new Set(responders.flatMap((row) => row.serves_codes.split(';')))
  const rural = sites.filter((site) => isDesa(site.village_code))
  expect(rural.length).toBeGreaterThan(10)
  expect(rural.filter((site) => !served.has(site.village_code))).toEqual([])
})

test('a register without sites, members or responders is still a register', () => {
  const { sites, responders } = make({ sites: 0, members: 0, responders: 0 })
  expect(sites).toEqual([])
  expect(responders).toHaveLength(60)
})

test('a site without members has nobody in its chair', () => {
  const { sites } = make({ sites: 1, members: 0 })
  expect(sites.map((site) => [site.chair_name, site.chair_phone])).toEqual([['', '']])
})

test('a second site in one village is told by its number', () => {
  const lone = smallGazetteer({
    regencies: regions('34.02 Kabupaten Bantul'),
    villages: () => regions('34.02.10.2004 Kebonagung', '34.02.10.2005 Karangtengah'),
  })
  const { sites } = make({ gazetteer: lone, sites: 3, responders: 10 })
  expect(sites.map((site) => site.site_code).filter((code) => code.endsWith('-2'))).toHaveLength(1)
  expect(sites.filter(({ name }) => name.endsWith(' 2'))).toHaveLength(1)
})

test('a Pendamping serves across kecamatan where one has too few desa', () => {
  const scattered = smallGazetteer({
    villages: () =>
      regions('32.04.15.2001 Pulosari', '32.04.16.2001 Arjasari', '32.73.01.1001 Sukarasa', '34.02.10.2004 Kebonagung'),
  })
  const { responders } = make({ gazetteer: scattered, sites: 0, responders: 20 })
  const served = responders.filter(({ kind }) => kind === 'pendamping_desa').map((row) => row.serves_codes)
  expect(new Set(served)).toEqual(new Set(['32.04.15.2001;32.04.16.2001']))
})

test.each([
  ['sites', { sites: -1 }],
  ['sites', { sites: 1.5 }],
  ['responders', { responders: 1_000_001 }],
  ['members', { members: 101 }],
  ['seed', { seed: Number.NaN }],
])('%s out of bounds are refused by name', (name, options) => {
  expect(() => make(options)).toThrow(new RegExp(`expected ${name} to be a whole number`))
})

test('a village without a place stops the making, with its code', () => {
  const unplaced = { ...gazetteer, placeOf: () => undefined }
  expect(() => make({ gazetteer: unplaced })).toThrow('village 34.02.10.2004 has no place in the gazetteer')
  expect(() => make({ gazetteer: unplaced, sites: 0 })).toThrow(/^village [\d.]+ has no place in the gazetteer$/)
})
