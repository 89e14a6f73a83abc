import { afterAll, describe, expect, test } from 'vitest'
import { createXmlReader } from '../../../src/intake/cap/xml-reader.ts'
import { readGdacs } from '../../../src/intake/feeds/gdacs.ts'
import type { FeedReading } from '../../../src/intake/feeds/reading.ts'
import { CONTEXT, readOf } from './readings.ts'

const xml = createXmlReader()
afterAll(() => xml.close())

const QUAKE = {
  title: '<title>Orange earthquake alert (Magnitude 6.4M, Depth:20km) in Indonesia</title>',
  description: '<description>On 10/21/2026 an earthquake occurred &amp; was felt.</description>',
  pubDate: '<pubDate>Wed, 21 Oct 2026 02:40:00 GMT</pubDate>',
  current: '<gdacs:iscurrent>true</gdacs:iscurrent>',
  temporary: '<gdacs:temporary>false</gdacs:temporary>',
  from: '<gdacs:fromdate>Wed, 21 Oct 2026 02:14:03 GMT</gdacs:fromdate>',
  guid: '<guid isPermaLink="false">EQ1500001</guid>',
  point: '<georss:point>-6.69 112.31</georss:point>',
  type: '<gdacs:eventtype>EQ</gdacs:eventtype>',
  level: '<gdacs:alertlevel>Orange</gdacs:alertlevel>',
  id: '<gdacs:eventid>1500001</gdacs:eventid>',
  episode: '<gdacs:episodeid>1600123</gdacs:episodeid>',
  severity: '<gdacs:severity unit="M" value="6.4">Magnitude 6.4M, Depth:20km</gdacs:severity>',
  country: '<gdacs:country>Indonesia</gdacs:country>',
}

const item = (more: Partial<Record<keyof typeof QUAKE | 'extra', string>> = {}): string =>
  `<item>${Object.values({ ...QUAKE, ...more }).join('')}</item>`

