import { expect, test } from 'vitest'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import { unknownRules } from '../../src/mobilisation/unknown-rule.ts'
import { tellNews } from '../../src/store/calls.ts'
import { claimNotices } from '../../src/store/claims.ts'
import { outcomesOf } from '../../src/store/outcome-views.ts'
import { keepReceipts, settleReceipts } from '../../src/store/receipts.ts'
import { sql } from '../../src/store/sql.ts'
import { standDownPeople } from '../../src/store/standing-down.ts'
import { applyUnknownRules } from '../../src/store/unknown-outcomes.ts'
import { after, NOW, openOutcomes } from './outcome-ground.ts'

const ground = await openOutcomes()
const { db, called, notice, seen } = ground

const RULES = unknownRules({ onceByKey: null })
const apply = (seconds: number, rules = RULES) => applyUnknownRules(db, rules, after(seconds))

/** What a sender finds: the row under way again, and then this. */
const endsAs = (ref: string, state: string, at = after(130)) =>
  db.run(sql`
    UPDATE notice SET state = ${state}, reason = 'word of the sender', tries = tries + 1, ended_at = ${at},
                      accepted_at = ${state === 'accepted' ? at : null}
     WHERE ref = ${ref}`)

test('a mail goes out once more after two minutes under the same name, and never a third time', async () => {
  const ref = await notice(await called('R-0001', { mail: true }), { state: 'unknown', channel: 'email' })
  expect(await apply(119)).toEqual({ repeated: 0, onNextChannel: 0 })
  expect(await apply(120)).toEqual({ repeated: 1, onNextChannel: 0 })
  expect(await seen(ref)).toMatchObject({ ref, state: 'planned', repeats: 1 })
  expect(await ground.timeline()).toEqual([{ kind: 'unknown-repeated', detail: { notices: 1 } }])

  await endsAs(ref, 'unknown')
  // Now the phone, which no call of this call-out went to yet.
  expect(await apply(131)).toEqual({ repeated: 0, onNextChannel: 1 })
  expect(await seen(ref)).toMatchObject({ state: 'unknown', repeats: 1 })
  expect(await apply(500)).toEqual({ repeated: 0, onNextChannel: 0 })
  expect(await outcomesOf(db, ground.callOutId())).toMatchObject({
    byChannel: { email: { unknown: 1 }, sms: { planned: 1 } },
    unknown: 1,
    repeated: 1,
    onNextChannel: 1,
  })
})

test('a repeat that is taken ends the matter', async () => {
  const ref = await notice(await called('R-0001'), { state: 'unknown', channel: 'email' })
  await apply(120)
  await endsAs(ref, 'accepted')
  expect(await apply(131)).toEqual({ repeated: 0, onNextChannel: 0 })
  expect(await seen(ref)).toMatchObject({ state: 'accepted', repeats: 1 })
})

test.each(['cancelled', 'expired', 'failed', 'refused'])(
  'a repeat that comes out %s leaves the message as unknown as it was',
  async (state) => {
    const ref = await notice(await called('R-0001'), { state: 'unknown', channel: 'email' })
    await apply(120)
    await endsAs(ref, state)
    await apply(131)
    expect(await seen(ref)).toMatchObject({
      state: 'unknown',
      reason: 'unknown, and not repeated: word of the sender',
      repeats: 1,
    })
  },
)

test('who is stood down before the repeat leaves is told so: the first may have arrived', async () => {
  const person = await called('R-0001', { mail: true })
  const ref = await notice(person, { state: 'unknown', channel: 'email' })
  await apply(120)
  const off = { callOutId: ground.callOutId() as CallOutId, mode: 'actual', fields: {}, fieldsByThread: {} } as const
  expect(await standDownPeople(db, off, [person], 'filled', after(121))).toBe(1)
  await apply(121)
  expect(await seen(ref)).toMatchObject({
    state: 'unknown',
    reason: 'unknown, and not repeated: stood down before it left',
  })
  expect((await ground.all()).at(-1)).toMatchObject({ purpose: 'stand-down', channel: 'email', state: 'planned' })
})

test('a receipt for the repeat settles the message for good', async () => {
  const ref = await notice(await called('R-0001'), { state: 'unknown', channel: 'email' })
  await apply(120)
  await endsAs(ref, 'accepted')
  const bounce = { gateway: 'email', ref, providerRef: null, state: 'failed', reason: 'bounced', at: NOW } as const
  await keepReceipts(db, [bounce], after(140))
  await settleReceipts(db, after(140))
  await apply(141)
  expect(await seen(ref)).toMatchObject({ state: 'failed', reason: 'bounced' })
})

test('one that is delivered before two minutes are over is not repeated', async () => {
  const ref = await notice(await called('R-0001'), { state: 'unknown', channel: 'email' })
  const bounce = { gateway: 'email', ref, providerRef: null, state: 'delivered', reason: null, at: NOW } as const
  await keepReceipts(db, [bounce], after(60))
  expect(await settleReceipts(db, after(60))).toEqual({ receipts: 1, settledUnknown: 1 })
  expect(await apply(600)).toEqual({ repeated: 0, onNextChannel: 0 })
  expect(await seen(ref)).toMatchObject({ state: 'delivered', repeats: 0, settled_at: after(60) })
})

