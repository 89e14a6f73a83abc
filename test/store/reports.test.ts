import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { saveResponders, saveSites } from '../../src/store/register.ts'
import {
  findReporter,
  isWaiting,
  keepReport,
  listReports,
  loadReport,
  proposedSince,
  settleReport,
  waitingReports,
} from '../../src/store/reports.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'
import { aMember, aSite } from '../support/people.ts'

const NOW = new Date('2026-11-22T06:00:00Z')
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000)
const seal = createSeal('a secret for reports')
const db = openDatabase({ url: await freshDatabase(), max: 4, name: 'reports', onError: () => undefined })
afterAll(() => db.close())

const idOf = async (externalId: string): Promise<string> => (await findReporter(db, { externalId }))?.responderId ?? ''

beforeEach(async () => {
  await db.run(sql`TRUNCATE village_report, responder, site`)
  await saveSites(db, seal, [{ ...aSite('KSB-1', { villageCode: '32.04.15.2004' }), landmass: 1 }], NOW)
  await saveResponders(
    db,
    seal,
    [
      { ...aMember('R-0001', { name: 'Siti Aminah' }), landmass: 1 },
      { ...aMember('R-0002', { villageCode: null, siteCode: 'KSB-1', regencyCode: '32.04' as never }), landmass: 1 },
      { ...aMember('R-0003', { villageCode: '34.02.10.2004' }), landmass: 1 },
    ],
    NOW,
  )
})

const report = async (by: string, text: string, minutes = 0) => {
  const given = { id: randomUUID(), responderId: await idOf(by), via: 'sms', text, receivedAt: later(minutes) } as const
  expect(await keepReport(db, seal, given)).toBe(true)
  return given
}

const PAGE = { outcome: null, limit: 50, after: null, withText: true } as const

test('a report is kept sealed, once, and comes back with its reporter’s standing and village', async () => {
  const given = await report('R-0001', 'LAPOR banjir')
  expect(await keepReport(db, seal, { ...given, text: 'LAPOR gempa' })).toBe(false)
  const [row] = await db.rows<{ text_sealed: Buffer }>(sql`SELECT text_sealed FROM village_report`)
  expect(row?.text_sealed.toString('latin1')).not.toContain('banjir')
  const loaded = await loadReport(db, seal, given.id)
  expect(loaded).toMatchObject({
    text: 'LAPOR banjir',
    kind: 'ksb_member',
    villageCode: '32.04.15.2003',
    regencyCode: '32.04',
    receivedAt: NOW,
  })
  expect(loaded !== null && isWaiting(loaded)).toBe(true)
  expect(await loadReport(db, seal, randomUUID())).toBeNull()
})

test('who has no village of their own has the one of their site', async () => {
  expect(await findReporter(db, { externalId: 'R-0002' })).toMatchObject({ villageCode: '32.04.15.2004' })
  expect(await loadReport(db, seal, (await report('R-0002', 'LAPOR banjir')).id)).toMatchObject({
    villageCode: '32.04.15.2004',
  })
  const responderId = await idOf('R-0001')
  expect(await findReporter(db, { responderId })).toMatchObject({ responderId, kind: 'ksb_member' })
  expect(await findReporter(db, { externalId: 'R-9999' })).toBeNull()
  expect(await findReporter(db, { responderId: randomUUID() })).toBeNull()
})

test('it is settled once, with an entry in the audit trail that holds no contact', async () => {
  const given = await report('R-0001', 'LAPOR banjir, hub 081234567890')
  const eventId = randomUUID()
  const settled = { hazard: 'flood', outcome: 'proposed', reason: 'village-report', eventId } as const
  const both = await Promise.all([
    settleReport(db, given, settled, null, later(1)),
    settleReport(db, given, { ...settled, outcome: 'inbox', reason: 'limit-reached' }, null, later(1)),
  ])
  expect(both.toSorted()).toEqual([false, true])
  const entries = await db.rows<Record<string, unknown>>(sql`
    SELECT actor, actor_id AS by, action, detail FROM audit_entry WHERE subject = 'report' AND subject_id = ${given.id}`)
  expect(entries).toEqual([
    { actor: 'village', by: given.responderId, action: expect.stringMatching(/^report-/), detail: expect.anything() },
  ])
  expect(JSON.stringify(entries)).not.toContain('81234567890')
})

