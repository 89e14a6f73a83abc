import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { DrillReview } from '../../src/drills/improvement.ts'
import { listAudit } from '../../src/store/audit.ts'
import {
  addImprovement,
  drillsToReview,
  finishImprovement,
  improvementsAbout,
  keepReview,
  listImprovements,
} from '../../src/store/improvements.ts'
import { loadSiteFacts } from '../../src/store/site-facts.ts'
import { sql } from '../../src/store/sql.ts'
import { aProgramme } from '../drills/sample.ts'
import { BEGIN, DAY, openDrills } from './drill-ground.ts'

const { addSite, db, everyOccurrence, plan, timeline } = await openDrills()

const COUNTRY = { jurisdiction: '' }
const ALL = { region: '', siteCode: null, all: true, limit: 50 }
const BY = { operatorId: 'O-1', address: 'cli', at: BEGIN }
const later = (days: number): Date => new Date(BEGIN.getTime() + days * DAY)
const review = (found: readonly string[], judged: readonly string[]): DrillReview => ({
  found: found.map((code) => ({ code, figures: [{ people: 2 }] })),
  judges: (code) => judged.includes(code),
})

let drills: readonly { readonly id: string; readonly siteCode: string }[] = []

beforeEach(async () => {
  await db.run(sql`TRUNCATE improvement`)
  await addSite('S1', '32.04.15.2003')
  await addSite('S2', '34.02.08.2001')
  await plan(
    [aProgramme({ when: { kind: 'every', count: 1, unit: 'weeks', from: '2026-01-05', time: '09:00' } })],
    BEGIN,
  )
  await db.run(sql`UPDATE drill_occurrence SET state = 'done'`)
  drills = (await everyOccurrence()).filter(({ siteCode }) => siteCode === 'S1')
})
const drill = (nth: number) => drills[nth] ?? { id: '', siteCode: '' }

const open = async () =>
  (await listImprovements(db, COUNTRY, { ...ALL, all: false })).improvements.map(({ code }) => code).toSorted()

test('what a drill showed is raised once, stays while it is shown, and is mended by one that could have shown it', async () => {
  const first = review(['members-absent', 'rehearsal-too-few'], ['members-absent'])
  const kept = await Promise.all([1, 2, 3].map(() => keepReview(db, drill(0), first, later(20))))
  expect(kept.filter(Boolean)).toHaveLength(1)
  expect(await open()).toEqual(['members-absent', 'rehearsal-too-few'])
  // Shown again it is the same item; a code that this one could not show stays.
  await keepReview(db, drill(1), review(['members-absent'], ['members-absent']), later(27))
  expect(await open()).toEqual(['members-absent', 'rehearsal-too-few'])
  expect((await listImprovements(db, COUNTRY, ALL)).total).toBe(2)
  await keepReview(db, drill(2), review([], ['members-absent']), later(34))
  expect(await open()).toEqual(['rehearsal-too-few'])
  // And once more after it was mended: that is another one.
  await keepReview(db, drill(3), review(['members-absent'], ['members-absent']), later(41))
  expect(await open()).toEqual(['members-absent', 'rehearsal-too-few'])
  const about = await improvementsAbout(db, 'S1', drill(2).id)
  expect(about.map(({ code, doneBecause }) => [code, doneBecause])).toEqual([
    ['members-absent', `mended-by ${drill(2).id}`],
    ['rehearsal-too-few', null],
    ['members-absent', null],
  ])
  expect(about[0]?.figures).toEqual([{ people: 2 }])
  expect((await timeline(drill(2).id)).at(-1)).toMatchObject({
    kind: 'drill-reviewed',
    detail: { raised: [], mended: ['members-absent'] },
  })
})

