import { expect, test } from 'vitest'
import type { Ring } from '../../../src/geo/area.ts'
import type { CapAlert, CapInfo } from '../../../src/intake/cap/cap-alert.ts'
import { capMessage } from '../../../src/intake/cap/cap-message.ts'
import { aCapAlert, aCapArea, aCapInfo } from './a-cap-info.ts'

const RECEIVED_AT = new Date('2026-11-22T06:26:00Z')

const ANYWHERE = { regionOf: () => true }

const RING: Ring = [
  [110.3, -7.9],
  [110.4, -7.9],
  [110.4, -8],
  [110.3, -7.9],
]
const OTHER: Ring = RING.map(([longitude, latitude]) => [longitude + 1, latitude])
const drawn = aCapArea({ polygons: [RING] })
const flood = (change: Partial<CapInfo> = {}): CapInfo => aCapInfo({ event: 'Banjir', area: [drawn], ...change })

const read = (alert: CapAlert) => {
  const reading = capMessage(alert, ANYWHERE, RECEIVED_AT)
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.faults))
  return { ...reading.message, warnings: reading.warnings }
}

const faultsOf = (alert: CapAlert) => {
  const reading = capMessage(alert, ANYWHERE, RECEIVED_AT)
  return reading.kind === 'refused' ? reading.faults : []
}

const at = (time: string): Date => new Date(`2026-11-22T${time}:00Z`)

test('an alert becomes a message in our own words', () => {
  const info = flood({
    language: 'ID',
    severity: 'Severe',
    urgency: 'Immediate',
    certainty: 'Observed',
    onset: at('06:21'),
    effective: at('06:20'),
    expires: at('12:00'),
    headline: ' Banjir\n Kali Oyo ',
    description: 'Air naik.\r\n\r\n\r\n\r\nSegera \u202epindah.',
  })
  const references = [{ sender: 'a@b.invalid', identifier: 'x-0', sent: at('06:00') }]
  expect(read(aCapAlert([info], { msgType: 'Update', references }))).toEqual({
    source: 'bpbd@bantul.invalid',
    sourceId: 'x-1',
    aliases: [],
    revision: null,
    sentAt: at('06:25'),
    references: [{ source: 'a@b.invalid', sourceId: 'x-0', sentAt: at('06:00') }],
    language: 'id',
    contact: null,
    restraint: null,
    warnings: [],
    event: {
      messageType: 'update',
      mode: 'actual',
      hazard: 'flood',
      severity: 'severe',
      urgency: 'immediate',
      certainty: 'observed',
      occurredAt: at('06:21'),
      expiresAt: at('12:00'),
      headline: 'Banjir Kali Oyo',
      description: 'Air naik.\n\nSegera pindah.',
      geometry: { type: 'Polygon', coordinates: [RING] },
      radiusKm: null,
      villageCodes: [],
      regions: [],
      sectors: [],
      felt: [],
      magnitude: null,
      depthKm: null,
      level: null,
      need: null,
      musterPoint: null,
      safeToApproach: null,
      authorisedBy: null,
    },
  })
})

test.each([
  ['Actual', 'actual', null],
  ['Exercise', 'exercise', null],
  ['Test', 'test', null],
  ['System', 'test', 'status-system'],
  ['Draft', 'test', 'status-draft'],
] as const)('status %s is mode %s', (status, mode, reason) => {
  const { event, restraint } = read(aCapAlert([flood()], { status }))
  expect([event.mode, restraint?.reason ?? null]).toEqual([mode, reason])
})

test.each([
  ['Alert', 'alert', null],
  ['Update', 'update', null],
  ['Cancel', 'cancel', null],
  ['Ack', 'update', 'acknowledgement'],
  ['Error', 'update', 'acknowledgement'],
] as const)('msgType %s is %s', (msgType, messageType, reason) => {
  const { event, restraint } = read(aCapAlert([flood()], { msgType }))
  expect([event.messageType, restraint?.reason ?? null]).toEqual([messageType, reason])
})

test.each([
  ['a restricted scope', flood(), { scope: 'Restricted' }, 'propose', 'scope-not-public'],
  ['a private scope', flood(), { scope: 'Private' }, 'propose', 'scope-not-public'],
  ['a certainty of Unlikely', flood({ certainty: 'Unlikely' }), {}, 'record', 'unlikely'],
  ['an urgency of Past', flood({ urgency: 'Past' }), {}, 'record', 'past'],
  ['an urgency of Past in an update', flood({ urgency: 'Past' }), { msgType: 'Update' }, 'record', 'past'],
  ['weather from BMKG', flood({ category: ['Met'] }), { sender: 'cuaca@bmkg.go.id' }, 'record', 'nowcast'],
  ['weather from an office of BMKG', flood({ category: ['Met'] }), { sender: 'a@diy.BMKG.go.id' }, 'record', 'nowcast'],
] as const)('%s holds an alert back', (_, info, change, decision, reason) => {
  expect(read(aCapAlert([info], change)).restraint).toMatchObject({ decision, reason })
})

test.each([
  ['weather from somebody who only looks like BMKG', { sender: 'cuaca@notbmkg.go.id' }, ['Met']],
  ['an earthquake from BMKG', { sender: 'gempa@bmkg.go.id' }, ['Geo']],
  ['a cancel from BMKG', { sender: 'cuaca@bmkg.go.id', msgType: 'Cancel' }, ['Met']],
] as const)('%s is not held back as a nowcast', (_, change, category) => {
  expect(read(aCapAlert([flood({ category })], change)).restraint).toBeNull()
})

test('a block that is not past goes on beside one that is; a cancel is never held back by it', () => {
  expect(read(aCapAlert([flood({ urgency: 'Past' }), flood()])).restraint).toBeNull()
  expect(read(aCapAlert([flood({ urgency: 'Past' })], { msgType: 'Cancel' })).restraint).toBeNull()
})

