import { randomUUID } from 'node:crypto'
import { calledFor } from './answerable.ts'
import { keepAnswer } from './answers.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/**
 * Withdraws consent for these people: nothing more is sent to them on any channel, what had not left is
 * cancelled, and an open call-out counts them as a no.
 */
export const withdraw = async (db: Connection, people: readonly string[], via: string, at: Date): Promise<void> => {
  // Call-outs first, then people: the order in which a review locks them, so that the two never wait for each other.
  // By their ids, the order in which whoever takes people locks several call-outs.
  const called = (await calledFor(db, people)).toSorted((one, other) => (one.callOutId < other.callOutId ? -1 : 1))
  for (const { callOutId, responderId, open } of called)
    if (open) await keepAnswer(db, { callOutId, responderId, noticeId: null, answer: 'no', via, weakBecause: null, at })
  await db.run(sql`
    UPDATE responder SET opted_out_at = ${at}, opted_out_until = NULL, updated_at = ${at} WHERE id = ANY(${people}::uuid[])`)
  await db.run(sql`UPDATE roster_version SET version = version + 1 WHERE id = 1`)
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'consent withdrawn', ended_at = ${at}
     WHERE responder_id = ANY(${people}::uuid[]) AND state = 'planned'`)
  for (const responderId of people)
    await db.run(sql`
      INSERT INTO answer (id, responder_id, meaning, via, weak, at)
      VALUES (${randomUUID()}, ${responderId}, 'stop', ${via}, false, ${at})`)
}
