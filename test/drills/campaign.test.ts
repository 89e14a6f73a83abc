import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Calendar, closingsAt } from '../../src/drills/calendar.ts'
import {
  type Campaign,
  type DueRecipient,
  messageOf,
  SHORTEST_MS,
  slotFor,
  stepFor,
  turnAt,
  turnFrom,
} from '../../src/drills/campaign.ts'
import { timeZoneOf, UTC_OFFSET_HOURS } from '../../src/roster/region.ts'
import { NO_CALENDAR } from './sample.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const aCampaign = (changes: Partial<Campaign> = {}): Campaign => ({
  id: 'tes',
  type: 'contact-test',
  audience: { kinds: ['ksb_member'], region: null, sites: null },
  every: { count: 1, unit: 'months' },
  from: '2027-01-31',
  until: null,
  window: { fromMs: 9 * HOUR, toMs: 16 * HOUR },
  spreadDays: 7,
  answerWithinMs: 2 * DAY,
  messages: [],
  ...changes,
})

const turnOf = (campaign: Campaign, at: string) => {
  const turn = turnAt(campaign, new Date(at))
  if (turn === null) throw new Error('expected a turn')
  return turn
}

describe('turns', () => {
  test.each([
    ['2027-01-30T14:59:59Z', null],
    ['2027-01-30T15:00:00Z', 0],
    ['2027-02-27T14:59:59Z', 0],
    // The 31st of a month without one is its last day.
    ['2027-02-27T15:00:00Z', 1],
    ['2027-03-30T15:00:00Z', 2],
    ['2030-01-30T15:00:00Z', 36],
  ])('of a month from the 31st: %s lies in %s', (at, turn) => {
    expect(turnAt(aCampaign(), new Date(at))?.turn ?? null).toBe(turn)
  })

  test('end with the last that begins by until; before the first, the first is to come', () => {
    const campaign = aCampaign({ until: '2027-02-28' })
    expect(turnAt(campaign, new Date('2027-03-01T00:00Z'))?.turn).toBe(1)
    expect(turnAt(campaign, new Date('2027-03-31T00:00Z'))).toBeNull()
    expect(turnFrom(campaign, new Date('2026-01-01T00:00Z'))?.turn).toBe(0)
    expect(turnFrom(campaign, new Date('2027-03-01T00:00Z'))?.turn).toBe(1)
  })

  test('follow one another without a gap, whatever their rhythm', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('days', 'weeks', 'months', 'years'),
        fc.integer({ min: 7, max: 40 }),
        fc.date({ min: new Date('2027-01-31T00:00Z'), max: new Date('2080-01-01T00:00Z'), noInvalidDate: true }),
        (unit, count, now) => {
          const campaign = aCampaign({ every: { count, unit } })
          const turn = turnAt(campaign, now)
          if (turn === null) throw new Error('expected a turn')
          expect(turn.startsAt <= now && now < turn.endsAt).toBe(true)
          expect(turnAt(campaign, turn.endsAt)).toMatchObject({ turn: turn.turn + 1, startsAt: turn.endsAt })
        },
      ),
    )
  })

  test('take the texts in their order, over and over; a test has none', () => {
    const campaign = aCampaign({ messages: ['satu', 'dua'] })
    expect([0, 1, 2].map((turn) => messageOf(campaign, turn))).toEqual(['satu', 'dua', 'satu'])
    expect(messageOf(aCampaign(), 3)).toBe('')
  })
})

const closing = (changes: Partial<Calendar['dated'][number]>): Calendar => ({
  ...NO_CALENDAR,
  dated: [
    {
      name: 'Libur',
      nameEn: 'Holiday',
      from: '2027-02-01',
      to: '2027-02-10',
      hours: null,
      regions: [],
      types: [],
      provisional: false,
      ...changes,
    },
  ],
})

