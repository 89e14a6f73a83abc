import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { readinessFacts } from '../../src/store/readiness.ts'
import { loadSiteFacts } from '../../src/store/site-facts.ts'
import { siteStandings } from '../../src/store/site-standing.ts'
import { sql } from '../../src/store/sql.ts'
import { DAY, HOUR, openDrills } from './drill-ground.ts'

const { addPerson, addSite, db } = await openDrills()

const NOW = new Date('2027-04-26T03:00Z')
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY)

interface Held {
  readonly state?: string
  readonly reason?: string | null
  readonly programme?: string
}

const addDrill = async (site: string, at: Date, { state = 'done', reason = null, programme = 'gladi' }: Held = {}) => {
  const id = randomUUID()
  await db.run(sql`
    INSERT INTO drill_occurrence (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, reason,
                                  created_at)
    VALUES (${id}, ${programme}, ${site}, ${at}, ${at}, ${new Date(at.getTime() + HOUR)}, 'WIB', '{}', ${state}, ${reason},
            ${at})`)
  return id
}

const only = async (region = '') => {
  const [site, ...others] = await siteStandings(db, region, NOW)
  expect(others).toEqual([])
  return site
}

test('a site that nobody ever drilled', async () => {
  await addSite('S1', '32.04.15.2003')
  expect(await only()).toEqual({
    siteCode: 'S1',
    name: 'KSB S1',
    villageCode: '32.04.15.2003',
    zone: 'WIB',
    establishedOn: null,
    boardUntil: null,
    hasGardu: false,
    hasLumbung: false,
    pendamping: 0,
    tagana: 0,
    lastHeldAt: null,
    heldLately: 0,
    heldBefore: 0,
    notHeld: null,
    nextAt: null,
  })
})

test('drills held are counted by year, and one that was missed but had people is held', async () => {
  await addSite('S1', '32.04.15.2003')
  await addDrill('S1', daysAgo(1_000))
  await addDrill('S1', daysAgo(400))
  await addDrill('S1', daysAgo(100))
  const missed = await addDrill('S1', daysAgo(10), { state: 'missed' })
  await addDrill('S1', daysAgo(-20), { state: 'planned' })
  await addDrill('S1', daysAgo(-10), { state: 'invited', programme: 'other' })
  await addDrill('S1', daysAgo(0), { state: 'started', programme: 'now' })
  expect(await only()).toMatchObject({
    lastHeldAt: new Date(daysAgo(100).getTime() + HOUR),
    heldLately: 1,
    heldBefore: 1,
    notHeld: { programmeId: 'gladi', slotAt: daysAgo(10), state: 'missed', reason: null },
    nextAt: daysAgo(-10),
  })
  const ani = await addPerson('Ani', { site: 'S1' })
  const mark = (came: boolean) =>
    db.run(sql`
      INSERT INTO drill_attendance (occurrence_id, responder_id, came, via, at)
      VALUES (${missed}, ${ani}, ${came}, 'csv', ${NOW})
      ON CONFLICT (occurrence_id, responder_id) DO UPDATE SET came = excluded.came`)
  await mark(false)
  expect(await only()).toMatchObject({ heldLately: 1 })
  await mark(true)
  expect(await only()).toMatchObject({
    lastHeldAt: new Date(daysAgo(10).getTime() + HOUR),
    heldLately: 2,
    heldBefore: 1,
    notHeld: null,
  })
})

test.each([
  ['missed', 'found-after-its-time', true],
  ['cancelled', 'no-free-day', true],
  ['cancelled', 'real-event', true],
  ['cancelled', 'programme-changed', false],
  ['cancelled', 'programme-removed', false],
] as const)('a turn that is %s because of %s', async (state, reason, told) => {
  await addSite('S1', '32.04.15.2003')
  await addDrill('S1', daysAgo(30))
  await addDrill('S1', daysAgo(20), { state: 'cancelled', reason: 'no-free-day', programme: 'before' })
  await addDrill('S1', daysAgo(5), { state, reason })
  const { notHeld } = (await only()) ?? {}
  expect(notHeld?.programmeId).toBe(told ? 'gladi' : 'before')
})

