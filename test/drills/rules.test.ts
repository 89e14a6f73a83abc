import fc from 'fast-check'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { readCron } from '../../src/drills/cron.ts'
import { occurrences, occurrencesAhead } from '../../src/drills/drill-plan.ts'
import { readRrule } from '../../src/drills/rrule.ts'
import { whyUnbounded } from '../../src/drills/ruled-starts.ts'
import { wallDay } from '../../src/drills/wall-rule.ts'
import { aProgramme, BALI, JAVA } from './sample.ts'

const DAY = 86_400_000
const startsOf = (when: Parameters<typeof whyUnbounded>[0], from: string, to: string, site = JAVA) =>
  occurrences(aProgramme({ when }), site, new Date(from), new Date(to)).map(({ startsAt }) => startsAt.toISOString())
const cron = (text: string, from = '2026-01-05') => ({ kind: 'cron', cron: text, from }) as const
const rrule = (text: string, from = '2026-01-05', time = '09:00') =>
  ({ kind: 'rrule', rrule: text, from, time }) as const

test('a cron rule is read by each village’s own clock, and begins on its first day', () => {
  const when = cron('0 9 1 */6 *', '2026-07-01')
  expect(startsOf(when, '2026-01-01T00:00Z', '2027-07-01T00:00Z')).toEqual([
    '2026-07-01T02:00:00.000Z',
    '2027-01-01T02:00:00.000Z',
  ])
  expect(startsOf(when, '2027-01-01T01:00Z', '2027-01-02T00:00Z', BALI)).toEqual(['2027-01-01T01:00:00.000Z'])
  expect(startsOf(when, '2027-01-01T01:00:00.001Z', '2027-01-02T00:00Z', BALI)).toEqual([])
})

test.each([
  ['0 9 * * sun', '2026-03-01T02', 7],
  ['0 9 * * 7', '2026-03-01T02', 7],
  ['30 9,13 13 * fri', '2026-03-06T02:30', 0], // the 13th or a Friday
  ['0 9 */2 * mon', '2026-03-09T02', 14], // both: the odd days that are Mondays
  ['15 10-12/2 1-3 mar-apr *', '2026-03-01T03:15', 0],
  ['0 5/10 * * *', '2026-02-28T22', 0],
])('%s', (text, first, weekdayGap) => {
  const [one = '', ...others] = startsOf(cron(text), '2026-02-28T18:00Z', '2026-05-01T00:00Z')
  expect(one).toContain(first)
  if (weekdayGap > 0) expect((Date.parse(others[0] ?? '') - Date.parse(one)) / DAY).toBe(weekdayGap)
})

test.each(['', '0 9 1 1', '0 9 1 1 1 1', '60 9 * * *', '0 24 * * *', '0 9 0 * *', '0 9 * 13 *', '0 9 * * 8'])(
  'cron %j is refused',
  (text) => {
    expect(() => readCron(text)).toThrow(/^cron.*expected.*got/)
  },
)
test.each(['0 9 5-1 * *', '0 9 *-3 * *', '0 9 */0 * *', '0 9 1,, * *', '0 9 * * mo', '0 9 L * *', '0 9 ? * 1#2'])(
  'cron %j is refused with its field',
  (text) => {
    expect(() => readCron(text)).toThrow(/^cron, (?:day of the month|weekday): expected numbers from/)
  },
)

const fieldOf = (least: number, most: number) => {
  const value = fc.integer({ min: least, max: most })
  const range = fc.tuple(value, value).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
  const step = fc.integer({ min: 1, max: 20 })
  return fc.oneof(
    fc.constant('*'),
    value.map(String),
    fc.array(value, { minLength: 1, maxLength: 3 }).map((values) => values.join(',')),
    range.map(([one, other]) => `${one}-${other}`),
    fc.tuple(range, step).map(([[one, other], by]) => `${one}-${other}/${by}`),
    step.map((by) => `*/${by}`),
  )
}

/** The slow way, part by part: does a field mean a number? */
const oracle = (field: string, value: number, least: number): boolean =>
  field.split(',').some((part) => {
    const [range = '', by = '1'] = part.split('/')
    const [one, other] = range === '*' ? [least, 99] : range.split('-').map(Number)
    const last = other ?? one ?? 0
    return one !== undefined && value >= one && value <= last && (value - one) % Number(by) === 0
  })

test('random cron expressions mean the minutes that a walk through all of them finds', () => {
  const expression = fc.tuple(fieldOf(0, 59), fieldOf(0, 23), fieldOf(1, 31), fieldOf(1, 12), fieldOf(0, 6))
  fc.assert(
    fc.property(expression, fc.integer({ min: 0, max: 800 }), (fields, offset) => {
      const [minute, hour, day, month, weekday] = fields
      const from = new Date(Date.UTC(2026, 0, 5) + offset * DAY - 7 * 3_600_000)
      const to = new Date(from.getTime() + 4 * DAY)
      const expected: string[] = []
      for (let ms = from.getTime(); ms < to.getTime(); ms += 60_000) {
        const wall = new Date(ms + 7 * 3_600_000)
        const onDay = oracle(day, wall.getUTCDate(), 1)
        const onWeekday = oracle(weekday, wall.getUTCDay(), 0)
        const either = !day.startsWith('*') && !weekday.startsWith('*')
        if (
          oracle(minute, wall.getUTCMinutes(), 0) &&
          oracle(hour, wall.getUTCHours(), 0) &&
          oracle(month, wall.getUTCMonth() + 1, 1) &&
          (either ? onDay || onWeekday : onDay && onWeekday)
        )
          expected.push(new Date(ms).toISOString())
      }
      expect(startsOf(cron(fields.join(' ')), from.toISOString(), to.toISOString())).toEqual(expected)
    }),
    { numRuns: 150 },
  )
})

