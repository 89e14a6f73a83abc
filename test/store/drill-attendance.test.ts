import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { attendanceOf, peopleNamed, recordAttendance } from '../../src/store/drill-attendance.ts'
import { sql } from '../../src/store/sql.ts'
import { aProgramme } from '../drills/sample.ts'
import { BEGIN, HOUR, openDrills } from './drill-ground.ts'

const { addPerson, addSite, db, only, plan, timeline } = await openDrills()

const START = new Date('2027-01-20T02:00Z')
const LATER = new Date(START.getTime() + HOUR)
const COUNTRY = { jurisdiction: '' }

const aDrill = async () => {
  await addSite('S1', '32.04.15.2003')
  const [ani, budi] = [await addPerson('Ani', { site: 'S1' }), await addPerson('Budi', { site: 'S1' })]
  const guest = await addPerson('Citra', { kind: 'pkh' })
  await plan([aProgramme({ when: { kind: 'local', wall: '2027-01-20T09:00' } })], BEGIN)
  const { id } = await only()
  for (const person of [ani, budi])
    await db.run(sql`INSERT INTO drill_invitee (occurrence_id, responder_id, role) VALUES (${id}, ${person}, 'member')`)
  const record = (
    marks: readonly (readonly [string, boolean])[],
    more: { jurisdiction?: string; at?: Date; via?: 'operator' | 'csv' } = {},
  ) => {
    const { jurisdiction = '', at = LATER, via = 'operator' } = more
    const people = marks.map(([responderId, came]) => ({ responderId, came }))
    const by = { operatorId: 'op-1', address: null }
    return recordAttendance(db, { jurisdiction }, { occurrenceId: id, marks: people, via, at, ...by })
  }
  const marked = async (): Promise<unknown> =>
    (await attendanceOf(db, COUNTRY, id))?.people.map(({ name, role, marked: came }) => [name, role, came])
  return { id, ani, budi, guest, record, marked }
}

test('a list is kept with guests, the last word holds, and the same list again changes nothing', async () => {
  const { id, ani, budi, guest, record, marked } = await aDrill()
  expect(await marked()).toEqual([
    ['Ani', 'member', null],
    ['Budi', 'member', null],
  ])
  const list = [
    [ani, true],
    [budi, false],
    [guest, true],
  ] as const
  expect(await record(list)).toEqual({ kind: 'recorded', came: 2, absent: 1, changed: 3 })
  expect(await record(list)).toEqual({ kind: 'recorded', came: 2, absent: 1, changed: 0 })
  expect(await record([[budi, true]], { via: 'csv' })).toEqual({ kind: 'recorded', came: 1, absent: 0, changed: 1 })
  expect(await record([])).toEqual({ kind: 'recorded', came: 0, absent: 0, changed: 0 })
  expect(await marked()).toEqual([
    ['Citra', 'guest', true],
    ['Ani', 'member', true],
    ['Budi', 'member', true],
  ])
  const [trail] = await db.rows<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM audit_entry WHERE subject = 'drill' AND subject_id = ${id}`)
  expect(trail?.n).toBe(3)
  expect((await timeline(id)).filter(({ kind }) => kind === 'drill-attendance')).toHaveLength(3)
})

test('two who record the same list at once write it once', async () => {
  const { ani, budi, record } = await aDrill()
  const list = [
    [ani, true],
    [budi, true],
  ] as const
  const all = await Promise.all([record(list), record(list.toReversed()), record(list)])
  expect(all.map((one) => (one.kind === 'recorded' ? one.changed : one)).toSorted()).toEqual([0, 0, 2])
})

test('nothing is kept of a list with a stranger, too early, cancelled, or of another jurisdiction', async () => {
  const { id, ani, record, marked } = await aDrill()
  const stranger = randomUUID()
  expect(
    await record([
      [ani, true],
      [stranger, true],
    ]),
  ).toEqual({ kind: 'unknown-people', ids: [stranger] })
  expect(await record([[ani, true]], { at: new Date(START.getTime() - 2 * HOUR - 1) })).toEqual({ kind: 'too-early' })
  expect(await record([[ani, true]], { jurisdiction: '32.05' })).toEqual({ kind: 'no-such-drill' })
  expect(await record([[ani, true]], { jurisdiction: '32.0' })).toEqual({ kind: 'no-such-drill' })
  expect(await attendanceOf(db, { jurisdiction: '32.05' }, id)).toBeNull()
  await db.run(sql`UPDATE drill_occurrence SET state = 'cancelled'`)
  expect(await record([[ani, true]])).toEqual({ kind: 'cancelled' })
  expect(await marked()).toEqual([
    ['Ani', 'member', null],
    ['Budi', 'member', null],
  ])
  await db.run(sql`UPDATE drill_occurrence SET state = 'missed'`)
  expect(await record([[ani, true]], { jurisdiction: '32.04' })).toMatchObject({ kind: 'recorded', changed: 1 })
})

test('a line means those invited before others, by the id of a list or a number, and may mean several', async () => {
  const { id, ani, budi, guest } = await aDrill()
  await db.run(sql`UPDATE responder SET phone_index = 'shared' WHERE id IN (${ani}, ${budi}, ${guest})`)
  await db.run(sql`UPDATE responder SET external_id = 'X', source = 'other' WHERE id = ${guest}`)
  await db.run(sql`UPDATE responder SET external_id = 'X' WHERE id = ${budi}`)
  const nobody = { externalId: null, source: null, phoneIndex: null }
  const named = await peopleNamed(db, id, [
    { ...nobody, externalId: 'Ani' },
    { ...nobody, externalId: 'X' },
    { ...nobody, externalId: 'X', source: 'other' },
    { ...nobody, phoneIndex: 'shared' },
    { ...nobody, externalId: 'X', phoneIndex: 'shared' },
    { ...nobody, externalId: 'X', phoneIndex: 'another' },
    { ...nobody, externalId: 'nobody' },
    nobody,
  ])
  expect(named).toEqual([[ani], [budi], [guest], [ani, budi].toSorted(), [budi], [], [], []])
})
