import { expect, test } from 'vitest'
import type { DrillProgramme } from '../../src/drills/drill-plan.ts'
import { planPreview } from '../../src/drills/preview.ts'
import { horizonOf, type KeptOccurrence, type KnownPlan, replan } from '../../src/drills/replan.ts'
import { aProgramme, aSite, BALI, JAVA, NO_CALENDAR, PAPUA } from './sample.ts'

const DAY = 86_400_000
const NOW = new Date('2027-01-04T12:00Z')
const weekly = (more: Partial<DrillProgramme> = {}): DrillProgramme =>
  aProgramme({ when: { kind: 'every', count: 1, unit: 'weeks', from: '2026-01-05', time: '09:00' }, ...more })

const fresh = (more: Partial<KnownPlan> = {}): KnownPlan => ({
  firstSeenAt: NOW,
  dutyFrom: new Map(),
  kept: [],
  ...more,
})
const later = (ms: number): Date => new Date(NOW.getTime() + ms)

const keep = (startsAt: string, more: Partial<KeptOccurrence> = {}): KeptOccurrence => ({
  id: `JAVA ${startsAt}`,
  siteCode: 'JAVA',
  slotAt: new Date(startsAt),
  startsAt: new Date(startsAt),
  endsAt: new Date(Date.parse(startsAt) + 7_200_000),
  saved: false,
  state: 'planned',
  closings: [],
  crowdedOut: false,
  cancelledByPlan: false,
  sameTerms: true,
  ...more,
})

test('a programme seen for the first time is planned to its horizon, and nothing behind it', () => {
  const plan = replan(weekly(), [JAVA], NO_CALENDAR, fresh(), NOW)
  expect(plan.insert.map(({ startsAt }) => startsAt.toISOString().slice(0, 10))).toEqual([
    ...['2027-01-11', '2027-01-18', '2027-01-25', '2027-02-01', '2027-02-08'],
    ...['2027-02-15', '2027-02-22', '2027-03-01'],
  ])
  expect(plan.insert.every(({ state, reason }) => state === 'planned' && reason === null)).toBe(true)
  expect(plan.insert[0]?.nextActionAt).toEqual(NOW) // a week before is some hours ago: at once
  expect(plan.insert[1]?.nextActionAt).toEqual(new Date('2027-01-11T02:00Z'))
  expect([plan.renew, plan.cancel, plan.keepInvited, plan.unknownCodes]).toEqual([[], [], [], []])
})

test('the horizon reaches 60 days, or a fortnight past the earliest invitation', () => {
  expect(horizonOf({ inviteBeforeMs: 7 * DAY }, NOW)).toEqual(later(60 * DAY))
  expect(horizonOf({ inviteBeforeMs: 90 * DAY }, NOW)).toEqual(later(104 * DAY))
})

test('a yearly drill is on the plan from the first day, though its horizon is far', () => {
  const yearly = aProgramme({ when: { kind: 'local', wall: '2027-12-01T10:00' } })
  expect(replan(yearly, [JAVA], NO_CALENDAR, fresh(), NOW).insert).toHaveLength(1)
})

test('a time of a saved plan stays while its window, its duration and the calendar allow it', () => {
  const planned = weekly({ plan: { withinMs: 3 * DAY, travelKmMost: 50 } })
  const slotAt = new Date('2027-01-11T02:00Z')
  const saved = (more: Partial<KeptOccurrence> = {}) => keep('2027-01-13T03:00Z', { slotAt, saved: true, ...more })
  const renewed = (programme: DrillProgramme, row: KeptOccurrence, calendar = NO_CALENDAR) =>
    replan(programme, [JAVA], calendar, fresh({ kept: [row] }), NOW).renew.map(({ startsAt }) => startsAt)
  expect(renewed(planned, saved())).toEqual([])
  expect(renewed(planned, saved({ sameTerms: false }))).toEqual([new Date('2027-01-13T03:00Z')])
  expect(renewed(weekly(), saved())).toEqual([slotAt])
  expect(renewed(planned, saved({ saved: false }))).toEqual([slotAt])
  expect(renewed(weekly({ plan: { withinMs: DAY, travelKmMost: 50 } }), saved())).toEqual([slotAt])
  expect(renewed({ ...planned, durationMs: DAY / 8 }, saved())).toEqual([slotAt])
  const everywhere = { nameEn: 'closed', hours: null, regions: [], types: [], provisional: false } as const
  const closed = { ...everywhere, name: 'Libur', from: '2027-01-13', to: '2027-01-13' }
  expect(renewed(planned, saved(), { ...NO_CALENDAR, dated: [closed] })).toEqual([slotAt])
})

test('a saved drill whose turn is over is not forgotten, however long its window', () => {
  const planned = weekly({
    when: { kind: 'local', wall: '2026-11-02T09:00' },
    plan: { withinMs: 90 * DAY, travelKmMost: 50 },
  })
  const row = keep('2027-01-13T03:00Z', { slotAt: new Date('2026-11-02T02:00Z'), saved: true })
  const { insert, renew, cancel } = replan(planned, [JAVA, BALI], NO_CALENDAR, fresh({ kept: [row] }), NOW)
  expect([insert, renew, cancel]).toEqual([[], [], []])
})

test('planning again changes nothing', () => {
  const first = replan(weekly(), [JAVA], NO_CALENDAR, fresh(), NOW)
  const kept = first.insert.map(({ startsAt }) => keep(startsAt.toISOString()))
  const again = replan(weekly(), [JAVA], NO_CALENDAR, fresh({ kept }), NOW)
  expect([again.insert, again.renew, again.cancel]).toEqual([[], [], []])
})

