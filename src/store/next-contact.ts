import type { PassedOnBecause } from '../mobilisation/fallback.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/**
 * Tells another member of a site, by phone before e-mail, in place of a contact whom its alert did not reach and who has no
 * other channel: one who was neither told nor called in this call-out, and did not withdraw consent. Of these messages the
 * alerts of sites alone; each keeps in `passed_on` that somebody else was told, or that nobody is left.
 */
export const tellNextContacts = (
  db: Connection,
  noticeIds: readonly string[],
  because: PassedOnBecause,
  now: Date,
): Promise<readonly { readonly call_out_id: string }[]> =>
  noticeIds.length === 0
    ? Promise.resolve([])
    : db.rows<{ call_out_id: string }>(sql`
    WITH failed AS MATERIALIZED (
      -- Several contacts of one site may have failed at once: each has another one in its place.
      SELECT n.*, row_number() OVER (PARTITION BY n.call_out_id, n.fields->>'siteCode' ORDER BY n.serial) AS nth
        FROM notice n
        JOIN call_out c ON c.id = n.call_out_id AND c.status IN ('calling', 'filled', 'exhausted')
       WHERE n.id = ANY(${noticeIds}::uuid[]) AND n.purpose = 'site-alert' AND n.mode <> 'test'
         AND (n.expires_at IS NULL OR n.expires_at > ${now})
    ), chosen AS (
      SELECT f.id AS failed, f.call_out_id, next.id, next.channel, f.mode, f.priority, f.fields, f.expires_at
        FROM failed f
        CROSS JOIN LATERAL (
          SELECT r.id, CASE WHEN 'sms' = ANY(r.channels) AND r.phone_sealed IS NOT NULL THEN 'sms' ELSE 'email' END AS channel
            FROM responder r
           WHERE r.kind = 'ksb_member' AND r.site_code = f.fields->>'siteCode'
             AND (('sms' = ANY(r.channels) AND r.phone_sealed IS NOT NULL)
                  OR ('email' = ANY(r.channels) AND r.email_sealed IS NOT NULL))
             AND NOT coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                                   THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                                   ELSE r.opted_out_until > ${now} END, false)
             AND NOT EXISTS (SELECT 1 FROM notice told JOIN responder known ON known.id = told.responder_id
                              WHERE told.call_out_id = f.call_out_id AND told.purpose = 'site-alert'
                                AND (known.id = r.id OR known.phone_index = r.phone_index))
             AND NOT EXISTS (SELECT 1 FROM call_out_responder p
                              WHERE p.call_out_id = f.call_out_id AND p.stood_down_at IS NULL
                                AND (p.responder_id = r.id OR p.phone_index = r.phone_index))
           ORDER BY r.id OFFSET f.nth - 1 LIMIT 1) next
    ), added AS (
      INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields,
                          due_at, expires_at, planned_at, follows, because)
      SELECT gen_random_uuid(), call_out_id, id, channel, 'site-alert', 1, mode, priority, 'planned',
             'kn-' || replace(gen_random_uuid()::text, '-', ''), fields, ${now}, expires_at, ${now}, failed, ${because}
        FROM chosen
      ON CONFLICT (call_out_id, responder_id, purpose, wave, channel) DO NOTHING
      RETURNING follows, call_out_id
    ), noted AS (
      UPDATE notice n SET passed_on = CASE WHEN a.follows IS NULL THEN 'no-other-contact' ELSE 'other-contact' END
        FROM failed f LEFT JOIN added a ON a.follows = f.id WHERE n.id = f.id
    )
    SELECT call_out_id FROM added`)
