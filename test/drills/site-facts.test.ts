import fc from 'fast-check'
import { expect, test } from 'vitest'
import { followsHistory, type SitesChosen, sitesOf, unknownCodes } from '../../src/drills/drill-plan.ts'
import { planDiff } from '../../src/drills/plan-diff.ts'
import { planPreview } from '../../src/drills/preview.ts'
import { type KeptOccurrence, type KnownPlan, replan } from '../../src/drills/replan.ts'
import {
  after,
  before,
  expiringModules,
  meetsHistory,
  needsHistory,
  type SiteFact,
  type SiteFacts,
} from '../../src/drills/site-facts.ts'
import { aProgramme, aSite, BALI, JAVA, NO_CALENDAR, PAPUA } from './sample.ts'

const NOW = new Date('2027-03-31T12:00Z')
const NONE: SiteFact = { drilledAt: null, readiness: null }
const factsOf = (fact: SiteFact, at = NOW): SiteFacts => ({ at, bySite: new Map([['JAVA', fact]]) })

test.each([
  [{ count: 1, unit: 'months' }, '2027-02-28T12:00:00.000Z'], // the 31st of March, a month back
  [{ count: 13, unit: 'months' }, '2026-02-28T12:00:00.000Z'],
  [{ count: 2, unit: 'years' }, '2025-03-31T12:00:00.000Z'],
  [{ count: 3, unit: 'weeks' }, '2027-03-10T12:00:00.000Z'],
  [{ count: 31, unit: 'days' }, '2027-02-28T12:00:00.000Z'],
] as const)('%j before is %s', (span, expected) => {
  expect(before(NOW, span).toISOString()).toBe(expected)
})

test('months are counted by the calendar of Jakarta, where a day begins at 17.00 UTC', () => {
  expect(before(new Date('2027-03-31T18:00Z'), { count: 1, unit: 'months' })).toEqual(new Date('2027-02-28T18:00Z'))
})

test.each([
  [{ count: 1, unit: 'months' }, '2027-04-30T12:00:00.000Z'], // the 31st of March, a month on
  [{ count: 2, unit: 'years' }, '2029-03-31T12:00:00.000Z'],
  [{ count: 90, unit: 'days' }, '2027-06-29T12:00:00.000Z'],
] as const)('%j after is %s', (span, expected) => {
  expect(after(NOW, span).toISOString()).toBe(expected)
})

const WITHIN = { count: 90, unit: 'days' } as const
const ending = (endsAt: string): SiteFact => ({ ...NONE, endings: new Map([['first-aid', new Date(endsAt)]]) })

test('competencies that end by then, or have ended, are told by module in order', () => {
  const ends = [
    ['z', NOW],
    ['first-aid', after(NOW, WITHIN)],
    ['later', new Date(after(NOW, WITHIN).getTime() + 1)],
    ['ended', new Date('2020-01-01T00:00Z')],
  ] as const
  expect(expiringModules({ endings: new Map(ends) }, WITHIN, NOW)).toEqual(['ended', 'first-aid', 'z'])
  expect(expiringModules({}, WITHIN, NOW)).toEqual([])
})

test.each([
  [{ neverDrilled: true }, NONE, true],
  [{ neverDrilled: true }, { drilledAt: NOW, readiness: null }, false],
  [{ readinessBelow: 60 }, NONE, true],
  [{ readinessBelow: 60 }, { drilledAt: NOW, readiness: 59 }, true],
  [{ readinessBelow: 60 }, { drilledAt: null, readiness: 60 }, false],
  [{ lastDrilledBefore: { count: 1, unit: 'months' } }, NONE, true],
  [
    { lastDrilledBefore: { count: 1, unit: 'months' } },
    { drilledAt: new Date('2027-02-28T12:00Z'), readiness: 0 },
    true,
  ],
  [
    { lastDrilledBefore: { count: 1, unit: 'months' } },
    { drilledAt: new Date('2027-02-28T12:00:01Z'), readiness: 0 },
    false,
  ],
  [{ expiring: { module: 'first-aid', within: WITHIN } }, NONE, false],
  [{ expiring: { module: 'first-aid', within: WITHIN } }, ending('2027-06-29T12:00Z'), true],
  [{ expiring: { module: 'first-aid', within: WITHIN } }, ending('2027-06-29T12:00:01Z'), false],
  [{ expiring: { module: 'tents', within: WITHIN } }, ending('2027-01-01T00:00Z'), false],
  [{ neverDrilled: true, expiring: { module: 'first-aid', within: WITHIN } }, ending('2027-01-01T00:00Z'), true],
  [{}, NONE, true],
] as const)('%j of %j: %s', (conditions, fact, expected) => {
  expect(meetsHistory(JAVA, conditions, factsOf(fact))).toBe(expected)
  expect(needsHistory(conditions)).toBe(Object.keys(conditions).length > 0)
})

