import { expect, test } from 'vitest'
import { planDiff } from '../../src/drills/plan-diff.ts'
import type { KeptOccurrence, NewOccurrence, Replan } from '../../src/drills/replan.ts'
import { aProgramme, BALI, JAVA } from './sample.ts'

const NOW = new Date('2027-01-01T00:00Z')
const at = (day: number): Date => new Date(Date.UTC(2027, 1, day, 2))
const closing = { name: 'Nyepi', nameEn: 'Nyepi', day: '2027-02-05', provisional: false }

const kept = (id: string, day: number, more: Partial<KeptOccurrence> = {}): KeptOccurrence => ({
  ...{ id, siteCode: 'JAVA', slotAt: at(day), startsAt: at(day), endsAt: at(day + 1), closings: [] },
  ...{ state: 'planned', saved: false, crowdedOut: false, cancelledByPlan: false, sameTerms: true, ...more },
})
const row = (day: number, more: Partial<NewOccurrence> = {}): NewOccurrence => ({
  ...{ siteCode: 'JAVA', slotAt: at(day), startsAt: at(day), endsAt: at(day + 1), zone: 'WIB', closings: [] },
  ...{ moved: false, crowdedOut: false, state: 'planned', nextActionAt: null, reason: null, ...more },
})
const NOTHING: Replan = {
  ...{ insert: [], renew: [], cancel: [], keepInvited: [], unknownCodes: [] },
  leave: { cancel: [], keepInvited: [] },
}
const diffOf = (rows: readonly KeptOccurrence[], plan: Partial<Replan>) =>
  planDiff(aProgramme(), [JAVA, BALI], { kept: rows }, { ...NOTHING, ...plan }, NOW)

test.each([
  ['a new one', [], { insert: [row(3)] }, ['added', null, at(3), null]],
  ['a new one beside a closed day', [], { insert: [row(3, { moved: true })] }, ['added', null, at(3), 'closed-day']],
  [
    'one without a free time',
    [],
    { insert: [row(3, { state: 'cancelled' })] },
    ['cancelled', null, null, 'no-free-day'],
  ],
  ['a missed one', [], { insert: [row(3, { state: 'missed' })] }, ['missed', null, at(3), 'found-after-its-time']],
  ['other terms', [kept('a', 3)], { renew: [row(3)] }, ['renewed', at(3), at(3), 'new-terms']],
  [
    'moved off a closed day',
    [kept('a', 5)],
    { renew: [row(5, { startsAt: at(6), moved: true, closings: [closing] })] },
    ['moved', at(5), at(6), 'closed-day'],
  ],
  ['moved back', [kept('a', 5, { startsAt: at(6) })], { renew: [row(5)] }, ['moved', at(6), at(5), null]],
  [
    'crowded out',
    [kept('a', 5)],
    { renew: [row(5, { state: 'cancelled' })] },
    ['cancelled', at(5), null, 'no-free-day'],
  ],
  ['back again', [kept('a', 5, { state: 'cancelled' })], { renew: [row(5)] }, ['reinstated', at(5), at(5), null]],
  ['gone', [kept('a', 5)], { cancel: ['a'] }, ['cancelled', at(5), null, 'programme-changed']],
  [
    'gone, people invited',
    [kept('a', 5, { state: 'invited' })],
    { keepInvited: ['a'] },
    ['kept-invited', at(5), at(5), 'programme-changed'],
  ],
] as const)('%s', (_, rows, plan, [change, from, to, because]) => {
  expect(diffOf(rows, plan)).toMatchObject({ changes: [{ change, from, to, because, zone: 'WIB' }], unchanged: 0 })
})

test('a row that another process took away in between changes nothing', () => {
  expect(diffOf([], { renew: [row(3)], cancel: ['gone'] })).toEqual({ changes: [], unchanged: 0 })
})

test('unchanged are those ahead that are planned or invited; changes stand by time, then by site', () => {
  const rows = [
    ...[kept('a', 3), kept('b', 4, { state: 'invited' }), kept('c', 5, { state: 'cancelled' })],
    kept('d', 6, { startsAt: new Date('2026-12-31T00:00Z') }),
  ]
  const insert = [row(9), row(8, { siteCode: 'JAVA' }), row(8, { siteCode: 'BALI' })]
  // What never gets a time stands first.
  expect(diffOf([], { insert: [row(2), row(9, { state: 'cancelled' })] }).changes[0]).toMatchObject({ to: null })
  const { changes, unchanged } = diffOf(rows, { insert })
  expect(unchanged).toBe(2)
  expect(changes.map(({ siteCode, to }) => `${siteCode} ${to?.getUTCDate()}`)).toEqual(['BALI 8', 'JAVA 8', 'JAVA 9'])
})
