import { expect, test } from 'vitest'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import { keepAnswer } from '../../src/store/answers.ts'
import { type CallContext, insertCallNotices } from '../../src/store/calls.ts'
import { claimNotices } from '../../src/store/claims.ts'
import { hastenTries, passOnFailures } from '../../src/store/fallback.ts'
import { dueNotices } from '../../src/store/notices.ts'
import { outcomesOf } from '../../src/store/outcome-views.ts'
import { saveSites } from '../../src/store/register.ts'
import { sql } from '../../src/store/sql.ts'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { after, NOW, openOutcomes } from './outcome-ground.ts'

const ground = await openOutcomes()
const { db, seal, called, notice } = ground

const contextOf = (mode: CallContext['mode'] = 'actual'): CallContext => ({
  callOutId: ground.callOutId() as CallOutId,
  mode,
  fields: { place: 'Warnasari' },
  fieldsByThread: {},
  fieldsOfShift: {},
  ackDeadlineMs: 600_000,
  asksFirst: () => false,
  eventExpiresAt: null,
})

/** Plans the call of these people; the channels of each have `pauseMs` before the next. */
const plan = async (ids: readonly string[], pauseMs = 90_000, mode: CallContext['mode'] = 'actual') => {
  await db.run(sql`UPDATE call_out SET channel_pause_ms = ${pauseMs}, mode = ${mode}`)
  return insertCallNotices(db, contextOf(mode), ids, NOW)
}

/** Each message: channel, state, seconds from the plan until it is due, why, and what came after it. */
const tries = async (): Promise<readonly string[]> => {
  const rows = await db.rows<{
    channel: string
    state: string
    due: number
    because: string | null
    passed: string | null
  }>(
    sql`SELECT channel, state, extract(epoch FROM due_at - ${NOW}::timestamptz)::int AS due, because, passed_on AS passed
          FROM notice ORDER BY serial`,
  )
  return rows.map(({ channel, state, due, because, passed }) =>
    [channel, state, due, because, passed].filter((part) => part !== null).join(' '),
  )
}

const ends = (channel: string, state: string, at = after(20)) =>
  db.run(sql`
    UPDATE notice SET state = ${state}, reason = 'word of the gateway', tries = 1, ended_at = ${at}
     WHERE channel = ${channel} AND state = 'planned'`)

const EMAIL = { lane: 'live', channel: 'email', gateway: 'email', perSecond: null, burst: 1 } as const
const claim = (seconds: number) => claimNotices(db, seal, EMAIL, 10, after(seconds), after(seconds + 10))

const answer = (responderId: string, word: 'yes' | 'no', weakBecause: string | null = null) =>
  db.transact((connection) =>
    keepAnswer(connection, {
      callOutId: ground.callOutId(),
      responderId,
      noticeId: null,
      answer: word,
      via: 'sms',
      weakBecause,
      at: after(30),
    }),
  )

test('the second channel waits its turn in a row, behind first alerts, and is due after the pause', async () => {
  await plan([await called('R-0001', { mail: true }), await called('R-0002')])
  expect(await tries()).toEqual(['sms planned 0', 'email planned 90 silence', 'sms planned 0'])
  expect(await db.rows(sql`SELECT DISTINCT priority, turn FROM notice ORDER BY 1`)).toEqual([
    { priority: 0, turn: 1 },
    { priority: 1, turn: 2 },
  ])
  expect(await dueNotices(db, 'live', after(89), 10)).toBe(2)
  expect((await claim(89)).notices).toEqual([])
  // Two workers at the instant that it is due: one of them has it.
  const both = await Promise.all([claim(90), claim(90)])
  expect(both.flatMap(({ notices }) => notices).length).toBe(1)
})

test('the order is that of the register in an exercise; in a live order the telephone does not wait for the mail', async () => {
  const id = await called('R-0001', { mail: true })
  await ground.save({ ...aTagana('R-0001', { mail: true }), channels: ['email', 'sms'] })
  await plan([id], 90_000, 'exercise')
  expect(await tries()).toEqual(['email planned 0', 'sms planned 90 silence'])
  await db.run(sql`DELETE FROM notice`)
  await plan([id])
  expect(await tries()).toEqual(['email planned 0', 'sms planned 0'])
})

