import { expect, test } from 'vitest'
import { closingsAt } from '../../src/drills/calendar.ts'
import { faultsIn, lines, load, withFolder } from './folders.ts'

const RULES = `moveWithin: 7d
kinds:
  holiday: { closed: day }
  season: { closed: "07:00-12:30", types: [gladi-lapang] }
weekly:
  - { day: friday, closed: "11:00-13:00", name: Salat Jumat, nameEn: Friday prayer }
`

const YEAR = `year: 2027
days:
  - { date: 2027-03-08, name: Nyepi, nameEn: Nyepi, kind: holiday, regions: ["51"], provisional: true }
  - { from: 2027-06-07, to: 2027-06-12, name: Ujian, nameEn: exams, kind: season, source: Disdik }
`

test('a calendar of one’s own is read from its rules and its years', () => {
  const files = {
    'calendar.yaml': RULES,
    'calendars/2027.yaml': YEAR,
    'calendars/2027-bali.yaml': 'year: 2027\ndays: []\n',
    'calendars/notes.txt': 'x',
  }
  const { calendar } = withFolder(files, (folder) => load({ KENTONGAN_CONFIG: folder }))
  expect(calendar).toEqual({
    years: [2027],
    dated: [
      {
        ...{ name: 'Nyepi', nameEn: 'Nyepi', from: '2027-03-08', to: '2027-03-08' },
        ...{ hours: null, regions: ['51'], types: [], provisional: true },
      },
      {
        ...{ name: 'Ujian', nameEn: 'exams', from: '2027-06-07', to: '2027-06-12' },
        hours: { fromMs: 7 * 3_600_000, toMs: 12.5 * 3_600_000 },
        ...{ regions: [], types: ['gladi-lapang'], provisional: false },
      },
    ],
    weekly: [
      {
        ...{ name: 'Salat Jumat', nameEn: 'Friday prayer', weekday: 5 },
        hours: { fromMs: 11 * 3_600_000, toMs: 13 * 3_600_000 },
        ...{ regions: [], types: [] },
      },
    ],
    moveWithinDays: 7,
  })
})

test('the shipped calendar knows this year and the next, and leaves the Day of Preparedness free', () => {
  const { calendar } = load({})
  expect(calendar.years).toEqual([2026, 2027])
  const inBali = { villageCode: '51.03.05.2001', zone: 'WITA', type: 'evakuasi-mandiri' } as const
  const closedAt = (from: string) =>
    closingsAt(calendar, inBali, new Date(from), new Date(new Date(from).getTime() + 7_200_000)).map(({ name }) => name)
  expect(closedAt('2027-04-26T10:00+08:00')).toEqual([])
  expect(closedAt('2027-03-09T09:00+08:00')).toEqual(['Nyepi (Ngembak Geni)', 'Idul Fitri'])
  expect(closedAt('2027-02-24T11:00+08:00')).toEqual(['Ramadan'])
  expect(closedAt('2027-02-24T09:00+08:00')).toEqual([])
})

test.each([
  [
    { 'calendar.yaml': RULES.replace('"11:00-13:00"', '"13:00-11:00"') },
    /^calendar\.yaml:6 \| .*closed.* \| day for the whole/,
  ],
  [{ 'calendar.yaml': RULES.replace('"11:00-13:00"', 'noon') }, /^calendar\.yaml:6 \| .*noon/],
  [{ 'calendar.yaml': RULES.replace('7d', '60d') }, /^calendar\.yaml:1 \| .*60d.*from 1d to 28d/],
  [
    { 'calendars/a.yaml': YEAR.replace('2027-03-08', '2027-02-30') },
    /^calendars\/a\.yaml:3 \| .*2027-02-30.*a day such as/,
  ],
  [
    { 'calendars/a.yaml': YEAR.replace('2027-03-08', '2026-03-08') },
    /^calendars\/a\.yaml:3 \| 2026-03-08 \| a day of 2027/,
  ],
  [{ 'calendars/a.yaml': YEAR.replace('kind: holiday', 'kind: feast') }, /^calendars\/a\.yaml:3 \| feast \| holiday, /],
  [
    { 'calendars/a.yaml': YEAR.replace(', source: Disdik', '') },
    /^calendars\/a\.yaml:4 \| .*a source, or provisional: true/,
  ],
  [
    { 'calendars/a.yaml': YEAR.replace('from: 2027-06-07', 'from: 2027-06-17') },
    /^calendars\/a\.yaml:4 \| .*from before to/,
  ],
  [
    { 'calendars/a.yaml': YEAR.replace('from: 2027-06-07, ', '') },
    /^calendars\/a\.yaml:4 \| .*either date, or from and to/,
  ],
  [
    { 'calendars/a.yaml': YEAR.replace('from: 2027-06-07', 'date: 2027-06-07') },
    /^calendars\/a\.yaml:4 \| .*either date/,
  ],
  [{ 'calendars/a.yaml': YEAR.replace('"51"', '51') }, /^calendars\/a\.yaml:3 \| .*a region code as text/],
])('a fault of the calendar has its line: %#', (files, expected) => {
  expect(lines(faultsIn(files))).toEqual([expect.stringMatching(expected)])
})
