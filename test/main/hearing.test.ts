import { expect, onTestFinished, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import { hearingOf } from '../../src/main/hearing.ts'
import { sql } from '../../src/store/sql.ts'
import { openIncidentGround } from '../support/incident-ground.ts'
import { aTagana, phoneOf } from '../support/people.ts'

const ground = await openIncidentGround([aTagana('R-0001')])
const { database } = ground
const HEARING = hearingOf(ground.installation, { wake: async () => undefined })

test('a receipt with signs that no row holds is kept without them, and so are those that came with it', async () => {
  const receipt = { gateway: 'smsc', ref: null, state: 'failed', reason: null, at: ground.clock.now() } as const
  await Promise.all([
    HEARING.receipt({ ...receipt, providerRef: 'm-1' }),
    HEARING.receipt({ ...receipt, providerRef: 'm-2\u0000', reason: 'error 000\u0000 \ud800' }),
    HEARING.receipt({ ...receipt, providerRef: 'm-3' }),
  ])
  expect(
    await database.rows(sql`SELECT provider_ref AS id, reason FROM receipt WHERE gateway = 'smsc' ORDER BY 1`),
  ).toEqual([
    { id: 'm-1', reason: null },
    { id: 'm-2', reason: 'error 000 ' },
    { id: 'm-3', reason: null },
  ])
})

test('a text on which our own code fails goes to the inbox unread, once; while the database is away none is kept', async () => {
  const fail = (state: string) =>
    database.run({
      text: `CREATE OR REPLACE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$
               BEGIN RAISE EXCEPTION 'it fails' USING ERRCODE = '${state}'; END $$`,
      values: [],
    })
  await fail('22023')
  await database.run(sql`CREATE TRIGGER fails BEFORE UPDATE ON responder FOR EACH ROW EXECUTE FUNCTION fails()`)
  onTestFinished(async () => void (await database.run(sql`DROP TRIGGER fails ON responder`)))
  const text = { gateway: 'smsc', from: phoneOf('R-0001'), to: null, text: 'Berhenti', receivedAt: new Date() }
  for (const id of ['t-1', 't-1', 't-2']) await HEARING.text({ ...text, id })
  const inbox = () =>
    database.rows(sql`
      SELECT t.gateway_id AS id, t.outcome, t.reason, r.external_id AS who
        FROM inbound_message t LEFT JOIN responder r ON r.id = t.responder_id ORDER BY t.nth`)
  const unread = { outcome: 'inbox', reason: 'not-handled', who: 'R-0001' }
  expect(await inbox()).toEqual([
    { id: 't-1', ...unread },
    { id: 't-2', ...unread },
  ])
  await fail('57P03')
  await expect(HEARING.text({ ...text, id: 't-3' })).rejects.toThrow(Unavailable)
  expect(await inbox()).toHaveLength(2)
})