test('without a pause all channels go at once', async () => {
  await plan([await called('R-0001', { mail: true })], 0)
  expect(await tries()).toEqual(['sms planned 0', 'email planned 0'])
})

test('an event that comes to threaten life sends what waits at once', async () => {
  await plan([await called('R-0001', { mail: true })])
  await hastenTries(db, contextOf().callOutId, after(10))
  expect(await tries()).toEqual(['sms planned 0', 'email planned 10 urgent'])
})

test('an answer by any channel cancels the tries that are left; a weak one and a receipt do not', async () => {
  const id = await called('R-0001', { mail: true })
  await plan([id])
  await ends('sms', 'delivered')
  await answer(id, 'yes', 'too fast')
  await passOnFailures(db, after(31))
  expect(await tries()).toEqual(['sms delivered 0', 'email planned 90 silence'])
  await answer(id, 'no')
  expect(await tries()).toEqual(['sms delivered 0', 'email cancelled 90 silence'])
  const [row] = await db.rows<{ reason: string }>(sql`SELECT reason FROM notice WHERE channel = 'email'`)
  expect(row?.reason).toBe('answered before it left')
})

test.each(['failed', 'refused'])('a call that is %s goes out on the next channel at once', async (state) => {
  await plan([await called('R-0001', { mail: true })])
  await ends('sms', state)
  expect(await passOnFailures(db, after(21))).toBe(1)
  expect(await tries()).toEqual([`sms ${state} 0 email`, `email planned 21 ${state}`])
  expect(await ground.timeline()).toEqual([{ kind: 'next-channel', detail: { because: state, notices: 1 } }])
  // Once: also when that one fails too.
  expect(await passOnFailures(db, after(22))).toBe(0)
  await ends('email', 'failed', after(30))
  expect(await passOnFailures(db, after(31))).toBe(0)
  expect(await tries()).toEqual([`sms ${state} 0 email`, `email failed 21 ${state} no-other-channel`])
  expect(await outcomesOf(db, ground.callOutId())).toMatchObject({ onNextChannel: 1, nowhereElse: 1 })
})

test('an exercise falls back as a real call does, and stays an exercise', async () => {
  await plan([await called('R-0001', { mail: true })], 90_000, 'exercise')
  await ends('sms', 'refused')
  await passOnFailures(db, after(21))
  expect(await db.rows(sql`SELECT channel, mode, priority, because FROM notice ORDER BY serial`)).toEqual([
    { channel: 'sms', mode: 'exercise', priority: 5, because: null },
    { channel: 'email', mode: 'exercise', priority: 5, because: 'refused' },
  ])
})

test('whoever has one channel stays with it, and the row says so', async () => {
  await plan([await called('R-0001')])
  await ends('sms', 'refused')
  expect(await passOnFailures(db, after(21))).toBe(0)
  expect(await tries()).toEqual(['sms refused 0 no-other-channel'])
})

