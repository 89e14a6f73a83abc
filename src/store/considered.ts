import { consideredIn, type Look, type RoundResult } from '../mobilisation/considered.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Picked } from '../mobilisation/selection.ts'
import type { PersonLoaded } from './call-outs.ts'
import { rowsOf } from './columns.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

const rows = rowsOf({
  responder_id: 'uuid',
  place: 'int',
  thread_id: 'uuid',
  outcome: 'text',
  reason: 'text',
  detail: 'jsonb',
})

/**
 * Keeps why everybody whom a round considered was picked or passed over, in the transaction that decided it; the lock on
 * the call-out's row keeps rounds apart. Whoever comes out as in the last round that names them, for the same reason and
 * place, is not written again, and a round that calls nobody and says nothing new is not kept.
 */
export const keepConsidered = async (
  db: Connection,
  callOutId: CallOutId,
  result: RoundResult,
  now: Date,
): Promise<void> => {
  const { rows: people, ...counts } = consideredIn(result)
  if (people.length === 0 && counts.lookedAt === 0) return
  const [last] = await db.rows<{ round: number }>(sql`
    SELECT round FROM choice_round WHERE call_out_id = ${callOutId} ORDER BY round DESC LIMIT 1`)
  const round = (last?.round ?? 0) + 1
  const given = rows(
    people.map(({ responderId, threadId, outcome, reason, detail }, at) => ({
      responder_id: responderId,
      place: at + 1,
      thread_id: threadId,
      outcome,
      reason,
      detail,
    })),
  )
  const isNew =
    last === undefined
      ? sql`true`
      : sql`NOT EXISTS (
          SELECT 1 FROM (SELECT outcome, reason, thread_id FROM considered c
                          WHERE c.call_out_id = ${callOutId} AND c.responder_id = given.responder_id
                          ORDER BY c.round DESC LIMIT 1) earlier
           WHERE earlier.outcome = given.outcome AND earlier.reason = given.reason
             AND earlier.outcome IN ('stays', 'passed') AND earlier.thread_id IS NOT DISTINCT FROM given.thread_id)`
  const written = await db.run(sql`
    INSERT INTO considered (call_out_id, responder_id, round, place, thread_id, outcome, reason, detail)
    SELECT ${callOutId}::uuid, responder_id, ${round}::int, place, thread_id, outcome, reason, detail
      FROM (${given}) given WHERE ${isNew}`)
  if (written === 0 && counts.called === 0 && last !== undefined) return
  await db.run(sql`
    INSERT INTO choice_round (call_out_id, round, at, called, stays, passed, left_out, looked_at, farther)
    VALUES (${callOutId}, ${round}, ${now}, ${counts.called}, ${counts.stays}, ${counts.passed}, ${counts.leftOut},
            ${counts.lookedAt}, ${counts.farther})`)
}

/** The same for a review, which calls people in place of others. */
export const keepReplacements = (
  db: Connection,
  review: {
    readonly callOutId: CallOutId
    readonly people: readonly PersonLoaded[]
    readonly looks: readonly Look[]
    readonly asksFirst: (responderId: string) => boolean
    readonly now: Date
  },
  called: readonly Picked[],
  refused: readonly Picked[],
  replacedBy: (responderId: string) => string | undefined,
): Promise<void> => {
  const threadOf = new Map<string, string | null>(review.people.map((one) => [one.responderId, one.threadId]))
  const placed = called.map((one) => {
    const replaces = replacedBy(one.responderId)
    return { ...one, threadId: threadOf.get(replaces ?? '') ?? null, ...(replaces === undefined ? {} : { replaces }) }
  })
  return keepConsidered(
    db,
    review.callOutId,
    {
      called: placed,
      recalled: [],
      stays: [],
      waitedFor: [],
      refused: refused.map((one) => ({ ...one, threadId: null })),
      wantedNoMore: [],
      before: new Set(threadOf.keys()),
      looks: review.looks,
      asked: { has: review.asksFirst },
    },
    review.now,
  )
}
