import type { Purpose } from '../mobilisation/notice.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import { readableContacts } from './contacts.ts'
import type { Connection } from './database.ts'
import type { Seal } from './seal.ts'
import { prepared, type Statement, sql } from './sql.ts'

/** A notice that this process has claimed, with all that sending it takes. The address lives in memory only. */
export interface ClaimedNotice {
  readonly id: string
  readonly serial: bigint
  readonly callOutId: string | null
  readonly channel: ChannelName
  readonly purpose: Purpose
  readonly mode: Mode
  readonly ref: string
  /** Fencing: results count only for this claim. */
  readonly attempt: number
  readonly fields: Readonly<Record<string, string>>
  readonly language: string
  readonly plannedAt: Date
  /** Later it is of no use; null: whenever. */
  readonly expiresAt: Date | null
  readonly name: string
  readonly kind: string | null
  readonly synthetic: boolean
  readonly address: string | null
}

interface ClaimedRow {
  id: string
  serial: string
  call_out_id: string | null
  channel: string
  purpose: string
  mode: string
  ref: string
  attempt: number
  fields: Record<string, string>
  language: string | null
  planned_at: Date
  expires_at: Date | null
  name: string
  kind: string | null
  synthetic: boolean
  sealed: Buffer | null
}

/** One line in any case, so that a claim that got nothing says when to come again. */
type AnswerRow = { wanted: number; free_at_ms: number | null; live_until_ms: number | null } & (
  | ClaimedRow
  | { id: null }
)

/** For whom notices are claimed: a gateway, and the lane and channel that it is to serve. */
export interface Puller {
  readonly lane: 'live' | 'exercise'
  readonly channel: ChannelName
  /** Its row must be there (registerGateways) where `perSecond` is given. */
  readonly gateway: string
  /** Messages that may begin in a second, by all processes together; null: as many as it takes. */
  readonly perSecond: number | null
  /** How many may begin at once after a pause. */
  readonly burst: number
}

export interface Claimed {
  readonly notices: readonly ClaimedNotice[]
  /** With more that are due and no budget for them: ms until there is some. Null: nothing more was due. */
  readonly againInMs: number | null
}

/** While a real message waits for budget, an exercise leaves it all; renewed by every claim that gets less than is due. */
const LIVE_FIRST_MS = 1_000

/** By no more than this do clocks of processes differ that are right; what is further ahead was written by a wrong one. */
const CLOCKS_APART_MS = 1_000

/** How soon an exercise asks again that made way. */
const MADE_WAY_MS = 200

/** Asking more often costs more than it brings: at a fast gateway some tokens have gathered after this. */
const LEAST_PAUSE_MS = 20

/**
 * A bucket of `burst` tokens that fills with `perSecond`, kept as the one instant up to which it is spent: in any stretch
 * of t seconds no more than t * perSecond + burst are taken, by whatever processes. Who is given none waits; exercises
 * are given none while real messages wait.
 */
const budget = ({ lane, gateway, perSecond, burst }: Puller, now: Date): Statement => {
  if (perSecond === null)
    return sql`SELECT n AS granted, NULL::float8 AS free_at_ms, NULL::float8 AS live_until_ms FROM wanted`
  const nowMs = now.getTime()
  const everyMs = 1_000 / perSecond
  const isLive = lane === 'live'
  return sql`
    UPDATE gateway g SET (granted, free_at_ms, live_until_ms) = (
      SELECT asked.granted, asked.base + asked.granted * ${everyMs}::float8,
             CASE WHEN ${isLive} AND asked.granted < w.n THEN ${nowMs + LIVE_FIRST_MS}::float8 ELSE g.live_until_ms END
        FROM (SELECT bucket.base,
                     CASE WHEN NOT ${isLive} AND g.live_until_ms > ${nowMs}::float8
                               AND g.live_until_ms <= ${nowMs + LIVE_FIRST_MS + CLOCKS_APART_MS}::float8 THEN 0
                          -- A millionth of a token: what adding fractions up has lost.
                          ELSE least(w.n, greatest(0, floor((${nowMs}::float8 - bucket.base) / ${everyMs}::float8 + 1e-6)))::int
                     END AS granted
                -- Nothing is spent of the future: a later instant was written by a clock that was ahead.
                FROM (SELECT greatest(least(g.free_at_ms, ${nowMs + CLOCKS_APART_MS}::float8), ${nowMs - burst * everyMs}::float8) AS base) bucket) asked)
      FROM wanted w WHERE g.name = ${gateway} AND w.n > 0
    RETURNING g.granted, g.free_at_ms, g.live_until_ms`
}

