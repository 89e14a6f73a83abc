import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import type { Taking } from './call-guards.ts'
import { type Demand, fieldsByThread } from './call-outs.ts'
import type { Connection } from './database.ts'
import { givesUp, holds, type Wanting } from './held-people.ts'
import { lockPeople, tryLockPeople } from './people-locks.ts'
import { sql } from './sql.ts'
import { standDownPeople } from './standing-down.ts'
import { note } from './timeline.ts'

/** A call-out that another one changed: it is due for a review. */
export interface Touched {
  readonly callOutId: CallOutId
  readonly mode: Mode
}

/** What its people were told of a call-out, with the code of the one that takes its place. */
export const fieldsOfLoser = (demands: readonly Demand[], otherCode: string) => {
  const [first] = demands
  const byThread: Readonly<Record<string, Readonly<Record<string, string>>>> = fieldsByThread(
    demands.map((one) => ({ ...one, fields: { ...one.fields, otherCode } })),
  )
  const fields: Readonly<Record<string, string>> = { ...first?.fields, otherCode }
  return { fields, fieldsByThread: byThread }
}

/** Is due for a review, and no review that read it before can save over this. */
export const makeDue = (db: Connection, callOutId: CallOutId, now: Date): Promise<number> =>
  db.run(sql`
    UPDATE call_out SET review_due_at = least(coalesce(review_due_at, ${now}), ${now}), version = version + 1
     WHERE id = ${callOutId}`)

interface LoserRow {
  readonly id: CallOutId
  readonly code: string
  readonly mode: Mode
  readonly demands: readonly Demand[]
  readonly people: readonly string[]
  readonly taker: string
}

/** Shown in the timeline; a longer list is only counted. */
const MOST_NAMED = 200

const withdrawFrom = async (
  db: Connection,
  by: Wanting,
  { id: callOutId, code, mode, demands, people, taker }: LoserRow,
  now: Date,
): Promise<void> => {
  await db.run(sql`
    UPDATE call_out_responder SET yielded_to = ${by.callOutId}
     WHERE call_out_id = ${callOutId} AND responder_id = ANY(${people}::uuid[])`)
  const reason = mode === by.mode ? 'yielded' : 'real-event'
  await standDownPeople(db, { callOutId, mode, ...fieldsOfLoser(demands, taker) }, people, reason, now)
  await makeDue(db, callOutId, now)
  const responderIds = people.slice(0, MOST_NAMED)
  const because = mode === by.mode ? 'more-urgent-or-silent' : 'real-event'
  await note(db, { callOutId }, now, 'people-taken', {
    people: people.length,
    responderIds,
    because,
    by: by.callOutId,
    byCode: taker,
  })
  await note(db, { callOutId: by.callOutId }, now, 'people-taken-over', {
    people: people.length,
    responderIds,
    because,
    from: callOutId,
    fromCode: code,
  })
}

/**
 * Prepares a transaction to call people whom others may hold: it must begin with this. Nobody else decides about people
 * of these regencies until it ends; and the rows of the call-outs that lose somebody, of its own and of `alsoLock` are
 * locked, all in one order, so that two never wait for each other. Call-outs that lose people are added to `touched`.
 */
export const takingFor = async (
  db: Connection,
  by: Wanting,
  ids: readonly string[],
  touched: Touched[],
  now: Date,
  alsoLock: readonly string[] = [],
): Promise<Taking> => {
  const { callOutId, precedence } = by
  // A test orders nobody, so nobody is taken from anywhere.
  if (by.mode === 'test')
    return { precedence, from: 'any', admit: async (asked) => new Set(asked), withdraw: async () => undefined }
  await lockPeople(db, ids)
  const rows = await db.rows<{ id: string }>(sql`
    SELECT id FROM call_out
     WHERE id = ${callOutId} OR id = ANY(${alsoLock}::uuid[])
        OR id IN (SELECT oc.id FROM call_out_responder o JOIN call_out oc ON oc.id = o.call_out_id
                   WHERE o.responder_id = ANY(${ids}::uuid[]) AND oc.id <> ${callOutId}
                     AND ${holds} AND ${givesUp(by, now)})
     ORDER BY id FOR UPDATE`)
  const from = rows.map(({ id }) => id).filter((id) => id !== callOutId)
  const admitted = new Set(ids)
  return {
    precedence,
    from,
    admit: async (asked) => {
      const others = asked.filter((id) => !admitted.has(id))
      if (others.length > 0) for (const id of await tryLockPeople(db, others)) admitted.add(id)
      return admitted
    },
    withdraw: async (called) => {
      if (from.length === 0 || called.length === 0) return
      const losers = await db.rows<LoserRow>(sql`
        SELECT oc.id, oc.code, oc.mode, oc.demands, array_agg(o.responder_id ORDER BY o.rank) AS people,
               (SELECT code FROM call_out WHERE id = ${callOutId}) AS taker
          FROM call_out_responder o JOIN call_out oc ON oc.id = o.call_out_id
         WHERE o.responder_id = ANY(${called}::uuid[]) AND oc.id = ANY(${from}::uuid[]) AND ${holds}
         GROUP BY oc.id ORDER BY oc.id`)
      for (const loser of losers) {
        await withdrawFrom(db, by, loser, now)
        touched.push({ callOutId: loser.id, mode: loser.mode })
      }
    },
  }
}
