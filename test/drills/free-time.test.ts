import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Calendar, closingsAt } from '../../src/drills/calendar.ts'
import { type DrillProgramme, occurrences } from '../../src/drills/drill-plan.ts'
import { inTheWayAt, type Placed, placed } from '../../src/drills/free-time.ts'
import { replan } from '../../src/drills/replan.ts'
import { aProgramme, BALI, JAVA, NO_CALENDAR, PAPUA } from './sample.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const everywhere = { nameEn: 'closed', regions: [], types: [], provisional: false } as const

const closed = (...days: readonly (readonly [from: string, to: string])[]): Calendar => ({
  ...NO_CALENDAR,
  dated: days.map(([from, to]) => ({ ...everywhere, name: `Tutup ${from}`, from, to, hours: null })),
  weekly: [{ ...everywhere, name: 'Salat Jumat', weekday: 5, hours: { fromMs: 11 * HOUR, toMs: 13 * HOUR } }],
})

const at = (wall: string, more: Partial<DrillProgramme> = {}): DrillProgramme =>
  aProgramme({ when: { kind: 'local', wall }, ...more })

const placeOf = (programme: DrillProgramme, calendar: Calendar, site = JAVA): Placed => {
  const [first] = occurrences(programme, site, new Date(0), new Date('2100-01-01T00:00Z'))
  if (first === undefined) throw new Error('no turn')
  return placed(programme, site, calendar, first)
}

test('a free turn stays where it is', () => {
  expect(placeOf(at('2027-03-04T09:00'), closed())).toEqual({
    startsAt: new Date('2027-03-04T02:00Z'),
    endsAt: new Date('2027-03-04T04:00Z'),
    zone: 'WIB',
    slotAt: new Date('2027-03-04T02:00Z'),
    closings: [],
    moved: false,
    crowdedOut: false,
  })
})

test.each([
  ['a Friday noon', '2027-03-05T11:30', [], '2027-03-05T06:00Z'],
  ['a Friday noon before a closed weekend', '2027-03-05T16:00', [['2027-03-05', '2027-03-07']], '2027-03-08T09:00Z'],
  ['a whole day', '2027-03-08T09:00', [['2027-03-08', '2027-03-08']], '2027-03-09T02:00Z'],
  ['several days, and a Friday among them', '2027-03-03T11:00', [['2027-03-03', '2027-03-04']], '2027-03-05T02:00Z'],
] as const)('a turn on %s goes to the next free time', (_what, wall, days, expected) => {
  const place = placeOf(at(wall), closed(...days))
  expect(place.startsAt).toEqual(new Date(expected))
  expect(place).toMatchObject({ moved: true, crowdedOut: false })
  expect(place.endsAt.getTime() - place.startsAt.getTime()).toBe(2 * HOUR)
  expect(place.closings.length).toBeGreaterThan(0)
})

test('a programme that keeps closed days stays, and says what is in the way', () => {
  const place = placeOf(at('2027-04-26T10:00', { closedDays: 'keep' }), closed(['2027-04-26', '2027-04-26']))
  expect(place).toMatchObject({ startsAt: place.slotAt, moved: false, crowdedOut: false })
  expect(place.closings.map(({ name }) => name)).toEqual(['Tutup 2027-04-26'])
})

test('a village by Jakarta’s clock is still concerned by its own days', () => {
  // 23.30 WIB is half past midnight in Bali: the day after.
  const place = placeOf(at('2027-03-07T23:30', { zone: 'WIB' }), closed(['2027-03-08', '2027-03-08']), BALI)
  expect(place.closings.map(({ day }) => day)).toEqual(['2027-03-08'])
  expect(place.zone).toBe('WIB')
})

test('what finds no time before its next turn, or within the days allowed, falls out', () => {
  const daily = aProgramme({ when: { kind: 'every', count: 1, unit: 'days', from: '2027-03-03', time: '09:00' } })
  expect(placeOf(daily, closed(['2027-03-03', '2027-03-03']))).toMatchObject({ moved: false, crowdedOut: true })
  const long = closed(['2027-03-03', '2027-03-17'])
  expect(placeOf(at('2027-03-03T09:00'), long)).toMatchObject({ crowdedOut: true })
  expect(placeOf(at('2027-03-03T09:00'), { ...long, moveWithinDays: 15 })).toMatchObject({
    startsAt: new Date('2027-03-18T02:00Z'),
    crowdedOut: false,
  })
})

const dayOf = (nth: number): string => new Date(Date.UTC(2027, 2, 1) + nth * DAY).toISOString().slice(0, 10)