test('a village without an entry has never drilled', () => {
  expect(meetsHistory(BALI, { neverDrilled: true }, factsOf({ drilledAt: NOW, readiness: 1 }))).toBe(true)
})

test('every condition of a filter must hold, codes among them', () => {
  const chosen: SitesChosen = {
    kind: 'filter',
    hazard: 'flood',
    codes: ['JAVA', 'PAPUA', 'NOBODY'],
    neverDrilled: true,
  }
  expect(sitesOf({ sites: chosen }, [JAVA, BALI, PAPUA])).toEqual([JAVA])
  expect(sitesOf({ sites: chosen }, [JAVA, BALI], factsOf({ drilledAt: NOW, readiness: 1 }))).toEqual([])
  expect(unknownCodes({ sites: chosen }, [JAVA, PAPUA])).toEqual(['NOBODY'])
  expect(followsHistory({ sites: chosen })).toBe(true)
  expect(followsHistory({ sites: { kind: 'filter', hazard: 'flood' } })).toBe(false)
  expect(followsHistory({ sites: { kind: 'region', region: '32' } })).toBe(false)
})

const weekly = (sites: SitesChosen) =>
  aProgramme({ sites, when: { kind: 'every', count: 1, unit: 'weeks', from: '2026-01-05', time: '09:00' } })
const NEVER = weekly({ kind: 'filter', neverDrilled: true })
const drilled = factsOf({ drilledAt: new Date('2027-03-29T04:00Z'), readiness: null })

/** Rows as the store would hold them after a plan. */
const saved = (known: KnownPlan, plan: ReturnType<typeof replan>): KnownPlan => {
  const gone = new Set([...plan.cancel, ...plan.leave.cancel])
  const renewed = new Map(plan.renew.map((row) => [`${row.siteCode} ${row.slotAt.toISOString()}`, row]))
  const asKept = (id: string, row: (typeof plan.insert)[number]): KeptOccurrence => ({
    ...{ id, siteCode: row.siteCode, slotAt: row.slotAt, startsAt: row.startsAt, endsAt: row.endsAt },
    ...{ state: row.state, saved: false },
    ...{ closings: row.closings, crowdedOut: row.crowdedOut, cancelledByPlan: false, sameTerms: true },
  })
  return {
    ...known,
    kept: [
      ...known.kept.map((row): KeptOccurrence => {
        const again = renewed.get(row.id)
        if (again !== undefined) return asKept(row.id, again)
        return gone.has(row.id) ? { ...row, state: 'cancelled', cancelledByPlan: true } : row
      }),
      ...plan.insert.map((row) => asKept(`${row.siteCode} ${row.slotAt.toISOString()}`, row)),
    ],
  }
}
const FRESH: KnownPlan = { firstSeenAt: NOW, dutyFrom: new Map(), kept: [] }

test('a village that has drilled leaves: what is planned goes, what it was invited to and what it held stays', () => {
  const first = saved(FRESH, replan(NEVER, [JAVA], NO_CALENDAR, FRESH, NOW))
  const [held, invited, ...planned] = first.kept
  if (held === undefined || invited === undefined) throw new Error('no turn')
  const known = { ...first, kept: [{ ...held, state: 'done' }, { ...invited, state: 'invited' }, ...planned] } as const
  const after = new Date(held.startsAt.getTime() + 10_000_000)
  const plan = replan(NEVER, [JAVA], NO_CALENDAR, known, after, { ...drilled, at: after })
  expect(plan).toEqual({
    ...{ insert: [], renew: [], cancel: [], keepInvited: [], unknownCodes: [] },
    leave: { cancel: planned.map(({ id }) => id), keepInvited: [invited.id] },
  })
  const diff = planDiff(NEVER, [JAVA], known, plan, after)
  expect(diff.unchanged).toBe(0)
  expect(diff.changes.map(({ change, because }) => [change, because])).toEqual([
    ['kept-invited', 'site-left-filter'],
    ...planned.map(() => ['cancelled', 'site-left-filter']),
  ])
})

