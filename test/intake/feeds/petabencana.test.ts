import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPetaBencana } from '../../../src/intake/feeds/petabencana.ts'
import { feedRestraint } from '../../../src/mobilisation/feed-policy.ts'
import { bytes, CONTEXT, faultPaths, onlyItem, readOf } from './readings.ts'

const report = (properties: object = {}, coordinates: unknown = [106.85, -6.22]) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates },
  properties: {
    pkey: '70412',
    created_at: '2026-10-21T03:40:00.000Z',
    source: 'grasp',
    status: 'confirmed',
    url: null,
    image_url: null,
    disaster_type: 'flood',
    report_data: { report_type: 'flood', flood_depth: 80 },
    tags: { instance_region_code: 'ID-JK', region_code: '3172' },
    title: null,
    text: 'Air masuk rumah di gang mawar',
    ...properties,
  },
})

const read = (...features: unknown[]) =>
  readPetaBencana(bytes({ statusCode: 200, result: { type: 'FeatureCollection', features } }), CONTEXT)

const NO_LIMITS = { minMagnitude: null, maxDepthKm: null, minMmi: null }

test('a report of the crowd is at most a proposal, whatever the policy of its feed', () => {
  const { itemId, message } = onlyItem(read(report()))
  expect(itemId).toBe('laporan-70412')
  expect(message.restraint).toMatchObject({ decision: 'propose', reason: 'feed-proposes' })
  expect(feedRestraint('mobilise', message, NO_LIMITS)).toMatchObject({ decision: 'propose' })
  expect(feedRestraint('record', message, NO_LIMITS)).toMatchObject({ decision: 'record' })
  expect(message).toMatchObject({
    source: 'petabencana',
    sentAt: new Date('2026-10-21T03:40:00Z'),
    event: {
      hazard: 'flood',
      severity: 'moderate',
      certainty: 'possible',
      mode: 'actual',
      geometry: { type: 'Point', coordinates: [106.85, -6.22] },
      // Its region code looks like one of BPS: it is not taken for Kemendagri's.
      villageCodes: [],
      regions: [],
      headline: 'Laporan warga: banjir',
      description: 'Tinggi air: 80 cm\nAir masuk rumah di gang mawar',
    },
  })
})

test.each([
  [null, 'unknown'],
  [10, 'minor'],
  [70, 'minor'],
  [71, 'moderate'],
  [150, 'moderate'],
  [151, 'severe'],
  ['8', 'minor'],
])('water of %s cm is %s', (depth, severity) => {
  const item = onlyItem(read(report({ report_data: depth === null ? null : { flood_depth: depth } })))
  expect(item.message.event.severity).toBe(severity)
})

test.each([
  ['earthquake', 'earthquake'],
  ['fire', 'wildfire'],
  ['haze', 'wildfire'],
  ['wind', 'extreme_weather'],
  ['VOLCANO', 'volcano'],
])('a report of %s is %s', (type, hazard) => {
  expect(onlyItem(read(report({ disaster_type: type, report_data: {} }))).message.event.hazard).toBe(hazard)
})

test('numbers and addresses in a report are masked', () => {
  const { description } = onlyItem(read(report({ text: 'Hubungi 081234567890\natau budi@contoh.id', report_data: {} })))
    .message.event
  expect(description).toBe('Hubungi ***890\natau ***@contoh.id')
})

test('a report from a training is an exercise', () => {
  expect(onlyItem(read(report({ is_training: true }))).message.event.mode).toBe('exercise')
})

describe('refused', () => {
  test.each<[string, unknown, string[]]>([
    ['no report', 'x', ['features[0]']],
    ['a type that is not known', report({ disaster_type: 'alien' }), ['disaster_type']],
    ['a time without its offset', report({ created_at: '2026-10-21 03:40:00' }), ['created_at']],
    ['a time to come', report({ created_at: '2026-10-22T03:40:00Z' }), ['created_at']],
    ['no key', report({ pkey: null }), ['pkey']],
    ['no place', report({}, null), ['geometry']],
    ['water as deep as a tower', report({ report_data: { flood_depth: 5_000 } }), ['flood_depth']],
  ])('%s', (_words, given, paths) => {
    const reading = read(given, report({ pkey: '2' }))
    expect(readOf(reading).items.map(({ itemId }) => itemId)).toEqual(['laporan-2'])
    expect(faultPaths(reading)).toEqual(paths)
  })
})

test('reports from other countries are elsewhere', () => {
  expect(readOf(read(report({}, [121, 14.6])))).toMatchObject({ items: [], elsewhere: 1 })
})

test('TopoJSON, which the service sends unless asked, is unreadable with what to do', () => {
  const topology = { statusCode: 200, result: { type: 'Topology', objects: {}, arcs: [] } }
  expect(readPetaBencana(bytes(topology), CONTEXT)).toMatchObject({
    kind: 'unreadable',
    faults: [{ hint: 'add geoformat=geojson to the address' }],
  })
})

test.each(['', '[]', '{"statusCode":500}', '{"result":{}}'])('%s is unreadable', (body) => {
  expect(readPetaBencana(bytes(body), CONTEXT).kind).toBe('unreadable')
})

test('whatever stands in a report, the reader does not throw and nothing may mobilise', () => {
  const given = fc.oneof(
    fc.jsonValue(),
    fc.jsonValue().map((text) => report({ text })),
    fc.dictionary(fc.string(), fc.jsonValue()).map(report),
  )
  fc.assert(
    fc.property(fc.array(given), (features) => {
      const reading = read(...features)
      if (reading.kind === 'unreadable') return
      for (const { message } of reading.items) expect(message.restraint).not.toBeNull()
    }),
  )
})
