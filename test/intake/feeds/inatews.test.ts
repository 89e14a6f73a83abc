import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createXmlReader } from '../../../src/intake/cap/xml-reader.ts'
import { readInatewsJson, readInatewsXml } from '../../../src/intake/feeds/inatews.ts'
import { AREAS, INFO, readBulletin as read, WEAK } from './a-bulletin.ts'
import { bytes, CONTEXT, faultPaths, onlyItem, readOf } from './readings.ts'

const xml = createXmlReader()
afterAll(() => xml.close())

const regionsOf = (info: object) => onlyItem(read(info)).message.event.regions

test('the first bulletin warns regencies, each with its level', () => {
  const { itemId, message, sequenceMs, warnings } = onlyItem(read(INFO))
  expect(itemId).toBe('tsunami-20261021091405')
  expect(sequenceMs).toBe(Date.parse('2026-10-21T02:17:29Z'))
  expect(warnings).toEqual([])
  expect(message).toMatchObject({ source: 'inatews', sourceId: itemId, revision: null, references: [] })
  expect(message.event).toMatchObject({
    messageType: 'alert',
    mode: 'actual',
    hazard: 'tsunami',
    severity: 'extreme',
    level: 'awas',
    occurredAt: new Date('2026-10-21T02:14:05Z'),
    geometry: null,
    regions: [
      { code: '53.07', level: 'awas' },
      { code: '53.08', level: 'waspada' },
      { code: '73.01', level: 'siaga' },
    ],
    magnitude: 7.4,
    depthKm: 12,
    safeToApproach: false,
  })
  expect(message.event.description).toContain('Sikka, Nusa Tenggara Timur: AWAS, 21-10-26 09:22:00 WIB')
})

test('one warned regency comes as an object, and parts of a regency count as the regency at its highest level', () => {
  expect(regionsOf({ ...INFO, wzarea: AREAS[1] })).toEqual([{ code: '53.08', level: 'waspada' }])
  const parts = [AREAS[1], { ...AREAS[1], level: 'Siaga' }, { ...AREAS[1], level: 'Waspada' }]
  expect(regionsOf({ ...INFO, wzarea: parts })).toEqual([{ code: '53.08', level: 'siaga' }])
})

test('a regency that is not in our table is warned of and kept in words; with none the epicentre stands in', () => {
  const { message, warnings } = onlyItem(
    read({ ...INFO, wzarea: { province: 'Atlantis', district: 'Mu', level: 'AWAS' } }),
  )
  expect(warnings.map(({ path }) => path)).toEqual(['info.wzarea[0].district'])
  expect(message.event).toMatchObject({
    regions: [],
    geometry: { type: 'Point', coordinates: [122.34, -8.12] },
    level: 'awas',
    severity: 'extreme',
  })
  expect(message.event.description).toContain('Mu, Atlantis: AWAS')
})

test('a level of another scale is warned of, the regency still warned', () => {
  const { message, warnings } = onlyItem(read({ ...INFO, wzarea: [{ ...AREAS[0], level: 'ungu' }, 'x'] }))
  expect(warnings.map(({ path }) => path)).toEqual(['info.wzarea[0].level', 'info.wzarea[1]'])
  expect(message.event).toMatchObject({ regions: [{ code: '53.07', level: null }], level: null, severity: 'unknown' })
})

test('a quake without a warning is a quake, though its words name a tsunami', () => {
  const { itemId, message, silentOn } = onlyItem(read(WEAK))
  expect(itemId).toBe('gempa-20261021091405')
  expect(silentOn).toEqual([])
  expect(message.event).toMatchObject({ hazard: 'earthquake', level: null, severity: 'moderate', regions: [] })
  expect(message.event.felt).toEqual([{ place: 'Sigi', position: [119.97, -1.39], least: 4, most: 4 }])
  expect(onlyItem(read({ ...WEAK, wzarea: '-' })).message.event.hazard).toBe('earthquake')
})

test('a quake that may bring a tsunami, with no bulletin yet, is a quake with a word for it', () => {
  const { event } = onlyItem(read({ ...WEAK, potential: 'Berpotensi tsunami', headline: null, felt: 'kuat' })).message
  expect(event).toMatchObject({
    hazard: 'earthquake',
    level: 'berpotensi-tsunami',
    headline: 'Gempa M 5.1, 61 km barat laut Sikka',
  })
})

test.each([
  ['Exercise', 'exercise'],
  ['TEST', 'test'],
  ['Actual', 'actual'],
])('status %s is mode %s', (status, mode) => {
  expect(onlyItem(read(INFO, status)).message.event.mode).toBe(mode)
})

