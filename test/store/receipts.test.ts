import { expect, test } from 'vitest'
import { unknownRules } from '../../src/mobilisation/unknown-rule.ts'
import { flaggedContacts } from '../../src/store/contact-flags.ts'
import { outcomesOf } from '../../src/store/outcome-views.ts'
import { attributed, keepReceipts, LOOKED_FOR_MS, type ReceiptGiven, settleReceipts } from '../../src/store/receipts.ts'
import { sql } from '../../src/store/sql.ts'
import { applyUnknownRules } from '../../src/store/unknown-outcomes.ts'
import { aTagana } from '../support/people.ts'
import { after, NOW, openOutcomes } from './outcome-ground.ts'

const ground = await openOutcomes()
const { db, called, notice, seen } = ground

const said = (state: ReceiptGiven['state'], given: Partial<ReceiptGiven>): ReceiptGiven => ({
  gateway: 'sms',
  ref: null,
  providerRef: null,
  reason: null,
  at: NOW,
  ...given,
  state,
})

/** Keeps them and writes what they say; gives how many were new. */
const hear = async (...receipts: readonly ReceiptGiven[]): Promise<number> => {
  const isNew = await keepReceipts(db, receipts, after(1))
  await settleReceipts(db, after(1))
  return isNew
}

const kept = () =>
  db.rows<{ message: string; state: string; effect: string | null; settled: boolean }>(
    sql`SELECT message, state, effect, settled_at IS NOT NULL AS settled FROM receipt ORDER BY message, id`,
  )

const flagged = () => flaggedContacts(db, { jurisdiction: '' }, { limit: 10 })

test('a receipt by our reference or by the gateway’s id makes a message delivered, failed or expired', async () => {
  const person = await called('R-0001')
  const [one, two, three] = [
    await notice(person),
    await notice(await called('R-0002'), { providerRef: 'gw-2' }),
    await notice(await called('R-0003'), { providerRef: 'gw-3' }),
  ]
  await hear(
    said('delivered', { ref: one }),
    said('failed', { providerRef: 'gw-2', reason: 'switched off: +6281234567890' }),
    said('expired', { providerRef: 'gw-3' }),
  )
  expect(await seen(one)).toMatchObject({ state: 'delivered', delivered_at: after(1), accepted_at: NOW, reason: null })
  expect((await seen(two)).state).toBe('failed')
  expect((await seen(two)).reason).toMatch(/^switched off: (?!.*1234567)/)
  expect(await seen(three)).toMatchObject({ state: 'expired', reason: 'gateway: expired' })
})

test('what was unknown is settled by a receipt, and counted', async () => {
  const refs: string[] = []
  for (const id of ['R-0001', 'R-0002', 'R-0003', 'R-0004'])
    refs.push(await notice(await called(id), { state: 'unknown' }))
  const [one = '', two = '', three = ''] = refs
  await hear(said('waiting', { ref: one }), said('delivered', { ref: two }), said('failed', { ref: three }))
  expect(await outcomesOf(db, ground.callOutId())).toEqual({
    byChannel: { sms: { accepted: 1, delivered: 1, failed: 1, unknown: 1 } },
    delivered: 1,
    unknown: 1,
    repeated: 0,
    settledByReceipt: 3,
    onNextChannel: 0,
    afterSilence: 0,
    nowhereElse: 1,
  })
  expect(await seen(one)).toMatchObject({ accepted_at: after(1), settled_at: after(1) })
})

test('receipts twice, late and in the wrong order change nothing more', async () => {
  const ref = await notice(await called('R-0001'), { providerRef: 'gw-1' })
  expect(await hear(said('delivered', { ref }), said('delivered', { ref }))).toBe(1)
  expect(
    await hear(said('waiting', { ref }), said('failed', { ref }), said('delivered', { providerRef: 'gw-1' })),
  ).toBe(3)
  expect((await seen(ref)).state).toBe('delivered')
  expect(await kept()).toEqual([
    { message: 'id:gw-1', state: 'delivered', effect: null, settled: true },
    { message: `ref:${ref}`, state: 'delivered', effect: 'delivered', settled: true },
    { message: `ref:${ref}`, state: 'waiting', effect: null, settled: true },
    { message: `ref:${ref}`, state: 'failed', effect: null, settled: true },
  ])
})

