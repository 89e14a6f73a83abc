import { type AreaGeometry, polygonArea } from '../geo/area.ts'
import { mayDecideAbout } from '../mobilisation/concerned.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { PRIORITIES, type Purpose } from '../mobilisation/notice.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { type WhereaboutsRow, whereaboutsOf } from './event-row.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'
import { eventConcerns } from './within-reach.ts'

type OperatorPurpose = Extract<Purpose, `operator-${string}`>

/** What operators are told of. */
export interface Told {
  readonly callOutId: CallOutId
  readonly mode: Mode
  readonly senderId: string | null
  readonly fields: Readonly<Record<string, string>>
  /** The messages that it is about; left out, the one that leads the call-out. */
  readonly eventIds?: readonly string[]
  /**
   * Those who may send, too: they may confirm what no operator posted. Left out, they are told of a real matter that
   * nobody posted: it is nobody else's.
   */
  readonly senders?: boolean
}

/** How far up an operator stands: 0 a regency or less, 1 a province, 2 the country. */
export type Level = 0 | 1 | 2

/** Somebody who can be reached, and whom a matter concerns. */
export interface Concerned {
  readonly operatorId: string
  readonly level: Level
  /**
   * May act on one of its messages by role, region and polygon; that the sender cannot be the second is not asked here.
   * An office below a regency is asked about what names codes, or lies in its polygon: about a bare point the regency is.
   */
  readonly decides: boolean
  /** Is told whatever the role: who posted it or let it call people, a duty officer of the policy. */
  readonly always: boolean
  /** Was sent a link to decide about this call-out before. */
  readonly asked: boolean
}

interface Row {
  id: string
  jurisdiction: string
  jurisdiction_area: AreaGeometry | null
  may_act: boolean
  always: boolean
  asked: boolean
}

const LEVEL_BY_LENGTH: Readonly<Record<number, Level>> = { 0: 2, 2: 1 }

/** Operators with a phone or an e-mail address whom a matter concerns; nobody who is revoked. */
export const concernedBy = async (db: Connection, about: Told): Promise<readonly Concerned[]> => {
  const senders = about.senders ?? (about.senderId === null && about.mode === 'actual')
  const events = await db.rows<WhereaboutsRow & { id: string }>(sql`
    SELECT id, regency_code, village_codes, regions, geometry FROM hazard_event
     WHERE id = ANY(${about.eventIds ?? null}::uuid[])
        OR (${about.eventIds ?? null}::uuid[] IS NULL
            AND id = (SELECT event_id FROM call_out WHERE id = ${about.callOutId}))`)
  const ids = events.map(({ id }) => id)
  const operators = await db.rows<Row>(sql`
    SELECT o.* FROM (
      SELECT o.id, o.jurisdiction, o.jurisdiction_area,
             coalesce(o.id = ${about.senderId} OR o.id = c.approved_by OR c.policy->'dutyOfficers' @> to_jsonb(o.id), false)
               AS always,
             (o.role IN ('approver', 'admin') OR (${senders} AND o.role = 'sender'))
               AND EXISTS (SELECT 1 FROM hazard_event e
                            WHERE e.id = ANY(${ids}::uuid[]) AND ${eventConcerns(sql`o.jurisdiction`)}) AS may_act,
             EXISTS (SELECT 1 FROM notice n WHERE n.call_out_id = c.id AND n.operator_id = o.id
                        AND n.purpose = 'operator-approval') AS asked
        FROM operator o JOIN call_out c ON c.id = ${about.callOutId}
       WHERE o.revoked_at IS NULL AND (o.phone_sealed IS NOT NULL OR o.email_sealed IS NOT NULL)) AS o
     WHERE o.always OR o.may_act ORDER BY o.id`)
  return operators.map(({ id, jurisdiction, jurisdiction_area, may_act, always, asked }) => {
    const jurisdictionArea = jurisdiction_area === null ? null : polygonArea(jurisdiction_area)
    return {
      operatorId: id,
      level: LEVEL_BY_LENGTH[jurisdiction.length] ?? 0,
      decides:
        may_act && events.some((one) => mayDecideAbout(whereaboutsOf(one), { jurisdiction, jurisdictionArea }, null)),
      always,
      asked,
    }
  })
}

/** Plans a notice on each channel of these operators. Nobody to tell is written down, not passed over. */
export const tellThese = async (
  db: Connection,
  about: Told,
  operators: readonly Concerned[],
  purpose: OperatorPurpose,
  now: Date,
): Promise<void> => {
  const notices = await db.run(sql`
    INSERT INTO notice (id, call_out_id, operator_id, channel, purpose, wave, mode, priority, state, reason, ref, fields,
                        due_at, expires_at, planned_at, ended_at)
    SELECT gen_random_uuid(), ${about.callOutId}, o.id, channel.name, ${purpose},
           -- The next one of its kind: being short of people a second time is told a second time.
           (SELECT coalesce(max(t.wave), 0) + 1 FROM notice t
             WHERE t.call_out_id = ${about.callOutId} AND t.purpose = ${purpose}), ${about.mode},
           CASE WHEN ${about.mode}::text = 'actual' THEN ${PRIORITIES.operator}::int ELSE ${PRIORITIES.exercise}::int END,
           CASE WHEN ${about.mode}::text = 'test' THEN 'cancelled' ELSE 'planned' END,
           CASE WHEN ${about.mode}::text = 'test' THEN 'mode-test' END,
           'kn-' || replace(gen_random_uuid()::text, '-', ''), ${JSON.stringify(about.fields)}::jsonb,
           ${now}, ${new Date(now.getTime() + 12 * 3_600_000)}, ${now},
           CASE WHEN ${about.mode}::text = 'test' THEN ${now}::timestamptz END
      FROM operator o
      CROSS JOIN LATERAL (VALUES ('sms', o.phone_sealed), ('email', o.email_sealed)) AS channel(name, sealed)
     WHERE o.id = ANY(${operators.map(({ operatorId }) => operatorId)}::text[]) AND channel.sealed IS NOT NULL
    ON CONFLICT DO NOTHING`)
  const kind = notices > 0 ? 'operators-told' : 'no-operator-to-tell'
  await note(db, { callOutId: about.callOutId }, now, kind, { purpose, notices })
}

/**
 * Tells the operators whom a matter concerns: who posted the event or let it call people, the policy's duty officers,
 * and those who may act on its messages.
 */
export const tellOperators = async (db: Connection, about: Told, purpose: OperatorPurpose, now: Date): Promise<void> =>
  tellThese(db, about, await concernedBy(db, about), purpose, now)
