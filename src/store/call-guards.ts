import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import { type Statement, sql } from './sql.ts'

/**
 * Whether the responder `r` may be called at this instant, anew or again: not opted out, available, reachable (by phone,
 * when it is real), on no other real call-out with a yes and not done there.
 */
export const mayBeCalled = (
  { callOutId, mode }: { readonly callOutId: CallOutId; readonly mode: Mode },
  now: Date,
): Statement => sql`
  (NOT coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                     THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                     ELSE r.opted_out_until > ${now} END, false)
   AND coalesce(r.unavailable_until <= ${now}, true)
   AND (('sms' = ANY(r.channels) AND r.phone_sealed IS NOT NULL)
        OR (${mode}::text <> 'actual' AND 'email' = ANY(r.channels) AND r.email_sealed IS NOT NULL))
   AND NOT EXISTS (SELECT 1 FROM call_out_responder o JOIN call_out oc ON oc.id = o.call_out_id
                    WHERE o.responder_id = r.id AND oc.id <> ${callOutId} AND oc.mode = 'actual'
                      AND oc.status IN ('calling', 'filled', 'exhausted')
                      AND o.answer IN ('yes', 'arrived') AND o.stood_down_at IS NULL AND o.done_at IS NULL))`
