import { nextForUnknown, ripeAfterMs, type UnknownRule } from '../mobilisation/unknown-rule.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { Connection, Database } from './database.ts'
import { callOnNextChannel } from './next-channel.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

interface UnknownRow {
  readonly id: string
  readonly callOutId: string | null
  readonly channel: ChannelName
  readonly repeats: number
  readonly expiresAt: Date | null
  readonly gateway: string | null
  readonly isOutdated: boolean
}

/** More than a second brings; the next sweep goes on. */
const AT_ONCE = 500

/** What was to be repeated and was not taken is what it was before: unknown, now for good. */
const takeBackRepeats = (db: Connection, now: Date): Promise<number> =>
  db.run(sql`
    UPDATE notice
       SET state = 'unknown', reason = 'unknown, and not repeated: ' || coalesce(reason, state), rule_at = NULL,
           ended_at = ${now}
     WHERE repeats > 0 AND state IN ('cancelled', 'expired', 'failed', 'refused') AND accepted_at IS NULL
       AND settled_at IS NULL`)

const ripe = (
  db: Connection,
  rules: Readonly<Record<ChannelName, UnknownRule>>,
  now: Date,
): Promise<readonly UnknownRow[]> => {
  const before = (channel: ChannelName): Date => new Date(now.getTime() - ripeAfterMs(rules[channel]))
  // A second time round nothing is waited for.
  return db.rows<UnknownRow>(sql`
    SELECT id, call_out_id AS "callOutId", channel, repeats, expires_at AS "expiresAt", gateway,
           -- Of a call what is corrected is put right in its row; news are as they were.
           EXISTS (SELECT 1 FROM notice s
                    WHERE s.call_out_id = n.call_out_id AND s.responder_id = n.responder_id AND s.channel = n.channel
                      AND s.serial > n.serial AND s.state <> 'cancelled'
                      AND (s.purpose IN ('call-out', 'safety-check', 'stand-down')
                           OR (n.purpose IN ('raised', 'correction') AND s.purpose IN ('raised', 'correction'))))
             AS "isOutdated"
      FROM notice n
     WHERE state = 'unknown' AND rule_at IS NULL
       AND (repeats > 0 OR ended_at <= CASE channel WHEN 'sms' THEN ${before('sms')}::timestamptz
                                                    ELSE ${before('email')}::timestamptz END)
     ORDER BY ended_at, id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`)
}

const countBy = (rows: readonly UnknownRow[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { callOutId } of rows) if (callOutId !== null) counts.set(callOutId, (counts.get(callOutId) ?? 0) + 1)
  return counts
}

/** What was done about outcomes that nobody knows. */
export interface UnknownsHandled {
  readonly repeated: number
  /** Calls planned on another channel. */
  readonly onNextChannel: number
}

/**
 * Applies the rule of its channel to each message whose outcome stayed unknown: handed over once more under the same
 * name, or left, and then the person's next channel is tried for a call. Each repeat is counted in its row (`repeats`)
 * and in the timeline of its call-out. A receipt that comes before settles the message, and no rule is applied.
 */
export const applyUnknownRules = (
  db: Database,
  rules: Readonly<Record<ChannelName, UnknownRule>>,
  now: Date,
): Promise<UnknownsHandled> =>
  db.transact(async (connection) => {
    await takeBackRepeats(connection, now)
    const rows = await ripe(connection, rules, now)
    if (rows.length === 0) return { repeated: 0, onNextChannel: 0 }
    const repeated = rows.filter((row) => nextForUnknown(rules[row.channel], row, now) === 'repeat')
    const left = rows.filter((row) => !repeated.includes(row))
    await connection.run(sql`
      UPDATE notice SET state = 'planned', due_at = ${now}, ended_at = NULL, repeats = repeats + 1,
                        reason = 'unknown, and repeated once by rule'
       WHERE id = ANY(${repeated.map(({ id }) => id)}::uuid[])`)
    const leftIds = left.map(({ id }) => id)
    await connection.run(sql`UPDATE notice SET rule_at = ${now} WHERE id = ANY(${leftIds}::uuid[])`)
    const planned = await callOnNextChannel(connection, leftIds, 'unknown', now)
    for (const [callOutId, notices] of countBy(repeated))
      await note(connection, { callOutId }, now, 'unknown-repeated', { notices })
    for (const [callOutId, notices] of planned)
      await note(connection, { callOutId }, now, 'next-channel', { because: 'unknown', notices })
    return { repeated: repeated.length, onNextChannel: [...planned.values()].reduce((sum, one) => sum + one, 0) }
  })