test('a quake far away is elsewhere; a tsunami from far away that warns our coast is ours', () => {
  const far = { point: { coordinates: '142.4,38.3' }, latitude: '38.30 LU', longitude: '142.40 BT' }
  expect(readOf(read({ ...WEAK, ...far }))).toMatchObject({ items: [], elsewhere: 1 })
  expect(onlyItem(read({ ...INFO, ...far })).message.event.regions).toHaveLength(3)
})

describe('refused', () => {
  test.each<[string, unknown, string[]]>([
    ['a status that is not known', null, ['status']],
    ['latitude first', { ...INFO, point: { coordinates: '-8.12,122.34' } }, ['coordinates']],
    ['places that contradict each other', { ...INFO, latitude: '8.12 LU' }, ['coordinates']],
    ['no place', { ...INFO, point: null, latitude: null, longitude: '' }, ['coordinates']],
    ['the month first', { ...INFO, date: '10-21-26' }, ['date']],
    ['a time without its zone', { ...INFO, time: '09:14:05' }, ['time']],
    ['no time of sending', { ...INFO, timesent: undefined }, ['timesent']],
    ['sent tomorrow', { ...INFO, timesent: '22/10/2026 09:17:29WIB' }, ['timesent']],
    ['an id of another form', { ...INFO, eventid: 'abc' }, ['eventid']],
    ['a magnitude in words', { ...INFO, magnitude: 'besar' }, ['magnitude']],
  ])('%s', (_words, info, paths) => {
    expect(faultPaths(info === null ? read(INFO, 'Draft') : read(info))).toEqual(paths)
  })
  test('something that is no object', () => {
    expect(readOf(read(7)).refused).toHaveLength(1)
  })
})

test.each(['', '[]', '{}', '{"info":null}', '{"info":[]}'])('%s is unreadable', (body) => {
  expect(readInatewsJson(bytes(body), CONTEXT).kind).toBe('unreadable')
})

test('the XML twin reads the same, and tells what tide gauges saw', async () => {
  const areas = AREAS.map(
    (area) =>
      `<wzarea>${Object.entries(area)
        .map(([name, text]) => `<${name}>${text}</${name}>`)
        .join('')}</wzarea>`,
  )
  const { wzarea: _areas, point: _point, ...plain } = INFO
  const leaves = Object.entries({ ...plain, subject: 'Warning Tsunami PD-3' }).map(
    ([name, text]) => `<${name}>${text}</${name}>`,
  )
  const seen =
    '<obsarea><location>MAUMERE</location><height>0.6m</height><date>21-10-26</date><time>09:30WIB</time></obsarea>'
  const text = `<alert><status>Actual</status><info>${leaves.join('')}<point><coordinates>122.34,-8.12</coordinates></point>${areas.join('')}${seen}</info></alert>`
  const tree = await xml.readXml(Buffer.from(text))
  if (tree.kind !== 'tree') throw new Error(JSON.stringify(tree.faults))
  const { event } = onlyItem(readInatewsXml(tree.root, CONTEXT)).message
  const twin = onlyItem(read({ ...INFO, subject: 'Warning Tsunami PD-3' })).message.event
  expect({ ...event, description: '', certainty: '' }).toEqual({ ...twin, description: '', certainty: '' })
  expect(event.certainty).toBe('observed')
  expect(event.description).toContain('Teramati: MAUMERE 0.6m 21-10-26 09:30WIB')
})

test('whatever stands in the fields, the reader does not throw and nobody is sent to a coast that is warned', () => {
  const value = fc.oneof(
    fc.string(),
    fc.jsonValue(),
    fc.constantFrom<unknown>(...Object.values(INFO), ...Object.values(WEAK)),
  )
  const info = fc.record(Object.fromEntries(Object.keys(WEAK).map((name) => [name, value])), { requiredKeys: [] })
  const near = fc
    .tuple(fc.constantFrom(...Object.keys(INFO)), value)
    .map(([name, given]) => ({ ...INFO, [name]: given }))
  fc.assert(
    fc.property(fc.oneof(info, near, fc.jsonValue()), (given) => {
      const reading = read(given)
      if (reading.kind === 'unreadable') return
      for (const { event } of reading.items.map(({ message }) => message))
        if (event.hazard === 'tsunami' && event.messageType !== 'all-clear') expect(event.safeToApproach).toBe(false)
    }),
  )
})
