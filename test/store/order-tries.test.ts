import { expect, test } from 'vitest'
import type { Word } from '../../src/mobilisation/danger-zone.ts'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import { keepAnswer } from '../../src/store/answers.ts'
import { insertCallNotices } from '../../src/store/calls.ts'
import { passOnFailures } from '../../src/store/fallback.ts'
import { sql } from '../../src/store/sql.ts'
import { after, NOW, openOutcomes } from './outcome-ground.ts'

const ground = await openOutcomes()
const { db, called } = ground

/** Somebody with phone and mail, of whom it was asked whether they are safe; whoever answers has ten minutes. */
const asked = async () => {
  const id = await called('R-0001', { mail: true })
  await db.run(sql`
    INSERT INTO hazard_event (id, incident_id, thread_id, sequence, standing, source, source_id, revision, content_hash,
                              jurisdiction, mode, message_type, severity, urgency, certainty, occurred_at, received_at,
                              headline, description, regency_code, decision, reason)
    SELECT event_id, incident_id, event_id, 1, 'active', 'bpbd', 'banjir-1', 1, '', '', 'actual', 'alert', 'severe',
           'expected', 'observed', ${NOW}, ${NOW}, 'Banjir', '', '32.04', 'mobilise', '' FROM call_out`)
  await db.run(sql`UPDATE call_out SET channel_pause_ms = 90000, policy = '{"ackDeadlineMs":600000}'`)
  await db.run(sql`UPDATE call_out_responder SET safety = 'asked', safety_at = ${NOW}`)
  const callOutId = ground.callOutId() as CallOutId
  const context = { callOutId, mode: 'actual', fields: {}, fieldsByThread: {}, fieldsOfShift: {} } as const
  const rest = { ackDeadlineMs: 600_000, asksFirst: () => false, eventExpiresAt: null }
  await insertCallNotices(db, { ...context, ...rest }, [id], NOW)
  const says = (answer: Word, seconds: number) =>
    db.transact((own) =>
      keepAnswer(own, {
        callOutId,
        responderId: id,
        noticeId: null,
        answer,
        via: 'link',
        weakBecause: null,
        at: after(seconds),
      }),
    )
  return { says }
}

/** Mails are taken, texts where the number is good; what is due is tried, and what failed is passed on. */
const post = async (seconds: number, isGood = false): Promise<void> => {
  const at = after(seconds)
  await db.run(sql`
    UPDATE notice n SET state = CASE WHEN good THEN 'accepted' ELSE 'refused' END, tries = 1, sending_at = ${at},
                        ended_at = ${at}, accepted_at = CASE WHEN good THEN ${at}::timestamptz END
      FROM (VALUES ('sms', ${isGood}), ('email', true)) AS reached(channel, good)
     WHERE state = 'planned' AND due_at <= ${at} AND n.channel = reached.channel`)
  await passOnFailures(db, at)
}

const mails = async (): Promise<readonly string[]> => {
  const rows = await db.rows<{ purpose: string; state: string }>(
    sql`SELECT purpose, state FROM notice WHERE channel = 'email' ORDER BY serial`,
  )
  return rows.map(({ purpose, state }) => `${purpose} ${state}`)
}

test('who was ordered by mail, for their number is bad, hears it no second time whatever they say of their way', async () => {
  const { says } = await asked()
  for (const seconds of [1, 2]) await post(seconds)
  await says('yes', 3)
  for (const seconds of [4, 5]) await post(seconds)
  const once = ['safety-check accepted', 'call-out accepted']
  expect(await mails()).toEqual(once)
  await says('yes', 6)
  for (const seconds of [7, 8]) await post(seconds)
  await says('en-route', 9)
  for (const seconds of [10, 11]) await post(seconds)
  expect(await mails()).toEqual(once)
})

test('who changes their mind hears the order that had been taken back', async () => {
  const { says } = await asked()
  for (const seconds of [1, 2]) await post(seconds)
  await says('yes', 3)
  await db.run(sql`UPDATE notice SET state = 'cancelled' WHERE state = 'planned'`)
  await says('no', 4)
  await says('yes', 5)
  for (const seconds of [6, 7]) await post(seconds)
  expect((await mails()).at(-1)).toBe('call-out accepted')
})

test('who speaks again after their order has left hears it on no further channel; silent about it they do', async () => {
  const order = async (more: readonly Word[]) => {
    const { says } = await asked()
    await post(1, true)
    await says('en-route', 2)
    await post(3, true)
    for (const word of more) await says(word, 4)
    await post(100, true)
    return (await mails()).at(-1)
  }
  expect(await order(['en-route'])).toBe('call-out cancelled')
  await db.run(sql`TRUNCATE notice, call_out_responder, hazard_event, responder`)
  expect(await order([])).toBe('call-out accepted')
})
