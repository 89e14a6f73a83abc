import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { runCampaigns } from '../../jobs/run-campaigns.ts'
import type { Campaign } from '../../src/drills/campaign.ts'
import { timeZoneOf, UTC_OFFSET_HOURS } from '../../src/roster/region.ts'
import { keepTestAnswer } from '../../src/store/campaign-answers.ts'
import { settleCampaigns } from '../../src/store/campaign-outcomes.ts'
import { contactsThatAnswered, listTurns, notSent } from '../../src/store/campaign-views.ts'
import { enrol, openTurn, retireCampaigns, stepDue, unenrolled } from '../../src/store/campaigns.ts'
import { openDatabase } from '../../src/store/database.ts'
import { receiveMail } from '../../src/store/inbound-mail.ts'
import { expireLeases } from '../../src/store/notices.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { NO_CALENDAR } from '../drills/sample.ts'
import { freshDatabase } from '../support/database.ts'
import { emptyTables } from '../support/empty-tables.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const BEGIN = new Date('2027-02-01T00:00Z')

const url = await freshDatabase()
/** Two processes, each with connections of its own. */
const processes = [1, 2].map((nth) => openDatabase({ url, max: 3, name: `campaigns ${nth}`, onError: () => undefined }))
afterAll(async () => {
  for (const process of processes) await process.close()
})
const db = processes[0] ?? openDatabase({ url, max: 3, name: 'campaigns', onError: () => undefined })

const CAMPAIGN: Campaign = {
  id: 'tes',
  type: 'contact-test',
  audience: { kinds: ['ksb_member'], region: null, sites: null },
  every: { count: 14, unit: 'days' },
  from: '2027-02-01',
  until: null,
  window: { fromMs: 9 * HOUR, toMs: 16 * HOUR },
  spreadDays: 5,
  answerWithinMs: DAY,
  messages: [],
}

const run = (process: typeof db, campaigns: readonly Campaign[], now: Date, calendar = NO_CALENDAR) =>
  runCampaigns(
    {
      plans: async () => ({ campaigns, calendar }),
      retireCampaigns: (keep, at) => retireCampaigns(process, keep, at),
      openTurn: (campaign, turn, at) => openTurn(process, campaign, turn, at),
      unenrolled: (campaign, turn, limit) => unenrolled(process, campaign, turn, limit),
      enrol: (id, turn, people, at) => enrol(process, id, turn, people, at),
      settleCampaigns: (at) => settleCampaigns(process, at),
      stepDue: (days, at, limit) => stepDue(process, days, () => 'BPBD Kab. Contoh', at, limit),
      noticesPlanned: async () => undefined,
    },
    { now: () => now },
  )()

const REGENCIES = ['32.04', '51.03', '94.71']

const addPerson = async (nth: number, changes: { channels?: readonly string[]; site?: string | null } = {}) => {
  const id = randomUUID()
  const { channels = ['sms'], site = null } = changes
  await db.run(sql`
    INSERT INTO responder (id, source, external_id, name, kind, regency_code, site_code, lng, lat, accuracy_m, landmass, language,
                           synthetic, updated_at, channels, serves_codes, skills, phone_sealed, phone_index)
    VALUES (${id}, 'test', ${`p${nth}`}, ${`p${nth}`}, 'ksb_member', ${REGENCIES[nth % 3] ?? ''}, ${site}, 107.5, -7.2, 100, 1,
            'id', true, ${new Date('2026-01-01T00:00Z')}, ${channels}, '{}', '{}', ${Buffer.from('sealed')}, ${`p${nth}`})`)
  return id
}

beforeEach(() =>
  emptyTables(db, [
    'campaign_turn',
    'campaign_recipient',
    'education_opt_out',
    'contact_flag',
    'notice',
    'answer',
    'responder',
    'site',
  ]),
)

/** What a sender does: it takes what is due and not too late, where the gateway is up. */
const send = (now: Date): Promise<number> =>
  db.run(sql`
    UPDATE notice SET state = 'accepted', sending_at = ${now}, accepted_at = ${now}
     WHERE state = 'planned' AND due_at <= ${now} AND expires_at > ${now}`)

