import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { noteResting, registerGateways } from '../../src/store/gateways.ts'
import { readGauges } from '../../src/store/gauges.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'

const NOW = new Date('2026-11-22T06:30:00Z')
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1_000)

const db = openDatabase({ url: await freshDatabase(), max: 2, name: 'gauges', onError: () => undefined })
afterAll(() => db.close())

const figures = async (feeds: readonly string[] = []): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    (await readGauges(db, NOW, feeds)).flatMap(({ name, values }) =>
      values.map(({ labels, value }) => [[name.replace('kentongan_', ''), ...Object.values(labels)].join(' '), value]),
    ),
  )

const addEvent = async (standing: string, receivedAt: Date): Promise<string> => {
  const [incidentId, id] = [randomUUID(), randomUUID()]
  await db.run(
    sql`INSERT INTO incident (id, hazard, mode, opened_at) VALUES (${incidentId}, 'flood', 'actual', ${NOW})`,
  )
  await db.run(sql`
    INSERT INTO hazard_event (id, incident_id, thread_id, sequence, standing, source, source_id, revision, content_hash,
                              jurisdiction, mode, message_type, severity, urgency, certainty, occurred_at, received_at,
                              headline, description, village_codes, regency_code, decision, reason, warnings)
    VALUES (${id}, ${incidentId}, ${id}, 1, ${standing}, 'test', ${id}, 1, '', '', 'actual', 'alert', 'severe',
            'unknown', 'unknown', ${NOW}, ${receivedAt}, '', '', '{}', '34.02', 'propose', 'awaiting-approval', '{}')`)
  return id
}

const addCallOut = async (status: string, reviewDueAt: Date | null): Promise<string> => {
  const id = randomUUID()
  const eventId = await addEvent('active', NOW)
  await db.run(sql`
    INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, review_due_at, opened_at)
    SELECT ${id}, incident_id, id, 'A7K2', 'actual', ${status}, '{}', '{}', '{}', ${reviewDueAt}, ${NOW}
      FROM hazard_event WHERE id = ${eventId}`)
  return id
}

const addNotice = (mode: string, state: string, dueAt: Date, reportedAt: Date | null = null) =>
  db.run(sql`
    INSERT INTO notice (id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at, planned_at,
                        lease_until, reported_at)
    VALUES (${randomUUID()}, ${randomUUID()}, 'sms', 'call-out', 0, ${mode}, 0, ${state}, ${randomUUID()}, '{}', ${dueAt},
            ${dueAt}, ${state === 'claimed' ? NOW : null}, ${reportedAt})`)

test('an empty database gives a value for every word that there is, and no feed', async () => {
  expect(await figures()).toEqual({
    'call_outs planning': 0,
    'call_outs awaiting-approval': 0,
    'call_outs calling': 0,
    'call_outs filled': 0,
    'call_outs exhausted': 0,
    'call_outs closed': 0,
    'call_outs stood-down': 0,
    call_out_review_overdue_seconds: 0,
    'notices_waiting actual': 0,
    'notices_waiting exercise': 0,
    'notices_waiting test': 0,
    'notice_oldest_due_seconds actual': 0,
    'notice_oldest_due_seconds exercise': 0,
    'notice_oldest_due_seconds test': 0,
    notices_unknown: 0,
    notice_unknown_untold_seconds: 0,
    notices_repeated: 0,
    receipts_unmatched: 0,
    contacts_flagged: 0,
    proposals_waiting: 0,
  })
})

test('rows are counted and their ages told', async () => {
  await addCallOut('calling', ago(7))
  await addCallOut('calling', ago(-60))
  await addCallOut('closed', null)
  await addEvent('waiting', ago(60))
  await addEvent('waiting', ago(31 * 86_400))
  await addEvent('declined', ago(60))
  await addNotice('actual', 'planned', ago(30))
  await addNotice('actual', 'claimed', ago(90))
  await addNotice('actual', 'planned', ago(-30))
  await addNotice('actual', 'accepted', ago(500))
  await addNotice('exercise', 'planned', ago(5))
  await addNotice('actual', 'unknown', ago(50))
  await addNotice('actual', 'unknown', ago(50), NOW)
  await db.run(sql`
    INSERT INTO feed_state (name, last_success_at, next_due_at, failures)
    VALUES ('bmkg-autogempa', ${ago(20)}, ${NOW}, 0), ('usgs', NULL, ${NOW}, 3),
           ('given-up', ${ago(90 * 86_400)}, ${NOW}, 900)`)
  await db.run(sql`INSERT INTO lane_pulse (lane, ran_at) VALUES ('live', ${ago(4)}), ('upkeep', ${ago(-1)})`)
  const told = await figures(['bmkg-autogempa', 'usgs', 'new'])
  expect(told).toMatchObject({
    'call_outs calling': 2,
    'call_outs closed': 1,
    'call_outs filled': 0,
    call_out_review_overdue_seconds: 7,
    'notices_waiting actual': 2,
    'notices_waiting exercise': 1,
    'notice_oldest_due_seconds actual': 90,
    'notice_oldest_due_seconds exercise': 5,
    'notice_oldest_due_seconds test': 0,
    notices_unknown: 1,
    proposals_waiting: 1,
    'feed_last_success_age_seconds bmkg-autogempa': 20,
    'feed_last_success_age_seconds usgs': Number.POSITIVE_INFINITY,
    'feed_failures bmkg-autogempa': 0,
    'feed_failures usgs': 3,
    'feed_last_success_age_seconds new': Number.POSITIVE_INFINITY,
    'feed_failures new': 0,
    'lane_pulse_age_seconds live': 4,
    'lane_pulse_age_seconds upkeep': 0,
  })
  // A feed that is no longer read has a row still, and would be called late for ever.
  expect(Object.keys(told).filter((name) => name.includes('given-up'))).toEqual([])
})

test('labels are words of ours: no id, no contact', async () => {
  for (const { name, values } of await readGauges(db, NOW, ['bmkg-autogempa'])) {
    expect(name).toMatch(/^kentongan_[a-z_]+$/)
    for (const { labels } of values)
      for (const text of Object.values(labels)) expect(text).toMatch(/^[a-z][a-z-]{1,30}$/)
  }
})

test('a gateway that rests is told, by its name', async () => {
  await registerGateways(db, [
    { name: 'utama', channel: 'sms' },
    { name: 'cadangan', channel: 'sms' },
  ])
  await noteResting(db, 'utama', ago(-5), 'not reached')
  await noteResting(db, 'cadangan', ago(5), 'not reached')
  expect(await figures()).toMatchObject({ 'gateway_resting cadangan': 0, 'gateway_resting utama': 1 })
  await noteResting(db, 'utama', null, null)
  expect(await figures()).toMatchObject({ 'gateway_resting utama': 0 })
})