test.each(['call-out', 'stand-down'])(
  'a mail is not repeated after a later %s by mail to the same person',
  async (purpose) => {
    const id = await called('R-0001', { mail: true })
    const ref = await notice(id, { state: 'unknown', channel: 'email' })
    await notice(id, { channel: 'email', purpose: 'correction' })
    await notice(id, { state: 'cancelled', channel: 'email', purpose: 'safety-check' })
    await db.run(sql`UPDATE notice SET wave = 0 WHERE ref = ${ref}`)
    await notice(id, { channel: 'email', purpose })
    await apply(120)
    expect(await seen(ref)).toMatchObject({ state: 'unknown', repeats: 0 })
  },
)

test('a mail that is repeated says what is so by then', async () => {
  const id = await called('R-0001', { mail: true })
  const ref = await notice(id, { state: 'unknown', channel: 'email' })
  const context = { callOutId: ground.callOutId() as CallOutId, mode: 'actual', fieldsByThread: {} } as const
  const rest = { fieldsOfShift: {}, ackDeadlineMs: 600_000, asksFirst: () => false, eventExpiresAt: null }
  await tellNews(db, { ...context, ...rest, fields: { place: 'Masjid Raya' } }, [id], 'correction', after(10))
  await apply(120)
  expect(await seen(ref)).toMatchObject({ state: 'planned', repeats: 1, fields: { place: 'Masjid Raya' } })
})

test('an SMS is left at once and the next channel is called, where there is one that was not used', async () => {
  const both = await called('R-0001', { mail: true })
  const used = await called('R-0002', { mail: true })
  const phoneOnly = await called('R-0003')
  const ref = await notice(both, { state: 'unknown' })
  await notice(used, { state: 'unknown' })
  await notice(used, { channel: 'email' })
  await notice(phoneOnly, { state: 'unknown' })
  expect(await apply(0)).toEqual({ repeated: 0, onNextChannel: 1 })
  const mail = (await ground.all()).at(-1)
  expect(mail).toMatchObject({ channel: 'email', state: 'planned', follows: (await seen(ref)).id })
  expect(mail?.ref).not.toBe(ref)
  expect(await ground.timeline()).toEqual([{ kind: 'next-channel', detail: { because: 'unknown', notices: 1 } }])
  expect(await apply(60)).toEqual({ repeated: 0, onNextChannel: 0 })
})

test.each([
  [
    'who answered',
    (id: string) => sql`UPDATE call_out_responder SET answer = 'no', answered_at = ${NOW} WHERE responder_id = ${id}`,
  ],
  [
    'who was stood down',
    (id: string) => sql`UPDATE call_out_responder SET stood_down_at = ${NOW} WHERE responder_id = ${id}`,
  ],
  ['whose call-out is over', () => sql`UPDATE call_out SET status = 'closed'`],
  ['whose call is too late', () => sql`UPDATE notice SET expires_at = ${NOW}`],
  ['of a test', () => sql`UPDATE notice SET mode = 'test'`],
  ['who is only told to stand down', () => sql`UPDATE notice SET purpose = 'stand-down'`],
  ['who withdrew consent', (id: string) => sql`UPDATE responder SET opted_out_at = ${NOW} WHERE id = ${id}`],
])('nobody %s is called on another channel', async (_who, change) => {
  const person = await called('R-0001', { mail: true })
  await notice(person, { state: 'unknown' })
  await db.run(change(person))
  expect(await apply(0)).toEqual({ repeated: 0, onNextChannel: 0 })
})

test('a gateway that takes one key once gets an SMS once more after ten seconds', async () => {
  const sure = unknownRules({ onceByKey: 'http-one' })
  const ref = await notice(await called('R-0001'), { state: 'unknown', gateway: 'http-one' })
  expect(await apply(9, sure)).toEqual({ repeated: 0, onNextChannel: 0 })
  expect(await apply(10, sure)).toEqual({ repeated: 1, onNextChannel: 0 })
  await endsAs(ref, 'unknown')
  expect(await apply(131, sure)).toEqual({ repeated: 0, onNextChannel: 0 })
  expect(await seen(ref)).toMatchObject({ state: 'unknown', repeats: 1 })
})

test('an SMS that left by a gateway that channels.yaml no longer names is not repeated by the one that is there now', async () => {
  const sure = unknownRules({ onceByKey: 'http-one' })
  const ref = await notice(await called('R-0001', { mail: true }), { state: 'unknown', gateway: 'smsc' })
  expect(await apply(10, sure)).toEqual({ repeated: 0, onNextChannel: 1 })
  expect(await seen(ref)).toMatchObject({ state: 'unknown', repeats: 0 })
})

test('the repeat of an SMS is claimed for the gateway of the first alone', async () => {
  const ref = await notice(await called('R-0001'), { state: 'unknown', gateway: 'http-one' })
  await apply(10, unknownRules({ onceByKey: 'http-one' }))
  const claimedFor = async (gateway: string) => {
    const puller = { lane: 'live', channel: 'sms', gateway, perSecond: null, burst: 1 } as const
    const { notices } = await claimNotices(db, ground.seal, puller, 5, after(11), after(21))
    return notices.map((one) => one.ref)
  }
  expect(await claimedFor('smsc')).toEqual([])
  expect(await claimedFor('http-one')).toEqual([ref])
})