test('drills that nobody planned while it was somebody’s duty are written down as missed', () => {
  const known = fresh({
    firstSeenAt: new Date('2026-12-10T00:00Z'),
    dutyFrom: new Map([['JAVA', new Date('2026-06-01T02:00Z')]]),
  })
  const missed = replan(weekly(), [JAVA], NO_CALENDAR, known, NOW).insert.filter(({ state }) => state === 'missed')
  expect(missed.map(({ startsAt }) => startsAt.toISOString().slice(0, 10))).toEqual([
    '2026-12-14',
    '2026-12-21',
    '2026-12-28',
    '2027-01-04',
  ])
  expect(missed[0]).toMatchObject({ nextActionAt: null, reason: 'found-after-its-time' })
})

test('one that began within the hour is planned and due at once', () => {
  const known = fresh({ firstSeenAt: later(-DAY), dutyFrom: new Map([['JAVA', later(-DAY)]]) })
  const now = new Date('2027-01-04T03:00Z')
  expect(replan(weekly(), [JAVA], NO_CALENDAR, known, now).insert[0]).toMatchObject({
    startsAt: new Date('2027-01-04T02:00Z'),
    state: 'planned',
    nextActionAt: now,
  })
})

test('no more than 30 days are looked back on', () => {
  const known = fresh({ firstSeenAt: new Date(0), dutyFrom: new Map([['JAVA', new Date(0)]]) })
  const [first] = replan(weekly(), [JAVA], NO_CALENDAR, known, NOW).insert
  expect(first?.startsAt).toEqual(new Date('2026-12-07T02:00Z'))
})

test('a village that is new, or whose hour was changed, is not blamed for the past', () => {
  const known = fresh({ firstSeenAt: new Date(0), dutyFrom: new Map([['JAVA', new Date(0)]]) })
  const missed = replan(weekly(), [JAVA, BALI], NO_CALENDAR, known, NOW).insert.filter(
    ({ state }) => state === 'missed',
  )
  expect(new Set(missed.map(({ siteCode }) => siteCode))).toEqual(new Set(['JAVA']))
})

test('what no longer fits is cancelled while nobody knows of it, and kept once people are invited', () => {
  const kept = [
    keep('2027-01-05T02:00Z', { state: 'invited' }),
    keep('2027-01-06T02:00Z'),
    keep('2027-01-07T02:00Z', { state: 'cancelled', cancelledByPlan: true }),
    keep('2027-01-03T02:00Z', { state: 'done' }),
    keep('2027-06-06T02:00Z'),
  ]
  const plan = replan(weekly(), [JAVA], NO_CALENDAR, fresh({ kept }), NOW)
  expect(plan.cancel).toEqual(['JAVA 2027-01-06T02:00Z', 'JAVA 2027-06-06T02:00Z'])
  expect(plan.keepInvited).toEqual(['JAVA 2027-01-05T02:00Z'])
  // The far one was judged, but no drills were planned as far as that.
  expect(plan.insert.at(-1)?.startsAt).toEqual(new Date('2027-03-01T02:00Z'))
})

test('other terms reach what is only planned, and what the plan cancelled comes back', () => {
  const kept = [
    keep('2027-01-11T02:00Z', { sameTerms: false }),
    keep('2027-01-18T02:00Z', { sameTerms: false, state: 'invited' }),
    keep('2027-01-25T02:00Z', { state: 'cancelled', cancelledByPlan: true }),
    keep('2027-02-01T02:00Z', { state: 'cancelled' }),
  ]
  const plan = replan(weekly(), [JAVA], NO_CALENDAR, fresh({ kept }), NOW)
  expect(plan.renew.map(({ startsAt, state }) => [startsAt.toISOString().slice(0, 10), state])).toEqual([
    ['2027-01-11', 'planned'],
    ['2027-01-25', 'planned'],
  ])
  expect(plan.cancel).toEqual([])
})

test('a village that left the register has its drills cancelled', () => {
  expect(replan(weekly(), [], NO_CALENDAR, fresh({ kept: [keep('2027-01-11T02:00Z')] }), NOW).cancel).toHaveLength(1)
})

test('unknown codes are told', () => {
  const programme = weekly({ sites: { kind: 'codes', codes: ['JAVA', 'TYPO'] } })
  expect(replan(programme, [JAVA], NO_CALENDAR, fresh(), NOW).unknownCodes).toEqual(['TYPO'])
})

test('a preview lists every drill by start, programme and site', () => {
  const twin = aSite('AAA', '32.04.15.2004')
  const rows = planPreview(
    [weekly({ id: 'b' }), weekly({ id: 'a', type: 'simulasi' })],
    [JAVA, twin, PAPUA],
    NO_CALENDAR,
    new Date('2027-01-11T00:00Z'),
    new Date('2027-01-12T00:00Z'),
  )
  expect(rows.map(({ programmeId, siteCode }) => `${programmeId} ${siteCode}`)).toEqual([
    ...['a PAPUA', 'b PAPUA', 'a AAA', 'a JAVA', 'b AAA', 'b JAVA'],
  ])
  expect(rows[2]).toEqual({
    programmeId: 'a',
    type: 'simulasi',
    hazard: 'flood',
    siteCode: 'AAA',
    siteName: 'KSB AAA',
    startsAt: new Date('2027-01-11T02:00Z'),
    endsAt: new Date('2027-01-11T04:00Z'),
    zone: 'WIB',
    slotAt: new Date('2027-01-11T02:00Z'),
    closings: [],
    moved: false,
    crowdedOut: false,
  })
})
