import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { claimNotices, type Puller } from '../../src/store/claims.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { registerGateways } from '../../src/store/gateways.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'

const NOW = new Date('2026-11-22T06:30:00Z')
const url = await freshDatabase()
/** Each stands for a process: nothing but the rows is shared. */
const [one, other] = [1, 2].map((nth) => openDatabase({ url, max: 4, name: `p${nth}`, onError: () => undefined })) as [
  Database,
  Database,
]
const seal = createSeal('a secret for the tests of budgets, long enough')
afterAll(() => Promise.all([one.close(), other.close()]))

const plan = (mode: string, count: number, priority: number, channel = 'sms') =>
  one.run(sql`
    INSERT INTO notice (id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at, planned_at)
    SELECT gen_random_uuid(), gen_random_uuid(), ${channel}, 'call-out', 0, ${mode}, ${priority}, 'planned',
           gen_random_uuid(), '{}', ${NOW}, ${NOW} FROM generate_series(1, ${count}::int)`)

beforeEach(async () => {
  await one.run(sql`DELETE FROM notice`)
  await one.run(sql`DELETE FROM gateway`)
  await registerGateways(one, [{ name: 'g', channel: 'sms' }])
})

const puller = (lane: Puller['lane'], more: Partial<Puller> = {}): Puller => ({
  lane,
  channel: 'sms',
  gateway: 'g',
  perSecond: 10,
  burst: 2,
  ...more,
})

const claimAt = async (ms: number, of: Puller, limit = 10, db = one): Promise<[number, number | null]> => {
  const now = new Date(NOW.getTime() + ms)
  const { notices, againInMs } = await claimNotices(db, seal, of, limit, now, new Date(now.getTime() + 10_000))
  return [notices.length, againInMs]
}

test('a gateway with a rate gives its burst, then no more than the rate, whoever asks and whenever a process began', async () => {
  await plan('actual', 20, 0)
  const live = puller('live')
  expect(await claimAt(0, live)).toEqual([2, 100])
  expect(await claimAt(40, live, 10, other)).toEqual([0, 60])
  expect(await claimAt(100, live, 10, other)).toEqual([1, 100])
  // A process that has just begun, or comes with its clock behind, starts no new budget.
  await registerGateways(other, [{ name: 'g', channel: 'sms' }])
  expect(await claimAt(90, live)).toEqual([0, 110])
  // A pause saves up no more than the burst; a claim that wants less leaves the rest.
  expect(await claimAt(9_000, live, 1)).toEqual([1, null])
  expect(await claimAt(9_000, live)).toEqual([1, 100])
})

test('without a rate, or for less than there is budget for, a claim gets all that is due and no time to come again', async () => {
  await plan('actual', 3, 0)
  expect(await claimAt(0, puller('live', { perSecond: null }), 2)).toEqual([2, null])
  expect(await claimAt(0, puller('live'))).toEqual([1, null])
  expect(await claimAt(0, puller('live'))).toEqual([0, null])
})

test('while a real message waits for budget an exercise gets none, in whatever process, and a second later it does', async () => {
  await plan('exercise', 50, 5)
  await plan('actual', 4, 0)
  const [live, exercise] = [puller('live'), puller('exercise')]
  expect(await claimAt(0, exercise, 1)).toEqual([1, null])
  expect(await claimAt(0, live)).toEqual([1, 100])
  expect(await claimAt(200, exercise, 10, other)).toEqual([0, 200])
  expect(await claimAt(200, live)).toEqual([2, 100])
  expect(await claimAt(300, live)).toEqual([1, null])
  expect(await claimAt(900, exercise)).toEqual([0, 200])
  expect(await claimAt(1_300, exercise)).toEqual([2, 100])
})

test('the most urgent are taken first, and what a gateway could not take is left to the others until its time', async () => {
  await plan('actual', 1, 2)
  await plan('actual', 1, 0)
  const { notices } = await claimNotices(one, seal, puller('live', { perSecond: null }), 1, NOW, NOW)
  const [row] = await one.rows<{ priority: number }>(sql`SELECT priority FROM notice WHERE state = 'claimed'`)
  expect(row?.priority).toBe(0)
  await one.run(sql`
    UPDATE notice SET state = 'planned', lease_until = NULL, gateway = 'g',
                      elsewhere_until = ${new Date(NOW.getTime() + 2_000)} WHERE id = ${notices[0]?.id}`)
  const idsFor = async (gateway: string, ms: number) => {
    const now = new Date(NOW.getTime() + ms)
    const claimed = await claimNotices(one, seal, puller('live', { gateway, perSecond: null }), 1, now, now)
    await one.run(sql`UPDATE notice SET state = 'planned', lease_until = NULL WHERE state = 'claimed'`)
    return claimed.notices[0]?.id
  }
  expect(await idsFor('g', 1_999)).not.toBe(notices[0]?.id)
  expect(await idsFor('h', 0)).toBe(notices[0]?.id)
  expect(await idsFor('g', 2_000)).toBe(notices[0]?.id)
})

test('four senders of two processes use at least 98 % of the rate, and never exceed it and its burst in any stretch of time', async () => {
  const [perSecond, burst, forMs] = [200, 40, 3_000]
  await plan('actual', 2_000, 0)
  const begin = Date.now()
  const taken: number[] = []
  const sender = async (db: Database): Promise<void> => {
    for (;;) {
      const now = new Date()
      if (now.getTime() - begin > forMs) return
      const of = puller('live', { perSecond, burst })
      const { notices, againInMs } = await claimNotices(db, seal, of, 10, now, new Date(now.getTime() + 60_000))
      taken.push(...notices.map(() => now.getTime()))
      await pause(againInMs ?? 0)
    }
  }
  await Promise.all([sender(one), sender(one), sender(other), sender(other)])
  expect(taken.length).toBeGreaterThanOrEqual(0.98 * perSecond * (forMs / 1_000))
  taken.sort((a, b) => a - b)
  for (const windowMs of [50, 250, 1_000])
    for (const [first, from] of taken.entries()) {
      const within = taken.slice(first).filter((at) => at - from < windowMs).length
      if (within > burst + Math.ceil((windowMs / 1_000) * perSecond)) throw new Error(`${within} within ${windowMs} ms`)
    }
  const claimed = await one.rows<{ id: string }>(sql`SELECT id FROM notice WHERE state = 'claimed'`)
  expect(claimed).toHaveLength(taken.length)
})

test('a gateway keeps its row and its budget when it is registered again, under another channel too', async () => {
  await plan('actual', 9, 0)
  expect(await claimAt(0, puller('live'))).toEqual([2, 100])
  await registerGateways(one, [{ name: 'g', channel: 'email' }])
  expect(await one.rows(sql`SELECT channel, granted FROM gateway`)).toEqual([{ channel: 'email', granted: 2 }])
  expect(await claimAt(0, puller('live'))).toEqual([0, 100])
})

test('an instant that a clock wrote which was an hour ahead stops a gateway for a second, and an exercise not at all', async () => {
  await plan('exercise', 30, 5)
  const ahead = NOW.getTime() + 3_600_000
  await one.run(sql`UPDATE gateway SET free_at_ms = ${ahead}::float8, live_until_ms = ${ahead}::float8`)
  const exercise = puller('exercise')
  expect(await claimAt(0, exercise)).toEqual([0, 1_100])
  expect(await claimAt(500, exercise)).toEqual([0, 600])
  expect(await claimAt(1_100, exercise)).toEqual([1, 100])
})
