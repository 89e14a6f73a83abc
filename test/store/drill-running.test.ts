import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { runOccurrence } from '../../jobs/run-occurrence.ts'
import { cancelDrill, type DrillMove, moveDrill } from '../../src/store/drill-changes.ts'
import { keepDrillStanding } from '../../src/store/drill-places.ts'
import { drillShown } from '../../src/store/drill-views.ts'
import { findDue } from '../../src/store/due.ts'
import { sql } from '../../src/store/sql.ts'
import { aProgramme } from '../drills/sample.ts'
import { BEGIN, clockAt, DAY, HOUR, openDrills } from './drill-ground.ts'

const { addPerson, addSite, db, everyOccurrence, needs, only, plan, timeline } = await openDrills()

const STARTS = new Date('2027-01-20T02:00Z')
const at = (ms: number): Date => new Date(STARTS.getTime() + ms)
const BY = { operatorId: 'op', address: 'cli' }

const drill = aProgramme({
  when: { kind: 'local', wall: '2027-01-20T09:00' },
  zone: 'WIB',
  team: { tagana: 1 },
  places: 3,
  substituteBeforeMs: 2 * DAY,
})

const run = (id: string, now: Date) => runOccurrence(needs, clockAt(now))({ occurrenceId: id })

const prepared = async () => {
  await addSite('S1', '32.04.15.2003')
  const members = await Promise.all(['A', 'B', 'C', 'D', 'E', 'F'].map((name) => addPerson(name, { site: 'S1' })))
  for (const name of ['T1', 'T2', 'T3']) await addPerson(name, { kind: 'tagana' })
  await plan([drill], BEGIN)
  const { id } = await only()
  await run(id, at(-7 * DAY))
  return { id, members }
}

const shown = async (id: string) => {
  const found = await drillShown(db, { jurisdiction: '' }, id)
  if (found === null) throw new Error('no such drill')
  return found
}

test('however many answer at once, as many have a place as there are', async () => {
  const { id, members } = await prepared()
  const say = (responderId: string, answer: 'yes' | 'no' | null, ms: number) =>
    db.transact((connection) => keepDrillStanding(connection, { occurrenceId: id, responderId, answer, at: at(ms) }))
  await Promise.all(members.map((member) => say(member, 'yes', -6 * DAY)))
  expect((await shown(id)).byRole.member).toEqual({ invited: 6, yes: 3, no: 0, waiting: 3, silent: 0 })
  // All who have a place give it up at once, some by perhaps.
  const placed = (await shown(id)).people.filter(({ standing }) => standing === 'yes')
  await Promise.all(placed.map(({ responderId }, nth) => say(responderId, nth === 0 ? null : 'no', -5 * DAY)))
  expect((await shown(id)).byRole.member).toEqual({ invited: 6, yes: 3, no: 2, waiting: 0, silent: 1 })
  const places = await db.rows<{ n: number }>(sql`
    SELECT count(DISTINCT responder_id)::int AS n FROM notice WHERE purpose = 'drill-place'`)
  expect(places).toEqual([{ n: 3 }])
  expect(await say('00000000-0000-4000-8000-000000000000', 'yes', 0)).toBe(false)
})

test('drills of the same hours that are invited at once share no facilitator; one of other hours may have them', async () => {
  const codes = ['S1', 'S2', 'S3', 'S4', 'S5']
  for (const code of codes) await addSite(code, '32.04.15.2003')
  for (const name of ['T1', 'T2', 'T3', 'T4']) await addPerson(name, { kind: 'tagana' })
  await plan([drill, { ...drill, id: 'siang', when: { kind: 'local', wall: '2027-01-20T11:00' } }], BEGIN)
  const drills = await everyOccurrence()
  await Promise.all(drills.flatMap(({ id }) => [1, 2].map(() => run(id, at(3 * HOUR - 7 * DAY)))))
  const helpers = await db.rows<{ programme: string; people: number; asked: number }>(sql`
    SELECT d.programme_id AS programme, count(*)::int AS asked, count(DISTINCT i.responder_id)::int AS people
      FROM drill_invitee i JOIN drill_occurrence d ON d.id = i.occurrence_id WHERE i.role = 'facilitator'
     GROUP BY 1 ORDER BY 1`)
  // Five drills, four people: one drill goes without and says so.
  expect(helpers.map(({ asked, people }) => [asked, people])).toEqual([
    [4, 4],
    [4, 4],
  ])
  const missing = await db.rows(sql`
    SELECT FROM timeline_entry WHERE kind = 'drill-invite' AND detail -> 'facilitatorsMissing' = '{"tagana": 1}'
       AND detail -> 'facilitatorsMissingBecause' = '{"tagana": {"elsewhere": 4}}'`)
  expect(missing).toHaveLength(2)
  expect(drills).toHaveLength(10)
})

test('of four workers one finds the substitute', async () => {
  const { id } = await prepared()
  const [first] = (await shown(id)).people.filter(({ role }) => role === 'facilitator')
  const refused = { occurrenceId: id, responderId: first?.responderId ?? '', answer: 'no', at: at(-6 * DAY) } as const
  await db.transact((connection) => keepDrillStanding(connection, refused))
  expect((await findDue(db, at(-6 * DAY))).occurrences).toEqual([{ occurrenceId: id, dueAt: at(-6 * DAY) }])
  const ran = await Promise.all([1, 2, 3, 4].map(() => run(id, at(-6 * DAY))))
  expect(ran.filter((outcome) => outcome === 'substitutes')).toHaveLength(1)
  const substituted = (await timeline(id)).filter(({ kind }) => kind === 'drill-substitute-invited')
  expect(substituted).toMatchObject([{ detail: { inSteadOf: first?.responderId, because: 'said-no', kind: 'tagana' } }])
  expect((await findDue(db, at(-6 * DAY))).occurrences).toEqual([])
  // The one who stands in was invited in time, and is silent as well.
  expect((await findDue(db, at(-2 * DAY))).occurrences).toHaveLength(1)
  expect(await run(id, at(-2 * DAY))).toBe('substitutes')
  expect((await shown(id)).byRole.facilitator).toEqual({ invited: 3, yes: 0, no: 1, waiting: 0, silent: 2 })
})

