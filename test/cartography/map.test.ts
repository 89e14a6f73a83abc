import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawMap } from '../../src/cartography/map.ts'
import type { MapPicture, PersonState } from '../../src/cartography/picture.ts'
import { circle } from '../../src/geo/area.ts'
import { destinationFrom, type Position } from '../../src/geo/position.ts'
import { coastOfIndonesia } from './coast.ts'
import { faultIn } from './well-formed.ts'

const PANGALENGAN: Position = [107.5161, -7.1908]

const JAVA = {
  id: 1,
  rings: [
    [
      [105, -6.5],
      [114.5, -8.7],
      [114.5, -7.7],
      [106, -6],
      [105, -6.5],
    ] satisfies Position[],
  ],
}

const COUNTRY: MapPicture = {
  title: 'Kampung Siaga Bencana',
  land: [JAVA],
  sites: [
    { position: PANGALENGAN, name: 'KSB Margamukti', affected: false },
    { position: [110.4, -7.5], name: 'KSB Merapi', affected: false },
  ],
  people: [],
  credits: 'Natural Earth',
}

const STATES: readonly PersonState[] = ['called', 'yes', 'no', 'arrived', 'stood-down', 'silent']
const KINDS = [
  'tagana',
  'pendamping_desa',
  'pkh',
  'tksk',
  'psm',
  'pensosmas',
  'karang_taruna',
  'bhabinkamtibmas',
  'ksb_member',
  'volunteer',
]

const EVENT: MapPicture = {
  ...COUNTRY,
  title: 'Banjir Kec. Pangalengan',
  subtitle: 'butuh 6 Tagana',
  hazard: 'flood',
  area: circle(PANGALENGAN, 5),
  sites: [
    { position: destinationFrom(PANGALENGAN, 6, 40), name: 'KSB Pulosari', affected: false },
    { position: PANGALENGAN, name: 'KSB Margamukti', affected: true },
    { position: [140, -3], name: 'KSB Sentani', affected: false },
  ],
  destination: { position: destinationFrom(PANGALENGAN, 2, 90), label: 'Gardu KSB' },
  people: STATES.map((state, at) => ({
    position: destinationFrom(PANGALENGAN, 3 + at, at * 60),
    kind: KINDS[at] ?? 'tagana',
    label: `R-000${at}`,
    state,
  })),
}

const occurrences = (drawing: string, part: string): number => drawing.split(part).length - 1

