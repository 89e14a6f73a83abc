import { expect, test } from 'vitest'
import type { DrillProgramme } from '../../src/drills/drill-plan.ts'
import { readPlan } from '../../src/store/drill-plans.ts'
import { loadSiteFacts } from '../../src/store/site-facts.ts'
import { sql } from '../../src/store/sql.ts'
import { aProgramme } from '../drills/sample.ts'
import { BEGIN, DAY, openDrills } from './drill-ground.ts'

const { addSite, db, everyOccurrence, plan, timeline } = await openDrills()

const weekly = (sites: DrillProgramme['sites']): DrillProgramme =>
  aProgramme({ sites, when: { kind: 'every', count: 1, unit: 'weeks', from: '2026-01-05', time: '09:00' } })
const later = (days: number): Date => new Date(BEGIN.getTime() + days * DAY)

test('a village that has drilled leaves the filter and keeps its past, its invitation and a word on the rest', async () => {
  await addSite('S1', '32.04.15.2003')
  await addSite('S2', '32.04.15.2004')
  const never = weekly({ kind: 'filter', neverDrilled: true })
  expect((await plan([never], BEGIN)).programmes[0]).toMatchObject({ added: 18 })
  const [first, second] = (await everyOccurrence()).filter(({ siteCode }) => siteCode === 'S1')
  await db.run(sql`UPDATE drill_occurrence SET state = 'done' WHERE id = ${first?.id}`)
  await db.run(sql`UPDATE drill_occurrence SET state = 'invited' WHERE id = ${second?.id}`)

  const now = later(5)
  const ticks = await Promise.all([plan([never], now), plan([never], now)])
  expect(ticks.reduce((sum, { programmes }) => sum + (programmes[0]?.cancelled ?? 0), 0)).toBe(7)
  expect((await plan([never], now)).programmes[0]).toMatchObject({
    added: 0,
    renewed: 0,
    cancelled: 0,
    keptAfterChange: 0,
  })
  const rows = await everyOccurrence()
  const statesOf = (code: string) => rows.filter(({ siteCode }) => siteCode === code).map(({ state }) => state)
  expect(statesOf('S1')).toEqual(['done', 'invited', ...Array.from({ length: 7 }, () => 'cancelled')])
  expect(statesOf('S2')).toContain('planned')
  expect(statesOf('S2')).not.toContain('cancelled')
  const gone = rows.find(({ siteCode, state }) => siteCode === 'S1' && state === 'cancelled')
  expect(await timeline(gone?.id ?? '')).toMatchObject([
    { kind: 'drill-cancelled', detail: { reason: 'site-left-filter' } },
  ])
  expect(await timeline(second?.id ?? '')).toMatchObject([
    { kind: 'drill-kept-after-change', detail: { reason: 'site-left-filter' } },
  ])
})

test('a village whose readiness falls again comes back to the turns that it had left', async () => {
  await addSite('S1', '32.04.15.2003')
  const below = weekly({ kind: 'filter', readinessBelow: 60 })
  const measured = (day: string, score: number) =>
    db.run(sql`INSERT INTO readiness (site_code, day, score, parts) VALUES ('S1', ${day}::date, ${score}, '{}')`)
  await plan([below], BEGIN)
  await measured('2027-01-01', 60)
  expect((await plan([below], BEGIN)).programmes[0]).toMatchObject({ cancelled: 9 })
  await measured('2027-01-02', 59)
  expect((await plan([below], later(1))).programmes[0]).toMatchObject({ added: 0, renewed: 9, cancelled: 0 })
  expect((await everyOccurrence()).every(({ state }) => state === 'planned')).toBe(true)
  await db.run(sql`TRUNCATE readiness`)
})

test('facts are the last drill held and the newest readiness; looking leaves no trace of a programme', async () => {
  for (const code of ['S1', 'S2', 'S3']) await addSite(code, '32.04.15.2003')
  const all = weekly({ kind: 'filter' })
  await plan([all], BEGIN)
  const held = (await everyOccurrence()).filter(({ siteCode }) => siteCode === 'S1').slice(0, 2)
  await db.run(sql`UPDATE drill_occurrence SET state = 'done' WHERE id = ANY(${held.map(({ id }) => id)}::uuid[])`)
  await db.run(sql`
    INSERT INTO readiness (site_code, day, score, parts)
    VALUES ('S2', '2027-01-01', 30, '{}'), ('S2', '2027-02-01', 70, '{}')`)
  expect(await loadSiteFacts(db, BEGIN)).toEqual({
    at: BEGIN,
    bySite: new Map([
      ['S1', { drilledAt: held[1]?.endsAt, readiness: null }],
      ['S2', { drilledAt: null, readiness: 70 }],
    ]),
  })
  await readPlan(db, { ...all, id: 'looked-at' }, BEGIN)
  expect(await db.rows(sql`SELECT FROM drill_programme WHERE id = 'looked-at'`)).toEqual([])
  await db.run(sql`TRUNCATE readiness`)
})
