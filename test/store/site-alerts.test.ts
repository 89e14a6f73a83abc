import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import { openDatabase } from '../../src/store/database.ts'
import { alertSites, clearSitesOutside } from '../../src/store/site-alerts.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'

const NOW = new Date('2026-11-22T06:30:00Z')
const THREAD = randomUUID()

const db = openDatabase({ url: await freshDatabase(), max: 2, name: 'sites', onError: () => undefined })
afterAll(() => db.close())

let callOut: { readonly callOutId: CallOutId; readonly mode: 'actual' }
beforeEach(async () => {
  callOut = { callOutId: randomUUID() as CallOutId, mode: 'actual' }
  await db.run(sql`TRUNCATE call_out, notice, site, site_alert, timeline_entry CASCADE`)
  await db.run(sql`
    INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at)
    VALUES (${callOut.callOutId}, ${randomUUID()}, ${randomUUID()}, 'A7K2', 'actual', 'calling', '{}', '{}', '{}', ${NOW})`)
})

/** The chair of the site KSB-1 is told of its thread. */
const alert = () => {
  const site = { siteCode: 'KSB-1', threadId: THREAD, rank: 0, fields: { advice: 'muster' } }
  const chair = { siteCode: 'KSB-1', responderId: null, phoneIndex: 'x', channel: 'sms', language: 'id' } as const
  const alerts = { sites: [site], inArea: new Set(['KSB-1']), contacts: [chair], beyond: 0, expiresAt: null }
  return alertSites(db, callOut, alerts, NOW)
}
const leave = () => db.run(sql`UPDATE notice SET state = 'accepted', accepted_at = ${NOW} WHERE state = 'planned'`)
const isOutside = () => clearSitesOutside(db, callOut, { threadIds: [THREAD], inArea: new Set() }, NOW)
const notices = async (): Promise<readonly string[]> => {
  const rows = await db.rows<{ purpose: string; state: string }>(sql`SELECT purpose, state FROM notice ORDER BY serial`)
  return rows.map(({ purpose, state }) => `${purpose} ${state}`)
}

test('where it is not known which sites lie in an area none hears that it is over, though its own message ended', async () => {
  await alert()
  await leave()
  await clearSitesOutside(db, callOut, { threadIds: [randomUUID()], inArea: null }, NOW)
  expect(await notices()).toEqual(['site-alert accepted'])
  // Once it is known, it is told.
  await clearSitesOutside(db, callOut, { threadIds: [randomUUID()], inArea: new Set() }, NOW)
  expect(await notices()).toEqual(['site-alert accepted', 'site-all-clear planned'])
})

test('a site that goes in and out of the area before anything leaves hears in the end that it is outside', async () => {
  await alert()
  await leave()
  await isOutside()
  await alert()
  await isOutside()
  expect(await notices()).toEqual([
    'site-alert accepted',
    'site-all-clear cancelled',
    'site-alert cancelled',
    'site-all-clear planned',
  ])
})

test('a site that heard that it is outside does not hear it again when it was in the area before anything left', async () => {
  await alert()
  await leave()
  await isOutside()
  await leave()
  await alert()
  await isOutside()
  expect(await notices()).toEqual(['site-alert accepted', 'site-all-clear accepted', 'site-alert cancelled'])
})