test('a level that cannot be read is warned of', () => {
  const { event, warnings } = read(
    aCapAlert([flood({ event: 'Tsunami', parameter: [{ valueName: 'level', value: '3' }] })]),
  )
  expect(event.level).toBeNull()
  expect(warnings).toEqual([expect.stringContaining('level "3" is not used')])
})

test('a draft of a cancel stays a draft', () => {
  expect(read(aCapAlert([], { msgType: 'Cancel', status: 'Draft' })).restraint?.reason).toBe('status-draft')
})

test('a cancel without info has no hazard and no place, and happens when it is sent', () => {
  expect(read(aCapAlert([], { msgType: 'Cancel' })).event).toMatchObject({
    messageType: 'cancel',
    hazard: null,
    geometry: null,
    severity: 'unknown',
    occurredAt: at('06:25'),
    expiresAt: null,
  })
})

test.each(['Alert', 'Update'] as const)('an %s whose every block says AllClear is the all-clear', (msgType) => {
  const over = aCapInfo({ event: 'Banjir', responseType: ['AllClear'] })
  expect(read(aCapAlert([over, over], { msgType })).event.messageType).toBe('all-clear')
})

test('one AllClear among blocks that still warn stands nobody down', () => {
  const over = flood({ responseType: ['AllClear'], severity: 'Extreme', area: [aCapArea({ polygons: [OTHER] })] })
  const { event, warnings } = read(aCapAlert([over, flood({ severity: 'Minor' })], { msgType: 'Update' }))
  expect(event).toMatchObject({
    messageType: 'update',
    severity: 'minor',
    geometry: { type: 'Polygon', coordinates: [RING] },
  })
  expect(warnings).toEqual([expect.stringContaining('1 info with responseType AllClear left out')])
})

test.each([
  ['Indonesian before English', ['en-US', 'id', 'jv'], 'id'],
  ['Indonesian by its old code', ['en', 'in'], 'in'],
  ['English where there is no Indonesian', ['ms', 'en-GB', 'fr'], 'en-gb'],
  ['a block without language as English', ['fr', null], null],
  ['else the first', ['pt-TL', 'fr'], 'pt-tl'],
])('of several languages %s is read', (_, languages, expected) => {
  const infos = languages.map((language) => flood({ language, headline: `in ${language}` }))
  const { language, event } = read(aCapAlert(infos))
  expect(language).toBe(expected)
  expect(event.headline.toLowerCase()).toBe(`in ${expected}`)
  expect(event.geometry).toEqual({ type: 'Polygon', coordinates: [RING] })
})

test('blocks of one language are one happening: all areas, the worst of them, from the first to the last', () => {
  const first = flood({ severity: 'Minor', onset: at('08:00'), expires: at('20:00'), headline: 'ringan' })
  const second = aCapInfo({
    event: 'Tanah longsor',
    severity: 'Extreme',
    certainty: 'Likely',
    effective: at('07:00'),
    expires: at('10:00'),
    headline: 'berat',
    area: [aCapArea({ polygons: [OTHER] })],
  })
  const { event, warnings } = read(aCapAlert([first, second]))
  expect(event).toMatchObject({
    hazard: 'landslide',
    severity: 'extreme',
    certainty: 'likely',
    headline: 'berat',
    occurredAt: at('07:00'),
    expiresAt: at('20:00'),
    geometry: { type: 'MultiPolygon', coordinates: [[RING], [OTHER]] },
  })
  expect(warnings).toEqual(['the message also speaks of flood: the worst, landslide, decides'])
})

test('an end is known only where every block names one', () => {
  expect(read(aCapAlert([flood({ expires: at('20:00') }), flood()])).event.expiresAt).toBeNull()
})

test('an alert without a known hazard is refused with words that are known', () => {
  const unknown = aCapInfo({ event: 'Peringatan', category: ['Geo'], area: [drawn] })
  expect(faultsOf(aCapAlert([aCapInfo({ language: 'fr' }), unknown]))).toMatchObject([
    { path: 'alert/info[2]/event', got: '"Peringatan"', hint: expect.stringContaining('gempa bumi') },
  ])
})

test('an alert without a place is refused; an update is kept with a warning', () => {
  const named = aCapInfo({ event: 'Banjir', area: [aCapArea()] })
  expect(faultsOf(aCapAlert([named]))).toMatchObject([{ path: 'alert/info[1]/area', got: '"Imogiri"' }])
  const { event, warnings } = read(aCapAlert([named], { msgType: 'Update' }))
  expect(event.geometry).toBeNull()
  expect(warnings).toEqual([expect.stringContaining('the update names no place')])
})

test('what is only recorded needs neither hazard nor place', () => {
  expect(read(aCapAlert([], { status: 'System' })).event).toMatchObject({ hazard: null, geometry: null })
})

test.each([
  ['an identifier of 201 characters', { identifier: 'x'.repeat(201) }, 'alert/identifier'],
  ['a sender with a hidden character', { sender: 'a\u200bb' }, 'alert/sender'],
])('%s is refused', (_, change, path) => {
  expect(faultsOf(aCapAlert([flood()], change))).toMatchObject([{ path }])
})

test('long texts are cut, whole characters at a time', () => {
  const { event } = read(aCapAlert([flood({ headline: `${'x'.repeat(198)}😀y`, description: 'y'.repeat(6_000) })]))
  expect(event.headline).toBe(`${'x'.repeat(198)}…`)
  expect(event.description).toHaveLength(5_000)
  expect(read(aCapAlert([flood()])).event.headline).toBe('Banjir')
})