test('one that comes before the message’s own outcome waits for it', async () => {
  const ref = await notice(await called('R-0001'), { state: 'sending' })
  await hear(said('delivered', { providerRef: 'gw-1' }), said('waiting', { ref }))
  expect((await seen(ref)).state).toBe('sending')
  expect((await kept()).map(({ settled }) => settled)).toEqual([false, false])
  await db.run(sql`
    UPDATE notice SET state = 'accepted', provider_ref = 'gw-1', accepted_at = ${NOW}, lease_until = NULL WHERE ref = ${ref}`)
  await settleReceipts(db, after(2))
  expect(await seen(ref)).toMatchObject({ state: 'delivered', delivered_at: after(2) })
})

test('one for a message that waits for another try keeps it from going out twice', async () => {
  const ref = await notice(await called('R-0001'), { state: 'planned' })
  await hear(said('delivered', { ref }))
  expect((await seen(ref)).state).toBe('delivered')
})

test('unknown names, another gateway’s message and a message that never left are kept and harmless', async () => {
  const [other, never, recorded] = [
    await notice(await called('R-0001'), { gateway: 'kannel', providerRef: 'gw-1' }),
    await notice(await called('R-0002'), { state: 'planned', tries: 0 }),
    await notice(await called('R-0003'), { providerRef: 'recorded' }),
  ]
  await hear(
    said('failed', { providerRef: 'gw-1' }),
    said('failed', { ref: other }),
    said('delivered', { ref: 'kn-nobody' }),
    said('delivered', { ref: never }),
    said('failed', { providerRef: 'recorded' }),
  )
  expect([(await seen(other)).state, (await seen(never)).state, (await seen(recorded)).state]).toEqual([
    'accepted',
    'planned',
    'accepted',
  ])
  expect((await kept()).filter(({ settled }) => settled)).toHaveLength(1)
  await hear(said('delivered', { gateway: 'kannel', providerRef: 'gw-1' }))
  expect((await seen(other)).state).toBe('delivered')
  // After an hour it is no longer looked for, and still there.
  expect(await settleReceipts(db, after(LOOKED_FOR_MS / 1_000 + 2))).toEqual({ receipts: 0, settledUnknown: 0 })
  expect(await kept()).toHaveLength(6)
})

test('a message that somebody holds is left for the next time, and nobody waits for it', async () => {
  const [held, free] = [await notice(await called('R-0001')), await notice(await called('R-0002'))]
  const release = await ground.hold(held)
  await hear(said('delivered', { ref: held }), said('delivered', { ref: free }))
  expect((await seen(free)).state).toBe('delivered')
  await release()
  expect(await settleReceipts(db, after(2))).toEqual({ receipts: 1, settledUnknown: 0 })
  expect((await seen(held)).state).toBe('delivered')
})

test('a number that failed for good is flagged for the roster’s owner until a message arrives or the number changes', async () => {
  const person = await called('R-0001')
  const first = await notice(person)
  await hear(said('failed', { ref: first, reason: 'off' }), said('failed-for-good', { ref: first, reason: 'no such' }))
  const second = await notice(person, { purpose: 'stand-down' })
  await hear(said('failed-for-good', { ref: second }))
  expect(await flagged()).toEqual([
    {
      responderId: person,
      externalId: 'R-0001',
      source: 'scenario',
      name: 'Warga R-0001',
      kind: 'tagana',
      regencyCode: '32.04',
      channel: 'sms',
      reason: 'gateway: failed for good',
      since: after(1),
      lastAt: after(1),
      count: 2,
    },
  ])
  expect(await flaggedContacts(db, { jurisdiction: '34' }, { limit: 10 })).toEqual([])

  await ground.save(aTagana('R-0001', { phone: '+6284000009999' }), after(60))
  expect(await flagged()).toEqual([])
  // A late word about the former number is not held against the new one.
  await hear(said('failed-for-good', { ref: await notice(person, { purpose: 'raised' }) }))
  expect(await flagged()).toEqual([])

  await ground.save(aTagana('R-0001'), NOW)
  expect(await flagged()).toHaveLength(1)
  await hear(said('delivered', { ref: await notice(person, { purpose: 'correction' }) }))
  expect(await flagged()).toEqual([])
})

