import { mayAskAt } from '../mobilisation/feed-pace.ts'
import type { FeltReport } from '../mobilisation/hazard-event.ts'
import type { KnownQuake } from '../mobilisation/quake-known.ts'
import type { Connection, Database } from './database.ts'
import { sql } from './sql.ts'

/** Makes a row for each feed that has none yet, due at its instant; the others keep theirs. */
export const introduceFeeds = (
  db: Connection,
  feeds: readonly { readonly name: string; readonly firstDueAt: Date }[],
): Promise<number> =>
  db.run(sql`
    INSERT INTO feed_state (name, next_due_at)
    SELECT f.name, f.due FROM unnest(${feeds.map(({ name }) => name)}::text[],
                                     ${feeds.map(({ firstDueAt }) => firstDueAt)}::timestamptz[]) AS f(name, due)
    ON CONFLICT (name) DO NOTHING`)

/** Those of the feeds that are due at `now`, the longest due first. */
export const dueFeeds = async (
  db: Connection,
  names: readonly string[],
  now: Date,
): Promise<readonly { readonly name: string; readonly dueAt: Date }[]> => {
  const rows = await db.rows<{ name: string; due: Date }>(sql`
    SELECT name, next_due_at AS due FROM feed_state
     WHERE name = ANY(${[...names]}::text[]) AND next_due_at <= ${now} ORDER BY next_due_at, name`)
  return rows.map(({ name, due }) => ({ name, dueAt: due }))
}

/** A poll that is one process's to do. */
export interface FeedClaim {
  /** Until then nobody else polls; also what tells this claim from a later one. */
  readonly until: Date
  readonly etag: string | null
  readonly lastModified: string | null
  readonly bodyHash: string | null
  /** Polls in a row that failed before this one. */
  readonly failures: number
}

/** Takes a feed that is due, so that of two processes one polls; null where it is not due (any more). */
export const claimFeed = async (db: Connection, name: string, now: Date, until: Date): Promise<FeedClaim | null> => {
  const [row] = await db.rows<{
    etag: string | null
    last_modified: string | null
    body_hash: string | null
    failures: number
  }>(sql`
    UPDATE feed_state SET next_due_at = ${until}, last_tried_at = ${now}
     WHERE name = ${name} AND next_due_at <= ${now}
    RETURNING etag, last_modified, body_hash, failures`)
  return row === undefined
    ? null
    : { until, etag: row.etag, lastModified: row.last_modified, bodyHash: row.body_hash, failures: row.failures }
}

/** How a poll ended. */
export type PollEnd =
  /** It was read to its end. Validators are null where the next poll must read the whole again. */
  | {
      readonly kind: 'succeeded'
      readonly etag: string | null
      readonly lastModified: string | null
      readonly bodyHash: string | null
      readonly nextDueAt: Date
    }
  | { readonly kind: 'failed'; readonly error: string; readonly nextDueAt: Date }
  /** Nothing was asked: the host's budget was used up. */
  | { readonly kind: 'postponed'; readonly nextDueAt: Date }

const LONGEST_ERROR = 500

/** Writes how a claimed poll ended. False where the claim ran out and the feed was taken again meanwhile. */
export const rememberPoll = async (
  db: Connection,
  name: string,
  { until }: FeedClaim,
  end: PollEnd,
  now: Date,
): Promise<boolean> => {
  switch (end.kind) {
    case 'succeeded':
      return (
        (await db.run(sql`
          UPDATE feed_state SET etag = ${end.etag}, last_modified = ${end.lastModified}, body_hash = ${end.bodyHash},
                 last_success_at = ${now}, next_due_at = ${end.nextDueAt}, failures = 0, last_error = NULL
           WHERE name = ${name} AND next_due_at = ${until}`)) === 1
      )
    case 'failed':
      return (
        (await db.run(sql`
          UPDATE feed_state SET next_due_at = ${end.nextDueAt}, failures = failures + 1,
                 last_error = ${end.error.slice(0, LONGEST_ERROR)}
           WHERE name = ${name} AND next_due_at = ${until}`)) === 1
      )
    case 'postponed':
      return (
        (await db.run(sql`
          UPDATE feed_state SET next_due_at = ${end.nextDueAt} WHERE name = ${name} AND next_due_at = ${until}`)) === 1
      )
  }
}

const MINUTE_MS = 60_000

