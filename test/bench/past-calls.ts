import type { Installation } from '../../src/main/installation.ts'
import { sql } from '../../src/store/sql.ts'

/** Call-outs of each regency in the last year, half of them rehearsed. */
const CALL_OUTS = 8
/** Of which each person was called for so many. */
const CALLS_EACH = 4
const DAYS = 360

/**
 * Gives everybody in the register a past: calls of their regency's call-outs in the last year, each with the message
 * that left, and for two in three an answer. No call is so late that anybody rests. Gives the number of calls.
 */
export const givePast = async ({ database, clock }: Installation): Promise<number> => {
  const now = clock.now()
  await database.run(sql`
    CREATE TABLE bench_past AS
    SELECT regency_code, nth, gen_random_uuid() AS id,
           ${now}::timestamptz - (20 + (nth * 7919 + abs(hashtext(regency_code)) % 977) % ${DAYS}) * interval '1 day'
             - (abs(hashtext(regency_code || nth)) % 86400) * interval '1 second' AS at
      FROM (SELECT DISTINCT regency_code FROM responder) r CROSS JOIN generate_series(1, ${CALL_OUTS}) AS nth`)
  await database.run(sql`
    INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at, closed_at)
    SELECT id, gen_random_uuid(), gen_random_uuid(), 'PAST', CASE nth % 2 WHEN 0 THEN 'actual' ELSE 'exercise' END,
           'closed', '{}', '{}', '{}', at, at + interval '12 hours' FROM bench_past`)
  // A chunk of people at a time: a statement that takes longer than 15 s is given up.
  let calls = 0
  for (let part = 0; part < 8; part += 1) {
    calls += await database.run(sql`
      INSERT INTO call_out_responder (call_out_id, responder_id, kind, wave, rank, distance_km, called_at, deadline_at,
                                      answer, answered_at)
      SELECT p.id, r.id, r.kind, 1, 1, 5, p.at, p.at + interval '10 minutes', said.answer,
             CASE WHEN said.answer IS NOT NULL THEN p.at + interval '3 minutes' END
        FROM responder r
        JOIN bench_past p ON p.regency_code = r.regency_code
        CROSS JOIN LATERAL (SELECT abs(hashtext(r.id::text || p.nth)) AS luck) l
        CROSS JOIN LATERAL (SELECT (ARRAY['yes', 'no', NULL])[1 + l.luck % 3] AS answer) said
       WHERE (p.nth + abs(hashtext(r.id::text))) % ${CALL_OUTS} < ${CALLS_EACH} AND abs(hashtext(r.id::text)) % 8 = ${part}`)
    await database.run(sql`
      INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at,
                          planned_at, accepted_at, ended_at)
      SELECT gen_random_uuid(), c.call_out_id, c.responder_id, 'sms', 'call-out', 1, 'actual', 0, 'delivered',
             'past-' || gen_random_uuid(), '{}', c.called_at, c.called_at, c.called_at, c.called_at
        FROM call_out_responder c WHERE abs(hashtext(c.responder_id::text)) % 8 = ${part}`)
  }
  await database.run(sql`
    INSERT INTO answer (id, call_out_id, responder_id, meaning, via, weak, at)
    SELECT gen_random_uuid(), call_out_id, responder_id, answer, 'sms', false, answered_at
      FROM call_out_responder WHERE answer IS NOT NULL`)
  // What the autovacuum of a living database has done long since.
  for (const table of ['call_out', 'call_out_responder', 'notice', 'answer', 'responder'])
    await database.run({ text: `VACUUM ANALYZE ${table}`, values: [] })
  return calls
}
