import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  instantOf,
  readDepthKm,
  readFelt,
  readLatitude,
  readLongitude,
  readNumber,
  readNumberedDay,
  readPair,
  readTimeOfDay,
  readWordedDay,
  saysTsunami,
} from '../../../src/intake/feeds/bmkg-values.ts'

test.each([
  ['1.17 LS', -1.17],
  ['2.42 LU', 2.42],
  ['0.04 ls', -0.04],
  ['90.01 LS', null],
  ['1,17 LS', null],
  ['-1.17 LS', null],
  ['1.17', null],
  ['1.17 BT', null],
  ['1.1.7 LS', null],
])('the latitude %s is %s', (text, value) => {
  expect(readLatitude(text)).toBe(value)
})

test.each([
  ['120.06 BT', 120.06],
  ['95.52BT', 95.52],
  ['170.5 BB', -170.5],
  ['180.5 BT', null],
  ['120.06 LS', null],
])('the longitude %s is %s', (text, value) => {
  expect(readLongitude(text)).toBe(value)
})

test.each([
  ['-1.17,120.06', true, [120.06, -1.17]],
  ['-1.17, 120.06', true, [120.06, -1.17]],
  ['120.06,-1.17', false, [120.06, -1.17]],
  ['120.06,-1.17', true, null],
  ['0,0', true, null],
  ['0.00,0.00', true, null],
  ['0,120', true, [120, 0]],
  ['-7,19,107,51', true, null],
  ['7°11\'27"S', true, null],
  ['', true, null],
] as const)('the pair %s with the latitude first %s is %s', (text, latFirst, place) => {
  expect(readPair(latFirst)(text)).toEqual(place)
})

test.each([
  ['5.4', 5.4],
  ['7', 7],
  ['5,4', null],
  ['-1', null],
  ['10.1', null],
  ['1e1', null],
  ['M5.4', null],
  ['', null],
  ['NaN', null],
])('the magnitude %s is %s', (text, value) => {
  expect(readNumber(0, 10)(text)).toBe(value)
})

test.each([
  ['10 km', 10],
  ['10Km', 10],
  ['587', 587],
  ['801 km', null],
  ['dangkal', null],
])('the depth %s is %s', (text, value) => {
  expect(readDepthKm(text)).toBe(value)
})

describe('days', () => {
  const iso = (day: ReturnType<typeof readWordedDay>): string | null =>
    day === null ? null : `${day.year}-${day.month}-${day.day}`
  test.each([
    ['06 Agu 2026', '2026-8-6'],
    ['6 Ags 2026', '2026-8-6'],
    ['14 Mei 2023', '2023-5-14'],
    ['14 May 2023', '2023-5-14'],
    ['12 Des 2025', '2025-12-12'],
    ['21 Okt 2026', '2026-10-21'],
    ['03 Nopember 2025', '2025-11-3'],
    ['16 February 2026', '2026-2-16'],
    ['29 Feb 2024', '2024-2-29'],
    ['29 Feb 2026', null],
    ['31 Jun 2026', null],
    ['06 Xyz 2026', null],
    ['2026-08-06', null],
  ])('%s is %s', (text, expected) => {
    expect(iso(readWordedDay(text))).toBe(expected)
  })
  test.each([
    ['26-09-26', '2026-9-26'],
    ['26/09/2026', '2026-9-26'],
    ['09/26/2026', null],
    ['31-11-26', null],
    ['2026-09-26', null],
  ])('%s is %s, the day first', (text, expected) => {
    expect(iso(readNumberedDay(text))).toBe(expected)
  })
})

test.each([
  ['06 Agu 2026', '09:59:47 WIB', '2026-08-06T02:59:47.000Z'],
  // 05.58 on clocks in Nusa Tenggara Timur, and still the day before in UTC.
  ['14 Mei 2023', '04:58:00 WIB', '2023-05-13T21:58:00.000Z'],
  ['14 Mei 2023', '05:58:00 WITA', '2023-05-13T21:58:00.000Z'],
  ['14 Mei 2023', '06:58:00wit', '2023-05-13T21:58:00.000Z'],
])('%s %s is %s', (day, time, instant) => {
  const [onDay, atTime] = [readWordedDay(day), readTimeOfDay(time)]
  expect(onDay && atTime && instantOf(onDay, atTime).toISOString()).toBe(instant)
})

