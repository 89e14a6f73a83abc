import type { Purpose } from '../mobilisation/notice.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** `paid`: taken, or perhaps; `left`: due, under way or to be tried again; `later`: waits for its turn. */
export type Stage = 'paid' | 'left' | 'later'

/** Messages of a call-out that cost the same. */
export interface SameCost {
  readonly stage: Stage
  readonly channel: ChannelName
  /** Of those paid for; null where it is not known. */
  readonly gateway: string | null
  /** Of SMS that are paid for, with `{link}`; null of others. */
  readonly body: string | null
  readonly messages: number
}

/** Of messages that nobody has written yet: what one of them will be written from. */
export interface ToBeWritten {
  readonly purpose: Purpose
  readonly mode: Mode
  readonly language: string
  readonly fields: Readonly<Record<string, string>>
}

/** Enough to tell how many parts they have in the mean. */
const SAMPLE = 100

/** What a call-out has handed over and has still to, by what it costs. What was dropped before it left is nowhere. */
export const messagesByCost = (db: Connection, callOutId: string, now: Date): Promise<SameCost[]> =>
  db.rows<SameCost>(sql`
    SELECT stage, channel, CASE stage WHEN 'paid' THEN gateway END AS gateway,
           CASE WHEN channel = 'sms' AND stage = 'paid' THEN body END AS body,
           sum(CASE stage WHEN 'paid' THEN 1 + repeats ELSE 1 END)::int AS messages
      FROM (SELECT n.*, CASE WHEN accepted_at IS NOT NULL OR state IN ('accepted', 'delivered', 'unknown') THEN 'paid'
                             -- What its gateway did not take waits as well, but not for anybody's silence.
                             WHEN state = 'planned' AND due_at > ${now} AND turn > 1 AND tries = 0 THEN 'later'
                             WHEN state IN ('planned', 'claimed', 'sending') THEN 'left' END AS stage
              FROM notice n WHERE call_out_id = ${callOutId}) n
     WHERE stage IS NOT NULL
     GROUP BY 1, 2, 3, 4`)

/** Some of the SMS of a call-out that are still to be written. */
export const sampleToWrite = (db: Connection, callOutId: string): Promise<ToBeWritten[]> =>
  db.rows<ToBeWritten>(sql`
    SELECT n.purpose, n.mode, coalesce(r.language, 'id') AS language, n.fields
      FROM (SELECT responder_id, purpose, mode, fields FROM notice
             WHERE call_out_id = ${callOutId} AND state IN ('planned', 'claimed', 'sending') AND channel = 'sms'
             LIMIT ${SAMPLE}) n
      LEFT JOIN responder r ON r.id = n.responder_id`)

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
    SELECT own.channel,
           ((SELECT count(*) FROM notice n
              WHERE n.state = 'planned' AND n.channel = own.channel AND (n.mode = 'actual') = own.live AND n.due_at <= ${now}
                AND (n.priority, n.due_at, n.serial) <= (own.priority, own.due_at, own.serial))
            + CASE WHEN own.live THEN 0
                   ELSE (SELECT count(*) FROM notice n WHERE n.state = 'planned' AND n.channel = own.channel
                            AND (n.mode = 'actual') = true AND n.due_at <= ${now}) END
            - (SELECT count(*) FROM notice n WHERE n.call_out_id = ${callOutId} AND n.state = 'planned'
                  AND n.channel = own.channel AND n.due_at <= ${now}))::int AS n
      FROM call_out c
      CROSS JOIN (VALUES ('sms'), ('email')) AS channel(name)
      CROSS JOIN LATERAL (
        SELECT n.channel, c.mode = 'actual' AS live, n.priority, n.due_at, n.serial FROM notice n
         WHERE n.state = 'planned' AND n.channel = channel.name AND (n.mode = 'actual') = (c.mode = 'actual')
           AND n.call_out_id = c.id AND n.due_at <= ${now}
         ORDER BY n.priority DESC, n.due_at DESC, n.serial DESC LIMIT 1) own
     WHERE c.id = ${callOutId}`)
  return new Map(rows.map(({ channel, n }) => [channel, n]))
}