test('one that left the register is no leaver: its programme changed', () => {
  const first = saved(FRESH, replan(NEVER, [JAVA], NO_CALENDAR, FRESH, NOW))
  const plan = replan(NEVER, [BALI], NO_CALENDAR, first, NOW)
  expect(plan.cancel).toHaveLength(first.kept.length)
  expect(plan.leave).toEqual({ cancel: [], keepInvited: [] })
  expect(planDiff(NEVER, [BALI], first, plan, NOW).changes.find(({ change }) => change === 'cancelled')).toMatchObject({
    ...{ siteCode: 'JAVA', zone: 'WIB', to: null, because: 'programme-changed' },
  })
})

test('a village that comes back is planned again, and blamed for no turn of the time between', () => {
  const below = weekly({ kind: 'filter', readinessBelow: 60 })
  const known: KnownPlan = {
    firstSeenAt: new Date('2027-01-01T00:00Z'),
    dutyFrom: new Map([['JAVA', new Date('2027-01-04T02:00Z')]]),
    kept: [],
  }
  const plan = replan(below, [JAVA], NO_CALENDAR, known, NOW, factsOf({ drilledAt: NOW, readiness: 20 }))
  expect(plan.insert.length).toBeGreaterThan(0)
  expect(plan.insert.every(({ state }) => state === 'planned')).toBe(true)
})

test('a preview shows only the villages that the filter means now', () => {
  const to = new Date('2027-04-30T00:00Z')
  const codes = planPreview([NEVER], [JAVA, BALI], NO_CALENDAR, NOW, to, drilled).map(({ siteCode }) => siteCode)
  expect(new Set(codes)).toEqual(new Set(['BALI']))
})

test('whatever villages drill in between, a doubled or late tick leaves the same rows and takes no past one away', () => {
  const sites = [JAVA, BALI, aSite('LOMBOK', '52.02.05.2001')]
  const someFacts = fc.array(fc.constantFrom(...sites.map(({ siteCode }) => siteCode)), { maxLength: 3 })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), someFacts), { maxLength: 6 }), (steps) => {
      let known = FRESH
      let now = NOW
      for (const [days, codes] of steps) {
        now = new Date(now.getTime() + days * 86_400_000)
        const bySite = new Map(codes.map((code) => [code, { drilledAt: now, readiness: null }]))
        const plan = replan(NEVER, sites, NO_CALENDAR, known, now, { at: now, bySite })
        const next = saved(known, plan)
        const again = replan(NEVER, sites, NO_CALENDAR, next, now, { at: now, bySite })
        expect([again.insert, again.renew, again.cancel, again.leave]).toEqual([
          ...[[], [], []],
          { cancel: [], keepInvited: [] },
        ])
        const past = (rows: KnownPlan) => rows.kept.filter(({ startsAt }) => startsAt <= now)
        expect(past(next)).toEqual(past(known))
        // Ahead, exactly the villages that never drilled have something planned.
        const ahead = next.kept.filter(({ startsAt, state }) => startsAt > now && state === 'planned')
        expect(new Set(ahead.map(({ siteCode }) => siteCode))).toEqual(
          new Set(sites.map(({ siteCode }) => siteCode).filter((code) => !codes.includes(code))),
        )
        expect(planDiff(NEVER, sites, next, again, now)).toEqual({ changes: [], unchanged: ahead.length })
        expect(planDiff(NEVER, sites, known, plan, now).changes).toHaveLength(
          plan.insert.length + plan.renew.length + plan.leave.cancel.length,
        )
        known = next
      }
    }),
    { numRuns: 60 },
  )
})