const pauseMs = ({ lane, perSecond }: Puller, { free_at_ms, live_until_ms }: AnswerRow, now: Date): number => {
  const liveForMs = (live_until_ms ?? 0) - now.getTime()
  if (lane === 'exercise' && liveForMs > 0 && liveForMs <= LIVE_FIRST_MS + CLOCKS_APART_MS) return MADE_WAY_MS
  return Math.ceil(Math.max((free_at_ms ?? 0) + 1_000 / (perSecond ?? 1) - now.getTime(), LEAST_PAUSE_MS))
}

/**
 * Takes up to `limit` due notices for a gateway, the most urgent first, for as long as `leaseUntil` says and as far as the
 * gateway's budget goes. Rows that another process is taking are passed over, so no two processes ever hold the same
 * one; rows that this gateway just could not take are left to the others for a while.
 */
export const claimNotices = async (
  db: Connection,
  seal: Seal,
  puller: Puller,
  limit: number,
  now: Date,
  leaseUntil: Date,
): Promise<Claimed> => {
  const { lane, channel, gateway, perSecond } = puller
  const found = await db.rows<AnswerRow>(
    prepared(
      perSecond === null ? 'claim-notices' : `claim-notices-within-budget`,
      sql`
    WITH due AS MATERIALIZED (
      SELECT id, priority, due_at, serial FROM notice
       WHERE state = 'planned' AND due_at <= ${now} AND (mode = 'actual') = ${lane === 'live'} AND channel = ${channel}
         AND (elsewhere_until IS NULL OR elsewhere_until <= ${now} OR gateway IS DISTINCT FROM ${gateway})
         -- A second SMS is the same as the first to the gateway of the first alone.
         AND (repeats = 0 OR channel <> 'sms' OR gateway IS NOT DISTINCT FROM ${gateway})
       ORDER BY priority, due_at, serial LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), wanted AS MATERIALIZED (
      SELECT count(*)::int AS n FROM due
    ), budget AS (${budget(puller, now)}
    ), taken AS (
      SELECT id FROM due ORDER BY priority, due_at, serial LIMIT coalesce((SELECT granted FROM budget), 0)
    ), claimed AS (
      UPDATE notice n SET state = 'claimed', attempt = n.attempt + 1, lease_until = ${leaseUntil}
        FROM taken WHERE n.id = taken.id
      RETURNING n.*
    )
    SELECT w.n AS wanted, b.free_at_ms, b.live_until_ms,
           c.id, c.serial, c.call_out_id, c.channel, c.purpose, c.mode, c.ref, c.attempt, c.fields,
           r.language, c.planned_at, c.expires_at, coalesce(r.name, o.name, s.chair_name, s.name, '') AS name, r.kind,
           coalesce(r.synthetic, s.synthetic, false) AS synthetic,
           CASE c.channel WHEN 'sms' THEN coalesce(r.phone_sealed, o.phone_sealed, s.chair_phone_sealed)
                          ELSE coalesce(r.email_sealed, o.email_sealed) END AS sealed
      FROM wanted w
      LEFT JOIN budget b ON true
      LEFT JOIN claimed c ON true
      LEFT JOIN responder r ON r.id = c.responder_id
      LEFT JOIN operator o ON o.id = c.operator_id
      LEFT JOIN site s ON s.site_code = c.site_code
     ORDER BY c.priority, c.due_at, c.serial`,
    ),
  )
  const rows = found.filter((row) => row.id !== null)
  const addresses = readableContacts(seal, rows)
  const notices = rows.map((row) => ({
    id: row.id,
    serial: BigInt(row.serial),
    callOutId: row.call_out_id,
    channel: row.channel as ChannelName,
    purpose: row.purpose as Purpose,
    mode: row.mode as Mode,
    ref: row.ref,
    attempt: row.attempt,
    fields: row.fields,
    language: row.language ?? 'id',
    plannedAt: row.planned_at,
    expiresAt: row.expires_at,
    name: row.name,
    kind: row.kind,
    synthetic: row.synthetic,
    address: addresses.get(row.id) ?? null,
  }))
  const [first] = found
  const more = first !== undefined && first.free_at_ms !== null && first.wanted > rows.length
  return { notices, againInMs: more ? pauseMs(puller, first, now) : null }
}
