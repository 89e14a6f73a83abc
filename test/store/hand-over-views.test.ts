import { expect, test } from 'vitest'
import { aheadOf, messagesByCost, sampleToWrite } from '../../src/store/hand-over-views.ts'
import { sql } from '../../src/store/sql.ts'
import { after, openOutcomes } from './outcome-ground.ts'

const ground = await openOutcomes()
const { db, called, notice } = ground

/** Messages of another call-out that are due. */
const others = (mode: string, channel: string, priority: number, count: number) =>
  db.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at,
                        planned_at)
    SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), ${channel}, 'call-out', 1, ${mode}, ${priority}, 'planned',
           gen_random_uuid(), '{}', ${after(0)}, ${after(0)} FROM generate_series(1, ${count}::int)`)

test('what leaves before the last message of a call-out is what the lane puts before it, and for an exercise all that is real', async () => {
  const id = await called('R-0001')
  await others('actual', 'sms', 0, 3)
  await others('actual', 'email', 0, 5)
  await notice(id, { state: 'planned', tries: 0 })
  await others('actual', 'sms', 0, 7)
  await others('actual', 'sms', 1, 11)
  await others('exercise', 'sms', 0, 13)
  const ahead = async () => [...(await aheadOf(db, ground.callOutId(), after(1)))]
  expect(await ahead()).toEqual([['sms', 3]])
  await db.run(sql`UPDATE notice SET mode = 'exercise' WHERE call_out_id = ${ground.callOutId()}`)
  await db.run(sql`UPDATE call_out SET mode = 'exercise'`)
  expect(await ahead()).toEqual([['sms', 21]])
  await db.run(sql`UPDATE notice SET due_at = ${after(90)} WHERE call_out_id = ${ground.callOutId()}`)
  expect(await ahead()).toEqual([])
})

test('messages are counted by what they cost: taken ones by gateway and text, those to come by what they will say', async () => {
  const [one, other] = [await called('R-0001', { mail: true }), await called('R-0002')]
  await notice(one, { state: 'delivered', gateway: 'utama' })
  await notice(other, { state: 'unknown', gateway: 'utama' })
  await notice(one, { state: 'planned', channel: 'email', tries: 0 })
  await notice(other, { state: 'refused', channel: 'email' })
  await notice(other, { state: 'planned', purpose: 'raised', tries: 0 })
  await db.run(sql`UPDATE notice SET body = 'Banjir {link}', repeats = 1 WHERE state = 'unknown'`)
  await db.run(sql`UPDATE notice SET due_at = ${after(90)}, turn = 2 WHERE channel = 'email'`)
  // One that its gateway did not take waits too, but it leaves whoever answers: it is not a further try.
  await notice(one, { state: 'planned', purpose: 'correction', tries: 2 })
  await db.run(sql`UPDATE notice SET due_at = ${after(60)} WHERE tries = 2`)
  const noPrice = { gateway: null, body: null }
  const found = await messagesByCost(db, ground.callOutId(), after(1))
  expect(found).toHaveLength(4)
  expect(found).toEqual(
    expect.arrayContaining([
      { ...noPrice, stage: 'later', channel: 'email', messages: 1 },
      { ...noPrice, stage: 'left', channel: 'sms', messages: 2 },
      { stage: 'paid', channel: 'sms', gateway: 'utama', body: 'Banjir {link}', messages: 2 },
      { stage: 'paid', channel: 'sms', gateway: 'utama', body: null, messages: 1 },
    ]),
  )
  expect(await sampleToWrite(db, ground.callOutId())).toEqual([
    { purpose: 'raised', mode: 'actual', language: 'id', fields: { place: 'Warnasari' } },
    { purpose: 'correction', mode: 'actual', language: 'id', fields: { place: 'Warnasari' } },
  ])
})