test('a yearly rule is HKB by the local clock', () => {
  const when = rrule('RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=26', '2026-01-05', '10:00')
  expect(startsOf(when, '2026-01-01T00:00Z', '2028-01-01T00:00Z', BALI)).toEqual([
    '2026-04-26T02:00:00.000Z',
    '2027-04-26T02:00:00.000Z',
  ])
})

test('a rule ends with its last day, and then there is no next one', () => {
  const when = rrule('FREQ=MONTHLY;UNTIL=20260305')
  expect(startsOf(when, '2026-01-01T00:00Z', '2030-01-01T00:00Z')).toHaveLength(3)
  const after = new Date('2026-03-06T00:00Z')
  expect(occurrencesAhead(aProgramme({ when }), JAVA, after, after)).toEqual([])
})

test.each([
  ['FREQ=HOURLY', 'FREQ'],
  ['INTERVAL=2', 'FREQ'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'],
  ['FREQ=DAILY;BYMONTH=13', 'BYMONTH'],
  ['FREQ=DAILY;BYMONTH=-1', 'BYMONTH'],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY'],
  ['FREQ=MONTHLY;BYMONTHDAY=x', 'BYMONTHDAY'],
  ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY'],
  ['FREQ=YEARLY;BYDAY=1MO', 'BYDAY'],
  ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY'],
  ['FREQ=DAILY;UNTIL=20260230', 'UNTIL'],
  ['FREQ=DAILY;UNTIL=soon', 'UNTIL'],
])('%s is refused for its %s', (text, part) => {
  expect(() => readRrule(text, '2026-01-05', '09:00')).toThrow(new RegExp(`^rrule, ${part}: expected .*, got`))
})
test.each(['', 'FREQ=DAILY;COUNT=3', 'FREQ=DAILY;FREQ=DAILY', 'FREQ', 'FREQ=DAILY;BYSETPOS=1'])('%j too', (text) => {
  expect(() => readRrule(text, '2026-01-05', '09:00')).toThrow(/^rrule: expected NAME=VALUE/)
})

const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
const nth = fc.constantFrom('1', '2', '4', '-1', '-2')
const some = <T>(one: fc.Arbitrary<T>) =>
  fc.uniqueArray(one, { minLength: 1, maxLength: 3 }).map((all) => all.join(','))
const interval = fc.integer({ min: 1, max: 4 }).map((count) => `INTERVAL=${count}`)
const joined = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(';'))
/** Days that every month has, so that the library does not walk for ever. */
const monthDay = fc.constantFrom('1', '2', '15', '26', '28', '-1', '-28')
const RULES = fc.oneof(
  joined(fc.constant('FREQ=DAILY'), interval),
  joined(
    fc.constant('FREQ=WEEKLY'),
    interval,
    some(weekday).map((all) => `BYDAY=${all}`),
  ),
  joined(fc.constant('FREQ=WEEKLY'), interval),
  joined(fc.constant('FREQ=MONTHLY'), interval),
  joined(
    fc.constant('FREQ=MONTHLY'),
    interval,
    some(monthDay).map((all) => `BYMONTHDAY=${all}`),
  ),
  joined(
    fc.constant('FREQ=MONTHLY'),
    interval,
    some(fc.tuple(nth, weekday).map(([n, code]) => n + code)).map((all) => `BYDAY=${all}`),
  ),
  joined(fc.constant('FREQ=YEARLY'), interval),
  joined(
    fc.constant('FREQ=YEARLY'),
    interval,
    some(fc.integer({ min: 1, max: 12 })).map((all) => `BYMONTH=${all}`),
  ),
)

test('random rules mean the days that the calendar library of the feeds finds', () => {
  fc.assert(
    fc.property(RULES, fc.integer({ min: 0, max: 27 }), (text, offset) => {
      const { year, month, day } = wallDay(20_454 + offset) // from 1 January 2026 on: days that every month has
      const pad = (value: number): string => String(value).padStart(2, '0')
      const from = `${year}-${pad(month)}-${pad(day)}`
      const iterator = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromDateTimeString(`${from}T09:00:00`))
      const expected: string[] = []
      for (let at = iterator.next(); at && at.year < 2034; at = iterator.next())
        expected.push(`${at.year}-${pad(at.month)}-${pad(at.day)}T02:00:00.000Z`)
      const found = startsOf(rrule(text, from), '2026-01-01T00:00Z', '2033-12-31T17:00Z')
      expect(found).toEqual([...new Set(expected)])
    }),
    { numRuns: 200 },
  )
})

test.each([
  [cron('0 9 * * *'), null],
  [cron('0 9 29 2 *'), null],
  [cron('0 9 30 2 *'), 'a rule that means some day'],
  [cron('0,30 9 1 1 *'), 'starts an hour apart at least'],
  [cron('30 0,23 * * *'), 'at most 366 starts a year'],
  [cron('0,30 0,23 * * *'), 'starts an hour apart at least'],
  [rrule('FREQ=DAILY;UNTIL=20260101'), 'a rule that means some day'],
  [rrule('FREQ=DAILY;UNTIL=20260105'), null],
])('%j: %s', (when, expected) => {
  expect(whyUnbounded(when)).toBe(expected)
})
