import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import {
  claimFeed,
  dueFeeds,
  type FeedClaim,
  feedHealth,
  introduceFeeds,
  knownItems,
  knownQuake,
  rememberItem,
  rememberPoll,
  reserveRequest,
} from '../../src/store/feeds.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'

const NOW = new Date('2026-10-21T04:00:00Z')
const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000)

const url = await freshDatabase()
const db = openDatabase({ url, max: 6, name: 'feeds test', onError: () => undefined })
/** Another process. */
const other = openDatabase({ url, max: 6, name: 'feeds test, other', onError: () => undefined })

afterAll(async () => {
  await other.close()
  await db.close()
})

beforeEach(async () => {
  await db.run(sql`DELETE FROM feed_state`)
  await db.run(sql`DELETE FROM feed_request`)
  await db.run(sql`DELETE FROM feed_item`)
  await introduceFeeds(db, [
    { name: 'gempa', firstDueAt: NOW },
    { name: 'warga', firstDueAt: after(30) },
  ])
})

const claimed = async (at = NOW, until = after(60)): Promise<FeedClaim> => {
  const claim = await claimFeed(db, 'gempa', at, until)
  if (claim === null) throw new Error('not due')
  return claim
}

const NEVER = { etag: null, lastModified: null, bodyHash: null } as const

test('feeds are due from their instant on, the longest due first, and only those asked for', async () => {
  const names = ['warga', 'gempa', 'none']
  expect(await dueFeeds(db, names, after(-1))).toEqual([])
  expect(await dueFeeds(db, names, NOW)).toEqual([{ name: 'gempa', dueAt: NOW }])
  expect((await dueFeeds(db, names, after(30))).map(({ name }) => name)).toEqual(['gempa', 'warga'])
  expect(await dueFeeds(db, ['warga'], NOW)).toEqual([])
})

test('introducing a feed again changes nothing of it', async () => {
  await claimed()
  expect(await introduceFeeds(db, [{ name: 'gempa', firstDueAt: NOW }])).toBe(0)
  expect(await dueFeeds(db, ['gempa'], NOW)).toEqual([])
  expect(await introduceFeeds(db, [])).toBe(0)
})

test('of many processes that wake for one feed at once, one polls', async () => {
  const all = [db, other, db, other, db, other].map((one) => claimFeed(one, 'gempa', NOW, after(60)))
  expect((await Promise.all(all)).filter((claim) => claim !== null)).toHaveLength(1)
  expect(await claimFeed(db, 'gempa', after(59), after(120))).toBeNull()
})

test('a process that dies while it polls holds the feed no longer than it said', async () => {
  await claimed()
  expect(await dueFeeds(db, ['gempa'], after(60))).toEqual([{ name: 'gempa', dueAt: after(60) }])
  expect(await claimFeed(other, 'gempa', after(60), after(120))).toMatchObject({ until: after(120) })
})

test('a success is remembered with what the server said of its version, for the next poll', async () => {
  const end = { kind: 'succeeded', etag: '"a1"', lastModified: 'then', bodyHash: 'h', nextDueAt: after(20) } as const
  expect(await rememberPoll(db, 'gempa', await claimed(), end, after(1))).toBe(true)
  expect(await claimed(after(20), after(80))).toEqual({
    until: after(80),
    etag: '"a1"',
    lastModified: 'then',
    bodyHash: 'h',
    failures: 0,
  })
  expect((await feedHealth(db, ['gempa']))[0]).toEqual({
    name: 'gempa',
    lastTriedAt: after(20),
    lastSuccessAt: after(1),
    nextDueAt: after(80),
    failures: 0,
    lastError: null,
  })
})

test('failures are counted, the last good version and the last success stay; a success wipes them', async () => {
  const good = { kind: 'succeeded', ...NEVER, etag: '"a1"', nextDueAt: after(20) } as const
  await rememberPoll(db, 'gempa', await claimed(), good, after(1))
  for (const [nth, at] of [20, 60].entries()) {
    const claim = await claimed(after(at), after(at + 30))
    expect(claim).toMatchObject({ failures: nth, etag: '"a1"' })
    await rememberPoll(
      db,
      'gempa',
      claim,
      { kind: 'failed', error: 'x'.repeat(900), nextDueAt: after(at + 40) },
      after(at),
    )
  }
  const [bad] = await feedHealth(db, ['gempa'])
  expect(bad).toMatchObject({ failures: 2, lastSuccessAt: after(1), lastError: 'x'.repeat(500) })
  await rememberPoll(db, 'gempa', await claimed(after(100), after(160)), { ...good, nextDueAt: after(120) }, after(101))
  expect((await feedHealth(db, ['gempa']))[0]).toMatchObject({
    failures: 0,
    lastError: null,
    lastSuccessAt: after(101),
  })
})

