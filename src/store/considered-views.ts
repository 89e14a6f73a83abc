import type { Reply } from '../mobilisation/call-out.ts'
import { progressOf } from '../mobilisation/progress.ts'
import { consideredSentence } from '../wording/considered.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** Rows of a round are counted below this, so that a round and a place in it make one number. */
const ROUND = 1_000_000

interface Row {
  readonly at: string
  readonly responderId: string
  readonly name: string | null
  readonly kind: string | null
  readonly round: number
  readonly outcome: string
  readonly reason: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly threadId: string | null
  readonly distanceKm: number | null
  readonly wave: number | null
  readonly rank: number | null
  readonly replaces: string | null
  readonly state: string | null
  readonly answer: Reply | null
  readonly safety: string | null
  readonly enRouteAt: Date | null
  readonly arrivedAt: Date | null
  readonly doneAt: Date | null
}

interface Round {
  readonly round: number
  readonly at: Date
  readonly called: number
  readonly stays: number
  readonly passed: number
  readonly leftOut: number
  readonly lookedAt: number
  readonly fartherAway: number
}

export interface ConsideredQuery {
  /** Only what this round decided; null: each person once, as the last round that names them has it. */
  readonly round: number | null
  readonly limit: number
  /** The `next` of the page before. */
  readonly after: string | null
}

/**
 * Everybody considered for a call-out, the newest round last, with what came of it, why, and for those who were called
 * how it stands with them now. Where they live is to a hundredth of a degree. People who were called before rounds were
 * kept come first, without a reason.
 */
export const consideredOf = async (db: Connection, callOutId: string, { round, limit, after }: ConsideredQuery) => {
  const rows = await db.rows<Row>(sql`
    WITH last AS (
      SELECT DISTINCT ON (responder_id) * FROM considered
       WHERE call_out_id = ${callOutId} AND (${round}::int IS NULL OR round = ${round}::int)
       ORDER BY responder_id, round DESC
    ), everybody AS (
      SELECT responder_id, round, place, thread_id, outcome, reason, detail FROM last
      UNION ALL
      SELECT c.responder_id, 0, c.rank, c.thread_id, 'called', 'not-kept', jsonb_build_object('km', c.distance_km)
        FROM call_out_responder c
       WHERE c.call_out_id = ${callOutId} AND ${round}::int IS NULL
         AND NOT EXISTS (SELECT 1 FROM last l WHERE l.responder_id = c.responder_id)
    )
    SELECT (e.round::bigint * ${ROUND} + e.place)::text AS at,
           e.responder_id AS "responderId", r.name, coalesce(p.kind, e.detail->>'kind', r.kind) AS kind,
           e.round, e.outcome, e.reason, e.detail, e.thread_id AS "threadId", p.wave, p.rank,
           round(coalesce((e.detail->>'km')::numeric, p.distance_km::numeric), 2)::float8 AS "distanceKm",
           p.replaces, p.answer, p.safety, p.answered_at AS "answeredAt", p.answered_via AS "answeredVia",
           p.en_route_at AS "enRouteAt", p.arrived_at AS "arrivedAt", p.done_at AS "doneAt",
           p.called_at AS "calledAt", p.deadline_at AS "deadlineAt", p.silent_at AS "silentAt",
           p.stood_down_at AS "stoodDownAt", round(r.lng::numeric, 2)::float8 AS lng,
           round(r.lat::numeric, 2)::float8 AS lat, r.accuracy_m AS "accuracyM",
           CASE WHEN p.responder_id IS NULL THEN NULL
                WHEN p.stood_down_at IS NOT NULL THEN 'stood-down' WHEN p.safety = 'unsafe' THEN 'unsafe'
                WHEN p.safety = 'asked' AND p.answer IS DISTINCT FROM 'no'
                  THEN CASE WHEN p.silent_at IS NULL THEN 'asked' ELSE 'silent' END
                WHEN p.answer IS NOT NULL THEN p.answer
                WHEN p.silent_at IS NOT NULL THEN 'silent' ELSE 'called' END AS state
      FROM everybody e LEFT JOIN responder r ON r.id = e.responder_id
      LEFT JOIN call_out_responder p ON p.call_out_id = ${callOutId} AND p.responder_id = e.responder_id
     WHERE e.round::bigint * ${ROUND} + e.place > ${after ?? '0'}::bigint
     ORDER BY e.round, e.place, e.responder_id LIMIT ${limit}`)
  const rounds = await db.rows<Round>(sql`
    SELECT round, at, called, stays, passed, left_out AS "leftOut", looked_at AS "lookedAt", farther AS "fartherAway"
      FROM choice_round WHERE call_out_id = ${callOutId} ORDER BY round`)
  return {
    responders: rows.map(({ at: _at, ...row }) => ({
      ...row,
      progress: progressOf(row),
      sentence: consideredSentence(row),
    })),
    rounds,
    next: rows.length === limit ? (rows.at(-1)?.at ?? null) : null,
  }
}