const feed = (items: string): string => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:gdacs="http://www.gdacs.org"
  xmlns:georss="http://www.georss.org/georss"><channel><title>GDACS</title>${items}</channel></rss>`

const read = async (text: string): Promise<FeedReading> => {
  const tree = await xml.readXml(Buffer.from(text))
  return tree.kind === 'tree' ? readGdacs(tree.root, CONTEXT) : { kind: 'unreadable', faults: tree.faults }
}

const only = async (more: Parameters<typeof item>[0]) => {
  const { items, refused } = readOf(await read(feed(item(more))))
  expect(refused).toEqual([])
  return items[0]?.message
}

test('a quake: latitude first, magnitude and depth from its severity', async () => {
  expect(await only({})).toMatchObject({
    source: 'gdacs',
    sourceId: 'EQ1500001',
    aliases: [],
    sentAt: new Date('2026-10-21T02:40:00Z'),
    restraint: null,
    event: {
      hazard: 'earthquake',
      severity: 'severe',
      certainty: 'likely',
      occurredAt: new Date('2026-10-21T02:14:03Z'),
      geometry: { type: 'Point', coordinates: [112.31, -6.69] },
      magnitude: 6.4,
      depthKm: 20,
      description: 'On 10/21/2026 an earthquake occurred & was felt.\nIndonesia',
    },
  })
})

test.each([
  ['EQ', 'earthquake'],
  ['TC', 'extreme_weather'],
  ['FL', 'flood'],
  ['VO', 'volcano'],
  ['DR', 'drought'],
  ['WF', 'wildfire'],
  ['TS', 'tsunami'],
])('%s is %s', async (type, hazard) => {
  const message = await only({ type: `<gdacs:eventtype>${type}</gdacs:eventtype>` })
  expect(message?.event.hazard).toBe(hazard)
})

test.each([
  ['Green', 'minor'],
  ['Orange', 'severe'],
  ['Red', 'extreme'],
])('%s is %s', async (colour, severity) => {
  expect((await only({ level: `<gdacs:alertlevel>${colour}</gdacs:alertlevel>` }))?.event.severity).toBe(severity)
})

test('what is over is only a record', async () => {
  const message = await only({ current: '<gdacs:iscurrent>false</gdacs:iscurrent>' })
  expect(message?.restraint).toMatchObject({ decision: 'record', reason: 'expired' })
})

test('an event keeps its id while its episodes change; the last change orders its messages', async () => {
  const later = await only({
    episode: '<gdacs:episodeid>1600999</gdacs:episodeid>',
    extra: '<gdacs:datemodified>Wed, 21 Oct 2026 03:30:00 GMT</gdacs:datemodified>',
  })
  expect(later?.sourceId).toBe('EQ1500001')
  expect(later?.sentAt).toEqual(new Date('2026-10-21T03:30:00Z'))
  expect(later?.event).toEqual((await only({}))?.event)
})

test('another guid is an alias, geo:Point will do for georss, 0 is no magnitude, temporary is only possible', async () => {
  const message = await only({
    guid: '<guid>EQ-other-1</guid>',
    point: '<geo:Point><geo:lat>-6.69</geo:lat><geo:long>112.31</geo:long></geo:Point>',
    severity: '<gdacs:severity unit="M" value="0">Magnitude unknown</gdacs:severity>',
    temporary: '<gdacs:temporary>true</gdacs:temporary>',
  })
  expect(message).toMatchObject({
    aliases: ['EQ-other-1'],
    event: { geometry: { coordinates: [112.31, -6.69] }, magnitude: null, depthKm: null, certainty: 'possible' },
  })
})

test('events elsewhere are counted, whatever else is wrong with them', async () => {
  const far = item({ point: '<georss:point>-44.5 37.1</georss:point>', level: '' })
  expect(readOf(await read(feed(far + item())))).toMatchObject({
    elsewhere: 1,
    refused: [],
    items: [{ itemId: 'EQ1500001' }],
  })
})

describe('refused, and no other with it', () => {
  test.each<[string, Parameters<typeof item>[0], string[]]>([
    ['no place', { point: '' }, ['point']],
    ['a place that is none', { point: '<georss:point>here there</georss:point>' }, ['point']],
    ['no level', { level: '' }, ['alertlevel']],
    ['a level of another scale', { level: '<gdacs:alertlevel>Purple</gdacs:alertlevel>' }, ['alertlevel']],
    ['a type that is not known', { type: '<gdacs:eventtype>XX</gdacs:eventtype>' }, ['eventtype']],
    ['no id', { id: '' }, ['eventid']],
    ['a time of another form', { from: '<gdacs:fromdate>2026-10-21</gdacs:fromdate>' }, ['fromdate']],
    ['no day of the calendar', { pubDate: '<pubDate>Wed, 31 Jun 2026 02:40:00 GMT</pubDate>' }, ['pubDate']],
    ['published tomorrow', { pubDate: '<pubDate>Thu, 22 Oct 2026 02:40:00 GMT</pubDate>' }, ['pubDate']],
    [
      'changed an hour from now',
      { extra: '<gdacs:datemodified>Wed, 21 Oct 2026 05:00:00 GMT</gdacs:datemodified>' },
      ['datemodified'],
    ],
    ['names without their namespace', { level: '<alertlevel>Red</alertlevel>' }, ['alertlevel']],
  ])('%s', async (_words, more, paths) => {
    const { items, refused } = readOf(await read(feed(item(more) + item({ id: '<gdacs:eventid>2</gdacs:eventid>' }))))
    expect(items.map(({ itemId }) => itemId)).toEqual(['EQ2'])
    expect(refused.flatMap(({ faults }) => faults.map(({ path }) => path.split(/[/ ]/)[1]))).toEqual(paths)
  })
})

test('another document is unreadable; an empty channel is a feed without news', async () => {
  expect((await read('<html><body>busy</body></html>')).kind).toBe('unreadable')
  expect((await read('<rss version="2.0"/>')).kind).toBe('unreadable')
  expect(readOf(await read(feed('')))).toMatchObject({ items: [], refused: [], elsewhere: 0 })
})