test.each([
  ['the country', COUNTRY],
  ['an event', EVENT],
])('the map of %s is well-formed, self-contained and says what it is', (_, picture) => {
  const drawing = drawMap(picture)
  expect(faultIn(drawing)).toBeUndefined()
  expect(drawing).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+"/)
  expect(drawing).toContain(`<title id="map-title">${picture.title}</title>`)
  expect(drawing).toContain('<desc id="map-desc">')
  expect(drawing).toContain('Natural Earth')
  expect(drawing.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
    /https?:|href|<script|<image|<style|url\((?!#)/,
  )
  expect(drawing).not.toMatch(/NaN|undefined|Infinity/)
  expect(drawMap(picture)).toBe(drawing)
})

test('no text of a picture breaks its drawing', () => {
  const words = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(words, words, words, words, (title, name, label, kind) => {
      const picture: MapPicture = {
        ...EVENT,
        title,
        subtitle: label,
        ribbon: name,
        hazard: kind,
        credits: name,
        sites: [{ position: PANGALENGAN, name, affected: true }],
        destination: { position: PANGALENGAN, label },
        people: [{ position: PANGALENGAN, kind, label, state: 'yes' }],
      }
      expect(faultIn(drawMap(picture))).toBeUndefined()
      const { area, ...country } = picture
      expect(area).toBeDefined()
      expect(faultIn(drawMap(country))).toBeUndefined()
    }),
    { numRuns: 60, seed: 4 },
  )
})

test('the country shows every site within the box of Indonesia and counts it', () => {
  const abroad = { position: [151, -33] as const, name: 'Sydney', affected: false }
  const drawing = drawMap({ ...COUNTRY, sites: [...COUNTRY.sites, abroad] })
  expect(drawing).toContain('<title>KSB Merapi</title>')
  expect(drawing).not.toContain('Sydney')
  expect(drawing).toContain('>2 Kampung Siaga Bencana (KSB)<')
  expect(drawing).not.toContain('terdampak<')
})

test('affected sites of the country stand out and are counted apart', () => {
  const [first, ...rest] = COUNTRY.sites.map((site) => ({ ...site, affected: true }))
  const drawing = drawMap({
    ...COUNTRY,
    hazard: 'volcano',
    sites: [...(first ? [first] : []), ...rest.map((site) => ({ ...site, affected: false }))],
  })
  expect(drawing).toContain('>1 KSB terdampak<')
  expect(drawing).toContain('>1 Kampung Siaga Bencana (KSB)<')
  expect(drawing).toContain('#cf3f1c')
})

test('the country leaves people and a destination out', () => {
  const { area, ...country } = EVENT
  expect(area).toBeDefined()
  expect(drawMap(country)).not.toContain('R-0001')
  expect(drawMap(country)).not.toContain('Gardu KSB')
})

test('638 villages on the real coast take less than 400 kB', () => {
  const sites = Array.from({ length: 638 }, (_, at) => ({
    position: [95 + (at % 46), -10 + (at % 16)] as const,
    name: `KSB Desa Nomor ${at}`,
    affected: at % 9 === 0,
  }))
  const drawing = drawMap({ ...COUNTRY, land: coastOfIndonesia(), sites })
  expect(drawing.length).toBeGreaterThan(100_000)
  expect(drawing.length).toBeLessThan(400_000)
})

test('an event shows its people by kind and state, with the numbers of each state', () => {
  const drawing = drawMap(EVENT)
  for (const [at, words] of [
    'Dipanggil',
    'Bersedia datang',
    'Tidak bisa',
    'Sudah tiba',
    'Panggilan dicabut',
    'Tidak menjawab',
  ].entries())
    expect(drawing).toContain(`<title>R-000${at}: ${words}</title>`)
  for (const kind of ['Tagana', 'Pendamping Desa', 'Pendamping PKH', 'TKSK', 'PSM', 'Pensosmas'])
    expect(drawing).toContain(`>${kind}<`)
  expect(drawing).not.toContain('>Karang Taruna<')
  expect(drawing).toContain('6 petugas (sudah tiba 1, bersedia datang 1,')
})

test('an event shows the sites on its map and counts the affected apart', () => {
  const drawing = drawMap(EVENT)
  expect(drawing).toContain('<title>KSB Margamukti</title>')
  expect(drawing).toContain('>KSB terdampak<')
  expect(drawing).toContain('>KSB lain<')
  expect(drawing).not.toContain('Sentani')
})

test('those who are coming have a line to the destination, the others have none', () => {
  const line = 'stroke-opacity="0.6" stroke-dasharray="5 4"'
  expect(occurrences(drawMap(EVENT), line)).toBe(1)
  expect(drawMap(EVENT)).toContain('>Menuju lokasi<')
  const nobody = { ...EVENT, people: EVENT.people.filter(({ state }) => state !== 'yes') }
  expect(occurrences(drawMap(nobody), line)).toBe(0)
  expect(drawMap(nobody)).not.toContain('>Menuju lokasi<')
  const { destination, ...nowhere } = EVENT
  expect(destination).toBeDefined()
  expect(occurrences(drawMap(nowhere), line)).toBe(0)
  expect(drawMap(nowhere)).not.toContain('>Menuju lokasi<')
})

test('an event before anybody is called has an area and nothing more', () => {
  const drawing = drawMap({
    title: 'Longsor',
    land: [],
    sites: [],
    area: circle(PANGALENGAN, 1),
    people: [],
    credits: 'x',
  })
  expect(drawing).toContain('>Wilayah terdampak<')
  expect(drawing).not.toContain('>PETUGAS<')
  expect(drawing).not.toContain('petugas')
})

test('a kind that the roster does not know is drawn and named as others are', () => {
  const [first] = EVENT.people
  const people = first === undefined ? [] : [{ ...first, kind: 'pramuka' }]
  expect(drawMap({ ...EVENT, people })).toContain('>Lainnya<')
})

test('every kind has its own shape', () => {
  const shapes = KINDS.map((kind) => {
    const people = [{ position: PANGALENGAN, kind, label: 'R-1', state: 'called' as const }]
    return /<path d="([^"]+)"[^>]*><title>R-1/.exec(drawMap({ ...EVENT, people }))?.[1]
  })
  expect(new Set(shapes).size).toBe(KINDS.length)
  expect(shapes).not.toContain(undefined)
})

test('a drill carries its ribbon, a real event none', () => {
  expect(drawMap({ ...EVENT, ribbon: 'LATIHAN' })).toContain('>LATIHAN<')
  expect(drawMap({ ...COUNTRY, ribbon: 'LATIHAN' })).toContain('>LATIHAN<')
  expect(drawMap(EVENT)).not.toContain('#6a1b9a')
})

test('the locator rings a small map and frames a wide one', () => {
  const wide = drawMap({ ...EVENT, area: circle(PANGALENGAN, 400) })
  expect(occurrences(drawMap(EVENT), 'r="9"')).toBe(2)
  expect(occurrences(wide, 'r="9"')).toBe(0)
})
