import type { AfterSend } from '../mobilisation/notice.ts'
import type { ClaimedNotice } from './claims.ts'
import type { Connection } from './database.ts'
import { prepared, sql } from './sql.ts'

type Held = Pick<ClaimedNotice, 'id' | 'attempt'>

/** A message that is to leave by a gateway now. */
export interface Beginning {
  readonly notice: Held
  readonly gateway: string
  readonly kept: { readonly subject: string | null; readonly body: string }
}

/** What became of a message that left. */
export interface Ending {
  readonly notice: Held
  readonly after: AfterSend
  readonly at: Date
}

/**
 * `go`: it may leave, for the `tries`-th time. `dropped`: no longer wanted. `gone`: the claim was lost to another. `busy`:
 * somebody is writing to its row this moment; nothing was begun, ask again.
 */
export type Departure = { readonly kind: 'go'; readonly tries: number } | { readonly kind: 'dropped' | 'gone' | 'busy' }

export interface HandedOver {
  /** By the notice's id. */
  readonly departures: ReadonlyMap<string, Departure>
  /** Ids of the notices whose outcome is written; the others are somebody else's by now. */
  readonly recorded: ReadonlySet<string>
}

interface Row {
  readonly what: 'begun' | 'busy' | 'recorded'
  readonly id: string
  readonly state: string | null
  readonly tries: number | null
}

/** Why a claimed message must not leave any more; what was true when it was claimed may have changed. */
const whyNot = (now: Date) => sql`
             CASE
               WHEN n.expires_at <= ${now} THEN 'expired'
               WHEN n.responder_id IS NOT NULL AND coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                      THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                      ELSE r.opted_out_until > ${now} END, false)
                    -- That consent is withdrawn is said once, to whoever withdrew it.
                    AND n.purpose NOT IN ('stand-down', 'stop-noted') THEN 'consent withdrawn'
               WHEN n.purpose IN ('call-out', 'safety-check', 'raised', 'correction') AND p.stood_down_at IS NOT NULL
                 THEN 'stood down before it left'
               WHEN n.purpose IN ('call-out', 'raised', 'correction') AND p.safety IN ('asked', 'unsafe') THEN 'not known to be safe'
               WHEN n.purpose = 'safety-check' AND (p.safety IS DISTINCT FROM 'asked' OR p.answer = 'no')
                 THEN 'answered before it left'
               -- Who said in one word that they are safe and coming does not know yet where to.
               WHEN n.purpose = 'call-out' AND p.answer IS NOT NULL AND NOT (p.answer = 'yes' AND p.safety IS NOT DISTINCT FROM 'safe')
                 THEN 'answered before it left'
               WHEN n.purpose IN ('raised', 'correction') AND p.answer = 'no' THEN 'declined before it left'
               WHEN n.purpose IN ('call-out', 'safety-check', 'raised', 'correction', 'site-alert') AND i.ended_at IS NOT NULL
                 THEN 'the incident is over'
               WHEN n.purpose IN ('call-out', 'safety-check', 'raised', 'correction', 'site-alert') AND c.status IN ('stood-down', 'closed')
                 THEN 'call-out is ' || c.status
               WHEN n.purpose = 'stand-down' AND p.stood_down_at IS NULL THEN 'called again before it left'
               WHEN n.purpose = 'stand-down' AND NOT EXISTS (
                      SELECT 1 FROM notice called WHERE called.call_out_id = n.call_out_id
                         AND called.responder_id = n.responder_id AND called.purpose IN ('call-out', 'safety-check')
                         AND called.sending_at IS NOT NULL) THEN 'the call never left'
               WHEN n.purpose = 'site-all-clear' AND NOT EXISTS (
                      SELECT 1 FROM notice told WHERE told.call_out_id = n.call_out_id AND told.purpose = 'site-alert'
                         AND told.responder_id IS NOT DISTINCT FROM n.responder_id
                         AND told.site_code IS NOT DISTINCT FROM n.site_code
                         AND told.sending_at IS NOT NULL) THEN 'the alert never left'
               WHEN n.purpose = 'campaign-education'
                    AND EXISTS (SELECT 1 FROM education_opt_out e WHERE e.responder_id = n.responder_id) THEN 'education stopped'
               WHEN d.state IN ('cancelled', 'missed') AND n.purpose NOT IN ('drill-cancelled', 'drill-stopped') THEN 'drill is ' || d.state
               WHEN n.purpose = 'drill-cancelled' AND NOT EXISTS (
                      SELECT 1 FROM notice told WHERE told.occurrence_id = n.occurrence_id
                         AND told.responder_id = n.responder_id AND told.sending_at IS NOT NULL)
                 THEN 'the invitation never left'
               -- It says the old time; who is concerned has a message with the new one.
               WHEN n.wave < d.sequence AND n.purpose ~ '^drill-(invite|moved|reminder-[0-9]|waiting|place)$' THEN 'drill was moved'
             END`

/**
 * Commits that these messages leave now, or says why they must not any more, and writes what became of others that left
 * before: all of it or, where it throws, nothing. A lost claim belongs to somebody else. The reason for not sending is written
 * to the row. Only the claim that sent a message may say what became of it; its own late word also settles a row that was
 * marked unknown in the meantime.
 */
