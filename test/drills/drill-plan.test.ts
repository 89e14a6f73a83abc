import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type DrillProgramme,
  type DrillTiming,
  occurrences,
  occurrencesAhead,
  sitesOf,
  unknownCodes,
  zoneFor,
} from '../../src/drills/drill-plan.ts'
import { type TimeZone, UTC_OFFSET_HOURS } from '../../src/roster/region.ts'
import type { Site } from '../../src/roster/site.ts'
import { aProgramme, aSite, BALI, JAVA, PAPUA } from './sample.ts'

const DAY_MS = 86_400_000

type Repeating = Extract<DrillTiming, { kind: 'every' }>

const startsOf = (programme: DrillProgramme, site: Site, from: string, to: string): readonly string[] =>
  occurrences(programme, site, new Date(from), new Date(to)).map(({ startsAt }) => startsAt.toISOString())

const every = (count: number, unit: Repeating['unit'], from: string, time = '09:00'): Partial<DrillProgramme> => ({
  when: { kind: 'every', count, unit, from, time },
})

/** Days of the calendar since 1970-01-01, as UTC counts them. */
const dayNumber = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY_MS

/** The oracle: asks of every single day whether a drill falls on it. */
const fallsOn = (when: Repeating, day: number): boolean => {
  const first = dayNumber(when.from)
  if (day < first) return false
  if (when.unit === 'days') return (day - first) % when.count === 0
  if (when.unit === 'weeks') return (day - first) % (7 * when.count) === 0
  const start = new Date(first * DAY_MS)
  const date = new Date(day * DAY_MS)
  const months = (date.getUTCFullYear() - start.getUTCFullYear()) * 12 + date.getUTCMonth() - start.getUTCMonth()
  const isLastOfMonth = new Date((day + 1) * DAY_MS).getUTCDate() === 1
  const fits = date.getUTCDate() === start.getUTCDate() || (isLastOfMonth && date.getUTCDate() < start.getUTCDate())
  return months % (when.count * (when.unit === 'years' ? 12 : 1)) === 0 && fits
}

const dayByDay = (when: Repeating, zone: TimeZone, from: Date, to: Date): readonly string[] => {
  const [hours = 0, minutes = 0] = when.time.split(':').map(Number)
  const found: string[] = []
  for (let day = Math.floor(from.getTime() / DAY_MS) - 2; day <= to.getTime() / DAY_MS + 2; day += 1) {
    const at = new Date(day * DAY_MS + (hours - UTC_OFFSET_HOURS[zone]) * 3_600_000 + minutes * 60_000)
    if (fallsOn(when, day) && at >= from && at < to) found.push(at.toISOString())
  }
  return found
}

const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
const two = (value: number): string => String(value).padStart(2, '0')

