import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBmkgQuakes } from '../../../src/intake/feeds/bmkg-quake.ts'
import { bytes, CONTEXT, FETCHED_AT, faultPaths, onlyItem, readOf } from './readings.ts'

const QUAKE = {
  Tanggal: '21 Okt 2026',
  Jam: '09:14:05 WIB',
  DateTime: '2026-10-21T02:14:05+00:00',
  Coordinates: '-6.71,112.34',
  Lintang: '6.71 LS',
  Bujur: '112.34 BT',
  Magnitude: '5.8',
  Kedalaman: '12 km',
  Wilayah: 'Pusat gempa berada di laut 37 km timur laut Tuban',
  Potensi: 'Tidak berpotensi tsunami',
  Dirasakan: 'IV Tuban, II - III Bawean',
  Shakemap: '20261021091405.mmi.jpg',
}

type Gempa = Readonly<Record<string, unknown>>

const without = (...names: (keyof typeof QUAKE)[]): Gempa =>
  Object.fromEntries(Object.entries(QUAKE).filter(([name]) => !names.some((one) => one === name)))

const read = (gempa: unknown) => readBmkgQuakes(bytes({ Infogempa: { gempa } }), CONTEXT)

test('autogempa is one quake: an object whose values are all text', () => {
  const { itemId, message, sequenceMs, warnings, silentOn } = onlyItem(read(QUAKE))
  expect(itemId).toBe('gempa-20261021021405')
  expect(sequenceMs).toBe(FETCHED_AT.getTime())
  expect(silentOn).toEqual([])
  expect(message).toMatchObject({
    source: 'bmkg',
    sourceId: itemId,
    revision: null,
    sentAt: FETCHED_AT,
    restraint: null,
  })
  expect(message.event).toMatchObject({
    messageType: 'alert',
    mode: 'actual',
    hazard: 'earthquake',
    severity: 'moderate',
    occurredAt: new Date('2026-10-21T02:14:05Z'),
    geometry: { type: 'Point', coordinates: [112.34, -6.71] },
    magnitude: 5.8,
    depthKm: 12,
    level: null,
    felt: [
      { place: 'Tuban', position: [112.06, -6.9], least: 4, most: 4 },
      { place: 'Bawean', position: null, least: 2, most: 3 },
    ],
  })
  expect(message.event.headline).toBe('Gempa M 5.8, Pusat gempa berada di laut 37 km timur laut Tuban')
  expect(warnings.map(({ got }) => got)).toEqual(['"Bawean"'])
})

test('gempaterkini and gempadirasakan are lists, and each leaves fields out', () => {
  const other = {
    ...without('Dirasakan', 'Shakemap'),
    DateTime: '2026-10-20T23:00:00+00:00',
    Tanggal: '21 Okt 2026',
    Jam: '06:00:00 WIB',
  }
  const { items } = readOf(read([without('Potensi', 'Shakemap'), other]))
  expect(items.map(({ itemId, silentOn }) => [itemId, silentOn])).toEqual([
    ['gempa-20261021021405', ['level']],
    ['gempa-20261020230000', ['felt']],
  ])
})

test('a quake that may bring a tsunami stays a quake, with a word for it', () => {
  const { event } = onlyItem(read({ ...QUAKE, Potensi: 'Berpotensi TSUNAMI untuk diteruskan pada masyarakat' })).message
  expect(event).toMatchObject({ hazard: 'earthquake', level: 'berpotensi-tsunami' })
})

test('what was felt decides the severity where it is graver than the magnitude', () => {
  expect(onlyItem(read({ ...QUAKE, Magnitude: '4.8', Dirasakan: 'VI Sigi' })).message.event.severity).toBe('severe')
})

test('a time in words alone is enough, and so is a place in words', () => {
  const { event } = onlyItem(read(without('DateTime', 'Coordinates'))).message
  expect(event.occurredAt).toEqual(new Date('2026-10-21T02:14:05Z'))
  expect(event.geometry).toEqual({ type: 'Point', coordinates: [112.34, -6.71] })
  expect(onlyItem(read(without('Tanggal', 'Jam', 'Lintang', 'Bujur'))).message.event.occurredAt).toEqual(
    event.occurredAt,
  )
})