test('only proposals before it, since an instant and of the same person, count against the limit', async () => {
  const outcomes = ['proposed', 'joined', 'inbox', 'proposed'] as const
  for (const [nth, outcome] of outcomes.entries()) {
    const given = await report('R-0001', 'LAPOR banjir', nth * 10)
    await settleReport(db, given, { hazard: 'flood', outcome, reason: outcome, eventId: null }, null, later(60))
  }
  const other = await report('R-0003', 'LAPOR banjir', 5)
  await settleReport(db, other, { hazard: 'flood', outcome: 'proposed', reason: 'x', eventId: null }, null, later(60))
  const last = await report('R-0001', 'LAPOR longsor', 25)
  expect(await proposedSince(db, last, later(-1))).toBe(2)
  expect(await proposedSince(db, last, later(5))).toBe(1)
  expect(await proposedSince(db, await report('R-0002', 'LAPOR banjir', 25), later(-1))).toBe(0)
})

test('reports that nothing has read are found again, oldest first', async () => {
  const second = await report('R-0001', 'LAPOR banjir', 2)
  const first = await report('R-0001', 'LAPOR banjir', 1)
  const done = await report('R-0001', 'LAPOR banjir', 0)
  await settleReport(db, done, { hazard: null, outcome: 'inbox', reason: 'unclear: empty', eventId: null }, null, NOW)
  await report('R-0001', 'LAPOR banjir', 10)
  expect(await waitingReports(db, later(5), 10)).toEqual([first.id, second.id])
  expect(await waitingReports(db, later(5), 1)).toEqual([first.id])
})

test.each([
  ['', ['R-0003', 'R-0002', 'R-0001']],
  ['32', ['R-0002', 'R-0001']],
  ['32.04', ['R-0002', 'R-0001']],
  ['32.04.15', ['R-0002', 'R-0001']],
  ['34.02', ['R-0003']],
  ['3', []],
  ['32.0', []],
])('an operator of %j sees those of its own regencies, newest first', async (jurisdiction, people) => {
  const ids: Record<string, string> = {}
  for (const [nth, who] of ['R-0001', 'R-0002', 'R-0003'].entries())
    ids[(await report(who, 'LAPOR banjir', nth)).id] = who
  const { reports } = await listReports(db, seal, { jurisdiction }, PAGE)
  expect(reports.map(({ reportId }) => ids[reportId])).toEqual(people)
})

test('the list names kind and village; words are shown without contact and name, and only to who may act', async () => {
  await report('R-0001', 'LAPOR banjir di RT 3, Siti 0812 3456 7890')
  const { reports } = await listReports(db, seal, { jurisdiction: '32.04' }, PAGE)
  expect(reports).toMatchObject([
    { kind: 'ksb_member', villageCode: '32.04.15.2003', via: 'sms', outcome: 'inbox', reason: 'waiting' },
  ])
  expect(reports[0]?.text).toBe('LAPOR banjir di RT 3, … ***890')
  expect(JSON.stringify(reports)).not.toMatch(/Aminah|81234|name|phone/)
  const looked = await listReports(db, seal, { jurisdiction: '32.04' }, { ...PAGE, withText: false })
  expect(looked.reports[0]?.text).toBeNull()
})

test('pages follow each other without gap or repeat, and an outcome can be chosen', async () => {
  for (let nth = 0; nth < 5; nth += 1) await report('R-0001', 'LAPOR banjir', Math.floor(nth / 2))
  const seen: string[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listReports>> = await listReports(
      db,
      seal,
      { jurisdiction: '' },
      { ...PAGE, limit: 2, after },
    )
    seen.push(...page.reports.map(({ reportId }) => reportId))
    after = page.next
  } while (after !== null)
  expect(new Set(seen).size).toBe(5)
  expect(seen).toHaveLength(5)
  expect((await listReports(db, seal, { jurisdiction: '' }, { ...PAGE, outcome: 'proposed' })).reports).toEqual([])
})

test('a reporter who left the register leaves the report to the whole country', async () => {
  const { id } = await report('R-0001', 'LAPOR banjir')
  await db.run(sql`DELETE FROM responder`)
  expect(await loadReport(db, seal, id)).toBeNull()
  expect((await listReports(db, seal, { jurisdiction: '32.04' }, PAGE)).reports).toEqual([])
  expect((await listReports(db, seal, { jurisdiction: '' }, PAGE)).reports).toMatchObject([
    { kind: null, text: 'LAPOR banjir' },
  ])
})
