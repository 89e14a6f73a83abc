import { expect, test } from 'vitest'
import { type Calendar, closingsAt, type DatedClosure, localOf, yearsMissing } from '../../src/drills/calendar.ts'

const HOUR = 3_600_000
const base = { regions: [], types: [], provisional: false, hours: null } as const
const closure = (name: string, more: Partial<DatedClosure> = {}): DatedClosure => ({
  ...base,
  name,
  nameEn: `${name} in English`,
  from: '2027-03-08',
  to: '2027-03-08',
  ...more,
})
const calendar = (...dated: readonly DatedClosure[]): Calendar => ({
  years: [2027],
  dated,
  weekly: [
    {
      ...{ name: 'Salat Jumat', nameEn: 'Friday prayer', weekday: 5, regions: [], types: [] },
      hours: { fromMs: 11 * HOUR, toMs: 13 * HOUR },
    },
  ],
  moveWithinDays: 14,
})

const IN_BALI = { villageCode: '51.03.05.2001', zone: 'WITA', type: 'gladi-lapang' } as const
const ON_JAVA = { villageCode: '32.04.15.2003', zone: 'WIB', type: 'gladi-lapang' } as const

const namesAt = (held: Parameters<typeof closingsAt>[1], given: Calendar, from: string, to: string) =>
  closingsAt(given, held, new Date(from), new Date(to)).map(({ name, day }) => `${name} ${day}`)

test('a closed day lasts from midnight to midnight by the village’s own clock', () => {
  const nyepi = calendar(closure('Nyepi'))
  // Two hours that end at local midnight before it, and two that begin at it.
  expect(namesAt(IN_BALI, nyepi, '2027-03-07T14:00Z', '2027-03-07T16:00Z')).toEqual([])
  expect(namesAt(IN_BALI, nyepi, '2027-03-07T14:00Z', '2027-03-07T16:01Z')).toEqual(['Nyepi 2027-03-08'])
  expect(namesAt(ON_JAVA, nyepi, '2027-03-07T14:00Z', '2027-03-07T16:59Z')).toEqual([])
  expect(namesAt(IN_BALI, nyepi, '2027-03-08T15:59Z', '2027-03-08T16:30Z')).toEqual(['Nyepi 2027-03-08'])
  expect(namesAt(IN_BALI, nyepi, '2027-03-08T16:00Z', '2027-03-08T16:30Z')).toEqual([])
})

test('what concerns a region or a kind of drill leaves others alone', () => {
  const bali = calendar(closure('Ngembak Geni', { regions: ['51'] }), closure('Panen', { types: ['gladi-lapang'] }))
  const [from, to] = ['2027-03-08T02:00Z', '2027-03-08T04:00Z']
  expect(namesAt(IN_BALI, bali, from, to)).toEqual(['Ngembak Geni 2027-03-08', 'Panen 2027-03-08'])
  expect(namesAt(ON_JAVA, bali, from, to)).toEqual(['Panen 2027-03-08'])
  expect(namesAt({ ...ON_JAVA, type: 'pelatihan' }, bali, from, to)).toEqual([])
})

test('hours of a day are in the way of what overlaps them, and long drills take a break for them', () => {
  // 2027-03-05 is a Friday; 11.00 WIB is 04.00 UTC.
  const friday = calendar()
  expect(namesAt(ON_JAVA, friday, '2027-03-05T02:00Z', '2027-03-05T04:00Z')).toEqual([])
  expect(namesAt(ON_JAVA, friday, '2027-03-05T02:00Z', '2027-03-05T04:01Z')).toEqual(['Salat Jumat 2027-03-05'])
  expect(namesAt(ON_JAVA, friday, '2027-03-05T06:00Z', '2027-03-05T08:00Z')).toEqual([])
  expect(namesAt(ON_JAVA, friday, '2027-03-04T02:00Z', '2027-03-04T06:00Z')).toEqual([])
  expect(namesAt(ON_JAVA, friday, '2027-03-05T01:00Z', '2027-03-05T07:00Z')).toEqual(['Salat Jumat 2027-03-05'])
  expect(namesAt(ON_JAVA, friday, '2027-03-05T01:00Z', '2027-03-05T07:01Z')).toEqual([])
  const season = calendar(closure('Ujian', { from: '2027-03-05', to: '2027-03-07' }))
  expect(namesAt(ON_JAVA, season, '2027-03-04T02:00Z', '2027-03-06T02:00Z')).toEqual(['Ujian 2027-03-05'])
})

test('a provisional day says so', () => {
  const given = calendar(closure('Idul Fitri', { provisional: true }))
  expect(closingsAt(given, ON_JAVA, new Date('2027-03-08T02:00Z'), new Date('2027-03-08T03:00Z'))).toEqual([
    { name: 'Idul Fitri', nameEn: 'Idul Fitri in English', day: '2027-03-08', provisional: true },
  ])
})

test('local days before 1970 are days as well', () => {
  expect(localOf(new Date('1969-12-31T16:30:00Z'), 'WIB')).toEqual({ day: '1969-12-31', ms: 23.5 * HOUR })
})

test('years without a calendar are named', () => {
  // Midnight in Jakarta, and when Jayapura is two hours into its new year.
  const [from, to] = [new Date('2025-12-31T17:00Z'), new Date('2027-12-31T17:00Z')]
  expect(yearsMissing({ years: [2027] }, from, to)).toEqual([2026, 2028])
  expect(yearsMissing({ years: [2026, 2027, 2028] }, from, to)).toEqual([])
})
