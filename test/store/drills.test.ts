import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Needs, runOccurrence } from '../../jobs/run-occurrence.ts'
import type { DrillProgramme } from '../../src/drills/drill-plan.ts'
import { listOccurrences } from '../../src/store/drills.ts'
import { sql } from '../../src/store/sql.ts'
import { earlierTurns, saveYearPlan } from '../../src/store/year-plans.ts'
import { aProgramme, NO_CALENDAR } from '../drills/sample.ts'
import { BEGIN, clockAt, DAY, HOUR, openDrills } from './drill-ground.ts'

const { addPerson, addSite, db, everyOccurrence, exercises, needs, only, plan, timeline } = await openDrills()

const run = (occurrenceId: string, now: Date) => runOccurrence(needs, clockAt(now))({ occurrenceId })

const notices = () =>
  db.rows<{ name: string; channel: string; purpose: string }>(sql`
    SELECT r.name, n.channel, n.purpose FROM notice n JOIN responder r ON r.id = n.responder_id
     ORDER BY n.purpose, r.name, n.channel`)

const once = (more: Partial<DrillProgramme> = {}): DrillProgramme =>
  aProgramme({ when: { kind: 'local', wall: '2027-01-20T09:00' }, ...more })

const STARTS = new Date('2027-01-20T02:00Z')
const startPlus = (ms: number): Date => new Date(STARTS.getTime() + ms)

test('two processes that plan at once make one occurrence per village and start', async () => {
  await addSite('S1', '32.04.15.2003')
  await addSite('S2', '51.03.05.2001')
  const weekly = aProgramme({ when: { kind: 'every', count: 1, unit: 'weeks', from: '2026-01-05', time: '09:00' } })
  const outcomes = await Promise.all([plan([weekly], BEGIN), plan([weekly], BEGIN), plan([weekly], BEGIN)])
  const rows = await everyOccurrence()
  expect(rows).toHaveLength(18)
  expect(outcomes.reduce((sum, { programmes }) => sum + (programmes[0]?.added ?? 0), 0)).toBe(18)
  expect((await plan([weekly], BEGIN)).programmes[0]).toMatchObject({ added: 0, renewed: 0, cancelled: 0 })
})

test('an invitation goes out by SMS and e-mail to the village and its team, once, whoever asks', async () => {
  await addSite('S1', '32.04.15.2003')
  await addPerson('Ani', { site: 'S1' })
  await addPerson('Budi', { site: 'S1', email: false })
  await addPerson('Citra', { site: 'S1', optedOutAt: BEGIN })
  await addPerson('Dewi', { site: 'S1', phone: false, email: false })
  await addPerson('Eko', { kind: 'tagana' })
  await addPerson('Fajar', { kind: 'pkh' })
  await plan([once({ team: { tagana: 1, tksk: 2 } })], BEGIN)
  const { id, nextActionAt } = await only()
  expect(nextActionAt).toEqual(startPlus(-7 * DAY))
  expect(await run(id, startPlus(-7 * DAY - 1))).toBe('nothing-due')

  const ran = await Promise.all([1, 2, 3, 4].map(() => run(id, startPlus(-7 * DAY))))
  expect(ran.filter((outcome) => outcome === 'invite')).toHaveLength(1)
  expect(await notices()).toEqual([
    { name: 'Ani', channel: 'email', purpose: 'drill-invite' },
    { name: 'Ani', channel: 'sms', purpose: 'drill-invite' },
    { name: 'Budi', channel: 'sms', purpose: 'drill-invite' },
    { name: 'Eko', channel: 'email', purpose: 'drill-invite' },
    { name: 'Eko', channel: 'sms', purpose: 'drill-invite' },
  ])
  const [notice] = await db.rows<{ fields: Record<string, string>; mode: string; priority: number; expires_at: Date }>(
    sql`SELECT fields, mode, priority, expires_at FROM notice LIMIT 1`,
  )
  expect(notice).toMatchObject({ mode: 'exercise', priority: 7, expires_at: STARTS })
  expect(notice?.fields).toMatchObject({ siteName: 'KSB S1', startsAt: 'Rab 20/1 pk 09.00 WIB', hazard: 'Banjir' })
  expect(await timeline(id)).toEqual([
    {
      kind: 'drill-invite',
      detail: { invited: 4, facilitatorsMissing: { tksk: 2 }, facilitatorsMissingBecause: { tksk: {} } },
    },
    { kind: 'drill-notices-planned', detail: { purpose: 'drill-invite', notices: 5, people: 3 } },
    { kind: 'not-invited', detail: { purpose: 'drill-invite', 'opted-out': 1, 'not-reachable': 1 } },
  ])
  expect(await only()).toMatchObject({ state: 'invited', invited: 4, nextActionAt: startPlus(-DAY) })
})

