import { expect, test } from 'vitest'
import { type Needs, runOccurrence } from '../../jobs/run-occurrence.ts'
import type { Calendar } from '../../src/drills/calendar.ts'
import { occurrences } from '../../src/drills/drill-plan.ts'
import { placed } from '../../src/drills/free-time.ts'
import { START_GRACE_MS } from '../../src/drills/reminder.ts'
import { loadSites } from '../../src/store/roster.ts'
import { sql } from '../../src/store/sql.ts'
import { aProgramme } from '../drills/sample.ts'
import { BEGIN, clockAt, DAY, HOUR, openDrills } from './drill-ground.ts'

const { addPerson, addSite, db, everyOccurrence, exercises, needs, plan, timeline } = await openDrills()

const everywhere = { nameEn: 'closed', hours: null, regions: [], types: [], provisional: false } as const

/** Three weeks in which two turns meet, a day of one region, and a morning of every week in another. */
const CALENDAR: Calendar = {
  years: [2027],
  dated: [
    { ...everywhere, name: 'Tiga minggu', from: '2027-03-01', to: '2027-03-20' },
    { ...everywhere, name: 'Nyepi', from: '2027-05-31', to: '2027-06-01', regions: ['51'] },
  ],
  weekly: [
    {
      ...everywhere,
      name: 'Senin pagi',
      weekday: 1,
      hours: { fromMs: 8 * HOUR, toMs: 10 * HOUR },
      regions: ['91'],
    },
  ],
  moveWithinDays: 14,
}

const wordOf = (row: {
  readonly programmeId: string
  readonly siteCode: string
  readonly slotAt: Date
  readonly startsAt: Date
  readonly crowdedOut: boolean
}): string =>
  [row.programmeId, row.siteCode, row.slotAt.toISOString(), row.startsAt.toISOString(), row.crowdedOut].join(' ')

/** Numbers in [0, 1) that are the same in every run: a linear congruence with the constants of Numerical Recipes. */
const chance = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

test('a year with crashes, outages and two workers holds every drill once and tells everybody once', async () => {
  for (const [code, village] of [
    ['JAVA', '32.04.15.2003'],
    ['BALI', '51.03.05.2001'],
    ['PAPUA', '91.71.01.2001'],
  ] as const) {
    await addSite(code, village)
    await addPerson(`Ani ${code}`, { site: code })
  }
  await db.run(sql`UPDATE roster_version SET version = version + 1`)
  const programmes = [
    aProgramme({ id: 'mingguan', when: { kind: 'every', count: 2, unit: 'weeks', from: '2027-01-04', time: '09:00' } }),
    aProgramme({ id: 'bulanan', rehearse: 'call-out', inviteBeforeMs: 3 * DAY, remindBeforeMs: [4 * DAY, HOUR] }),
  ]
  const draw = chance(20271231)
  /** Dies before or after the call, now and then. */
  const frail =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (draw() < 0.02) throw new Error('killed before')
      const result = await call(...args)
      if (draw() < 0.02) throw new Error('killed after')
      return result
    }
  const frailNeeds: Needs = {
    ...needs,
    loadOccurrence: frail(needs.loadOccurrence),
    postExercise: frail(needs.postExercise),
    saveTurn: frail(needs.saveTurn),
    noticesPlanned: frail(needs.noticesPlanned),
  }
  const end = Date.UTC(2028, 0, 1)
  const posted = exercises.size
  let now = BEGIN.getTime()
  let plannedAt = 0
  const outages: { from: number; to: number }[] = []
  const turns: string[] = []
  while (now < end) {
    if (now - plannedAt > DAY) {
      await plan(programmes, new Date(now), CALENDAR)
      plannedAt = now
    }
    const due = await db.rows<{ id: string }>(sql`
      SELECT id FROM drill_occurrence WHERE next_action_at <= ${new Date(now)} ORDER BY next_action_at, id LIMIT 50`)
    const ran = await Promise.allSettled(
      due.flatMap(({ id }) =>
        [1, 2].map(() => runOccurrence(frailNeeds, clockAt(new Date(now)))({ occurrenceId: id })),
      ),
    )
    for (const outcome of ran) if (outcome.status === 'fulfilled') turns.push(outcome.value)
    const crashed = ran.some(({ status }) => status === 'rejected')
    if (crashed && draw() < 0.3) {
      const from = now
      now += Math.floor(draw() * 2 * DAY) // nobody is there
      outages.push({ from, to: now })
    } else {
      const [next] = await db.rows<{ at: Date | null }>(sql`SELECT min(next_action_at) AS at FROM drill_occurrence`)
      const wakeAt = Math.min(next?.at?.getTime() ?? end, plannedAt + DAY)
      now = Math.max(now + 60_000, wakeAt) + Math.floor(draw() * 120_000)
    }
  }
  expect(outages.length).toBeGreaterThan(5)
  expect(turns).toContain('already-done')

  const rows = (await everyOccurrence()).filter(({ startsAt }) => startsAt.getTime() < end - DAY)
  const sites = await loadSites(db)
  const expected = programmes.flatMap((programme) =>
    sites.flatMap((site) =>
      occurrences(programme, site, BEGIN, new Date(end))
        .map((turn) => placed(programme, site, CALENDAR, turn))
        .filter(({ startsAt }) => startsAt.getTime() < end - DAY)
        .map((place) => wordOf({ ...place, programmeId: programme.id, siteCode: site.siteCode })),
    ),
  )
  expect(rows.map((row) => wordOf({ ...row, crowdedOut: row.state === 'cancelled' })).sort()).toEqual(expected.sort())
  expect(rows.some(({ slotAt, startsAt }) => slotAt < startsAt)).toBe(true)
  // Only what the calendar leaves no time for is not held.
  expect(new Set(rows.map(({ state, reason }) => (state === 'cancelled' ? reason : state)))).toEqual(
    new Set(['done', 'missed', 'no-free-day']),
  )
  // Missed means that nobody was there when it could last have begun.
  for (const { startsAt } of rows.filter(({ state }) => state === 'missed')) {
    const lastMs = startsAt.getTime() + START_GRACE_MS
    expect(outages.some(({ from, to }) => from <= lastMs && to > lastMs)).toBe(true)
  }
  expect(rows.filter(({ state }) => state === 'done').length).toBeGreaterThan(rows.length / 3)

  // One exercise for each rehearsal that began. One whose last try died between posting and saving may end as missed.
  const rehearsed = rows.filter(({ eventId }) => eventId !== null)
  const begun = rows.filter(({ programmeId, state }) => programmeId === 'bulanan' && state === 'done')
  expect(rehearsed).toEqual(begun)
  expect(new Set(rehearsed.map(({ eventId }) => eventId)).size).toBe(begun.length)
  expect(exercises.size - posted).toBeGreaterThanOrEqual(begun.length)

  // Every message of every drill either went out once on each channel or stands in the timeline as skipped.
  for (const row of rows) {
    const sent = await db.rows<{ purpose: string; n: number }>(sql`
      SELECT purpose, count(*)::int AS n FROM notice WHERE occurrence_id = ${row.id} GROUP BY purpose`)
    expect(sent.every(({ n }) => n === 2)).toBe(true)
    const skipped = (await timeline(row.id)).filter(({ kind }) => kind === 'drill-notice-skipped')
    const told = [...sent.map(({ purpose }) => purpose), ...skipped.map(({ detail }) => detail['purpose'])]
    expect(told.sort()).toEqual(
      row.state === 'cancelled' ? [] : ['drill-invite', 'drill-reminder-1', 'drill-reminder-2'],
    )
  }
})
