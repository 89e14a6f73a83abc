import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  boardEnd,
  type Due,
  dueOf,
  localDay,
  type SiteStanding,
  standingByRegion,
  trendOf,
} from '../../src/drills/standing.ts'
import { isDesa } from '../../src/roster/region.ts'
import { aStanding } from './a-standing.ts'

const NOW = new Date('2027-04-26T03:00Z')
const RULES = { months: 12, soonDays: 90 }
const codes = (more: Partial<SiteStanding>, now = NOW): readonly Due['code'][] =>
  dueOf(aStanding(more), RULES, now).map(({ code }) => code)

test.each<readonly [string, Partial<SiteStanding>, readonly Due['code'][]]>([
  ['all in order', {}, []],
  ['never drilled', { lastHeldAt: null }, ['never-drilled']],
  ['twelve months ago to the day', { lastHeldAt: new Date('2026-04-26T03:00Z') }, []],
  ['a day longer', { lastHeldAt: new Date('2026-04-25T03:00Z') }, ['drilled-long-ago']],
  ['board until today', { boardUntil: '2027-04-26' }, ['board-ends-soon']],
  ['board until yesterday', { boardUntil: '2027-04-25' }, ['board-ended']],
  ['board ends in 90 days', { boardUntil: '2027-07-25' }, ['board-ends-soon']],
  ['board ends in 91 days', { boardUntil: '2027-07-26' }, []],
  ['board by the founding', { boardUntil: null, establishedOn: '2024-04-25' }, ['board-ended']],
  ['board by a founding on 29 February', { boardUntil: null, establishedOn: '2024-02-29' }, ['board-ended']],
  ['nothing known of the board', { boardUntil: null }, ['board-unknown']],
])('%s', (_name, given, expected) => {
  expect(codes(given)).toEqual(expected)
})

test('a turn that was not held is told with its day by the clocks there', () => {
  const turn = { programmeId: 'gladi', slotAt: new Date('2027-04-20T16:30Z'), state: 'missed', reason: null } as const
  const day = (zone: SiteStanding['zone']) => dueOf(aStanding({ zone, notHeld: turn }), RULES, NOW)[0]
  expect(day('WIB')).toEqual({ code: 'turn-not-held', day: '2027-04-20', turn })
  expect(day('WIT')).toEqual({ code: 'turn-not-held', day: '2027-04-21', turn })
})

test('the day turns by the local clock, and so does what is overdue', () => {
  expect(localDay(new Date('2027-04-25T15:00Z'), 'WIT')).toBe('2027-04-26')
  const given = { boardUntil: '2027-04-25' } as const
  expect(codes({ ...given, zone: 'WIB' }, new Date('2027-04-25T16:00Z'))).toEqual(['board-ends-soon'])
  expect(codes({ ...given, zone: 'WIT' }, new Date('2027-04-25T16:00Z'))).toEqual(['board-ended'])
})

test('the term of a board is what the register says, else three years from the founding', () => {
  expect(boardEnd({ boardUntil: '2027-05-01', establishedOn: '2020-01-01' })).toEqual({
    day: '2027-05-01',
    reckoned: false,
  })
  expect(boardEnd({ boardUntil: null, establishedOn: '2024-02-29' })).toEqual({ day: '2027-02-28', reckoned: true })
  expect(boardEnd({ boardUntil: null, establishedOn: null })).toBeNull()
})

test('later is never less overdue, as long as nothing is held', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2020-01-01'), max: new Date('2027-04-26'), noInvalidDate: true }),
      fc.nat(4_000),
      (lastHeldAt, days) => {
        const overdue = (now: Date): boolean => codes({ lastHeldAt }, now).includes('drilled-long-ago')
        const later = new Date(NOW.getTime() + days * 86_400_000)
        expect(overdue(NOW) && !overdue(later)).toBe(false)
      },
    ),
  )
})

test('trends', () => {
  expect([trendOf(2, 1), trendOf(1, 2), trendOf(1, 1)]).toEqual(['up', 'down', 'same'])
})

test('a region counts its sites, desa and kelurahan apart', () => {
  const sites = [
    aStanding({ villageCode: '34.02.01.2001' }),
    aStanding({ villageCode: '32.04.15.2003', hasLumbung: true, pendamping: 0, lastHeldAt: null, heldLately: 0 }),
    aStanding({ villageCode: '32.04.15.1001', hasGardu: false, tagana: 0, pendamping: 0, heldLately: 3 }),
  ]
  expect(standingByRegion(sites, (code) => code.slice(0, 5), isDesa)).toEqual([
    {
      regionCode: '32.04',
      sites: 2,
      withGardu: 1,
      withLumbung: 1,
      desa: 1,
      withPendamping: 0,
      withTagana: 1,
      drilledLately: 1,
      neverDrilled: 1,
      heldLately: 3,
      heldBefore: 2,
      trend: 'up',
    },
    expect.objectContaining({ regionCode: '34.02', sites: 1, withPendamping: 1, trend: 'same' }),
  ])
  const inOrder = (given: typeof sites) =>
    standingByRegion(given, (code) => code, isDesa).map(({ regionCode }) => regionCode)
  expect(inOrder(sites)).toEqual(inOrder(sites.toReversed()))
  expect(standingByRegion([], (code) => code, isDesa)).toEqual([])
})