test('reminders leave out who said no, and a rehearsal starts one event however often it is tried', async () => {
  await addSite('S1', '32.04.15.2003')
  await addPerson('Ani', { site: 'S1', channels: ['sms'] })
  const budi = await addPerson('Budi', { site: 'S1', channels: ['sms'] })
  await plan([once({ rehearse: 'call-out' })], BEGIN)
  const { id } = await only()
  await run(id, startPlus(-7 * DAY))
  await db.run(sql`UPDATE drill_invitee SET answer = 'no', answered_at = ${BEGIN} WHERE responder_id = ${budi}`)
  expect(await run(id, startPlus(-DAY))).toBe('remind')
  expect((await notices()).filter(({ purpose }) => purpose === 'drill-reminder-1')).toEqual([
    { name: 'Ani', channel: 'sms', purpose: 'drill-reminder-1' },
  ])
  const before = exercises.size
  const dies: Needs = { ...needs, saveTurn: () => Promise.reject(new Error('killed')) }
  await expect(runOccurrence(dies, clockAt(STARTS))({ occurrenceId: id })).rejects.toThrow('killed')
  // Both have read the row before either goes on.
  const loads: Promise<unknown>[] = []
  const together: Needs = {
    ...needs,
    loadOccurrence: async (wanted) => {
      const loading = needs.loadOccurrence(wanted)
      loads.push(loading)
      await Promise.resolve()
      await Promise.all(loads)
      return loading
    },
  }
  const begin = (at: Date) => runOccurrence(together, clockAt(at))({ occurrenceId: id })
  const ran = await Promise.all([begin(STARTS), begin(startPlus(1))])
  expect(ran.toSorted()).toEqual(['already-done', 'start'])
  expect(exercises.size - before).toBe(1)
  expect(await only()).toMatchObject({ state: 'started', eventId: exercises.get(`drill-${id}`) })
  expect(await run(id, startPlus(2 * HOUR))).toBe('finish')
  expect(await only()).toMatchObject({ state: 'done', nextActionAt: null })
})

test('a reminder with a channel goes only there; whoever has not that one gets the other, and a row says so', async () => {
  await addSite('S1', '32.04.15.2003')
  await addPerson('Ani', { site: 'S1' })
  await addPerson('Budi', { site: 'S1', channels: ['sms'] })
  await addPerson('Cici', { site: 'S1', email: false })
  await plan([once({ remindBy: ['email', null] })], BEGIN)
  const { id } = await only()
  await run(id, startPlus(-7 * DAY))
  await run(id, startPlus(-DAY))
  const reminded = async (nth: number) =>
    (await notices())
      .filter(({ purpose }) => purpose === `drill-reminder-${nth}`)
      .map(({ name, channel }) => [name, channel])
  expect(await reminded(1)).toEqual([
    ['Ani', 'email'],
    ['Budi', 'sms'],
    ['Cici', 'sms'],
  ])
  expect((await timeline(id)).at(-1)).toEqual({
    kind: 'drill-notices-otherwise',
    detail: { purpose: 'drill-reminder-1', wanted: 'email', reason: 'channel-not-theirs', people: 2 },
  })
  await run(id, startPlus(-2 * HOUR))
  expect(await reminded(2)).toHaveLength(4)
})

test('a changed hour cancels what nobody knew of, keeps what people were invited to, and can be taken back', async () => {
  await addSite('S1', '32.04.15.2003')
  await addPerson('Ani', { site: 'S1' })
  const other = once({ when: { kind: 'local', wall: '2027-01-21T09:00' } })
  await plan([once()], BEGIN)
  await plan([other], BEGIN)
  expect((await everyOccurrence()).map(({ state, reason }) => [state, reason])).toEqual([
    ['cancelled', 'programme-changed'],
    ['planned', null],
  ])
  await plan([once()], BEGIN)
  expect((await everyOccurrence()).map(({ state }) => state)).toEqual(['planned', 'cancelled'])

  const [{ id } = { id: '' }] = await everyOccurrence()
  await run(id, startPlus(-7 * DAY))
  await plan([other], startPlus(-6 * DAY))
  await plan([], startPlus(-5 * DAY))
  await plan([], startPlus(-5 * DAY))
  expect((await everyOccurrence()).map(({ state, reason }) => [state, reason])).toEqual([
    ['invited', null],
    ['cancelled', 'programme-removed'],
  ])
  expect((await timeline(id)).filter(({ kind }) => kind === 'drill-kept-after-change')).toHaveLength(1)
})

test('other terms reach a drill that nobody was invited to yet', async () => {
  await addSite('S1', '32.04.15.2003')
  await plan([once()], BEGIN)
  expect((await plan([once({ durationMs: HOUR, inviteBeforeMs: DAY })], BEGIN)).programmes[0]).toMatchObject({
    renewed: 1,
  })
  expect(await only()).toMatchObject({ endsAt: startPlus(HOUR), nextActionAt: startPlus(-DAY) })
})

