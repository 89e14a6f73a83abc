import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import { givesUp, holds } from './held-people.ts'
import { type Statement, sql } from './sql.ts'

/** What a call-out may do, within one transaction, with people whom others hold. */
export interface Taking {
  readonly precedence: number
  /** Call-outs whose rows this transaction has locked: from no other is anybody taken. `any` where nothing is written. */
  readonly from: readonly string[] | 'any'
  /** Of these people those about whom no other transaction decides at this instant. */
  admit(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Withdraws whatever other call-outs ordered these people, who are called now. */
  withdraw(ids: readonly string[]): Promise<void>
}

/**
 * Whether the responder `r` may be called at this instant, anew or again: not opted out, available, reachable (by phone,
 * when it is real), and held by no other call-out that does not give them up. Without `taking` none gives anybody up.
 */
export const mayBeCalled = (
  {
    callOutId,
    mode,
    taking = { precedence: 0, from: [] },
  }: {
    readonly callOutId: CallOutId
    readonly mode: Mode
    readonly taking?: Pick<Taking, 'precedence' | 'from'> | undefined
  },
  now: Date,
): Statement => sql`
  (NOT coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                     THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                     ELSE r.opted_out_until > ${now} END, false)
   AND coalesce(r.unavailable_until <= ${now}, true)
   AND (('sms' = ANY(r.channels) AND r.phone_sealed IS NOT NULL)
        OR (${mode}::text <> 'actual' AND 'email' = ANY(r.channels) AND r.email_sealed IS NOT NULL))
   -- Those held by the few call-outs that go on, once for all who are asked for.
   AND r.id NOT IN (SELECT o.responder_id FROM call_out oc JOIN call_out_responder o ON o.call_out_id = oc.id
                     WHERE oc.id <> ${callOutId} AND ${holds}
                       AND NOT (${givesUp({ mode, precedence: taking.precedence }, now)}
                                AND (${taking.from === 'any'}
                                     OR oc.id = ANY(${taking.from === 'any' ? [] : taking.from}::uuid[])))))`
