import type { PassedOnBecause } from '../mobilisation/fallback.ts'
import type { Connection } from './database.ts'
import { tellNextContacts } from './next-contact.ts'
import { sql } from './sql.ts'

interface Row {
  readonly id: string
  readonly call_out_id: string | null
  readonly passed_on: string
}

/** Said of a person who has no channel left; a site then has its next contact. */
const NOWHERE = 'no-other-channel'

/**
 * Has whoever these messages did not reach told the same on their next channel: the one that waits for its turn goes now,
 * else the first, in the order of the register, that nobody tried for it. For an answer that is awaited still, a change or
 * the end of a call, or a site's alert; as long as that is of use, and of both lanes. Each of the messages keeps in
 * `passed_on` which channel that is, or why there is none, and is passed on once. Gives the call-outs with how many
 * go out in each. The caller holds the rows.
 */
export const callOnNextChannel = async (
  db: Connection,
  noticeIds: readonly string[],
  because: PassedOnBecause,
  now: Date,
): Promise<ReadonlyMap<string, number>> => {
  if (noticeIds.length === 0) return new Map()
  const rows = await db.rows<Row>(sql`
    WITH failed AS MATERIALIZED (
      SELECT n.*, r.channels, r.phone_sealed IS NOT NULL AS has_sms, r.email_sealed IS NOT NULL AS has_email,
             CASE
               WHEN n.responder_id IS NULL OR n.call_out_id IS NULL
                    OR n.purpose NOT IN ('call-out', 'safety-check', 'raised', 'correction', 'stand-down', 'site-alert')
                 THEN 'not-a-call'
               WHEN n.mode = 'test' THEN 'mode-test'
               WHEN n.expires_at <= ${now} THEN 'too-late'
               WHEN n.purpose <> 'stand-down' AND c.status NOT IN ('calling', 'filled', 'exhausted') THEN 'call-out-over'
               WHEN n.purpose NOT IN ('stand-down', 'site-alert') AND p.stood_down_at IS NOT NULL THEN 'stood-down'
               WHEN n.purpose = 'stand-down' AND p.stood_down_at IS NULL THEN 'called-again'
               WHEN n.purpose <> 'stand-down' AND coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                      THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                      ELSE r.opted_out_until > ${now} END, false) THEN 'consent-withdrawn'
               WHEN n.purpose = 'safety-check' AND (p.answer IS NOT NULL OR p.safety IN ('safe', 'unsafe')) THEN 'answered'
               -- Who said that they are safe and coming does not know yet where to.
               WHEN n.purpose = 'call-out' AND p.answer IS NOT NULL
                    AND NOT (p.answer = 'yes' AND p.safety IS NOT DISTINCT FROM 'safe') THEN 'answered'
               WHEN n.purpose IN ('raised', 'correction') AND p.answer = 'no' THEN 'answered'
               -- Old news must not be the last word.
               WHEN n.purpose IN ('raised', 'correction') AND EXISTS (
                      SELECT 1 FROM notice s
                       WHERE s.call_out_id = n.call_out_id AND s.responder_id = n.responder_id AND s.serial > n.serial
                         AND s.planned_at > n.planned_at AND s.state <> 'cancelled'
                         AND s.purpose IN ('raised', 'correction')) THEN 'newer-news'
             END AS stops
        FROM notice n
        LEFT JOIN call_out c ON c.id = n.call_out_id
        LEFT JOIN call_out_responder p ON p.call_out_id = n.call_out_id AND p.responder_id = n.responder_id
        LEFT JOIN responder r ON r.id = n.responder_id
       WHERE n.id = ANY(${noticeIds}::uuid[]) AND n.passed_on_at IS NULL
    ), waiting AS MATERIALIZED (
      SELECT f.id AS failed, t.id, t.channel
        FROM failed f
        CROSS JOIN LATERAL (SELECT w.id, w.channel FROM notice w
                             WHERE w.call_out_id = f.call_out_id AND w.responder_id = f.responder_id
                               AND w.purpose = f.purpose AND w.wave = f.wave AND w.state = 'planned' AND w.tries = 0
                               AND w.id <> f.id
                             -- Who is claiming it sends it now anyhow.
                             ORDER BY w.turn, w.serial LIMIT 1 FOR UPDATE SKIP LOCKED) t
       WHERE f.stops IS NULL
    ), ahead AS (
      UPDATE notice t SET due_at = least(t.due_at, ${now}), because = ${because}, follows = w.failed
        FROM waiting w WHERE t.id = w.id
    ), added AS (
      INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields,
                          due_at, expires_at, planned_at, follows, turn, because)
      SELECT gen_random_uuid(), f.call_out_id, f.responder_id, next.name, f.purpose, f.wave, f.mode, f.priority, 'planned',
             'kn-' || replace(gen_random_uuid()::text, '-', ''), f.fields, ${now}, f.expires_at, ${now}, f.id, f.turn + 1,
             ${because}
        FROM failed f
        CROSS JOIN LATERAL (SELECT given.name FROM unnest(f.channels) WITH ORDINALITY AS given(name, nth)
                             WHERE CASE given.name WHEN 'sms' THEN f.has_sms ELSE f.has_email END
                               AND NOT EXISTS (SELECT 1 FROM notice used
                                                WHERE used.call_out_id = f.call_out_id AND used.responder_id = f.responder_id
                                                  AND used.channel = given.name AND used.purpose = f.purpose
                                                  AND used.wave = f.wave)
                             ORDER BY given.nth LIMIT 1) next
       WHERE f.stops IS NULL AND f.id NOT IN (SELECT failed FROM waiting)
       ORDER BY f.priority, f.serial
      ON CONFLICT (call_out_id, responder_id, purpose, wave, channel) DO NOTHING
      RETURNING follows AS failed, channel
    )
    UPDATE notice n
       SET passed_on_at = ${now},
           passed_on = coalesce(f.stops, w.channel, a.channel,
                                CASE WHEN EXISTS (SELECT 1 FROM notice o
                                                   WHERE o.call_out_id = f.call_out_id AND o.responder_id = f.responder_id
                                                     AND o.purpose = f.purpose AND o.wave = f.wave AND o.id <> f.id
                                                     AND o.state IN ('planned', 'claimed', 'sending', 'accepted', 'delivered'))
                                     THEN 'under-way' ELSE ${NOWHERE} END)
      FROM failed f LEFT JOIN waiting w ON w.failed = f.id LEFT JOIN added a ON a.failed = f.id
     WHERE n.id = f.id
    RETURNING n.id, n.call_out_id, n.passed_on`)
  const told = await tellNextContacts(
    db,
    rows.filter(({ passed_on }) => passed_on === NOWHERE || passed_on === 'not-a-call').map(({ id }) => id),
    because,
    now,
  )
  const counts = new Map<string, number>()
  const goOut = rows.filter(({ passed_on }) => passed_on === 'sms' || passed_on === 'email')
  for (const { call_out_id: id } of [...goOut, ...told]) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}
