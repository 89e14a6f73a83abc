import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** Of receipts that came within this the ones without a message are told: the gateway and we may speak of different things. */
const RECENT_MS = 86_400_000

interface Figures {
  readonly untold: number
  readonly repeated: number
  readonly unmatched: number
  readonly flagged: number
}

/** What the rows say at `now` of outcomes after the hand-over. */
export const outcomeGauges = async (db: Connection, now: Date) => {
  const [row] = await db.rows<Figures>(sql`
    SELECT coalesce((SELECT greatest(0, extract(epoch FROM ${now}::timestamptz - min(ended_at))) FROM notice
                      WHERE state = 'unknown' AND reported_at IS NULL AND operator_id IS NULL AND call_out_id IS NOT NULL),
                    0)::float8 AS untold,
           (SELECT count(*) FROM notice WHERE repeats > 0)::int AS repeated,
           (SELECT count(*) FROM receipt
             WHERE settled_at IS NULL AND received_at > ${new Date(now.getTime() - RECENT_MS)})::int AS unmatched,
           (SELECT count(*) FROM contact_flag)::int AS flagged`)
  const figure = (name: string, help: string, value: number | undefined) => ({
    name: `kentongan_${name}`,
    help,
    values: [{ labels: {}, value: value ?? 0 }],
  })
  return [
    figure(
      'notice_unknown_untold_seconds',
      'How long the oldest unknown outcome of a call-out waits to be told to its operators; 10 is too long',
      row?.untold,
    ),
    figure(
      'notices_repeated',
      'Messages handed over once more by rule, because nobody knew whether they were taken',
      row?.repeated,
    ),
    figure('receipts_unmatched', 'Receipts of the last day whose message is not known', row?.unmatched),
    figure('contacts_flagged', 'Numbers and addresses that nobody was reached by', row?.flagged),
  ]
}