/**
 * Counts one request to a host, whichever process sends it, or says when the next one may go: never more than
 * `perMinute` within 60 s. Requests older than that are forgotten here.
 */
export const reserveRequest = (
  db: Database,
  host: string,
  perMinute: number,
  now: Date,
): Promise<{ readonly kind: 'granted' } | { readonly kind: 'wait'; readonly until: Date }> =>
  db.transact(async (connection) => {
    // One at a time for one host: two that count at once would both find the last place free.
    await connection.run(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`feed-host ${host}`}, 0))`)
    const old = new Date(now.getTime() - 2 * MINUTE_MS)
    await connection.run(sql`DELETE FROM feed_request WHERE host = ${host} AND at < ${old}`)
    const sent = await connection.rows<{ at: Date }>(sql`
      SELECT at FROM feed_request WHERE host = ${host} ORDER BY at DESC LIMIT ${perMinute}`)
    const mayAt = mayAskAt(
      sent.map(({ at }) => at),
      perMinute,
      now,
    )
    if (mayAt > now) return { kind: 'wait', until: mayAt }
    await connection.run(sql`INSERT INTO feed_request (host, at) VALUES (${host}, ${now})`)
    return { kind: 'granted' }
  })

/** What is kept of a thing in a feed. */
export interface ItemKept {
  readonly contentHash: string
  readonly outcome: 'taken' | 'refused' | 'wanted'
}

/** What is kept of these things, by their ids; those that were never seen are missing. */
export const knownItems = async (
  db: Connection,
  feed: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, ItemKept>> => {
  const rows = await db.rows<{ item_id: string; content_hash: string; outcome: ItemKept['outcome'] }>(sql`
    SELECT item_id, content_hash, outcome FROM feed_item
     WHERE feed = ${feed} AND item_id = ANY(${[...itemIds]}::text[])`)
  return new Map(rows.map((row) => [row.item_id, { contentHash: row.content_hash, outcome: row.outcome }]))
}

/** Writes what became of a thing in a feed, over what became of it before. */
export const rememberItem = (
  db: Connection,
  feed: string,
  item: ItemKept & { readonly itemId: string; readonly reason: string; readonly eventId: string | null },
  now: Date,
): Promise<number> =>
  db.run(sql`
    INSERT INTO feed_item (feed, item_id, content_hash, seen_at, outcome, reason, event_id)
    VALUES (${feed}, ${item.itemId}, ${item.contentHash}, ${now}, ${item.outcome},
            ${item.reason.slice(0, LONGEST_ERROR)}, ${item.eventId})
    ON CONFLICT (feed, item_id) DO UPDATE
       SET content_hash = excluded.content_hash, seen_at = excluded.seen_at, outcome = excluded.outcome,
           reason = excluded.reason, event_id = coalesce(excluded.event_id, feed_item.event_id)`)

/** What the newest message about a quake said; null where there is none. */
export const knownQuake = async (db: Connection, source: string, sourceId: string): Promise<KnownQuake | null> => {
  const [row] = await db.rows<{ felt: FeltReport[]; level: string | null }>(sql`
    SELECT felt, level FROM hazard_event WHERE source = ${source} AND source_id = ${sourceId}
     ORDER BY sequence DESC LIMIT 1`)
  return row ?? null
}

/** How it goes with a feed, for metrics and for people. */
export interface FeedHealth {
  readonly name: string
  readonly lastTriedAt: Date | null
  readonly lastSuccessAt: Date | null
  readonly nextDueAt: Date
  /** Polls in a row that failed. */
  readonly failures: number
  readonly lastError: string | null
}

/** How it goes with each of these feeds; one that was never due is missing. */
export const feedHealth = async (db: Connection, names: readonly string[]): Promise<readonly FeedHealth[]> => {
  const rows = await db.rows<{
    name: string
    last_tried_at: Date | null
    last_success_at: Date | null
    next_due_at: Date
    failures: number
    last_error: string | null
  }>(sql`
    SELECT name, last_tried_at, last_success_at, next_due_at, failures, last_error FROM feed_state
     WHERE name = ANY(${[...names]}::text[]) ORDER BY name`)
  return rows.map((row) => ({
    name: row.name,
    lastTriedAt: row.last_tried_at,
    lastSuccessAt: row.last_success_at,
    nextDueAt: row.next_due_at,
    failures: row.failures,
    lastError: row.last_error,
  }))
}
