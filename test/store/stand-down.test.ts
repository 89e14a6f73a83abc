import { expect, test } from 'vitest'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import type { ResponderId } from '../../src/roster/responder.ts'
import { type CallContext, insertCallNotices } from '../../src/store/calls.ts'
import { claimNotices } from '../../src/store/claims.ts'
import { passOnFailures } from '../../src/store/fallback.ts'
import { handOver } from '../../src/store/hand-overs.ts'
import { recallPeople } from '../../src/store/recalls.ts'
import { sql } from '../../src/store/sql.ts'
import { standDownPeople } from '../../src/store/standing-down.ts'
import { after, NOW, openOutcomes } from './outcome-ground.ts'

const ground = await openOutcomes()
const { db, seal, called } = ground

/** A person with phone and mail, called with a pause between the two. */
const begin = async () => {
  const context: CallContext = {
    callOutId: ground.callOutId() as CallOutId,
    mode: 'actual',
    fields: { place: 'Warnasari' },
    fieldsByThread: {},
    fieldsOfShift: {},
    ackDeadlineMs: 600_000,
    asksFirst: () => false,
    eventExpiresAt: null,
  }
  const id = (await called('R-0001', { mail: true })) as ResponderId
  await db.run(sql`UPDATE call_out SET channel_pause_ms = 90000`)
  await insertCallNotices(db, context, [id], NOW)
  const again = { responderId: id, kind: 'tagana', km: 1, threadId: null, wave: 1, shiftAt: null } as const
  return {
    standDown: (at: Date) => db.transact((own) => standDownPeople(own, context, [id], 'changed', at)),
    recall: (at: Date) => db.transact((own) => recallPeople(own, context, [again], at)),
  }
}

const claim = async (channel: 'sms' | 'email', at: Date) => {
  const puller = { lane: 'live', channel, gateway: channel, perSecond: null, burst: 1 } as const
  return (await claimNotices(db, seal, puller, 10, at, after(600))).notices
}

/** Hands over what was claimed, with its outcome; gives the purposes of what really left. */
const leave = async (
  notices: Awaited<ReturnType<typeof claim>>,
  at: Date,
  state: 'accepted' | 'refused' = 'accepted',
) => {
  const kept = { subject: null, body: 'x' }
  const { departures } = await handOver(
    db,
    notices.map((notice) => ({ notice, gateway: notice.channel, kept })),
    [],
    at,
    after(600),
  )
  const gone = notices.filter(({ id }) => departures.get(id)?.kind === 'go')
  const end = { state, dueAt: null, elsewhereUntil: null, counts: true, providerRef: null, reason: null }
  await handOver(
    db,
    [],
    gone.map((notice) => ({ notice, after: end, at })),
    at,
    after(600),
  )
  return gone.map(({ purpose }) => purpose)
}

const send = async (channel: 'sms' | 'email', seconds: number, state: 'accepted' | 'refused' = 'accepted') =>
  leave(await claim(channel, after(seconds)), after(seconds), state)

test('who is sent home a third time hears it, though other channels were tried each time', async () => {
  const { standDown, recall } = await begin()
  await send('sms', 1)
  await standDown(after(2))
  await send('sms', 3)
  await recall(after(4))
  await send('sms', 5)
  await standDown(after(6))
  // Their second stand-down does not get through by phone: it goes by mail.
  await send('sms', 7, 'refused')
  expect(await passOnFailures(db, after(8))).toBe(1)
  expect(await send('email', 9)).toEqual(['stand-down'])
  // Called once more, but by phone nobody is reached any more.
  await recall(after(10))
  await send('sms', 11, 'refused')
  await passOnFailures(db, after(12))
  expect(await send('email', 13)).toEqual(['call-out'])
  await standDown(after(14))
  expect(await send('email', 15)).toEqual(['stand-down'])
})

test('who is sent home on both channels, of which one fails, hears it once on the other', async () => {
  const { standDown, recall } = await begin()
  await send('sms', 1)
  await standDown(after(2))
  await send('sms', 3)
  await recall(after(4))
  await send('sms', 5)
  expect(await send('email', 100)).toEqual(['call-out'])
  await standDown(after(101))
  await send('sms', 102, 'refused')
  expect(await passOnFailures(db, after(103))).toBe(1)
  expect(await send('email', 104)).toEqual(['stand-down'])
})

test('a call that waits in the hand of a sender while its person is sent home and called again goes out once', async () => {
  const { standDown, recall } = await begin()
  const call = await claim('sms', after(1))
  await standDown(after(2))
  const standDowns = await claim('sms', after(3))
  await recall(after(4))
  const left = [...(await leave(call, after(5))), ...(await leave(standDowns, after(6))), ...(await send('sms', 7))]
  expect(left).toEqual(['call-out'])
})
