import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cancelDrill, moveDrill } from '../../src/store/drill-changes.ts'
import { drillShown } from '../../src/store/drill-views.ts'
import { sql } from '../../src/store/sql.ts'
import { withdraw } from '../../src/store/withdrawal.ts'
import { aProgramme } from '../drills/sample.ts'
import { BY, COUNTRY, ENDS, FIRST_AID, openCompetencies, START } from './competency-ground.ts'
import { BEGIN, DAY, HOUR } from './drill-ground.ts'

const { aDrill, addPerson, addSite, db, endingsOf, everyOccurrence, held, listed, plan } = await openCompetencies()

test('whatever writes who came brings competencies into line', () => {
  const folder = new URL('../../src/store/', import.meta.url)
  const writes = /(?:INSERT INTO|UPDATE|DELETE FROM) drill_attendance|UPDATE drill_invitee\s+SET answer\b/
  const writers = readdirSync(folder).filter((name) => writes.test(readFileSync(new URL(name, folder), 'utf8')))
  expect(writers).toEqual(expect.arrayContaining(['drill-attendance.ts', 'drill-changes.ts', 'drill-places.ts']))
  for (const name of writers)
    expect(readFileSync(new URL(name, folder), 'utf8'), name).toContain('await settleCompetencies(')
})

test('whoever is on the list of a drill has its competencies, and loses them when the list is corrected', async () => {
  const { ani, budi, record } = await aDrill()
  await record([
    [ani, true],
    [budi, false],
  ])
  expect(await held()).toEqual(['Ani first-aid', 'Ani kohkol', 'Ani tents'])
  expect(await db.rows(sql`SELECT module, gained_at AS "from", expires_at AS to FROM competency ORDER BY 1`)).toEqual([
    { module: 'first-aid', from: ENDS, to: new Date('2029-01-20T04:00Z') },
    { module: 'kohkol', from: ENDS, to: null },
    { module: 'tents', from: ENDS, to: null },
  ])
  await record([[budi, true]])
  await record([[ani, false]])
  expect(await held()).toEqual(['Budi first-aid', 'Budi kohkol', 'Budi tents'])
})

test('guests who came have them too; of another regency nobody has its local wisdom', async () => {
  const { ani, record } = await aDrill('32.05.01.2001')
  const guest = await addPerson('Citra', { kind: 'tagana' })
  await record([
    [guest, true],
    [ani, true],
  ])
  expect(await held()).toEqual(['Ani first-aid', 'Ani tents', 'Citra first-aid', 'Citra tents'])
})

test('who says by text that they arrived has them, until they take it back or a list says otherwise', async () => {
  const { ani, budi, record, say } = await aDrill()
  for (const person of [ani, budi]) await say(person, 'yes')
  expect(await held()).toEqual([])
  for (const person of [ani, budi]) await say(person, 'arrived')
  expect(await held()).toHaveLength(6)
  await record([[ani, false]])
  await say(budi, 'no')
  expect(await held()).toEqual([])
  await say(ani, 'arrived')
  expect(await held()).toEqual([])
})

test.each(['cancelled', 'moved'] as const)('a drill that is %s has taught nobody anything', async (change) => {
  const { id, ani, say } = await aDrill()
  await db.run(sql`UPDATE drill_occurrence SET state = 'invited', invited_at = ${BEGIN}`)
  await say(ani, 'arrived')
  expect(await held()).toHaveLength(3)
  const now = new Date(START.getTime() - HOUR / 2)
  if (change === 'cancelled') await cancelDrill(db, id, 'Hujan', BY, now)
  else await moveDrill(db, id, { to: new Date(START.getTime() + DAY), reason: 'Hujan' }, BY, now)
  expect(await held()).toEqual([])
})

test('two who record one list at once write each competency once', async () => {
  const { ani, budi, record } = await aDrill()
  const list = [
    [ani, true],
    [budi, true],
  ] as const
  await Promise.all([record(list), record(list.toReversed()), record(list)])
  expect(await held()).toHaveLength(6)
})

test('a drill shows what it teaches at its village, as it was when it was planned', async () => {
  const { id } = await aDrill('32.05.01.2001')
  const shown = await drillShown(db, COUNTRY, id)
  expect(shown?.modules.map((one) => [one.id, one.isLocalWisdom])).toEqual([
    ['first-aid', false],
    ['tents', false],
  ])
})

test('people who were invited are taught what they were told; what only hangs on the board follows the file', async () => {
  const { id } = await aDrill()
  const renamed = { ...FIRST_AID, title: { id: 'PPGD', en: 'First aid' } }
  const edited = aProgramme({ when: { kind: 'local', wall: '2027-01-20T09:00' }, curriculum: [renamed] })
  const titles = async () => (await drillShown(db, COUNTRY, id))?.modules.map(({ title }) => title.id)
  await db.run(sql`UPDATE drill_occurrence SET state = 'invited'`)
  await plan([edited], BEGIN)
  expect(await titles()).toEqual(['Materi first-aid', 'Materi tents', 'Materi kohkol'])
  await db.run(sql`UPDATE drill_occurrence SET state = 'planned'`)
  await plan([edited], BEGIN)
  expect(await titles()).toEqual(['PPGD'])
})