test('who serves the village and who lives in the kecamatan, in the region that was asked for', async () => {
  await addSite('S1', '32.04.15.2003')
  await addSite('S2', '32.05.01.2001')
  const people = [
    [await addPerson('Pendamping', { kind: 'pendamping_desa' }), null, ['32.04.15.2003', '32.04.15.2004']],
    [await addPerson('Other', { kind: 'pendamping_desa' }), null, ['32.04.15.2004']],
    [await addPerson('Tagana', { kind: 'tagana' }), '32.04.15.2009', []],
    [await addPerson('Far', { kind: 'tagana' }), '32.04.16.2001', []],
  ] as const
  for (const [id, village, serves] of people)
    await db.run(sql`UPDATE responder SET village_code = ${village}, serves_codes = ${[...serves]} WHERE id = ${id}`)
  await db.run(
    sql`UPDATE site SET gardu_lng = 107.5, gardu_lat = -7.2, board_until = '2027-05-01' WHERE site_code = 'S1'`,
  )
  expect((await siteStandings(db, '', NOW)).map(({ siteCode }) => siteCode)).toEqual(['S1', 'S2'])
  expect(await only('32.04')).toMatchObject({ pendamping: 1, tagana: 1, hasGardu: true, boardUntil: '2027-05-01' })
  expect(await siteStandings(db, '32.0', NOW)).toEqual([])
  expect(await only('32.05')).toMatchObject({ siteCode: 'S2', pendamping: 0, tagana: 0 })
})

test('a drill to which fewer members came than it requires was not held, until a list says otherwise', async () => {
  await addSite('S1', '32.04.15.2003')
  const before = await addDrill('S1', daysAgo(300))
  const drill = await addDrill('S1', daysAgo(100))
  await db.run(sql`UPDATE drill_occurrence SET programme = '{"attendanceLeast": 2}' WHERE id = ${drill}`)
  const people = [await addPerson('Ani', { site: 'S1' }), await addPerson('Budi', { site: 'S1' })] as const
  const guest = await addPerson('Eko', { kind: 'pkh' })
  for (const id of people)
    await db.run(sql`INSERT INTO drill_invitee (occurrence_id, responder_id, role) VALUES (${drill}, ${id}, 'member')`)
  const mark = (id: string, came: boolean) =>
    db.run(sql`
      INSERT INTO drill_attendance (occurrence_id, responder_id, came, via, at)
      VALUES (${drill}, ${id}, ${came}, 'csv', ${NOW})
      ON CONFLICT (occurrence_id, responder_id) DO UPDATE SET came = excluded.came`)
  const lastHeld = async () => {
    const [standing, facts, readiness] = [await only(), await loadSiteFacts(db, NOW), await readinessFacts(db, '', NOW)]
    const last = standing?.lastHeldAt
    expect([facts.bySite.get('S1')?.drilledAt, readiness[0]?.lastHeldAt]).toEqual([last, last])
    return { last, lately: standing?.heldLately, notHeld: standing?.notHeld?.reason ?? null }
  }
  const [first, second] = [daysAgo(300), daysAgo(100)].map((at) => new Date(at.getTime() + HOUR))
  // Of whom nobody said anything, nobody knows that too few came.
  expect(await lastHeld()).toEqual({ last: second, lately: 2, notHeld: null })
  await mark(guest, true)
  expect(await lastHeld()).toEqual({ last: second, lately: 2, notHeld: null })
  await mark(people[0], true)
  expect(await lastHeld()).toEqual({ last: first, lately: 1, notHeld: 'too-few-came' })
  await db.run(sql`UPDATE drill_invitee SET answer = 'arrived', answered_at = ${NOW} WHERE responder_id = ${people[1]}`)
  expect(await lastHeld()).toEqual({ last: second, lately: 2, notHeld: null })
  await mark(people[1], false)
  expect(await lastHeld()).toMatchObject({ last: first })
  await db.run(sql`UPDATE drill_occurrence SET programme = '{}' WHERE id = ${drill}`)
  expect(await lastHeld()).toMatchObject({ last: second })
  await db.run(sql`UPDATE drill_occurrence SET programme = '{"attendanceLeast": 1}' WHERE id = ${before}`)
  expect(await lastHeld()).toMatchObject({ lately: 2 })
})
