import type { Purpose } from '../mobilisation/notice.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** Messages of a call-out that say the same. `paid`: taken, or perhaps; `left`: due or under way; `later`: waits its turn. */
export interface SameText {
  readonly stage: 'paid' | 'left' | 'later'
  readonly channel: ChannelName
  /** Null where none took it yet. */
  readonly gateway: string | null
  readonly purpose: Purpose
  readonly mode: Mode
  readonly language: string
  /** Null where it has not been written yet; then `fields` says what it will be written from. */
  readonly body: string | null
  readonly fields: Readonly<Record<string, string>> | null
  readonly messages: number
}

/** What a call-out has handed over and has still to. What was dropped before it left is nowhere. */
export const textsOf = (db: Connection, callOutId: string, now: Date): Promise<SameText[]> =>
  db.rows<SameText>(sql`
    SELECT t.stage, n.channel, CASE t.stage WHEN 'paid' THEN n.gateway END AS gateway, n.purpose, n.mode,
           coalesce(r.language, 'id') AS language,
           -- Of a mail only the number counts.
           CASE WHEN n.channel = 'sms' AND t.stage = 'paid' THEN n.body END AS body,
           CASE WHEN n.channel = 'sms' AND (t.stage <> 'paid' OR n.body IS NULL) THEN n.fields END AS fields,
           sum(CASE t.stage WHEN 'paid' THEN 1 + n.repeats ELSE 1 END)::int AS messages
      FROM notice n
      LEFT JOIN responder r ON r.id = n.responder_id
      CROSS JOIN LATERAL (SELECT CASE WHEN n.accepted_at IS NOT NULL OR n.state IN ('accepted', 'delivered', 'unknown') THEN 'paid'
                                      WHEN n.state IN ('claimed', 'sending') OR (n.state = 'planned' AND n.due_at <= ${now})
                                        THEN 'left'
                                      WHEN n.state = 'planned' THEN 'later' END AS stage) t
     WHERE n.call_out_id = ${callOutId} AND t.stage IS NOT NULL
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
     ORDER BY 1, 2, 3, 4, 5, 6, 7, 8`)

/**
 * How many due messages of others leave before the last due one of a call-out, by channel: real ones before those of
 * exercises, else as the lane orders them.
 */
export const aheadOf = async (
  db: Connection,
  callOutId: string,
  now: Date,
): Promise<ReadonlyMap<ChannelName, number>> => {
  const rows = await db.rows<{ channel: ChannelName; n: number }>(sql`
    WITH last AS (
      SELECT DISTINCT ON (channel) channel, mode = 'actual' AS live, priority, due_at, serial FROM notice
       WHERE call_out_id = ${callOutId} AND state = 'planned' AND due_at <= ${now}
       ORDER BY channel, priority DESC, due_at DESC, serial DESC
    )
    SELECT l.channel,
           ((SELECT count(*) FROM notice n
              WHERE n.state = 'planned' AND n.channel = l.channel AND (n.mode = 'actual') = l.live AND n.due_at <= ${now}
                AND (n.priority, n.due_at, n.serial) <= (l.priority, l.due_at, l.serial)
                AND n.call_out_id IS DISTINCT FROM ${callOutId}::uuid)
            + CASE WHEN l.live THEN 0
                   ELSE (SELECT count(*) FROM notice n WHERE n.state = 'planned' AND n.channel = l.channel
                            AND (n.mode = 'actual') = true AND n.due_at <= ${now}) END)::int AS n
      FROM last l`)
  return new Map(rows.map(({ channel, n }) => [channel, n]))
}