test('of every turn the first free time is taken, nothing else, and it falls out only where there is none', () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 6 })), { maxLength: 8 })
  const givens = fc.record({
    spans,
    hour: fc.integer({ min: 0, max: 23 }),
    hours: fc.integer({ min: 1, max: 30 }),
    everyDays: fc.integer({ min: 1, max: 40 }),
    site: fc.constantFrom(JAVA, BALI, PAPUA),
  })
  fc.assert(
    fc.property(givens, ({ spans: given, hour, hours, everyDays, site }) => {
      const calendar = closed(...given.map(([from, days]) => [dayOf(from), dayOf(from + days)] as const))
      const programme = aProgramme({
        when: {
          kind: 'every',
          count: everyDays,
          unit: 'days',
          from: dayOf(0),
          time: `${`${hour}`.padStart(2, '0')}:00`,
        },
        durationMs: hours * HOUR,
      })
      const turns = occurrences(programme, site, new Date('2027-02-27T00:00Z'), new Date('2027-05-01T00:00Z'))
      const held = { villageCode: site.villageCode, zone: turns[0]?.zone ?? 'WIB', type: programme.type }
      const isFree = (ms: number): boolean =>
        closingsAt(calendar, held, new Date(ms), new Date(ms + programme.durationMs)).length === 0
      for (const [nth, turn] of turns.slice(0, -1).entries()) {
        const place = placed(programme, site, calendar, turn)
        const nextMs = turns[nth + 1]?.startsAt.getTime() ?? 0
        const slotMs = turn.startsAt.getTime()
        expect(place.slotAt).toEqual(turn.startsAt)
        expect(place.closings.length === 0).toBe(isFree(slotMs))
        if (place.closings.length === 0) expect(place.startsAt).toEqual(turn.startsAt)
        else if (!place.crowdedOut) {
          expect(isFree(place.startsAt.getTime())).toBe(true)
          expect(place.startsAt > turn.startsAt && place.endsAt.getTime() <= nextMs).toBe(true)
          const days = Math.floor((place.startsAt.getTime() - slotMs) / DAY)
          // On no earlier day was its own hour free.
          for (let day = 1; day < days; day += 1) expect(isFree(slotMs + day * DAY)).toBe(false)
        } else
          for (let day = 1; day <= 14; day += 1)
            expect(isFree(slotMs + day * DAY) && slotMs + day * DAY + programme.durationMs <= nextMs).toBe(false)
      }
    }),
    { numRuns: 300 },
  )
})

const NOW = new Date('2027-03-01T00:00Z')
const weekly = aProgramme({ when: { kind: 'every', count: 1, unit: 'weeks', from: '2026-01-05', time: '09:00' } })
const planned = (calendar: Calendar, kept: Parameters<typeof replan>[3]['kept'] = []) =>
  replan(weekly, [JAVA], calendar, { firstSeenAt: NOW, dutyFrom: new Map(), kept }, NOW)

const keptOf = (calendar: Calendar, more: Partial<Parameters<typeof replan>[3]['kept'][number]> = {}) =>
  planned(calendar).insert.map((row) => ({
    ...row,
    id: row.slotAt.toISOString(),
    cancelledByPlan: row.state === 'cancelled',
    sameTerms: true,
    saved: false,
    ...more,
  }))

test('another calendar moves what is planned and nothing to which people were invited', () => {
  const monday = closed(['2027-03-08', '2027-03-08'])
  const [first] = planned(monday).insert.filter(({ slotAt }) => slotAt.toISOString().startsWith('2027-03-08'))
  expect(first).toMatchObject({ startsAt: new Date('2027-03-09T02:00Z'), state: 'planned', reason: null })
  expect(first?.nextActionAt).toEqual(new Date('2027-03-02T02:00Z'))
  const again = planned(monday, keptOf(monday))
  expect([again.insert, again.renew, again.cancel]).toEqual([[], [], []])
  const opened = planned(closed(), keptOf(monday))
  expect(opened.renew.map(({ startsAt }) => startsAt.toISOString())).toEqual(['2027-03-08T02:00:00.000Z'])
  const told = planned(closed(), keptOf(monday, { state: 'invited', cancelledByPlan: false }))
  expect([told.renew, told.cancel, told.keepInvited]).toEqual([[], [], []])
})

test('what the calendar leaves no time for is kept as cancelled, and comes back with another calendar', () => {
  const week = closed(['2027-03-08', '2027-03-14'])
  const row = planned(week).insert.find(({ slotAt }) => slotAt.toISOString().startsWith('2027-03-08'))
  expect(row).toMatchObject({ state: 'cancelled', reason: 'no-free-day', nextActionAt: null })
  expect(planned(week, keptOf(week)).renew).toEqual([])
  const back = planned(closed(), keptOf(week)).renew
  expect(back.map(({ startsAt, state }) => [startsAt.toISOString(), state])).toEqual([
    ['2027-03-08T02:00:00.000Z', 'planned'],
  ])
  expect(planned(week, keptOf(closed())).renew).toMatchObject([{ state: 'cancelled', reason: 'no-free-day' }])
  expect(
    planned(closed(), keptOf(week, { crowdedOut: false, cancelledByPlan: false, state: 'cancelled' })).renew,
  ).toEqual([])
})

test.each([
  ['a free time', '2027-03-04T02:00Z', [], [], null],
  ['a Friday noon', '2027-03-05T04:30Z', [], ['Salat Jumat'], '2027-03-05T06:00Z'],
  ['a closed day', '2027-03-08T02:00Z', [['2027-03-08', '2027-03-09']], ['Tutup 2027-03-08'], '2027-03-10T02:00Z'],
  ['the first of many closed days', '2027-03-08T02:00Z', [['2027-03-08', '2028-03-09']], ['Tutup 2027-03-08'], null],
] as const)('somebody who chooses %s hears what is in the way and when it is free', (_what, at, days, names, free) => {
  const when = { startsAt: new Date(at), durationMs: 2 * HOUR }
  const asked = (closedDays: DrillProgramme['closedDays']) =>
    inTheWayAt({ type: 'simulasi', closedDays }, JAVA.villageCode, closed(...days), when)
  const { closings, nextFree } = asked('move')
  expect(closings.map(({ name }) => name)).toEqual(names)
  expect(nextFree).toEqual(free === null ? null : new Date(free))
  expect(asked('keep')).toEqual({ closings: [], nextFree: null })
})
