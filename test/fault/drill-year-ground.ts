import { randomUUID } from 'node:crypto'
import type { Calendar } from '../../src/drills/calendar.ts'
import type { DrillProgramme } from '../../src/drills/drill-plan.ts'
import type { Database } from '../../src/store/database.ts'
import { sql } from '../../src/store/sql.ts'
import type { ClosedDays, OracleProgramme, OracleSite, YearLeft } from './drill-oracle.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
export const FROM = Date.UTC(2027, 0, 1)

const day = (text: string): number => Date.parse(`${text}T00:00Z`)
const REGENCIES = [
  { regency: '32.04', utcHours: 7 },
  { regency: '51.03', utcHours: 8 },
  { regency: '91.71', utcHours: 9 },
] as const

export const sitesFor = (perZone: number): readonly OracleSite[] =>
  REGENCIES.flatMap((region) =>
    Array.from({ length: perZone }, (_, nth) => ({ ...region, code: `S-${region.regency}-${nth + 1}` })),
  )

export const CLOSED: readonly ClosedDays[] = [
  { first: day('2027-03-08'), last: day('2027-03-12'), region: null },
  { first: day('2027-06-07'), last: day('2027-06-07'), region: '51' },
  // To the Monday itself: else the turn of the week before is held on it, an hour before that day's own.
  { first: day('2027-09-06'), last: day('2027-09-27'), region: null },
]

const textOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

export const CALENDAR: Calendar = {
  years: [2027],
  dated: CLOSED.map(({ first, last, region }) => ({
    ...{ name: 'Tutup', nameEn: 'closed', hours: null, types: [], provisional: false },
    ...{ from: textOf(first), to: textOf(last), regions: region === null ? [] : [region] },
  })),
  weekly: [],
  moveWithinDays: 14,
}

const every = { type: 'gladi-posko', hazard: 'flood', sites: { kind: 'filter' }, zone: 'site', team: {} } as const
export const PROGRAMMES: readonly DrillProgramme[] = [
  {
    ...every,
    id: 'mingguan',
    when: { kind: 'every', count: 1, unit: 'weeks', from: '2027-01-04', time: '09:00' },
    durationMs: HOUR,
    closedDays: 'move',
    inviteBeforeMs: 2 * DAY,
    remindBeforeMs: [DAY, 2 * HOUR],
    remindBy: [null, 'sms'],
    rehearse: 'none',
  },
  {
    ...every,
    id: 'bulanan',
    when: { kind: 'every', count: 1, unit: 'months', from: '2027-01-15', time: '14:00' },
    durationMs: 2 * HOUR,
    closedDays: 'move',
    inviteBeforeMs: 7 * DAY,
    remindBeforeMs: [3 * DAY, DAY, HOUR],
    remindBy: ['email', null, null],
    rehearse: 'call-out',
  },
]

/** The same two as the oracle reads them: by the calendar on the wall. */
export const ORACLE: readonly OracleProgramme[] = [
  {
    id: 'mingguan',
    days: Array.from({ length: 60 }, (_, nth) => day('2027-01-04') + nth * 7 * DAY),
    atMs: 9 * HOUR,
    inviteMs: 2 * DAY,
    reminders: [
      { beforeMs: DAY, channel: null },
      { beforeMs: 2 * HOUR, channel: 'sms' },
    ],
    rehearses: false,
  },
  {
    id: 'bulanan',
    days: Array.from({ length: 14 }, (_, nth) => Date.UTC(2027, nth, 15)),
    atMs: 14 * HOUR,
    inviteMs: 7 * DAY,
    reminders: [
      { beforeMs: 3 * DAY, channel: 'email' },
      { beforeMs: DAY, channel: null },
      { beforeMs: HOUR, channel: null },
    ],
    rehearses: true,
  },
]

export const people = async (db: Database, sites: readonly OracleSite[]): Promise<void> => {
  const at = new Date(FROM)
  const sealed = Buffer.from('sealed')
  for (const [nth, { code, regency }] of sites.entries()) {
    await db.run(sql`
      INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
      VALUES (${code}, ${`KSB ${code}`}, ${`${regency}.01.${2001 + nth}`}, 107.5, -7.2, 100, 1, ARRAY['flood'], true, ${at})`)
    for (const [name, channels] of [
      ['both', ['sms', 'email']],
      ['phone', ['sms']],
    ] as const)
      await db.run(sql`
        INSERT INTO responder (id, source, external_id, name, kind, regency_code, site_code, lng, lat, accuracy_m, landmass,
                               language, synthetic, updated_at, channels, serves_codes, skills, phone_sealed, phone_index,
                               email_sealed, email_index)
        VALUES (${randomUUID()}, 'test', ${`${code} ${name}`}, ${name}, 'ksb_member', ${regency}, ${code}, 107.5, -7.2, 100,
                1, 'id', true, ${at}, ${[...channels]}, '{}', '{}', ${sealed}, ${`${code} ${name}`},
                ${name === 'both' ? sealed : null}, ${name === 'both' ? `${code} ${name}` : null})`)
  }
  await db.run(sql`UPDATE roster_version SET version = version + 1`)
}

export const readLeft = async (db: Database): Promise<Omit<YearLeft, 'looks'>> => {
  const held = await db.rows<{
    id: string
    p: string
    s: string
    slot: Date
    starts: Date
    state: string
    e: string | null
  }>(
    sql`SELECT id, programme_id AS p, site_code AS s, slot_at AS slot, starts_at AS starts, state, event_id AS e
          FROM drill_occurrence`,
  )
  return {
    held: held.map((row) => ({
      ...{ id: row.id, programmeId: row.p, siteCode: row.s, state: row.state, eventId: row.e },
      ...{ slotAt: row.slot.getTime(), startsAt: row.starts.getTime() },
    })),
    messages: await db.rows(sql`
      SELECT n.occurrence_id AS "occurrenceId", n.purpose, r.name AS responder, n.channel
        FROM notice n JOIN responder r ON r.id = n.responder_id ORDER BY n.serial`),
    skipped: await db.rows(sql`
      SELECT occurrence_id AS "occurrenceId", detail ->> 'purpose' AS purpose FROM timeline_entry
       WHERE kind = 'drill-notice-skipped' ORDER BY id`),
  }
}

/** Takes the first drill that was held, and the first reminder of another, out of what was left; or enters them twice. */
export const spoil = (left: Omit<YearLeft, 'looks'>, how: 'lose' | 'double' | undefined): Omit<YearLeft, 'looks'> => {
  const drill = left.held.find(({ state }) => state === 'done')
  const reminder = left.messages.find(
    ({ purpose, occurrenceId }) => purpose.startsWith('drill-reminder') && occurrenceId !== drill?.id,
  )
  if (how === undefined || drill === undefined || reminder === undefined) return left
  return how === 'lose'
    ? {
        ...left,
        held: left.held.filter((one) => one !== drill),
        messages: left.messages.filter((one) => one !== reminder),
      }
    : { ...left, held: [...left.held, { ...drill, id: 'twice' }], messages: [...left.messages, reminder] }
}