test('what an earlier wave tried does not count: in this one the mail is next', async () => {
  const id = await called('R-0001', { mail: true })
  await notice(id, { channel: 'email' })
  await notice(id, { channel: 'sms' })
  await db.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at,
                        planned_at, ended_at, tries)
    SELECT gen_random_uuid(), call_out_id, responder_id, 'sms', purpose, 2, mode, 1, 'failed', 'kn-second', fields,
           ${after(60)}, ${after(60)}, ${after(61)}, 8 FROM notice WHERE channel = 'sms'`)
  expect(await passOnFailures(db, after(62))).toBe(1)
  expect((await tries()).slice(2)).toEqual(['sms failed 60 email', 'email planned 62 failed'])
})

test('whom a stand-down does not reach by phone is told by mail', async () => {
  const id = await called('R-0001', { mail: true })
  await notice(id, { channel: 'sms' })
  await db.run(sql`UPDATE call_out_responder SET stood_down_at = ${NOW}`)
  await db.run(sql`UPDATE call_out SET status = 'stood-down'`)
  await notice(id, { purpose: 'stand-down', state: 'failed', endedAt: NOW })
  expect(await passOnFailures(db, after(1))).toBe(1)
  expect((await ground.all()).at(-1)).toMatchObject({ purpose: 'stand-down', channel: 'email', state: 'planned' })
})

test.each([
  ['answered', sql`UPDATE call_out_responder SET answer = 'no', answered_at = ${NOW}`],
  ['stood-down', sql`UPDATE call_out_responder SET stood_down_at = ${NOW}`],
  ['call-out-over', sql`UPDATE call_out SET status = 'closed'`],
  ['too-late', sql`UPDATE notice SET expires_at = ${NOW}`],
  ['consent-withdrawn', sql`UPDATE responder SET opted_out_at = ${NOW}`],
  ['not-a-call', sql`UPDATE notice SET purpose = 'drill-invite'`],
  ['mode-test', sql`UPDATE notice SET mode = 'test'`],
])('nothing more is tried, and the row says why: %s', async (why, happens) => {
  await notice(await called('R-0001', { mail: true }), { state: 'failed', endedAt: NOW })
  await db.run(happens)
  expect(await passOnFailures(db, after(1))).toBe(0)
  expect(await tries()).toEqual([`sms failed 0 ${why}`])
})

test('news that failed are passed on only while they are the newest', async () => {
  const id = await called('R-0001', { mail: true })
  await notice(id, { purpose: 'correction', state: 'failed', endedAt: NOW })
  await notice(id, { purpose: 'raised', state: 'failed', endedAt: NOW })
  await db.run(sql`UPDATE notice SET planned_at = ${after(5)} WHERE purpose = 'raised'`)
  expect(await passOnFailures(db, after(6))).toBe(1)
  expect(await tries()).toEqual(['sms failed 0 newer-news', 'sms failed 0 email', 'email planned 6 failed'])
})

test('many workers pass each failure on once', async () => {
  for (const nth of [1, 2, 3, 4, 5, 6]) await plan([await called(`R-000${nth}`, { mail: nth % 2 === 0 })])
  await ends('sms', 'failed')
  const counts = await Promise.all([1, 2, 3, 4].map(() => passOnFailures(db, after(21))))
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(3)
  expect((await tries()).filter((line) => line.startsWith('email'))).toEqual(
    Array.from({ length: 3 }, () => 'email planned 21 failed'),
  )
})

test('what failed before a late answer of its sender was known is passed on by nobody while another holds it', async () => {
  const id = await called('R-0001', { mail: true })
  await ground.hold(await notice(id, { state: 'failed', endedAt: NOW }))
  expect(await passOnFailures(db, after(1))).toBe(0)
  expect(await tries()).toEqual(['sms failed 0'])
})

test('when the alert of a site reaches neither contact, the next members hear it, and nobody twice', async () => {
  await saveSites(db, seal, [{ ...aSite('KSB-1'), landmass: 1 }], NOW)
  const ids: string[] = []
  for (const nth of [1, 2, 3, 4]) {
    await ground.save({ ...aMember(`R-000${nth}`), siteCode: 'KSB-1' })
    ids.push(await ground.idOf(`R-000${nth}`))
  }
  const [one = '', other = ''] = ids
  for (const id of [one, other]) await notice(id, { purpose: 'site-alert', state: 'refused', endedAt: NOW })
  await db.run(sql`UPDATE notice SET fields = '{"siteCode":"KSB-1"}'`)
  expect(await passOnFailures(db, after(1))).toBe(2)
  const told = await db.rows<{ responder_id: string; passed_on: string | null }>(
    sql`SELECT responder_id, passed_on FROM notice ORDER BY serial`,
  )
  expect(told.slice(0, 2).map(({ passed_on }) => passed_on)).toEqual(['other-contact', 'other-contact'])
  expect(told.slice(2).map(({ responder_id }) => responder_id)).toEqual(ids.slice(2).toSorted())
  await ends('sms', 'refused')
  expect(await passOnFailures(db, after(30))).toBe(0)
  expect((await tries()).slice(2)).toEqual([
    'sms refused 1 refused no-other-contact',
    'sms refused 1 refused no-other-contact',
  ])
})
