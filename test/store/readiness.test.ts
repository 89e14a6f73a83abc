import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { readinessOf } from '../../src/drills/readiness.ts'
import {
  isReadinessKept,
  keepReadiness,
  readinessFacts,
  readinessHistory,
  readinessOn,
} from '../../src/store/readiness.ts'
import { sql } from '../../src/store/sql.ts'
import { aKsb } from '../drills/a-ksb.ts'
import { DAY, HOUR, openDrills } from './drill-ground.ts'

const { addPerson, addSite, db } = await openDrills()
beforeEach(() => db.run(sql`TRUNCATE readiness, contact_flag`))

const NOW = new Date('2027-04-26T03:00Z')

const addDrill = async (daysAgo: number, state = 'done') => {
  const id = randomUUID()
  const at = new Date(NOW.getTime() - daysAgo * DAY)
  await db.run(sql`
    INSERT INTO drill_occurrence (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, created_at,
                                  invited_at)
    VALUES (${id}, 'gladi', 'S1', ${at}, ${at}, ${new Date(at.getTime() + HOUR)}, 'WIB', '{}', ${state}, ${at}, ${at})`)
  return id
}
const invite = (drill: string, person: string, answer: string | null = null, role = 'member') =>
  db.run(sql`
    INSERT INTO drill_invitee (occurrence_id, responder_id, role, answer, answered_at)
    VALUES (${drill}, ${person}, ${role}, ${answer}, ${answer === null ? null : NOW})`)
const mark = (drill: string, person: string, came: boolean) =>
  db.run(sql`
    INSERT INTO drill_attendance (occurrence_id, responder_id, came, via, at)
    VALUES (${drill}, ${person}, ${came}, 'csv', ${NOW})`)

const only = async () => {
  const [facts, ...others] = await readinessFacts(db, '32.04', NOW)
  expect(others).toEqual([])
  return facts
}

test('of a new village nothing is known', async () => {
  await addSite('S1', '32.04.15.2003')
  await addSite('S2', '32.05.15.2003')
  expect(await only()).toEqual({
    siteCode: 'S1',
    name: 'KSB S1',
    villageCode: '32.04.15.2003',
    isDesa: true,
    hasGardu: false,
    hasLumbung: false,
    pendamping: 0,
    tagana: 0,
    members: 0,
    reachable: 0,
    trained: null,
    lastHeldAt: null,
    attendance: null,
    asked: 0,
    answered: 0,
  })
})

test('members, who of them can be reached, came and answered', async () => {
  await addSite('S1', '32.04.15.2003')
  const ani = await addPerson('Ani', { site: 'S1' })
  const budi = await addPerson('Budi', { site: 'S1', email: false })
  await addPerson('Citra', { site: 'S1', phone: false, email: false })
  await addPerson('Dewi', { site: 'S1', optedOutAt: NOW })
  const guest = await addPerson('Eko', { kind: 'pkh' })
  await db.run(sql`
    INSERT INTO contact_flag (responder_id, channel, contact_index, reason, since, last_at, count)
    VALUES (${budi}, 'sms', 'x', 'failed', ${NOW}, ${NOW}, 1), (${ani}, 'sms', 'y', 'failed', ${NOW}, ${NOW}, 1)`)
  expect(await only()).toMatchObject({ members: 4, reachable: 1, trained: null })

  const old = await addDrill(800)
  await mark(old, ani, true)
  const first = await addDrill(300)
  for (const person of [ani, budi]) await invite(first, person, person === ani ? 'yes' : null)
  await mark(first, ani, true)
  await mark(first, budi, true)
  const last = await addDrill(100)
  for (const person of [ani, budi]) await invite(last, person, person === budi ? 'arrived' : 'no')
  await invite(last, guest, 'yes', 'facilitator')
  await mark(last, ani, false)
  await mark(last, guest, true)
  await addDrill(20, 'missed')
  expect(await only()).toMatchObject({
    trained: 2,
    attendance: 0.5,
    asked: 4,
    answered: 3,
    lastHeldAt: new Date(NOW.getTime() - 100 * DAY + HOUR),
  })
})

test('a day is kept once, whoever keeps it, and history tells the days of change', async () => {
  await addSite('S1', '32.04.15.2003')
  const keep = (day: string, hasGardu: boolean) =>
    keepReadiness(db, day, [{ siteCode: 'S1', readiness: readinessOf(aKsb({ hasGardu }), NOW) }])
  expect(await isReadinessKept(db, '2027-04-24')).toBe(false)
  expect(await Promise.all([keep('2027-04-24', false), keep('2027-04-24', false)])).toContain(0)
  expect(await isReadinessKept(db, '2027-04-24')).toBe(true)
  expect(await keep('2027-04-24', true)).toBe(0)
  await keep('2027-04-25', false)
  await keep('2027-04-26', true)
  await keep('2027-04-28', true)
  expect(await readinessHistory(db, 'S1', 10)).toEqual([
    { day: '2027-04-26', score: 100 },
    { day: '2027-04-24', score: 95 },
  ])
  expect(await readinessHistory(db, 'S1', 1)).toHaveLength(1)
  expect(await readinessOn(db, '32.04', '2027-04-25')).toEqual(new Map([['S1', 95]]))
  expect(await readinessOn(db, '', '2027-04-27')).toEqual(new Map([['S1', 100]]))
  expect(await readinessOn(db, '32.05', '2027-04-27')).toEqual(new Map())
  expect(await readinessOn(db, '', '2027-04-23')).toEqual(new Map())
})