test('several processes that settle at once count a receipt once', async () => {
  const ref = await notice(await called('R-0001', { mail: true }))
  await keepReceipts(db, [said('failed-for-good', { ref })], NOW)
  const settled = await Promise.all([1, 2, 3].map(() => settleReceipts(db, after(1))))
  expect(settled.map(({ receipts }) => receipts).sort()).toEqual([0, 0, 1])
  expect((await flagged()).map(({ count }) => count)).toEqual([1])
  expect(await ground.all()).toHaveLength(2)
})

test('a call that failed goes out on the person’s next channel once, and no receipt answers it', async () => {
  const person = await called('R-0001', { mail: true })
  const ref = await notice(person)
  await hear(said('failed', { ref }))
  await hear(said('failed-for-good', { ref }))
  const [, mail, ...others] = await ground.all()
  expect(mail).toMatchObject({ channel: 'email', state: 'planned', follows: (await seen(ref)).id })
  expect(others).toEqual([])
  expect(await ground.timeline()).toEqual([{ kind: 'next-channel', detail: { because: 'failed', notices: 1 } }])
  const [row] = await db.rows<{ answer: string | null }>(sql`SELECT answer FROM call_out_responder`)
  expect(row?.answer).toBeNull()
})

test('of messages that a gateway called the same, a receipt tells of the last, and of none that left weeks ago', async () => {
  const older = await notice(await called('R-0001'), { gateway: 'sms', providerRef: '17' })
  const newer = await notice(await called('R-0002'), { gateway: 'sms', providerRef: '17' })
  const old = await notice(await called('R-0003'), { gateway: 'sms', providerRef: '18' })
  const leftAt = (ref: string, at: Date) => db.run(sql`UPDATE notice SET sending_at = ${at} WHERE ref = ${ref}`)
  await leftAt(older, after(-3_600))
  await leftAt(old, after(-30 * 86_400))
  await hear(said('failed', { providerRef: '17' }), said('failed', { providerRef: '18' }))
  expect([(await seen(older)).state, (await seen(newer)).state]).toEqual(['accepted', 'failed'])
  expect((await seen(old)).state).toBe('accepted')
})

test('a receipt about a message whose name the gateway gave before is no repetition, and twice it is', async () => {
  const [one, two] = [await called('R-0001'), await called('R-0002', { mail: true })]
  const old = await notice(one, { providerRef: 'gw-1' })
  const word = said('failed', { providerRef: 'gw-1' })
  expect(await hear(word, word)).toBe(1)
  // The gateway counts anew.
  const young = await notice(two, { providerRef: 'gw-1', expiresAt: after(7_200) })
  await db.run(sql`UPDATE notice SET sending_at = ${after(3_600)} WHERE ref = ${young}`)
  const later = async (seconds: number): Promise<number> => {
    const isNew = await keepReceipts(db, [word, word], after(seconds))
    await settleReceipts(db, after(seconds))
    return isNew
  }
  expect([await later(3_605), await later(3_606)]).toEqual([1, 0])
  expect([(await seen(old)).state, (await seen(young)).state]).toEqual(['failed', 'failed'])
  expect((await ground.all()).filter(({ channel }) => channel === 'email')).toHaveLength(1)
})

test('whoever has no other channel is not counted once a receipt says that the message arrived after all', async () => {
  const ref = await notice(await called('R-0001'), { state: 'unknown' })
  await applyUnknownRules(db, unknownRules({ onceByKey: null }), after(1))
  const nowhere = async () => (await outcomesOf(db, ground.callOutId())).nowhereElse
  expect(await nowhere()).toBe(1)
  await hear(said('delivered', { ref }))
  expect(await nowhere()).toBe(0)
})

test('of several gateways that tell by one way, each receipt is about the one by which its message left', async () => {
  const one = await notice(await called('R-0001'), { gateway: 'one', providerRef: 'a-1' })
  const two = await notice(await called('R-0002'), { gateway: 'two' })
  await notice(await called('R-0003'), { gateway: 'two', providerRef: 'b-3' })
  await notice(await called('R-0004'), { gateway: 'smsc', providerRef: 'c-4' })
  const receipts = [{ ref: one }, { ref: two }, { providerRef: 'b-3' }, { providerRef: 'c-4' }].map((given) =>
    said('delivered', given),
  )
  const names = async (gateways: readonly [string, ...string[]]) =>
    (await attributed(db, receipts, gateways)).map(({ gateway }) => gateway)
  expect(await names(['one', 'two'])).toEqual(['one', 'two', 'two', 'one'])
  expect(await names(['two'])).toEqual(['two', 'two', 'two', 'two'])
})
