import type { History } from '../mobilisation/prospect.ts'
import { type BandOfPerson, historiesFrom } from '../mobilisation/settled-histories.ts'
import type { ResponderId } from '../roster/responder.ts'
import type { Connection } from './database.ts'
import { type HistoryTerms, pastByBand } from './history-statements.ts'
import { prepared, type Statement, sql } from './sql.ts'

/** What one call-out asks of the past. */
export interface PastTerms extends HistoryTerms {
  /** Of itself nothing counts. */
  readonly callOutId: string
  readonly callsWithinMs: number
  /** Drills that began later tell nothing yet; left out: all do. */
  readonly drillsBefore?: Date
}

interface Found {
  readonly bands: readonly BandOfPerson[] | null
}

const asArray = (ids: readonly ResponderId[]): string => `{${ids.join(',')}}`

const pastOf = async (
  db: Connection,
  ids: readonly ResponderId[],
  { calls, invites }: { readonly calls: Statement; readonly invites: Statement },
  terms: PastTerms,
): Promise<ReadonlyMap<ResponderId, History>> => {
  const { at, callsWithinMs } = terms
  if (ids.length === 0) return new Map()
  const people = sql`r.id = ANY(${asArray(ids)}::uuid[])`
  const lately = new Date(at.getTime() - callsWithinMs)
  const [found] = await db.rows<Found>(pastByBand({ people, calls, invites }, terms, lately))
  return historiesFrom(found?.bands ?? [], at)
}

const callsTo = (ids: readonly ResponderId[], { callOutId, at }: PastTerms): Statement => sql`
  SELECT c.* FROM call_out_responder c
   WHERE c.responder_id = ANY(${asArray(ids)}::uuid[]) AND c.call_out_id <> ${callOutId} AND c.called_at < ${at}`

/**
 * What people said and did before an instant, other than in one call-out; those who are left out were never called.
 *
 * Answers are those of call-outs and rehearsed ones, and with less weight those to invitations to drills. Calls count as
 * asked once a message is on its way.
 */
export const historiesOf = (
  db: Connection,
  ids: readonly ResponderId[],
  terms: PastTerms,
): Promise<ReadonlyMap<ResponderId, History>> => {
  const { at, drillsBefore = null } = terms
  const invites = sql`
    i.responder_id = ANY(${asArray(ids)}::uuid[]) AND d.invited_at < ${at}
    AND coalesce(d.starts_at <= ${drillsBefore}::timestamptz, true)`
  return pastOf(db, ids, { calls: callsTo(ids, terms), invites }, terms)
}

/** When a call-out `o` was over. */
const OVER = sql`coalesce(o.closed_at, o.stood_down_at, 'infinity'::timestamptz)`

/** The same of calls alone whose call-out was not over before an instant. */
export const openHistoriesOf = (
  db: Connection,
  ids: readonly ResponderId[],
  overSince: Date,
  terms: PastTerms,
): Promise<ReadonlyMap<ResponderId, History>> => {
  const calls = sql`
    ${callsTo(ids, terms)} AND EXISTS (SELECT 1 FROM call_out o WHERE o.id = c.call_out_id AND ${OVER} >= ${overSince})`
  return pastOf(db, ids, { calls, invites: sql`false` }, terms)
}

/**
 * Who was called by call-outs that were not over before an instant, each once; null where those calls are more than
 * `most`: of some that were left out nobody would know.
 */
export const openlyCalled = async (
  db: Connection,
  overSince: Date,
  { callOutId, at }: Pick<PastTerms, 'callOutId' | 'at'>,
  most: number,
): Promise<readonly ResponderId[] | null> => {
  const rows = await db.rows<{ id: ResponderId }>(
    prepared(
      'openly-called',
      sql`
      SELECT c.responder_id AS id
        FROM call_out o
        -- By the index of each of the few, whatever the planner takes them for.
        CROSS JOIN LATERAL (SELECT responder_id FROM call_out_responder
                             WHERE call_out_id = o.id AND called_at < ${at} LIMIT ${most + 1}) c
       WHERE ${OVER} >= ${overSince} AND o.id <> ${callOutId} AND o.status NOT IN ('planning', 'awaiting-approval')
       LIMIT ${most + 1}`,
    ),
  )
  return rows.length > most ? null : [...new Set(rows.map(({ id }) => id))]
}

/** Later than any deadline. */
const EVER = new Date('9999-12-31T00:00:00Z')

/** People are read in so many parts: one statement for all would take longer than is allowed. */
const PARTS = 16
const HEX = 16

const partBegin = (nth: number): string => `${((nth * HEX) / PARTS).toString(HEX)}0000000-0000-0000-0000-000000000000`

/**
 * The past of everybody, as far as the call-outs and drills were over before `terms.at`, weighed as of then. A call of a
 * call-out that is over is over too, whatever deadline it had.
 */
export async function* settledPast(
  db: Connection,
  terms: HistoryTerms & { readonly callsWithinMs: number },
): AsyncGenerator<readonly BandOfPerson[]> {
  const { at, callsWithinMs } = terms
  for (let nth = 0; nth < PARTS; nth += 1) {
    const within = (id: Statement): Statement =>
      nth + 1 < PARTS
        ? sql`(${id} >= ${partBegin(nth)}::uuid AND ${id} < ${partBegin(nth + 1)}::uuid)`
        : sql`(${id} >= ${partBegin(nth)}::uuid)`
    const calls = sql`
      SELECT c.* FROM call_out_responder c JOIN call_out o ON o.id = c.call_out_id
       WHERE ${within(sql`c.responder_id`)} AND ${OVER} < ${at}`
    const invites = sql`${within(sql`i.responder_id`)} AND d.starts_at <= ${at}`
    const lately = new Date(at.getTime() - callsWithinMs)
    const [found] = await db.rows<Found>(pastByBand({ people: within(sql`r.id`), calls, invites }, terms, lately, EVER))
    if (found?.bands) yield found.bands
  }
}