test('whatever ticks when, however often, nobody is written to twice in a turn and nobody is left out while it lasts', async () => {
  const tick = fc.record({
    afterMs: fc.integer({ min: 1, max: 20 * HOUR }),
    processes: fc.integer({ min: 1, max: 2 }),
    gatewayUp: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(tick, { minLength: 5, maxLength: 25 }), async (ticks) => {
      await db.run(sql`TRUNCATE campaign_turn, campaign_recipient, contact_flag, notice, responder`)
      for (let nth = 0; nth < 9; nth += 1) await addPerson(nth)
      let now = BEGIN
      const look = async (count: number, up: boolean): Promise<void> => {
        await expireLeases(db, now)
        await Promise.all(processes.slice(0, count).map((process) => run(process, [CAMPAIGN], now)))
        if (up) await send(now)
      }
      for (const { afterMs, processes: count, gatewayUp } of ticks) {
        now = new Date(now.getTime() + afterMs)
        await look(count, gatewayUp)
      }
      // From here on all is well: what is left of this turn is enough for everybody who still waits.
      const last = (await listTurns(db, { campaignId: 'tes', jurisdiction: '', limit: 1 }))[0]
      if (last === undefined) return
      const isEarly = last.endsAt.getTime() - now.getTime() > 8 * DAY
      const stop = new Date(last.endsAt.getTime() - HOUR)
      while (now < stop) {
        now = new Date(Math.min(stop.getTime(), now.getTime() + 5 * HOUR))
        await look(2, true)
      }
      const twice = await db.rows(sql`
        SELECT campaign_id, campaign_turn, responder_id FROM notice WHERE sending_at IS NOT NULL
         GROUP BY 1, 2, 3 HAVING count(*) > 1`)
      expect(twice).toEqual([])
      const rows = await db.rows<{ turn: number; state: string }>(
        sql`SELECT turn, state FROM campaign_recipient WHERE turn = ${last.turn}`,
      )
      expect(rows).toHaveLength(9)
      if (isEarly) for (const { state } of rows) expect(['sent', 'silent']).toContain(state)
      const night = await db.rows<{ at: Date; regency: string }>(sql`
        SELECT n.sending_at AS at, r.regency_code AS regency FROM notice n JOIN responder r ON r.id = n.responder_id
         WHERE n.sending_at IS NOT NULL`)
      for (const { at, regency } of night) {
        const hour = new Date(at.getTime() + UTC_OFFSET_HOURS[timeZoneOf(regency)] * HOUR).getUTCHours()
        expect(hour >= 9 && hour < 16).toBe(true)
      }
    }),
    { numRuns: 8 },
  )
})

const firstTurn = async (campaign = CAMPAIGN): Promise<Date> => {
  let now = BEGIN
  for (let hour = 0; hour < 6 * 24; hour += 3) {
    now = new Date(BEGIN.getTime() + hour * HOUR)
    await run(db, [campaign], now)
    await send(now)
  }
  return now
}

test('of a site’s people those who were tested are counted, and those of them who answered', async () => {
  const people = await Promise.all([0, 3, 6].map((nth) => addPerson(nth, { site: 'KSB-1' })))
  await addPerson(9, { site: 'KSB-2', channels: [] })
  const patient = { ...CAMPAIGN, answerWithinMs: 7 * DAY }
  const now = await firstTurn(patient)
  // All have time left to answer.
  expect(await contactsThatAnswered(db, BEGIN)).toEqual([])
  const [one = ''] = people
  expect(await keepTestAnswer(db, { campaignId: 'tes', turn: 0, responderId: one }, { via: 'sms', at: now })).toBe(true)
  expect(await keepTestAnswer(db, { campaignId: 'tes', turn: 0, responderId: one }, { via: 'sms', at: now })).toBe(
    false,
  )
  await run(db, [patient], new Date(now.getTime() + 7 * DAY))
  expect(await contactsThatAnswered(db, BEGIN)).toEqual([{ siteCode: 'KSB-1', asked: 3, answered: 1 }])
  expect(await contactsThatAnswered(db, new Date(now.getTime() + DAY))).toEqual([])
  expect(await notSent(db, { campaignId: 'tes', turn: 0, jurisdiction: '32' })).toEqual([
    { state: 'skipped', reason: 'no-contact', people: 1 },
  ])
  expect(await notSent(db, { campaignId: 'tes', turn: 0, jurisdiction: '33' })).toEqual([])
})

test('a campaign that is removed ends at once: what waits is told why, what was planned is taken back', async () => {
  for (let nth = 0; nth < 6; nth += 1) await addPerson(nth)
  let now = BEGIN
  for (let planned = 0; planned === 0; now = new Date(now.getTime() + HOUR)) planned = await run(db, [CAMPAIGN], now)
  await run(db, [], now)
  await run(db, [], new Date(now.getTime() + 1))
  const states = await db.rows<{ state: string; reason: string }>(
    sql`SELECT DISTINCT state, reason FROM campaign_recipient`,
  )
  expect(states).toEqual([{ state: 'skipped', reason: 'campaign-removed' }])
  expect(await db.rows(sql`SELECT DISTINCT state, reason FROM notice`)).toEqual([
    { state: 'cancelled', reason: 'campaign removed' },
  ])
})