test('a poll that was postponed is neither a success nor a failure', async () => {
  await rememberPoll(db, 'gempa', await claimed(), { kind: 'postponed', nextDueAt: after(9) }, NOW)
  expect((await feedHealth(db, ['gempa', 'none']))[0]).toMatchObject({
    failures: 0,
    lastSuccessAt: null,
    nextDueAt: after(9),
  })
})

test('a process that took too long writes nothing over the one that took the feed from it', async () => {
  const slow = await claimed()
  const taken = await claimFeed(other, 'gempa', after(61), after(120))
  expect(taken).not.toBeNull()
  const end = { kind: 'failed', error: 'slow', nextDueAt: after(900) } as const
  expect(await rememberPoll(db, 'gempa', slow, end, after(62))).toBe(false)
  expect((await feedHealth(db, ['gempa']))[0]).toMatchObject({ nextDueAt: after(120), failures: 0 })
})

test('of a hundred requests at once from two processes, a host gets what it allows, and the rest a time to come again', async () => {
  const turns = await Promise.all(
    Array.from({ length: 100 }, (_, n) => reserveRequest(n % 2 === 0 ? db : other, 'feed.example', 60, NOW)),
  )
  expect(turns.filter(({ kind }) => kind === 'granted')).toHaveLength(60)
  expect(turns.filter(({ kind }) => kind === 'wait')).toEqual(Array(40).fill({ kind: 'wait', until: after(60) }))
  expect(await reserveRequest(db, 'other.example', 60, NOW)).toEqual({ kind: 'granted' })
  expect(await reserveRequest(db, 'feed.example', 60, after(59))).toMatchObject({ kind: 'wait' })
  expect(await reserveRequest(db, 'feed.example', 60, after(60))).toEqual({ kind: 'granted' })
})

test('requests of the last minutes are all that is kept', async () => {
  for (const at of [0, 50, 170]) await reserveRequest(db, 'feed.example', 60, after(at))
  const rows = await db.rows<{ at: Date }>(sql`SELECT at FROM feed_request ORDER BY at`)
  expect(rows.map(({ at }) => at)).toEqual([after(50), after(170)])
})

test('what became of a thing is kept, and written over when it comes again; its event is not lost', async () => {
  const eventId = '0190a8f2-0000-7000-8000-0000000000e1'
  const item = { itemId: 'gempa-1', contentHash: 'h1', outcome: 'taken', reason: 'alert', eventId } as const
  await rememberItem(db, 'gempa', item, NOW)
  await rememberItem(db, 'warga', { ...item, outcome: 'wanted', eventId: null }, NOW)
  expect(await knownItems(db, 'gempa', ['gempa-1', 'gempa-2'])).toEqual(
    new Map([['gempa-1', { contentHash: 'h1', outcome: 'taken' }]]),
  )
  await rememberItem(
    db,
    'gempa',
    { ...item, contentHash: 'h2', outcome: 'refused', reason: 'bad', eventId: null },
    after(5),
  )
  const rows = await db.rows(sql`SELECT * FROM feed_item WHERE feed = 'gempa'`)
  expect(rows).toEqual([
    {
      feed: 'gempa',
      item_id: 'gempa-1',
      content_hash: 'h2',
      seen_at: after(5),
      outcome: 'refused',
      reason: 'bad',
      event_id: eventId,
    },
  ])
})

test('of a quake that nobody told us of nothing is known', async () => {
  expect(await knownQuake(db, 'bmkg', 'gempa-20261021021405')).toBeNull()
})

test('of a quake the newest message counts', async () => {
  const felt = (most: number) => JSON.stringify([{ place: 'Tuban', position: null, least: 2, most }])
  const incidentId = randomUUID()
  await db.run(sql`INSERT INTO incident (id, mode, opened_at) VALUES (${incidentId}, 'actual', ${NOW})`)
  for (const [revision, most] of [3, 6].entries())
    await db.run(sql`
      INSERT INTO hazard_event (id, incident_id, thread_id, sequence, standing, source, source_id, revision, content_hash,
        jurisdiction, mode, message_type, hazard, severity, urgency, certainty, occurred_at, received_at, headline,
        description, village_codes, felt, regency_code, level, decision, reason, warnings)
      VALUES (${randomUUID()}, ${incidentId}, ${incidentId}, ${9 - revision}, 'none', 'bmkg', 'gempa-7', ${revision + 1}, 'h',
        '', 'actual', 'alert', 'earthquake', 'severe', 'immediate', 'observed', ${NOW}, ${NOW}, '', '', '{}',
        ${felt(most)}::jsonb, '35.23', ${`level-${most}`}, 'record', 'alert', '{}')`)
  expect(await knownQuake(db, 'bmkg', 'gempa-7')).toEqual({
    felt: [{ place: 'Tuban', position: null, least: 2, most: 3 }],
    level: 'level-3',
  })
  expect(await knownQuake(db, 'usgs', 'gempa-7')).toBeNull()
})