describe('slots', () => {
  const places = ['32.04.15.2003', '51.03', '94.71.01.1001']

  test('lie in the hours of each person’s clock, on a free day of the turn, over all days of the rota', () => {
    const calendar = closing({ from: '2027-02-02', to: '2027-02-03', regions: ['32'] })
    const campaign = aCampaign()
    const turn = turnOf(campaign, '2027-02-01T00:00Z')
    const days = new Set<string>()
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.constantFrom(...places),
        fc.date({ min: turn.startsAt, max: turn.endsAt, noInvalidDate: true }),
        (responderId, placeCode, notBefore) => {
          const person = { responderId, placeCode }
          const slot = slotFor(campaign, turn, person, calendar, notBefore)
          const zone = timeZoneOf(placeCode)
          if (slot === null) {
            // Only within the last day of a turn there may be nothing left.
            expect(turn.endsAt.getTime() - notBefore.getTime()).toBeLessThan(2 * DAY)
            return
          }
          const local = new Date(slot.dueAt.getTime() + UTC_OFFSET_HOURS[zone] * HOUR)
          expect(local.getUTCHours()).toBeGreaterThanOrEqual(9)
          expect(local.getUTCHours()).toBeLessThan(16)
          expect(slot.dueAt >= notBefore && slot.dueAt >= turn.startsAt).toBe(true)
          expect(slot.expiresAt <= turn.endsAt).toBe(true)
          expect(slot.expiresAt.getTime() - slot.dueAt.getTime()).toBeGreaterThanOrEqual(SHORTEST_MS)
          const held = { villageCode: placeCode, zone, type: 'contact-test' }
          expect(closingsAt(calendar, held, slot.dueAt, new Date(slot.dueAt.getTime() + SHORTEST_MS))).toEqual([])
          if (notBefore.getTime() === turn.startsAt.getTime()) days.add(local.toISOString().slice(0, 10))
        },
      ),
      { numRuns: 300 },
    )
    for (let nth = 0; nth < 200; nth += 1) {
      const person = { responderId: `p${nth}`, placeCode: '51.03' }
      const slot = slotFor(campaign, turn, person, calendar, turn.startsAt)
      days.add(slot?.dueAt.toISOString().slice(0, 10) ?? 'none')
    }
    expect(days.size).toBe(7)
  })

  test('of an afternoon that is closed for weeks go to the morning; a turn that is closed throughout has none', () => {
    const campaign = aCampaign()
    const turn = turnOf(campaign, '2027-02-01T00:00Z')
    const ramadan = closing({ from: '2027-01-31', to: '2027-03-31', hours: { fromMs: 11 * HOUR, toMs: 20 * HOUR } })
    for (let nth = 0; nth < 50; nth += 1) {
      const person = { responderId: `p${nth}`, placeCode: '32.04' }
      const slot = slotFor(campaign, turn, person, ramadan, turn.startsAt)
      expect(slot?.dueAt.getUTCHours()).toBeLessThan(4)
      expect(slot === null ? null : slot.dueAt.getTime() - turn.startsAt.getTime()).toBeLessThan(8 * DAY)
      expect(
        slotFor(campaign, turn, person, closing({ to: '2027-03-31', from: '2027-01-31' }), turn.startsAt),
      ).toBeNull()
    }
  })

  test('an hour is enough of a window', () => {
    const campaign = aCampaign({ window: { fromMs: 9 * HOUR, toMs: 9 * HOUR + SHORTEST_MS } })
    const turn = turnOf(campaign, '2027-02-01T00:00Z')
    const slot = slotFor(campaign, turn, { responderId: 'p', placeCode: '32.04' }, NO_CALENDAR, turn.startsAt)
    expect(slot?.dueAt.toISOString()).toMatch(/T02:00:00/)
  })
})

describe('what is done for somebody whose time has come', () => {
  const person: DueRecipient = {
    responderId: 'p',
    placeCode: '32.04',
    optedOut: false,
    infoStopped: false,
    channel: 'sms',
    unavailableUntil: null,
    called: false,
  }
  const campaign = aCampaign({ spreadDays: 1 })
  const turn = turnOf(campaign, '2027-02-01T00:00Z')
  // 15.45 of the second day, in Java: a quarter of an hour is left.
  const LATE = new Date('2027-02-01T08:45:00Z')
  const expiresAt = new Date('2027-02-01T09:00:00Z')
  const wait = { kind: 'wait' }
  const skip = (reason: string) => ({ kind: 'skip', reason })
  const morning = new Date('2027-02-02T00:00:00Z')

  test.each<[string, Partial<DueRecipient>, Partial<Campaign>, Date, object]>([
    ['sends', {}, {}, LATE, { kind: 'send' }],
    ['found a minute too late for today', {}, {}, new Date(LATE.getTime() + 60_000), wait],
    ['waits through the night', {}, {}, new Date('2027-02-01T15:00:00Z'), wait],
    ['opted out', { optedOut: true }, {}, LATE, skip('opted-out')],
    ['stopped advice', { infoStopped: true }, { type: 'education' }, LATE, skip('opted-out-of-info')],
    ['stopped advice, but this is a test', { infoStopped: true }, {}, LATE, { kind: 'send' }],
    ['no contact', { channel: null }, {}, LATE, skip('no-contact')],
    ['away until the morning', { unavailableUntil: morning }, {}, LATE, wait],
    ['back again', { unavailableUntil: new Date(LATE.getTime() - 1) }, {}, LATE, { kind: 'send' }],
    ['away beyond the turn', { unavailableUntil: new Date('2028-01-01T00:00Z') }, {}, LATE, skip('unavailable')],
    ['called for something real', { called: true }, {}, new Date('2027-02-01T01:00:00Z'), wait],
    [
      'called until the end of the turn',
      { called: true },
      {},
      new Date(turn.endsAt.getTime() - DAY),
      skip('called-out'),
    ],
    ['found after the turn', {}, {}, turn.endsAt, skip('turn-over')],
  ])('%s', (_, changes, terms, now, step) => {
    const at = { ...campaign, window: { fromMs: 9 * HOUR, toMs: 16 * HOUR }, ...terms }
    const done = stepFor(at, turn, { ...person, ...changes }, NO_CALENDAR, now)
    expect(done).toMatchObject(step)
    // Whoever waits is the first of a later day: one tick within the hours is enough.
    if (done.kind === 'wait') {
      expect(done.until > now).toBe(true)
      expect(done.until.toISOString()).toMatch(/T02:00:00/)
    }
    if (done.kind === 'send') expect(done.expiresAt).toEqual(expiresAt)
  })
})
