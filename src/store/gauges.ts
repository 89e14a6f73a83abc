import type { Connection } from './database.ts'
import { outcomeGauges } from './outcome-gauges.ts'
import { sql } from './sql.ts'

/** A figure that is read from rows when somebody looks, with its values by their labels. */
export interface RowGauge {
  readonly name: string
  readonly help: string
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]
}

interface Labelled {
  readonly label: string
  readonly value: number
}

/** A proposal older than this waits for nobody any more; the bound lets an index find the others. */
const PROPOSALS_OF_MS = 30 * 86_400_000

/** One figure without labels; an empty table is 0. */
const single = async (db: Connection, statement: ReturnType<typeof sql>): Promise<RowGauge['values']> => {
  const [row] = await db.rows<{ value: number | null }>(statement)
  return [{ labels: {}, value: row?.value ?? 0 }]
}

const by = async (
  db: Connection,
  name: string,
  statement: ReturnType<typeof sql>,
  always: readonly string[] = [],
): Promise<RowGauge['values']> => {
  const rows = await db.rows<Labelled>(statement)
  const found = new Map(rows.map(({ label, value }) => [label, value]))
  const labels = [...new Set([...always, ...found.keys()])]
  return labels.map((label) => ({ labels: { [name]: label }, value: found.get(label) ?? 0 }))
}

const MODES = ['actual', 'exercise', 'test']

const STATUSES = ['planning', 'awaiting-approval', 'calling', 'filled', 'exhausted', 'closed', 'stood-down']

/**
 * What the rows say of the work at `now`: ages in seconds, counts of rows. Labels are words of ours and names of feeds,
 * never of people. Of feeds only `feeds` are told, those that are to be read: the row of another grows old for ever. One
 * that never succeeded is infinitely old.
 */
export const readGauges = async (db: Connection, now: Date, feeds: readonly string[]): Promise<readonly RowGauge[]> => [
  {
    name: 'kentongan_call_outs',
    help: 'Call-outs by status',
    values: await by(
      db,
      'status',
      sql`SELECT status AS label, count(*)::int AS value FROM call_out GROUP BY status ORDER BY status`,
      STATUSES,
    ),
  },
  {
    name: 'kentongan_call_out_review_overdue_seconds',
    help: 'How long the oldest due look at a call-out is overdue',
    values: await single(
      db,
      sql`SELECT greatest(0, extract(epoch FROM ${now}::timestamptz - min(review_due_at)))::float8 AS value
            FROM call_out WHERE review_due_at <= ${now}`,
    ),
  },
  {
    name: 'kentongan_notices_waiting',
    help: 'Messages that are due and have not left yet, by mode',
    values: await by(
      db,
      'mode',
      sql`SELECT mode AS label, count(*)::int AS value FROM notice
           WHERE state IN ('planned', 'claimed') AND due_at <= ${now} GROUP BY mode ORDER BY mode`,
      MODES,
    ),
  },
  {
    name: 'kentongan_notice_oldest_due_seconds',
    help: 'How long the oldest of the messages that wait has been due, by mode',
    values: await by(
      db,
      'mode',
      sql`SELECT mode AS label, extract(epoch FROM ${now}::timestamptz - min(due_at))::float8 AS value FROM notice
           WHERE state IN ('planned', 'claimed') AND due_at <= ${now} GROUP BY mode ORDER BY mode`,
      MODES,
    ),
  },
  {
    name: 'kentongan_notices_unknown',
    help: 'Messages whose outcome nobody knows and that no operator was told of yet',
    values: await single(
      db,
      sql`SELECT count(*)::int AS value FROM notice WHERE state = 'unknown' AND reported_at IS NULL`,
    ),
  },
  ...(await outcomeGauges(db, now)),
  {
    name: 'kentongan_proposals_waiting',
    help: 'Events of the last 30 days that wait for an operator to decide',
    values: await single(
      db,
      sql`SELECT count(*)::int AS value FROM hazard_event
           WHERE standing = 'waiting' AND received_at > ${new Date(now.getTime() - PROPOSALS_OF_MS)}`,
    ),
  },
  {
    name: 'kentongan_feed_last_success_age_seconds',
    help: 'Time since a feed was last read well',
    values: await by(
      db,
      'feed',
      // A float of PostgreSQL can be infinite, and the driver reads it as JavaScript's.
      sql`SELECT name AS label,
                 coalesce(extract(epoch FROM ${now}::timestamptz - last_success_at)::float8, 'Infinity') AS value
            FROM unnest(${[...feeds]}::text[]) AS read (name) LEFT JOIN feed_state USING (name) ORDER BY name`,
    ),
  },
  {
    name: 'kentongan_feed_failures',
    help: 'Failures of a feed since it was last read well',
    values: await by(
      db,
      'feed',
      sql`SELECT name AS label, coalesce(failures, 0) AS value
            FROM unnest(${[...feeds]}::text[]) AS read (name) LEFT JOIN feed_state USING (name) ORDER BY name`,
    ),
  },
  {
    name: 'kentongan_gateway_resting',
    help: 'Whether a gateway of messages rests, because it took none, as a process that sends saw last',
    values: await by(
      db,
      'gateway',
      sql`SELECT name AS label, coalesce(resting_until > ${now}, false)::int AS value FROM gateway ORDER BY name`,
    ),
  },
  {
    name: 'kentongan_lane_pulse_age_seconds',
    help: 'Time since a canary came through a lane of the queues; one comes every five seconds',
    values: await by(
      db,
      'lane',
      sql`SELECT lane AS label, greatest(0, extract(epoch FROM ${now}::timestamptz - ran_at))::float8 AS value
            FROM lane_pulse ORDER BY lane`,
    ),
  },
]