const repeating: fc.Arbitrary<Repeating> = fc
  .record({
    count: fc.integer({ min: 1, max: 14 }),
    unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const, 'years' as const),
    from: fc.oneof(
      fc.constantFrom('2024-02-29', '2023-01-31', '2025-12-31', '2026-01-05'),
      fc.integer({ min: dayNumber('2010-01-01'), max: dayNumber('2030-12-31') }).map(isoDay),
    ),
    time: fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${two(h)}:${two(m)}`),
  })
  .map((when) => ({ kind: 'every' as const, ...when }))

const instants = fc.integer({ min: Date.UTC(2009, 0), max: Date.UTC(2034, 0) }).map((ms) => new Date(ms))
const sites = fc.constantFrom(JAVA, BALI, PAPUA)

test('agrees with asking every single day', () => {
  fc.assert(
    fc.property(repeating, sites, instants, fc.integer({ min: 0, max: 800 * DAY_MS }), (when, site, from, span) => {
      const programme = aProgramme({ when })
      const to = new Date(from.getTime() + span)
      const found = occurrences(programme, site, from, to).map(({ startsAt }) => startsAt.toISOString())
      expect(found).toEqual(dayByDay(when, zoneFor(programme, site), from, to))
    }),
    { numRuns: 400, seed: 20261122 },
  )
})

test('three zones show the same wall clock, and it is the one that was asked for', () => {
  fc.assert(
    fc.property(repeating, instants, (when, from) => {
      const programme = aProgramme({ when })
      for (const site of [JAVA, BALI, PAPUA]) {
        const zone = zoneFor(programme, site)
        for (const { startsAt, endsAt } of occurrences(programme, site, from, new Date(from.getTime() + 90 * DAY_MS))) {
          const wall = new Date(startsAt.getTime() + UTC_OFFSET_HOURS[zone] * 3_600_000)
          expect(wall.toISOString().slice(11, 16)).toBe(when.time)
          expect(endsAt.getTime() - startsAt.getTime()).toBe(programme.durationMs)
        }
      }
    }),
    { numRuns: 100, seed: 5 },
  )
})

test('a window cut in two gives what the whole gives, and never the same one twice', () => {
  fc.assert(
    fc.property(repeating, sites, fc.tuple(instants, instants, instants), (when, site, drawn) => {
      fc.pre(when.unit !== 'days' || when.count > 3)
      const [a, b, c] = drawn.map((at) => at.getTime()).sort((left, right) => left - right)
      const at = (from = 0, to = 0) => occurrences(aProgramme({ when }), site, new Date(from), new Date(to))
      const whole = at(a, c)
      expect([...at(a, b), ...at(b, c)]).toEqual(whole)
      expect(new Set(whole.map(({ startsAt }) => startsAt.getTime())).size).toBe(whole.length)
    }),
    { numRuns: 150, seed: 6 },
  )
})

test('a cut exactly at a start puts it into the second window only', () => {
  const programme = aProgramme(every(1, 'weeks', '2027-01-04'))
  expect(startsOf(programme, JAVA, '2027-01-04T02:00:00Z', '2027-01-11T02:00:00Z')).toEqual([
    '2027-01-04T02:00:00.000Z',
  ])
})

test('the 31st becomes the last day of a shorter month and comes back after it', () => {
  expect(
    startsOf(aProgramme(every(1, 'months', '2027-01-31')), JAVA, '2027-01-01T00:00Z', '2027-06-01T00:00Z'),
  ).toEqual([
    '2027-01-31T02:00:00.000Z',
    '2027-02-28T02:00:00.000Z',
    '2027-03-31T02:00:00.000Z',
    '2027-04-30T02:00:00.000Z',
    '2027-05-31T02:00:00.000Z',
  ])
})

test('29 February is kept on the 28th until the next leap year', () => {
  const programme = aProgramme(every(1, 'years', '2024-02-29'))
  expect(startsOf(programme, JAVA, '2024-01-01T00:00Z', '2029-01-01T00:00Z').map((at) => at.slice(0, 10))).toEqual([
    '2024-02-29',
    '2025-02-28',
    '2026-02-28',
    '2027-02-28',
    '2028-02-29',
  ])
})

test('nothing shifts in the weeks in which other countries change their clocks', () => {
  const programme = aProgramme(every(1, 'days', '2026-10-20'))
  for (const site of [JAVA, BALI, PAPUA])
    expect(
      new Set(startsOf(programme, site, '2026-10-20T00:00Z', '2027-04-20T00:00Z').map((at) => at.slice(11))).size,
    ).toBe(1)
})

test('one wall time is three instants when each village goes by its own clock', () => {
  const programme = aProgramme({ when: { kind: 'local', wall: '2027-04-26T10:00' } })
  const at = [JAVA, BALI, PAPUA].flatMap((site) => startsOf(programme, site, '2027-04-01T00:00Z', '2027-05-01T00:00Z'))
  expect(at).toEqual(['2027-04-26T03:00:00.000Z', '2027-04-26T02:00:00.000Z', '2027-04-26T01:00:00.000Z'])
})

test('one instant is the same everywhere and is printed in each zone', () => {
  const programme = aProgramme({ when: { kind: 'instant', at: new Date('2027-04-26T03:00Z') } })
  const held = [JAVA, BALI, PAPUA].flatMap((site) =>
    occurrences(programme, site, new Date('2027-04-26T03:00Z'), new Date('2027-04-27T00:00Z')),
  )
  expect(held.map(({ zone }) => zone)).toEqual(['WIB', 'WITA', 'WIT'])
  expect(new Set(held.map(({ startsAt }) => startsAt.getTime())).size).toBe(1)
})

test('a programme with a zone of its own goes by that one', () => {
  const programme = aProgramme({ ...every(1, 'days', '2027-01-01'), zone: 'WIT' })
  expect(startsOf(programme, JAVA, '2027-01-01T00:00Z', '2027-01-02T00:00Z')).toEqual(['2027-01-01T00:00:00.000Z'])
})

test('a single drill before or after the window is not in it', () => {
  for (const when of [
    { kind: 'local', wall: '2027-04-26T10:00' },
    { kind: 'instant', at: new Date('2027-04-26T03:00Z') },
  ] as const) {
    expect(startsOf(aProgramme({ when }), JAVA, '2027-04-26T03:00:01Z', '2028-01-01T00:00Z')).toEqual([])
    expect(startsOf(aProgramme({ when }), JAVA, '2027-01-01T00:00Z', '2027-04-26T03:00Z')).toEqual([])
  }
})

test('a window that ends before it begins is empty', () => {
  expect(startsOf(aProgramme(), JAVA, '2027-02-01T00:00Z', '2027-01-01T00:00Z')).toEqual([])
})

test('looking ahead finds the next one even where the window holds none', () => {
  const yearly = aProgramme(every(1, 'years', '2026-04-26'))
  const ahead = occurrencesAhead(yearly, JAVA, new Date('2026-11-22T00:00Z'), new Date('2027-01-22T00:00Z'))
  expect(ahead.map(({ startsAt }) => startsAt.toISOString())).toEqual(['2027-04-26T02:00:00.000Z'])
  const monthly = occurrencesAhead(aProgramme(), JAVA, new Date('2026-11-22T00:00Z'), new Date('2027-01-22T00:00Z'))
  expect(monthly).toHaveLength(2)
})

test('intervals that outlast all dates end instead of running for ever', () => {
  const programme = aProgramme(every(1_000_000, 'years', '2026-04-26'))
  expect(occurrencesAhead(programme, JAVA, new Date('2027-01-01T00:00Z'), new Date('2028-01-01T00:00Z'))).toEqual([])
})

test('sites are chosen by code, by region, by hazard or all together', () => {
  const all = [JAVA, BALI, PAPUA]
  const chosen = (programme: Partial<DrillProgramme>) =>
    sitesOf(aProgramme(programme), all).map(({ siteCode }) => siteCode)
  expect(chosen({ sites: { kind: 'codes', codes: ['PAPUA', 'JAVA', 'NOWHERE'] } })).toEqual(['JAVA', 'PAPUA'])
  expect(chosen({ sites: { kind: 'region', region: '51.03' } })).toEqual(['BALI'])
  expect(chosen({ sites: { kind: 'filter', hazard: 'flood' } })).toEqual(['JAVA', 'BALI'])
  expect(chosen({ sites: { kind: 'filter', hazard: 'flood', region: '32' } })).toEqual(['JAVA'])
  expect(chosen({ sites: { kind: 'filter' } })).toEqual(['JAVA', 'BALI', 'PAPUA'])
})

test('codes that no site bears are told', () => {
  expect(unknownCodes(aProgramme({ sites: { kind: 'codes', codes: ['X', 'JAVA', 'A'] } }), [JAVA])).toEqual(['X', 'A'])
  expect(unknownCodes(aProgramme(), [])).toEqual([])
})

test.each([
  [{ when: { kind: 'local', wall: '2027-02-29T10:00' } }, /2027-02-29/],
  [{ when: { kind: 'local', wall: '2027-13-01T10:00' } }, /2027-13-01/],
  [{ when: { kind: 'local', wall: '2027-04-31T10:00' } }, /2027-04-31/],
  [{ when: { kind: 'local', wall: '2027-04-00T10:00' } }, /2027-04-00/],
  [{ when: { kind: 'local', wall: '2027-04-26' } }, /date: expected/],
  [{ when: { kind: 'local', wall: '2027-04-26T24:00' } }, /24:00/],
  [{ when: { kind: 'every', count: 0, unit: 'days', from: '2027-01-01', time: '09:00' } }, /every: .* got 0/],
  [{ when: { kind: 'every', count: 1.5, unit: 'days', from: '2027-01-01', time: '09:00' } }, /got 1.5/],
  [{ when: { kind: 'every', count: 1, unit: 'days', from: '27-01-01', time: '09:00' } }, /27-01-01/],
  [{ durationMs: 0 }, /duration/],
  [{ durationMs: Number.NaN }, /duration/],
] satisfies [Partial<DrillProgramme>, RegExp][])('%j is refused', (wrong, message) => {
  const ask = () => occurrences(aProgramme(wrong), JAVA, new Date('2027-01-01T00:00Z'), new Date('2028-01-01T00:00Z'))
  expect(ask).toThrow(RangeError)
  expect(ask).toThrow(message)
})

test('a window that is no window is refused', () => {
  const never = new Date(Number.NaN)
  expect(() => occurrences(aProgramme(), aSite('S', '32.04.15.2003'), never, new Date(0))).toThrow(/from, to/)
  expect(() => occurrences(aProgramme(), aSite('S', '32.04.15.2003'), new Date(0), never)).toThrow(/from, to/)
})