test('drills are looked at once, the oldest first, and not those of long ago', async () => {
  await db.run(sql`UPDATE drill_occurrence SET state = 'cancelled' WHERE id = ${drill(1).id}::uuid`)
  await db.run(sql`UPDATE drill_occurrence SET state = 'missed' WHERE id = ${drill(2).id}::uuid`)
  const due = async (at: Date) => (await drillsToReview(db, at, 50)).filter(({ siteCode }) => siteCode === 'S1')
  const all = await due(later(30))
  expect(all.map(({ id }) => id)).toEqual([drill(0).id, drill(2).id, drill(3).id])
  expect(all[1]).toMatchObject({ state: 'missed' })
  await keepReview(db, drill(0), review([], []), later(30))
  expect((await due(later(30))).map(({ id }) => id)).toEqual([drill(2).id, drill(3).id])
  expect(await due(later(400))).toEqual([])
})

test('an operator adds and closes within the jurisdiction; contacts are masked, and the trail says who', async () => {
  const bandung = { jurisdiction: '32.04' }
  const text = 'Hubungi 081234567890 bila rusak'
  const id = (await addImprovement(db, bandung, { siteCode: 'S1', occurrenceId: null, text }, BY)) ?? ''
  // Several about one drill are several.
  for (const words of ['satu', 'dua'])
    expect(
      await addImprovement(db, bandung, { siteCode: 'S1', occurrenceId: drill(0).id, text: words }, BY),
    ).not.toBeNull()
  expect(await addImprovement(db, bandung, { siteCode: 'S2', occurrenceId: null, text }, BY)).toBeNull()
  expect(await addImprovement(db, COUNTRY, { siteCode: 'S2', occurrenceId: drill(0).id, text }, BY)).toBeNull()
  expect(await addImprovement(db, COUNTRY, { siteCode: 'S9', occurrenceId: null, text }, BY)).toBeNull()
  const { total, improvements } = await listImprovements(db, bandung, { ...ALL, siteCode: 'S1' })
  expect(total).toBe(3)
  expect(JSON.stringify(improvements)).not.toContain('081234567890')
  for (const query of [
    { ...ALL, region: '34' },
    { ...ALL, siteCode: 'S2' },
  ])
    expect((await listImprovements(db, bandung, query)).improvements).toEqual([])
  expect((await listImprovements(db, { jurisdiction: '34' }, ALL)).improvements).toEqual([])

  // No drill judges what somebody said.
  await keepReview(db, drill(0), { found: [], judges: () => true }, later(20))
  expect(await open()).toEqual(['operator', 'operator', 'operator'])
  const finish = (reader: { readonly jurisdiction: string }, one: string, because: string) =>
    finishImprovement(db, reader, { id: one, because }, BY)
  expect(await finish({ jurisdiction: '34' }, id, 'tidak boleh')).toBe('not-found')
  expect(await finish(COUNTRY, randomUUID(), 'tidak ada')).toBe('not-found')
  expect(await finish(bandung, id, 'diganti')).toBe('done')
  expect(await finish(bandung, id, 'lagi')).toBe('done-before')
  const closed = (await listImprovements(db, COUNTRY, ALL)).improvements.find((one) => one.id === id)
  expect(closed).toMatchObject({ doneBecause: 'diganti', doneAt: BEGIN })
  const query = { subject: 'improvement', subjectId: id, actorId: null, action: null, limit: 10, before: null } as const
  for (const reader of [bandung, COUNTRY])
    expect((await listAudit(db, reader, query)).entries).toMatchObject([
      { action: 'improvement-done', actorId: 'O-1', detail: { siteCode: 'S1', because: 'diganti' } },
      { action: 'improvement-added', detail: { siteCode: 'S1' } },
    ])
  expect((await listAudit(db, { jurisdiction: '34' }, query)).entries).toEqual([])
})

test('only villages with something open are meant by the filter', async () => {
  const fact = async () => (await loadSiteFacts(db, later(60))).bySite.get('S1')?.hasImprovements
  expect(await fact()).toBeUndefined()
  await keepReview(db, drill(0), review(['members-absent'], []), later(20))
  expect(await fact()).toBe(true)
  await keepReview(db, drill(1), review([], ['members-absent']), later(27))
  expect(await fact()).toBeUndefined()
})