test.each(['24:00:00 WIB', '09:60:00 WIB', '09:59:60 WIB', '09:59:47', '09:59 WIB', '09:59:47 UTC', ''])(
  '%s is no time',
  (text) => {
    expect(readTimeOfDay(text)).toBeNull()
  },
)

test.each([
  ['Tidak berpotensi tsunami', false],
  ['tidak berpotensi TSUNAMI', false],
  ['TIDAK BERPOTENSI TSUNAMI', false],
  ['Gempa ini dirasakan untuk diteruskan pada masyarakat', false],
  ['Berpotensi TSUNAMI untuk diteruskan pada masyarakat', true],
  ['BERPOTENSI TSUNAMI', true],
  ['Jangan panik, tidak ada kerusakan; berpotensi tsunami', true],
  ['Belum ada potensi tsunami', false],
  ['No tsunami threat', false],
  ['', false],
  [null, false],
])('%s speaks of a tsunami: %s', (text, expected) => {
  expect(saysTsunami(text)).toBe(expected)
})

describe('where it was felt', () => {
  const felt = (text: string | null) => {
    const read = readFelt(text, (name) => (name === 'Tuban' ? [112.06, -6.9] : null))
    return { felt: read.felt.map(({ place, least, most }) => `${place} ${least}-${most}`), unread: read.unread }
  }
  test.each<[string | null, string[], string[]]>([
    ['III Tuban, II Bawean', ['Tuban 3-3', 'Bawean 2-2'], []],
    ['II - III Cianjur, II Sukabumi', ['Cianjur 2-3', 'Sukabumi 2-2'], []],
    ['II-III Bawean; IV–V Tuban', ['Bawean 2-3', 'Tuban 4-5'], []],
    ['V-III Tuban', ['Tuban 3-5'], []],
    ['III MMI di Sigi', ['Sigi 3-3'], []],
    ['MMI IV Sigi', ['Sigi 4-4'], []],
    ['iii Sigi', ['Sigi 3-3'], []],
    ['III Lebak, Pandeglang, II Serang', ['Lebak 3-3', 'Pandeglang 3-3', 'Serang 2-2'], []],
    ['II Solok, X Koto Diatas', ['Solok 2-2', 'X Koto Diatas 2-2'], []],
    ['III X Koto', ['X Koto 3-3'], []],
    ['XII Tuban', ['Tuban 12-12'], []],
    ['XIII Tuban', [], ['XIII Tuban']],
    ['IIII Tuban, II Bima', ['Bima 2-2'], ['IIII Tuban']],
    ['Tuban', [], ['Tuban']],
    ['III', [], ['III']],
    ['-', [], []],
    ['', [], []],
    [null, [], []],
  ])('%s', (text, places, unread) => {
    expect(felt(text)).toEqual({ felt: places, unread })
  })

  test('a place in our table has its position, any other none', () => {
    const read = readFelt('III Tuban, II Bawean', (name) => (name === 'Tuban' ? [112.06, -6.9] : null))
    expect(read.felt.map(({ position }) => position)).toEqual([[112.06, -6.9], null])
  })

  test('whatever the text, intensities lie within the scale and in order', () => {
    const words = fc.constantFrom('I', 'IV', 'X', 'XII', 'VX', '-', ',', ';', ' ', 'Tuban', 'Koto', 'MMI', 'di', '3')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((list) => list.join(' ')),
        ),
        (text) => {
          for (const { least, most, place } of readFelt(text, () => null).felt) {
            expect(least).toBeGreaterThanOrEqual(1)
            expect(most).toBeLessThanOrEqual(12)
            expect(least).toBeLessThanOrEqual(most)
            expect(place).not.toBe('')
          }
        },
      ),
    )
  })
})
