import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** What became of a call-out's messages. */
export interface Outcomes {
  /** Counts by channel and state. */
  readonly byChannel: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly delivered: number
  /** Outcomes that nobody knows, at this moment. */
  readonly unknown: number
  /** Handed over once more by the rule of their channel. */
  readonly repeated: number
  /** Once unknown, until a receipt told. */
  readonly settledByReceipt: number
  /** Further tries on a person's next channel after one that failed, or of which nobody knows. */
  readonly onNextChannel: number
  /** Further tries that went out because nobody answered the one before. */
  readonly afterSilence: number
  /** Failed, and the person has no other channel. */
  readonly nowhereElse: number
}

export const outcomesOf = async (db: Connection, callOutId: string): Promise<Outcomes> => {
  const rows = await db.rows<{
    channel: string
    state: string
    n: number
    repeated: number
    settled: number
    next: number
    silent: number
    nowhere: number
  }>(sql`
    SELECT channel, state, count(*)::int AS n, sum(repeats)::int AS repeated, count(settled_at)::int AS settled,
           count(follows)::int AS next, count(*) FILTER (WHERE because = 'silence' AND tries > 0)::int AS silent,
           count(*) FILTER (WHERE passed_on IN ('no-other-channel', 'no-other-contact')
                              AND state IN ('failed', 'refused', 'expired', 'unknown'))::int AS nowhere
      FROM notice WHERE call_out_id = ${callOutId} GROUP BY channel, state ORDER BY channel, state`)
  const byChannel: Record<string, Record<string, number>> = {}
  for (const { channel, state, n } of rows) byChannel[channel] = { ...byChannel[channel], [state]: n }
  const sum = (count: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + count(row), 0)
  return {
    byChannel,
    delivered: sum(({ state, n }) => (state === 'delivered' ? n : 0)),
    unknown: sum(({ state, n }) => (state === 'unknown' ? n : 0)),
    repeated: sum(({ repeated }) => repeated),
    settledByReceipt: sum(({ settled }) => settled),
    onNextChannel: sum(({ next }) => next),
    afterSilence: sum(({ silent }) => silent),
    nowhereElse: sum(({ nowhere }) => nowhere),
  }
}
