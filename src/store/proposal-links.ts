import { FAR_FUTURE_MS, STALE_AFTER_MS } from '../mobilisation/arrival.ts'
import type { CallOutStatus } from '../mobilisation/call-out.ts'
import type { HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { type EventRow, eventOf } from './event-row.ts'
import { sql } from './sql.ts'
import { eventConcerns } from './within-reach.ts'

/** The notice that asked an operator to decide, and where its call-out stands. */
export interface LinkedProposal {
  readonly noticeId: string
  readonly operatorId: string
  readonly channel: 'sms' | 'email'
  readonly plannedAt: Date
  /** When it left; null before. */
  readonly handedOverAt: Date | null
  /** What it said. */
  readonly fields: Readonly<Record<string, string>>
  readonly callOutId: string
  readonly code: string
  readonly mode: Mode
  readonly status: CallOutStatus
  /** Of the event that opened the call-out. */
  readonly regencyCode: string
  /** When somebody is reminded, or asked in place of those of this level; null where nothing waits. */
  readonly dueAt: Date | null
  readonly remindedAt: Date | null
  /** 0 those of the regency, 1 of the province, 2 of the country. */
  readonly level: number
  readonly withinMs: number
}

/** The notice with this serial, if it asked an operator to decide about a proposal. */
export const linkedProposal = async (db: Connection, serial: bigint): Promise<LinkedProposal | undefined> => {
  const [row] = await db.rows<Omit<LinkedProposal, 'withinMs'> & { readonly within: string | null }>(sql`
    SELECT n.id AS "noticeId", n.operator_id AS "operatorId", n.channel, n.planned_at AS "plannedAt",
           coalesce(n.accepted_at, n.sending_at) AS "handedOverAt", n.fields, c.id AS "callOutId", c.code, c.mode, c.status,
           e.regency_code AS "regencyCode", c.approval_due_at AS "dueAt", c.approval_reminded_at AS "remindedAt",
           c.approval_level AS level, c.policy->>'approvalWithinMs' AS within
      FROM notice n JOIN call_out c ON c.id = n.call_out_id JOIN hazard_event e ON e.id = c.event_id
     WHERE n.serial = ${serial.toString()}::bigint AND n.purpose = 'operator-approval' AND n.operator_id IS NOT NULL`)
  if (row === undefined) return undefined
  const { within, ...linked } = row
  return { ...linked, withinMs: Number(within ?? 0) }
}

/** A message that waits for an operator. */
export interface WaitingMessage {
  readonly eventId: string
  readonly event: HazardEvent
  readonly source: string
  /** Who posted it; null for a feed or a village. */
  readonly operatorId: string | null
  /** Why it waits, as it was decided. */
  readonly reason: string
  readonly need: HeadCount
  readonly regencyCode: string
  readonly receivedAt: Date
  /** Until then it may still be approved. */
  readonly goodUntil: Date
  /** Whether it may be approved at all by now. */
  readonly inTime: boolean
}

interface WaitingRow extends EventRow {
  id: string
  source: string
  operator_id: string | null
  reason: string
  wanted: HeadCount
  regency_code: string
  received_at: Date
}

/** What waits for a decision about a call-out, the first received first. */
export const waitingMessages = async (
  db: Connection,
  callOutId: string,
  now: Date,
): Promise<readonly WaitingMessage[]> => {
  const rows = await db.rows<WaitingRow>(sql`
    SELECT e.id, e.source, e.operator_id, e.reason, e.wanted, e.regency_code, e.received_at, e.mode AS event_mode, e.message_type,
           e.hazard, e.severity, e.urgency, e.certainty, e.occurred_at, e.expires_at, e.headline, e.description,
           e.geometry, e.radius_km, e.village_codes, e.regions, e.sectors, e.felt, e.magnitude, e.depth_km, e.level,
           e.need AS event_need, e.muster_point, e.safe_to_approach, e.authorised_by
      FROM hazard_event e JOIN call_out c USING (incident_id)
     WHERE c.id = ${callOutId} AND c.status NOT IN ('closed', 'stood-down') AND e.standing = 'waiting'
     ORDER BY e.received_at, e.id`)
  return rows.map((row) => {
    const event = eventOf(row)
    const staleAt = event.occurredAt.getTime() + STALE_AFTER_MS
    const goodUntil = new Date(Math.min(staleAt, event.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY))
    return {
      eventId: row.id,
      event,
      source: row.source,
      operatorId: row.operator_id,
      reason: row.reason,
      need: row.wanted,
      regencyCode: row.regency_code,
      receivedAt: row.received_at,
      goodUntil,
      inTime: goodUntil > now && event.occurredAt.getTime() - now.getTime() <= FAR_FUTURE_MS,
    }
  })
}

/** A decision about a proposal, without the name of who made it. */
export interface ProposalDecided {
  readonly what: 'approved' | 'declined' | 'approval-lapsed'
  readonly at: Date
  /** Null where nobody decided in time. */
  readonly role: string | null
  readonly organisation: string | null
}

/** The decisions about what waited in a call-out at an instant and concerns a jurisdiction, the first one first. */
export const decisionsAbout = (
  db: Connection,
  callOutId: string,
  askedAt: Date,
  jurisdiction: string,
): Promise<readonly ProposalDecided[]> =>
  db.rows<ProposalDecided>(sql`
    SELECT t.kind AS what, t.at, o.role, o.organisation
      FROM timeline_entry t LEFT JOIN operator o ON o.id = t.detail->>'by'
     WHERE t.call_out_id = ${callOutId} AND t.kind IN ('approved', 'declined', 'approval-lapsed') AND t.at >= ${askedAt}
       AND EXISTS (SELECT 1 FROM hazard_event e JOIN call_out c ON c.incident_id = e.incident_id
                    WHERE c.id = t.call_out_id AND e.received_at <= ${askedAt}
                      AND t.detail->'events' @> to_jsonb(e.id::text) AND ${eventConcerns(jurisdiction)})
     ORDER BY t.id`)