test('a list tells who has what until when: the longest counts, of one’s own region, without contacts', async () => {
  const { id, ani, budi, record } = await aDrill()
  await record([
    [ani, true],
    [budi, true],
  ])
  const renewed = new Date('2030-01-20T04:00Z')
  await db.run(sql`
    INSERT INTO competency VALUES (${ani}, 'first-aid', ${randomUUID()}, '2028-01-20T04:00Z', ${renewed})`)
  const { total, competencies } = await listed()
  // What ends together stands by person, whatever their names.
  const shown = competencies.map((one) => [one.name, one.module, one.expiresAt] as const)
  const endless = shown.slice(2).toSorted((one, other) => (one.join(' ') < other.join(' ') ? -1 : 1))
  expect([total, [...shown.slice(0, 2), ...endless]]).toEqual([
    6,
    [
      ['Budi', 'first-aid', new Date('2029-01-20T04:00Z')],
      ['Ani', 'first-aid', renewed],
      ['Ani', 'kohkol', null],
      ['Ani', 'tents', null],
      ['Budi', 'kohkol', null],
      ['Budi', 'tents', null],
    ],
  ])
  expect(competencies[0]).toMatchObject({
    ...{ responderId: budi, kind: 'ksb_member', siteCode: 'S1', siteName: 'KSB S1' },
    ...{ title: { id: 'Materi first-aid', en: 'first-aid' }, gainedAt: ENDS, occurrenceId: id },
  })
  expect(competencies[1]?.title).toBeNull()
  expect(JSON.stringify(competencies)).not.toMatch(/phone|email|sealed/)

  const by = new Date('2029-06-01T00:00Z')
  expect((await listed({ endsBy: by })).competencies.map(({ name }) => name)).toEqual(['Budi'])
  expect(await listed({ limit: 1 })).toMatchObject({ total: 6, competencies: [{ name: 'Budi' }] })
  expect((await listed({}, '32.04')).total).toBe(6)
  expect((await listed({}, '32.0')).total).toBe(0)
  expect((await listed({ region: '32.05' }, '32.04')).total).toBe(0)
  expect((await listed({ region: '32.04.15' }, '32')).total).toBe(6)
  expect([(await listed({ siteCode: 'S1' })).total, (await listed({ siteCode: 'S2' })).total]).toEqual([6, 0])
})

test('a village is known by the first of its members’ competencies to end; who renewed or stopped counts no more', async () => {
  const { ani, budi, record } = await aDrill()
  await record([
    [ani, true],
    [budi, true],
  ])
  const soon = new Date('2027-03-01T00:00Z')
  await db.run(sql`UPDATE competency SET expires_at = ${soon} WHERE module = 'first-aid' AND responder_id = ${budi}`)
  expect(await endingsOf('S1')).toEqual({ 'first-aid': soon })
  await db.run(sql`
    INSERT INTO competency VALUES (${budi}, 'first-aid', ${randomUUID()}, ${ENDS}, '2031-01-01T00:00Z')`)
  expect(await endingsOf('S1')).toEqual({ 'first-aid': new Date('2029-01-20T04:00Z') })
  const officeOf = () => 'Dinsos'
  await db.transact((connection) => withdraw(connection, [ani], { via: 'sms', at: START, officeOf }))
  expect(await endingsOf('S1')).toEqual({ 'first-aid': new Date('2031-01-01T00:00Z') })
  expect(await held()).toHaveLength(7)
})

test('a filter means a village from the day on which a competency is about to end, until it is renewed', async () => {
  const { ani, record } = await aDrill()
  await record([[ani, true]])
  await addSite('S2', '32.04.15.2004')
  const renewal = aProgramme({
    id: 'ulang',
    sites: { kind: 'filter', expiring: { module: 'first-aid', within: { count: 90, unit: 'days' } } },
    when: { kind: 'every', count: 1, unit: 'months', from: '2026-01-10', time: '09:00' },
    curriculum: [FIRST_AID],
  })
  const sitesAt = async (day: string): Promise<unknown> => {
    await plan([renewal], new Date(day))
    const rows = (await everyOccurrence()).filter((one) => one.programmeId === 'ulang' && one.state === 'planned')
    return [...new Set(rows.map(({ siteCode }) => siteCode))]
  }
  expect(await sitesAt('2028-10-21T00:00Z')).toEqual([])
  expect(await sitesAt('2028-10-23T00:00Z')).toEqual(['S1'])
  await db.run(sql`
    INSERT INTO competency VALUES (${ani}, 'first-aid', ${randomUUID()}, '2028-11-01T00:00Z', '2030-11-01T00:00Z')`)
  expect(await sitesAt('2028-11-02T00:00Z')).toEqual([])
  // Ended long ago and not renewed: it is still due.
  expect(await sitesAt('2033-01-01T00:00Z')).toEqual(['S1'])
})

test('pages of whatever size together give each competency once, in one order, and the last says that it is', async () => {
  const { ani, budi, record } = await aDrill()
  await record([
    [ani, true],
    [budi, true],
  ])
  const whole = await listed()
  expect([whole.total, whole.next, whole.competencies.length]).toEqual([6, null, 6])
  // What never ends comes last.
  expect(whole.competencies.map(({ expiresAt }) => expiresAt === null)).toEqual([false, false, true, true, true, true])
  for (const limit of [1, 2, 3, 5, 6]) {
    const pages: (typeof whole.competencies)[number][] = []
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page: typeof whole = await listed({ limit, after })
      expect(page.total).toBe(6)
      pages.push(...page.competencies)
      after = page.next
    }
    expect(pages).toEqual(whole.competencies)
  }
})