test('a drill whose village left the register is cancelled, and one that nobody began is missed', async () => {
  await addSite('S1', '32.04.15.2003')
  await plan([once()], BEGIN)
  const { id } = await only()
  await db.run(sql`DELETE FROM site`)
  await db.run(sql`UPDATE roster_version SET version = version + 1`)
  expect(await run(id, STARTS)).toBe('site-lost')
  expect(await only()).toMatchObject({ state: 'cancelled', siteName: null, reason: 'site-not-on-register' })

  await addSite('S2', '32.04.15.2004')
  await db.run(sql`UPDATE roster_version SET version = version + 1`)
  await plan([once({ id: 'lain', sites: { kind: 'codes', codes: ['S2', 'S9'] } })], BEGIN)
  const [second] = await listOccurrences(db, { from: BEGIN, to: startPlus(1), programmeId: 'lain', limit: 5 })
  expect(await run(second?.id ?? '', startPlus(2 * HOUR))).toBe('missed')
  expect((await timeline(second?.id ?? '')).map(({ kind }) => kind)).toEqual([
    ...['drill-notice-skipped', 'drill-notice-skipped', 'drill-notice-skipped', 'drill-missed'],
  ])
  expect(await run(randomUUID(), STARTS)).toBe('no-such-occurrence')
})

test("a saved year's plan is kept by the planner, asks whom it names, and says who was replaced", async () => {
  await addSite('S1', '32.04.15.2003')
  const near = await addPerson('Aan', { kind: 'tagana' })
  const named = await addPerson('Budi', { kind: 'tagana' })
  const programme = once({
    when: { kind: 'local', wall: '2027-11-01T09:00' },
    team: { tagana: 2 },
    plan: { withinMs: 5 * DAY, travelKmMost: 50 },
  })
  const slotAt = new Date('2027-11-01T02:00Z')
  const startsAt = new Date('2027-11-03T03:00Z')
  const team = { tagana: [named, randomUUID()] }
  const turn = { programmeId: 'gladi', siteCode: 'S1', slotAt, startsAt, zone: 'WIB', team } as const
  const rows = [{ ...turn, endsAt: new Date(startsAt.getTime() + programme.durationMs) }]
  const save = () => saveYearPlan(db, [programme], rows, 2027, BEGIN)
  await plan([programme], BEGIN)
  expect((await Promise.all([save(), save()])).map(({ changed }) => changed).toSorted()).toEqual([0, 1])
  expect(await save()).toEqual({ added: 0, changed: 0 })
  expect((await plan([programme], BEGIN)).programmes[0]).toMatchObject({ added: 0, renewed: 0, cancelled: 0 })
  expect((await plan([{ ...programme, hazard: 'tsunami' }], BEGIN)).programmes[0]).toMatchObject({ renewed: 1 })
  const { id, nextActionAt } = await only()
  expect(await only()).toMatchObject({ slotAt, startsAt, state: 'planned', hazard: 'tsunami' })
  // A day before its invitation its turn is still ahead; the planner of that day lets it be, too.
  expect((await plan([programme], new Date('2027-11-02T00:00Z'))).programmes[0]).toMatchObject({ cancelled: 0 })
  expect(await run(id, nextActionAt ?? BEGIN)).toBe('invite')
  const asked = await db.rows<{ id: string }>(sql`SELECT responder_id AS id FROM drill_invitee ORDER BY 1`)
  expect(asked.map((row) => row.id)).toEqual([near, named].toSorted())
  const kinds = await timeline(id)
  expect(kinds.map(({ kind }) => kind)).toEqual(['drill-scheduled', 'drill-invite', 'drill-notices-planned'])
  expect(kinds[1]?.detail).toMatchObject({ invited: 2, facilitatorsReplaced: { 'left-the-roster': 1 } })
  expect(await save()).toEqual({ added: 0, changed: 0 })
  expect(
    await db.rows(sql`SELECT action, subject, subject_id FROM audit_entry WHERE subject = 'drills' LIMIT 1`),
  ).toEqual([{ action: 'year-plan-saved', subject: 'drills', subject_id: '2027' }])
})

test('a saved time that cannot be any more goes back to its turn, without its people, and says so', async () => {
  await addSite('S1', '32.04.15.2003')
  const programme = once({ plan: { withinMs: 5 * DAY, travelKmMost: 50 } })
  const [slotAt, startsAt] = [STARTS, startPlus(2 * DAY)]
  const row = { programmeId: 'gladi', siteCode: 'S1', slotAt, startsAt, zone: 'WIB', team: {} } as const
  const rows = [{ ...row, endsAt: startPlus(2 * DAY + programme.durationMs) }]
  expect(await saveYearPlan(db, [programme], rows, 2027, BEGIN)).toEqual({ added: 1, changed: 0 })
  const day = { from: '2027-01-22', to: '2027-01-22', hours: null, regions: [], types: [], provisional: false }
  const closed = { ...NO_CALENDAR, dated: [{ ...day, name: 'Libur', nameEn: 'Holiday' }] }
  await plan([programme], BEGIN, closed)
  const { id } = await only()
  expect(await only()).toMatchObject({ startsAt: STARTS })
  expect((await timeline(id)).at(-1)).toMatchObject({
    kind: 'drill-moved',
    detail: { reason: 'saved-time-impossible' },
  })
  expect(await earlierTurns(db, ['gladi'], [BEGIN, startPlus(DAY)])).toMatchObject([{ team: null, state: 'planned' }])
})
