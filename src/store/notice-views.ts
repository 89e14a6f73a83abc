import type { Database } from './database.ts'
import { sql } from './sql.ts'

export interface NoticeShown {
  readonly id: string
  readonly serial: string
  readonly responderId: string | null
  readonly operatorId: string | null
  readonly siteCode: string | null
  readonly channel: string
  readonly purpose: string
  readonly wave: number
  readonly mode: string
  readonly state: string
  readonly ref: string
  readonly providerRef: string | null
  readonly attempt: number
  readonly tries: number
  /** Handed over once more because nobody knew whether it was taken: 0 or 1. */
  readonly repeats: number
  /** The message that this one follows on the person's next channel. */
  readonly follows: string | null
  /** Which of the person's channels for this it is, counted from 1. */
  readonly turn: number
  /** Of a further try, why: silence, failed, refused, unknown or urgent. */
  readonly because: string | null
  /** What became of the person after it failed: the next channel, or why there was none. */
  readonly passedOn: string | null
  /** The gateway's name in channels.yaml that took it last, or is taking it. */
  readonly gateway: string | null
  readonly reason: string | null
  readonly subject: string | null
  readonly body: string | null
  readonly plannedAt: Date
  readonly dueAt: Date
  readonly expiresAt: Date | null
  readonly sendingAt: Date | null
  readonly acceptedAt: Date | null
  readonly deliveredAt: Date | null
  readonly endedAt: Date | null
  /** When a receipt told an outcome that was unknown. */
  readonly settledAt: Date | null
}

/** The notices of a call-out or a drill, in the order in which they were planned. `after` is the last serial shown. */
export const noticesOf = (
  db: Database,
  of: { callOutId: string } | { occurrenceId: string },
  page: { limit: number; after: string | null },
): Promise<NoticeShown[]> =>
  db.rows<NoticeShown>(sql`
    SELECT id, serial::text, responder_id AS "responderId", operator_id AS "operatorId",
           site_code AS "siteCode", channel, purpose, wave, mode,
           state, ref, provider_ref AS "providerRef", attempt, tries, repeats, follows, turn, because,
           passed_on AS "passedOn", gateway, reason, subject, body, planned_at AS "plannedAt",
           due_at AS "dueAt", expires_at AS "expiresAt", sending_at AS "sendingAt", accepted_at AS "acceptedAt",
           delivered_at AS "deliveredAt", ended_at AS "endedAt", settled_at AS "settledAt"
      FROM notice
     WHERE (call_out_id = ${'callOutId' in of ? of.callOutId : null}::uuid
            OR occurrence_id = ${'occurrenceId' in of ? of.occurrenceId : null}::uuid)
       AND serial > ${/^\d{1,18}$/.test(page.after ?? '') ? page.after : '0'}::bigint
     ORDER BY serial LIMIT ${page.limit}`)

/** Everybody called, with where they live (to a hundredth of a degree), what they said and in whose place they were called. */
export const respondersOf = async (db: Database, callOutId: string, page: { limit: number; after: string | null }) => {
  const after = Number(/^\d{1,9}$/.test(page.after ?? '') ? page.after : 0)
  const rows = await db.rows<{ rank: number } & Record<string, unknown>>(sql`
    SELECT p.responder_id AS "responderId", r.name, p.kind, p.wave, p.rank, round(p.distance_km::numeric, 2)::float8 AS "distanceKm",
           CASE WHEN p.replaces IS NOT NULL THEN 'in place of somebody who said no or nothing'
                WHEN c.style = 'rota' OR jsonb_typeof(c.policy->'wave') IS DISTINCT FROM 'object' THEN 'nearest of the kind'
                WHEN p.wave > 1 THEN 'one more, for the chance that is wanted'
                ELSE 'next of the kind in order of reach and turns' END AS reason,
           p.replaces, p.answer, p.answered_at AS "answeredAt", p.answered_via AS "answeredVia", p.called_at AS "calledAt",
           p.deadline_at AS "deadlineAt", p.silent_at AS "silentAt", p.stood_down_at AS "stoodDownAt",
           round(r.lng::numeric, 2)::float8 AS lng, round(r.lat::numeric, 2)::float8 AS lat, r.accuracy_m AS "accuracyM",
           CASE WHEN p.stood_down_at IS NOT NULL THEN 'stood-down' WHEN p.answer IS NOT NULL THEN p.answer
                WHEN p.silent_at IS NOT NULL THEN 'silent' ELSE 'called' END AS state
      FROM call_out_responder p JOIN responder r ON r.id = p.responder_id JOIN call_out c ON c.id = p.call_out_id
     WHERE p.call_out_id = ${callOutId} AND p.rank > ${after}
     ORDER BY p.rank, p.responder_id LIMIT ${page.limit}`)
  return { responders: rows, next: rows.length === page.limit ? String(rows.at(-1)?.rank ?? '') : null }
}