export const handOver = async (
  db: Connection,
  beginnings: readonly Beginning[],
  endings: readonly Ending[],
  now: Date,
  leaseUntil: Date,
): Promise<HandedOver> => {
  const rows = await db.rows<Row>(
    prepared(
      'hand-over',
      sql`
    WITH ended AS (
      UPDATE notice n
         SET state = e.state, provider_ref = coalesce(e.provider_ref, n.provider_ref), reason = e.reason,
             due_at = coalesce(e.due_at, n.due_at), elsewhere_until = e.elsewhere_until, lease_until = NULL,
             -- It did leave, and a receipt of it counts.
             tries = CASE WHEN e.counts THEN n.tries ELSE greatest(1, n.tries - 1) END,
             accepted_at = CASE WHEN e.state = 'accepted' THEN e.at END,
             ended_at = CASE WHEN e.state NOT IN ('planned', 'accepted') THEN e.at END
        FROM unnest(${endings.map(({ notice }) => notice.id)}::uuid[], ${endings.map(({ notice }) => notice.attempt)}::int[],
                    ${endings.map(({ after }) => after.state)}::text[], ${endings.map(({ after }) => after.providerRef)}::text[],
                    ${endings.map(({ after }) => after.reason)}::text[], ${endings.map(({ after }) => after.dueAt)}::timestamptz[],
                    ${endings.map(({ after }) => after.elsewhereUntil)}::timestamptz[], ${endings.map(({ after }) => after.counts)}::boolean[],
                    ${endings.map(({ at }) => at)}::timestamptz[])
             AS e(id, attempt, state, provider_ref, reason, due_at, elsewhere_until, counts, at)
       WHERE n.id = e.id AND n.attempt = e.attempt AND n.state IN ('sending', 'unknown')
      RETURNING n.id
    ), asked AS MATERIALIZED (
      SELECT * FROM unnest(${beginnings.map(({ notice }) => notice.id)}::uuid[],
                           ${beginnings.map(({ notice }) => notice.attempt)}::int[],
                           ${beginnings.map(({ gateway }) => gateway)}::text[],
                           ${beginnings.map(({ kept }) => kept.subject)}::text[],
                           ${beginnings.map(({ kept }) => kept.body)}::text[]) AS b(id, attempt, gateway, subject, body)
    ), fact AS MATERIALIZED (
      SELECT n.id, ${whyNot(now)} AS why
        FROM asked a
        -- Each by its key, whatever the planner believes of a table that changes all the time; a row that somebody else
        -- writes to holds up none of the others.
        CROSS JOIN LATERAL (SELECT * FROM notice WHERE id = a.id AND attempt = a.attempt AND state = 'claimed'
                                                   AND lease_until > ${now} FOR UPDATE SKIP LOCKED) n
        LEFT JOIN call_out c ON c.id = n.call_out_id
        LEFT JOIN incident i ON i.id = c.incident_id
        LEFT JOIN call_out_responder p ON p.call_out_id = n.call_out_id AND p.responder_id = n.responder_id
        LEFT JOIN responder r ON r.id = n.responder_id
        LEFT JOIN drill_occurrence d ON d.id = n.occurrence_id
    ), begun AS (
      UPDATE notice n
         SET state = CASE WHEN fact.why IS NULL THEN 'sending' WHEN fact.why = 'expired' THEN 'expired' ELSE 'cancelled' END,
             reason = fact.why,
             gateway = CASE WHEN fact.why IS NULL THEN a.gateway ELSE n.gateway END,
             elsewhere_until = NULL,
             subject = CASE WHEN fact.why IS NULL THEN a.subject ELSE n.subject END,
             body = CASE WHEN fact.why IS NULL THEN a.body ELSE n.body END,
             tries = n.tries + CASE WHEN fact.why IS NULL THEN 1 ELSE 0 END,
             sending_at = CASE WHEN fact.why IS NULL THEN ${now}::timestamptz ELSE n.sending_at END,
             ended_at = CASE WHEN fact.why IS NULL THEN NULL ELSE ${now}::timestamptz END,
             lease_until = CASE WHEN fact.why IS NULL THEN ${leaseUntil}::timestamptz END
        FROM fact JOIN asked a ON a.id = fact.id
       -- Held since it was looked at: nothing of it has changed.
       WHERE n.id = fact.id
      RETURNING n.id, n.state, n.tries
    )
    SELECT 'begun' AS what, id, state, tries FROM begun
    UNION ALL
    SELECT 'recorded', id, NULL, NULL FROM ended
    UNION ALL
    SELECT 'busy', n.id, NULL, NULL
      FROM (SELECT * FROM asked WHERE id NOT IN (SELECT id FROM fact)) a
      CROSS JOIN LATERAL (SELECT id FROM notice WHERE id = a.id AND attempt = a.attempt AND state = 'claimed'
                                                  AND lease_until > ${now} OFFSET 0) n`,
    ),
  )
  const departures = new Map<string, Departure>(beginnings.map(({ notice }) => [notice.id, { kind: 'gone' }]))
  const recorded = new Set<string>()
  for (const { what, id, state, tries } of rows) {
    if (what === 'recorded') recorded.add(id)
    else if (what === 'busy') departures.set(id, { kind: 'busy' })
    else departures.set(id, state === 'sending' ? { kind: 'go', tries: tries ?? 1 } : { kind: 'dropped' })
  }
  return { departures, recorded }
}