test('what a gateway refuses reached nobody, and whoever left the roster is not written to', async () => {
  const atOnce = { ...CAMPAIGN, spreadDays: 1 }
  await addPerson(0)
  const gone = await addPerson(1)
  await run(db, [atOnce], BEGIN)
  await db.run(sql`DELETE FROM responder WHERE id = ${gone}`)
  await db.run(sql`UPDATE campaign_recipient SET due_at = ${BEGIN}`)
  const noon = new Date('2027-02-01T05:00Z')
  await run(db, [atOnce], noon)
  await db.run(
    sql`UPDATE notice SET state = 'refused', reason = 'bad number', ended_at = ${noon}, sending_at = ${noon}`,
  )
  await run(db, [atOnce], noon)
  const rows = await db.rows(sql`SELECT state, reason FROM campaign_recipient ORDER BY state`)
  expect(rows).toEqual([
    { state: 'skipped', reason: 'left-roster' },
    { state: 'unreached', reason: 'refused' },
  ])
})

test('a notice of a campaign can be neither real nor of a call-out as well', async () => {
  const id = await addPerson(0)
  const insert = (mode: string, turn: number | null) =>
    db.run(sql`
      INSERT INTO notice (id, campaign_id, campaign_turn, responder_id, channel, purpose, wave, mode, priority, state, ref,
                          fields, due_at, planned_at)
      VALUES (${randomUUID()}, 'tes', ${turn}, ${id}, 'sms', 'campaign-education', 0, ${mode}, 8, 'planned', ${randomUUID()},
              '{}', ${BEGIN}, ${BEGIN})`)
  await expect(insert('actual', 0)).rejects.toThrow(/notice_campaign/)
  await expect(insert('exercise', null)).rejects.toThrow(/notice_campaign/)
  expect(await insert('exercise', 0)).toBe(1)
  await expect(insert('exercise', 0)).rejects.toThrow(/notice_campaign_key/)
})

test('a mail answers a test, but not sooner than anybody could read; STOP INFO by mail ends advice alone', async () => {
  const id = await addPerson(0, { channels: ['email'] })
  await db.run(sql`UPDATE responder SET email_sealed = phone_sealed, email_index = 'mail' WHERE id = ${id}`)
  const atOnce = { ...CAMPAIGN, spreadDays: 1 }
  await run(db, [atOnce], BEGIN)
  const noon = new Date('2027-02-01T05:00Z')
  await db.run(sql`UPDATE campaign_recipient SET due_at = ${noon}`)
  await run(db, [atOnce], noon)
  await send(noon)
  const [sent = { ref: '' }] = await db.rows<{ ref: string }>(sql`SELECT ref FROM notice WHERE channel = 'email'`)
  const mailed = async (text: string, afterMs: number) => {
    const receivedAt = new Date(noon.getTime() + afterMs)
    const mail = {
      id: randomUUID(),
      serial: null,
      refs: [sent.ref],
      from: null,
      kind: 'reply',
      text,
      receivedAt,
    } as const
    const { outcome, reason } = await receiveMail(db, createSeal('s'.repeat(32)), mail, () => 'BPBD')
    return { outcome, reason }
  }
  const stateNow = async () => (await db.rows<{ state: string }>(sql`SELECT state FROM campaign_recipient`))[0]?.state
  expect(await mailed('1', 1_000)).toEqual({ outcome: 'answered', reason: 'weak' })
  expect(await stateNow()).toBe('sent')
  expect(await mailed('1', 60_000)).toEqual({ outcome: 'answered', reason: 'contact test' })
  expect(await stateNow()).toBe('answered')
  expect(await mailed('stop info', 120_000)).toEqual({ outcome: 'answered', reason: 'education stopped' })
  expect(await db.rows(sql`SELECT via FROM education_opt_out`)).toEqual([{ via: 'mail' }])
  await mailed('stop info', 130_000)
  const noted = sql`SELECT channel, state, reason FROM notice WHERE purpose = 'stop-info-noted' ORDER BY serial`
  expect(await db.rows(noted)).toEqual([
    { channel: 'email', state: 'planned', reason: null },
    { channel: 'email', state: 'cancelled', reason: 'withdrawn before' },
  ])
  expect(await db.rows(sql`SELECT opted_out_at AS at FROM responder`)).toEqual([{ at: null }])
})