describe('refused, with the place of every fault', () => {
  test.each<[string, Gempa, string[]]>([
    ['a DateTime in local time that says UTC', { ...QUAKE, DateTime: '2026-10-21T09:14:05+00:00' }, ['DateTime']],
    ['a DateTime of another day', { ...QUAKE, DateTime: '2026-10-20T02:14:05+00:00' }, ['DateTime']],
    ['a DateTime without its offset', { ...QUAKE, DateTime: '2026-10-21T02:14:05' }, ['DateTime']],
    ['a day that is none', { ...QUAKE, Tanggal: '31 Jun 2026' }, ['Tanggal']],
    ['no time at all', without('DateTime', 'Tanggal'), ['DateTime']],
    [
      'a quake that is still to come',
      { ...without('Tanggal', 'Jam'), DateTime: '2026-10-21T05:14:05+00:00' },
      ['DateTime'],
    ],
    ['coordinates the other way round', { ...QUAKE, Coordinates: '112.34,-6.71' }, ['Coordinates']],
    ['coordinates that lost their sign', { ...QUAKE, Coordinates: '6.71,112.34' }, ['Coordinates']],
    ['a latitude that lost its side', { ...QUAKE, Lintang: '6.71' }, ['Lintang']],
    ['north in place of south', { ...QUAKE, Lintang: '6.71 LU' }, ['Coordinates']],
    ['0, 0', { ...without('Lintang', 'Bujur'), Coordinates: '0,0' }, ['Coordinates']],
    ['no place', without('Coordinates', 'Bujur'), ['Coordinates']],
    ['a decimal comma', { ...QUAKE, Magnitude: '5,8' }, ['Magnitude']],
    ['no magnitude', without('Magnitude'), ['Magnitude']],
    ['a depth beyond the mantle', { ...QUAKE, Kedalaman: '2900 km' }, ['Kedalaman']],
    [
      'three at once',
      { ...QUAKE, Magnitude: '58', Kedalaman: 'dalam', Bujur: '?' },
      ['Bujur', 'Magnitude', 'Kedalaman'],
    ],
  ])('%s', (_words, gempa, paths) => {
    const reading = readOf(read(gempa))
    expect(reading.items).toEqual([])
    expect(faultPaths(reading)).toEqual(paths)
  })
})

test('one bad quake hides no other, and keeps its place in the list as its name', () => {
  const { items, refused } = readOf(
    read([
      { ...QUAKE, Magnitude: '?' },
      'nothing',
      without('DateTime', 'Tanggal'),
      { ...QUAKE, DateTime: '2026-10-21T02:14:06+00:00' },
    ]),
  )
  expect(items.map(({ itemId }) => itemId)).toEqual(['gempa-20261021021406'])
  expect(refused.map(({ itemId }) => itemId)).toEqual([
    'gempa-20261021021405',
    'Infogempa.gempa[1]',
    'Infogempa.gempa[2]',
  ])
})

test('two quakes of one second are not one that flutters: the second is refused', () => {
  const { items, refused } = readOf(read([QUAKE, { ...QUAKE, Magnitude: '4.0' }]))
  expect(items.map(({ message }) => message.event.magnitude)).toEqual([5.8])
  expect(refused.map(({ itemId }) => itemId)).toEqual(['gempa-20261021021405#1'])
})

test('a quake far from Indonesia is elsewhere', () => {
  const far = { ...without('Lintang', 'Bujur'), Coordinates: '13.2,123.5' }
  expect(readOf(read([far, QUAKE]))).toMatchObject({ elsewhere: 1, items: [{ itemId: 'gempa-20261021021405' }] })
})

test.each<[string, Buffer]>([
  ['a page in place of the feed', bytes('<html>503</html>')],
  ['half a feed', bytes('{"Infogempa":{"gem')],
  ['nothing', bytes('')],
  ['another object', bytes({ status: 'ok' })],
  ['a list', bytes([])],
  ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe])],
])('%s is unreadable, and says why', (_words, body) => {
  expect(readBmkgQuakes(body, CONTEXT)).toMatchObject({ kind: 'unreadable', faults: [expect.any(Object)] })
})

test('an empty list is a feed without news', () => {
  expect(read([])).toMatchObject({ kind: 'read', items: [], refused: [], elsewhere: 0 })
})

test('whatever stands in the fields, the reader does not throw and takes nothing that is no quake of ours', () => {
  const value = fc.oneof(fc.string(), fc.constantFrom(...Object.values(QUAKE)), fc.jsonValue())
  const gempa = fc.record(Object.fromEntries(Object.keys(QUAKE).map((name) => [name, value])), { requiredKeys: [] })
  fc.assert(
    fc.property(fc.oneof(fc.array(gempa), gempa, fc.jsonValue()), (given) => {
      const reading = read(given)
      if (reading.kind === 'unreadable') return
      for (const { message } of reading.items) {
        expect(message.event.magnitude).toBeGreaterThanOrEqual(0)
        expect(message.event.magnitude).toBeLessThanOrEqual(10)
        expect(message.event.hazard).toBe('earthquake')
      }
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => void readBmkgQuakes(bytes(text), CONTEXT)))
})
