import type { NoticeState } from '../mobilisation/notice.ts'
import type { Mode } from '../wording/mode.ts'
import type { ClaimedNotice } from './claims.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** Which modes a lane sends: a real call never waits behind an exercise. */
export type NoticeLane = 'live' | 'exercise'

const modesOf = (lane: NoticeLane): readonly Mode[] => (lane === 'live' ? ['actual'] : ['exercise', 'test'])

/** Lengthens the lease of what this process still holds; a row that is being written to this moment has its turn next time. */
export const keepLease = (
  db: Connection,
  held: readonly { readonly id: string; readonly attempt: number }[],
  leaseUntil: Date,
): Promise<number> =>
  db.run(sql`
    WITH own AS MATERIALIZED (
      SELECT n.id
        FROM unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ attempt }) => attempt)}::int[]) AS h(id, attempt)
        JOIN notice n ON n.id = h.id AND n.attempt = h.attempt AND n.state IN ('claimed', 'sending')
      -- A hand-over writes to several of these rows at once, in an order of its own.
         FOR UPDATE OF n SKIP LOCKED
    )
    UPDATE notice n SET lease_until = ${leaseUntil} FROM own WHERE n.id = own.id`)

/** Puts back what was claimed and not begun; a row that is being written to this moment, once its lease is over. */
export const releaseNotices = (
  db: Connection,
  held: readonly { readonly id: string; readonly attempt: number }[],
): Promise<number> =>
  db.run(sql`
    WITH own AS MATERIALIZED (
      SELECT n.id
        FROM unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ attempt }) => attempt)}::int[]) AS h(id, attempt)
        JOIN notice n ON n.id = h.id AND n.attempt = h.attempt AND n.state = 'claimed'
         FOR UPDATE OF n SKIP LOCKED
    )
    UPDATE notice n SET state = 'planned', lease_until = NULL FROM own WHERE n.id = own.id`)

/** A message that cannot even be written, such as one whose template is broken: its row says so. */
export const refuseClaimed = (
  db: Connection,
  notice: Pick<ClaimedNotice, 'id' | 'attempt'>,
  reason: string,
  now: Date,
): Promise<number> =>
  db.run(sql`
    UPDATE notice SET state = 'refused', reason = ${reason}, ended_at = ${now}, lease_until = NULL
     WHERE id = ${notice.id} AND attempt = ${notice.attempt} AND state = 'claimed'`)

/** What a process that died left behind: claimed goes back on the table, sending was perhaps taken and perhaps not. */
export const expireLeases = async (db: Connection, now: Date): Promise<{ returned: number; unknown: number }> => {
  const returned = await db.run(sql`
    UPDATE notice SET state = 'planned', lease_until = NULL
     -- Whoever writes to one this moment, to take it back, may want others of them as well.
     WHERE id IN (SELECT id FROM notice WHERE state = 'claimed' AND lease_until <= ${now} FOR UPDATE SKIP LOCKED)`)
  // What nobody may send any more is not left lying about, whoever could not send it.
  await db.run(sql`
    UPDATE notice SET state = 'expired', reason = 'too late to be of use', ended_at = ${now}
     WHERE state = 'planned' AND expires_at <= ${now}`)
  const unknown = await db.run(sql`
    UPDATE notice SET state = 'unknown', reason = 'handed over, then the sender died or fell silent', lease_until = NULL,
                      ended_at = ${now}
     WHERE state = 'sending' AND lease_until <= ${now}`)
  return { returned, unknown }
}

/** How many notices of a lane are due. Counts no further than `enough`. */
export const dueNotices = async (db: Connection, lane: NoticeLane, now: Date, enough: number): Promise<number> => {
  const [row] = await db.rows<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM (
      SELECT 1 FROM notice WHERE state = 'planned' AND due_at <= ${now} AND mode = ANY(${modesOf(lane)}) LIMIT ${enough}
    ) due`)
  return row?.n ?? 0
}

export const countByState = async (
  db: Connection,
  callOutId: string,
): Promise<Readonly<Partial<Record<NoticeState, number>>>> => {
  const rows = await db.rows<{ state: string; n: number }>(sql`
    SELECT state, count(*)::int AS n FROM notice WHERE call_out_id = ${callOutId} GROUP BY state ORDER BY state`)
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