test('a drill that is moved before anybody was invited stays where it was put, and is invited to from there', async () => {
  await addSite('S1', '32.04.15.2003')
  await plan([drill], BEGIN)
  const { id } = await only()
  const sooner = at(-3 * DAY)
  expect(await moveDrill(db, id, { to: sooner, reason: '' }, BY, at(-15 * DAY))).toMatchObject({
    kind: 'changed',
    sequence: 1,
    notices: 0,
  })
  await plan([drill], at(-15 * DAY))
  expect(await only()).toMatchObject({ startsAt: sooner, endsAt: at(-3 * DAY + 2 * HOUR), state: 'planned' })
  expect(await run(id, at(-10 * DAY))).toBe('invite')
  expect(await shown(id)).toMatchObject({ sequence: 2, state: 'invited' })
})

test('reminders follow a move: those that went are sent again for the new time, those of the past are not', async () => {
  const { id } = await prepared()
  expect(await run(id, at(-DAY))).toBe('remind')
  await moveDrill(db, id, { to: at(DAY), reason: 'Hujan' }, BY, at(-DAY))
  expect(await only()).toMatchObject({ state: 'invited', nextActionAt: STARTS })
  expect(await run(id, STARTS)).toBe('remind')
  const reminded = await db.rows<{ wave: number; n: number }>(sql`
    SELECT wave, count(*)::int AS n FROM notice WHERE purpose = 'drill-reminder-1' GROUP BY wave ORDER BY wave`)
  expect(reminded.map(({ wave }) => wave)).toEqual([1, 2])
  await moveDrill(db, id, { to: at(HOUR), reason: '' }, BY, STARTS)
  // Both reminders would lie behind: the next thing is the start.
  expect(await only()).toMatchObject({ nextActionAt: at(HOUR) })
})

test('of two who cancel at once one does, and what is over is neither cancelled nor moved', async () => {
  const { id } = await prepared()
  const done = await Promise.all(['a', 'b'].map((reason) => cancelDrill(db, id, reason, BY, at(-DAY))))
  expect(done.map(({ kind }) => kind).sort()).toEqual(['changed', 'too-late'])
  expect(await moveDrill(db, id, { to: at(DAY), reason: '' }, BY, at(-DAY))).toEqual({
    kind: 'too-late',
    state: 'cancelled',
  })
  const none = '00000000-0000-4000-8000-000000000000'
  expect(await cancelDrill(db, none, 'x', BY, at(-DAY))).toEqual({ kind: 'unknown' })
  expect(await moveDrill(db, none, { to: at(DAY), reason: '' }, BY, at(-DAY))).toEqual({ kind: 'unknown' })
  expect(await drillShown(db, { jurisdiction: '32.05' }, id)).toBeNull()
  expect(await drillShown(db, { jurisdiction: '32.04' }, id)).toMatchObject({ state: 'cancelled', sequence: 2 })
})

test('a facilitator who helps at another drill in the new hours stands in the way, unless it is meant', async () => {
  const { id } = await prepared()
  const [own] = (await shown(id)).people.filter(({ role }) => role === 'facilitator')
  const other = randomUUID()
  const closing = { name: 'Libur', nameEn: 'Holiday', day: '2027-01-01', provisional: false }
  await db.run(sql`
    INSERT INTO drill_occurrence (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, created_at)
    SELECT ${other}, programme_id, 'S1', ${at(DAY)}, ${at(DAY)}, ${at(DAY + HOUR)}, zone, programme, 'invited', created_at
      FROM drill_occurrence WHERE id = ${id}`)
  await db.run(sql`
    INSERT INTO drill_invitee (occurrence_id, responder_id, role) VALUES (${other}, ${own?.responderId}, 'facilitator')`)
  const move = (to: Date, more: Partial<DrillMove> = {}) => moveDrill(db, id, { to, reason: '', ...more }, BY, at(-DAY))
  const helpers = [{ responderId: own?.responderId, kind: own?.kind, drillId: other }]
  expect(await move(at(DAY))).toEqual({ kind: 'in-the-way', helpers })
  // What the calendar closes is in the way as well, and both are told.
  expect(await move(at(2 * DAY), { closings: [closing] })).toEqual({ kind: 'in-the-way', helpers: [] })
  expect((await everyOccurrence()).find((one) => one.id === id)).toMatchObject({ startsAt: STARTS })
  // Right after the other is no meeting.
  expect(await move(at(DAY + HOUR))).toMatchObject({ kind: 'changed' })
  expect(await move(at(DAY), { closings: [closing], anyway: true })).toMatchObject({ kind: 'changed' })
  const trail = await db.rows<{ detail: object }>(sql`
    SELECT detail FROM audit_entry WHERE subject_id = ${id} AND action = 'drill-moved' ORDER BY id`)
  expect(trail.map(({ detail }) => 'anyway' in detail)).toEqual([false, true])
  expect(trail[1]?.detail).toMatchObject({ anyway: { closings: [closing], helpers } })
  await db.run(sql`UPDATE drill_invitee SET answer = 'no', answered_at = ${BEGIN} WHERE occurrence_id = ${other}`)
  expect(await move(at(DAY + 30 * 60_000))).toMatchObject({ kind: 'changed' })
})
