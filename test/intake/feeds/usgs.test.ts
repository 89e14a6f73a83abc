import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readUsgs } from '../../../src/intake/feeds/usgs.ts'
import { bytes, CONTEXT, faultPaths, onlyItem, readOf } from './readings.ts'

const TIME = Date.parse('2026-10-21T02:14:03.410Z')
const UPDATED = Date.parse('2026-10-21T02:31:40.120Z')

const PROPERTIES = {
  mag: 5.9,
  place: '40 km NNE of Tuban, Indonesia',
  time: TIME,
  updated: UPDATED,
  tz: null,
  felt: 12,
  mmi: 5.2,
  alert: 'green',
  status: 'automatic',
  tsunami: 0,
  net: 'us',
  code: '7000zz01',
  ids: ',us7000zz01,pt26294001,at00zz01,',
  type: 'earthquake',
  title: 'M 5.9 - 40 km NNE of Tuban, Indonesia',
}

const feature = (properties: object = {}, more: object = {}) => ({
  type: 'Feature',
  id: 'us7000zz01',
  properties: { ...PROPERTIES, ...properties },
  geometry: { type: 'Point', coordinates: [112.31, -6.69, 14.2] },
  ...more,
})

const at = (...coordinates: unknown[]) => ({ geometry: { type: 'Point', coordinates } })

const read = (...features: unknown[]) => readUsgs(bytes({ type: 'FeatureCollection', features }), CONTEXT)

test('a quake with its ids, ordered by when USGS last changed it', () => {
  const { itemId, message, sequenceMs } = onlyItem(read(feature()))
  expect([itemId, sequenceMs]).toEqual(['us7000zz01', UPDATED])
  expect(message).toMatchObject({
    source: 'usgs',
    sourceId: 'us7000zz01',
    aliases: ['pt26294001', 'at00zz01'],
    revision: null,
    sentAt: new Date(UPDATED),
    event: {
      messageType: 'alert',
      hazard: 'earthquake',
      severity: 'moderate',
      certainty: 'likely',
      occurredAt: new Date(TIME),
      geometry: { type: 'Point', coordinates: [112.31, -6.69] },
      magnitude: 5.9,
      depthKm: 14.2,
      level: null,
    },
  })
})

test('its flag tsunami is no warning of one, set or not', () => {
  expect(onlyItem(read(feature({ tsunami: 1 }))).message.event).toMatchObject({ hazard: 'earthquake', level: null })
})

test('when the preferred id changes, the former one is an alias', () => {
  const { message } = onlyItem(read(feature({}, { id: 'at00zz01' })))
  expect([message.sourceId, message.aliases]).toEqual(['at00zz01', ['us7000zz01', 'pt26294001']])
})

test.each<[string, object, object]>([
  ['reviewed', { status: 'reviewed' }, { certainty: 'observed', messageType: 'alert' }],
  ['deleted', { status: 'deleted' }, { messageType: 'cancel' }],
  ['without a magnitude yet', { mag: null, mmi: null }, { magnitude: null, severity: 'unknown' }],
  ['shaking hard though small', { mag: 4.4, mmi: 6.3 }, { severity: 'severe' }],
  ['of a tiny negative magnitude', { mag: -0.6, mmi: null }, { magnitude: 0, severity: 'minor' }],
])('a quake that is %s', (_words, properties, event) => {
  expect(onlyItem(read(feature(properties))).message.event).toMatchObject(event)
})

test('what people felt changes all day and is no news: the message stays the same', () => {
  expect(onlyItem(read(feature({ felt: 4_000 }))).message).toEqual(onlyItem(read(feature())).message)
})

test('a depth above the sea is at the ground, one that is missing is unknown', () => {
  expect(onlyItem(read(feature({}, at(112.3, -6.7, -1.2)))).message.event.depthKm).toBe(0)
  expect(onlyItem(read(feature({}, at(112.3, -6.7)))).message.event.depthKm).toBeNull()
})

test('quakes elsewhere, and what is no quake, are counted and not taken', () => {
  const reading = read(feature({}, at(-118.5, 34.2, 18)), feature({ type: 'quarry blast' }), feature())
  expect(readOf(reading)).toMatchObject({ elsewhere: 2, items: [{ itemId: 'us7000zz01' }], refused: [] })
})

describe('refused, and no other with it', () => {
  test.each<[string, unknown, string[]]>([
    ['no feature', 7, ['features[0]']],
    ['no properties', { id: 'x', geometry: null }, ['features[0]']],
    ['no id', feature({}, { id: '' }), ['id']],
    ['seconds in place of milliseconds', feature({ time: 'now' }), ['time']],
    ['no update', feature({ updated: null }), ['updated']],
    ['latitude first', feature({}, at(-6.69, 112.31, 14)), ['geometry']],
    ['a line', feature({}, { geometry: { type: 'LineString', coordinates: [[1, 2]] } }), ['geometry']],
    ['a magnitude as text', feature({ mag: '5.9' }), ['mag']],
    ['a magnitude that no quake has', feature({ mag: 59 }), ['mag']],
    ['a quake to come', feature({ time: TIME + 86_400_000 }), ['time']],
    ['an update to come', feature({ updated: CONTEXT.fetchedAt.getTime() + 6 * 60_000 }), ['updated']],
    ['an update in seven hours', feature({ updated: UPDATED + 7 * 3_600_000 }), ['updated']],
  ])('%s', (_words, given, paths) => {
    const reading = read(given, feature({}, { id: 'us7000zz02' }))
    expect(readOf(reading).items.map(({ itemId }) => itemId)).toEqual(['us7000zz02'])
    expect(faultPaths(reading)).toEqual(paths)
  })
})

test.each(['', 'null', '[]', '{"features":{}}', '<xml/>'])('%s is unreadable', (body) => {
  expect(readUsgs(bytes(body), CONTEXT).kind).toBe('unreadable')
})

test('whatever stands in a feature, the reader does not throw', () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(...Object.values(PROPERTIES)))
  const some = fc.record(Object.fromEntries(Object.keys(PROPERTIES).map((name) => [name, value])), { requiredKeys: [] })
  const place = fc.oneof(fc.jsonValue(), fc.constant(at(112, -6, 10).geometry))
  const given = fc.record({ id: value, properties: fc.oneof(some, fc.jsonValue()), geometry: place })
  fc.assert(fc.property(fc.array(fc.oneof(given, fc.jsonValue())), (features) => void read(...features)))
})
