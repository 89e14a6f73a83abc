import type { Decided } from '../mobilisation/arrival.ts'
import type { CallOutStatus } from '../mobilisation/call-out.ts'
import { type Arrival, deliveredBy, type EventAnswer } from './arrivals.ts'
import type { Connection } from './database.ts'
import type { Seal } from './seal.ts'
import { prepared, sql } from './sql.ts'

/** Everything that a batch of messages writes, by table. */
export interface IntakeRows {
  readonly incidents: object[]
  readonly ended: { id: string; at: Date }[]
  readonly threads: { from: string; into: string; incident: string }[]
  /** Threads with a newer message that counts: what waited before it waits no more. */
  readonly superseded: { thread: string }[]
  readonly events: object[]
  readonly links: object[]
  readonly callOuts: object[]
  /** What call-outs are made under, each once: most of a batch share one. */
  readonly policies: unknown[]
  readonly callOutChanges: {
    id: string
    status: CallOutStatus
    /** Null leaves it as it is. */
    approval_due_at: Date | null
    nothing_waits: boolean
    /** Null leaves it as it is. */
    authority: unknown
  }[]
  readonly notes: object[]
  readonly audits: object[]
  readonly deliveries: object[]
}

export const noRows = (): IntakeRows => ({
  incidents: [],
  ended: [],
  threads: [],
  superseded: [],
  events: [],
  links: [],
  callOuts: [],
  policies: [],
  callOutChanges: [],
  notes: [],
  audits: [],
  deliveries: [],
})

export interface Identity {
  readonly eventId: string
  readonly incidentId: string
  readonly threadId: string
  readonly revision: number
  readonly sequence: number
  readonly joinedBecause: string | null
}

/** Where a policy stands among those of the batch. */
export const policyAt = ({ policies }: IntakeRows, policy: unknown): number => {
  const at = policies.indexOf(policy)
  return at < 0 ? policies.push(policy) - 1 : at
}

/** The row of a message. What it does not say is left out, not written as null: half of the fields of most messages. */
export const eventRow = (seal: Seal, arrival: Arrival, ids: Identity, decided: Decided): object => {
  const { message, place } = arrival
  const { event } = message
  return {
    id: ids.eventId,
    incident_id: ids.incidentId,
    thread_id: ids.threadId,
    sequence: ids.sequence,
    standing: decided.standing,
    joined_because: ids.joinedBecause ?? undefined,
    source: message.source,
    source_id: message.sourceId,
    revision: ids.revision,
    content_hash: arrival.contentHash,
    operator_id: arrival.actor === 'operator' ? arrival.actorId : null,
    jurisdiction: arrival.jurisdiction,
    mode: event.mode,
    message_type: event.messageType,
    hazard: event.hazard,
    severity: event.severity,
    urgency: event.urgency,
    certainty: event.certainty,
    occurred_at: event.occurredAt,
    expires_at: event.expiresAt ?? undefined,
    received_at: arrival.receivedAt,
    sent_at: message.sentAt ?? undefined,
    language: message.language ?? undefined,
    headline: event.headline,
    description: event.description,
    geometry: event.geometry ?? undefined,
    radius_km: event.radiusKm ?? undefined,
    village_codes: event.villageCodes,
    regions: event.regions,
    sectors: event.sectors,
    felt: event.felt,
    west: place?.box.west,
    south: place?.box.south,
    east: place?.box.east,
    north: place?.box.north,
    regency_code: arrival.regencyCode,
    magnitude: event.magnitude ?? undefined,
    depth_km: event.depthKm ?? undefined,
    level: event.level ?? undefined,
    need: event.need ?? undefined,
    wanted: arrival.need,
    muster_point: event.musterPoint ?? undefined,
    safe_to_approach: event.safeToApproach ?? undefined,
    contact_sealed: message.contact === null ? undefined : seal.seal(message.contact).toString('base64'),
    authorised_by: event.authorisedBy ?? undefined,
    decision: decided.decision,
    reason: decided.reason,
    warnings: decided.warnings,
    assessed_at: decided.effect === 'plan' ? undefined : arrival.receivedAt,
  }
}

export const deliveryRow = (seal: Seal, arrival: Arrival, answer: EventAnswer): object => ({
  operator_id: deliveredBy(arrival),
  webhook_id: arrival.webhookId,
  body_hash: arrival.bodyHash,
  body: seal.sealBytes(arrival.rawBody).toString('base64'),
  received_at: arrival.receivedAt,
  answer,
  event_id: answer.eventId,
})

/** A call-out was closed or called off between being read and being written: what was decided no longer fits. */
export class ChangedMeanwhile extends Error {}

/** Writes a batch in one statement; all of it or nothing. Throws ChangedMeanwhile where it was decided on old rows. */
export const writeRows = async (db: Connection, rows: IntakeRows): Promise<void> => {
  const [row] = await db.rows<{ changed: number }>(
    prepared(
      'intake-write',
      sql`
    WITH given AS (SELECT ${JSON.stringify(rows)}::jsonb AS rows),
    new_incident AS (
      INSERT INTO incident (id, hazard, mode, opened_at, ended_at)
      SELECT r.* FROM given, jsonb_to_recordset(rows->'incidents')
        AS r(id uuid, hazard text, mode text, opened_at timestamptz, ended_at timestamptz)
    ), ended_incident AS (
      UPDATE incident SET ended_at = coalesce(ended_at, r.at)
        FROM given, jsonb_to_recordset(rows->'ended') AS r(id uuid, at timestamptz) WHERE incident.id = r.id
    ), joined_thread AS (
      UPDATE hazard_event SET thread_id = r.into, incident_id = r.incident
        FROM given, jsonb_to_recordset(rows->'threads') AS r("from" uuid, "into" uuid, incident uuid)
       WHERE hazard_event.thread_id = r."from"
    ), superseded_event AS (
      UPDATE hazard_event SET standing = 'declined'
        FROM given, jsonb_to_recordset(rows->'superseded') AS r(thread uuid)
       WHERE hazard_event.thread_id = r.thread AND hazard_event.standing = 'waiting'
    ), new_event AS (
      INSERT INTO hazard_event
        (id, incident_id, thread_id, sequence, standing, joined_because, source, source_id, revision, content_hash,
         operator_id, jurisdiction, mode, message_type, hazard, severity, urgency, certainty, occurred_at, expires_at,
         received_at, sent_at, language, headline, description, geometry, radius_km, village_codes, regions, sectors,
         felt, west, south, east, north, regency_code, magnitude, depth_km, level, need, wanted, muster_point,
         safe_to_approach, contact_sealed, authorised_by, decision, reason, warnings, assessed_at)
      SELECT r.id, r.incident_id, r.thread_id, r.sequence, r.standing, r.joined_because, r.source, r.source_id,
             r.revision, r.content_hash, r.operator_id, r.jurisdiction, r.mode, r.message_type, r.hazard, r.severity,
             r.urgency, r.certainty, r.occurred_at, r.expires_at, r.received_at, r.sent_at, r.language, r.headline,
             r.description, nullif(r.geometry, 'null'), r.radius_km, r.village_codes, r.regions, r.sectors, r.felt,
             r.west, r.south, r.east, r.north, r.regency_code, r.magnitude, r.depth_km, r.level, nullif(r.need, 'null'),
             r.wanted, nullif(r.muster_point, 'null'), r.safe_to_approach, decode(r.contact_sealed, 'base64'),
             nullif(r.authorised_by, 'null'), r.decision, r.reason, r.warnings, r.assessed_at
        FROM given, jsonb_to_recordset(rows->'events') AS r(
          id uuid, incident_id uuid, thread_id uuid, sequence bigint, standing text, joined_because text, source text,
          source_id text, revision int, content_hash text, operator_id text, jurisdiction text, mode text,
          message_type text, hazard text, severity text, urgency text, certainty text, occurred_at timestamptz,
          expires_at timestamptz, received_at timestamptz, sent_at timestamptz, language text, headline text,
          description text, geometry jsonb, radius_km float8, village_codes text[], regions jsonb, sectors jsonb,
          felt jsonb, west float8, south float8, east float8, north float8, regency_code text, magnitude float8,
          depth_km float8, level text, need jsonb, wanted jsonb, muster_point jsonb, safe_to_approach boolean,
          contact_sealed text, authorised_by jsonb, decision text, reason text, warnings text[],
          assessed_at timestamptz)
    ), new_link AS (
      INSERT INTO event_link (event_id, kind, source, source_id, sent_at)
      SELECT r.* FROM given, jsonb_to_recordset(rows->'links')
        AS r(event_id uuid, kind text, source text, source_id text, sent_at timestamptz)
      ON CONFLICT DO NOTHING
    ), new_call_out AS (
      INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at,
                            authority, phase, style, approval_due_at)
      SELECT r.id, r.incident_id, r.event_id, r.code, r.mode, r.status, r.need, rows->'policies'->r.policy, '{}', r.opened_at,
             nullif(r.authority, 'null'), r.phase, r.style, r.approval_due_at
        FROM given, jsonb_to_recordset(rows->'callOuts') AS r(
          id uuid, incident_id uuid, event_id uuid, code text, mode text, status text, need jsonb, policy int,
          opened_at timestamptz, authority jsonb, phase text, style text, approval_due_at timestamptz)
    ), changed_call_out AS (
      UPDATE call_out SET status = r.status, version = version + 1,
                          authority = coalesce(call_out.authority, nullif(r.authority, 'null')),
                          approval_due_at = CASE WHEN NOT r.nothing_waits
                                                 THEN coalesce(r.approval_due_at, call_out.approval_due_at) END,
                          approval_level = CASE WHEN r.approval_due_at IS NULL THEN approval_level ELSE 0 END,
                          approval_reminded_at = CASE WHEN r.approval_due_at IS NULL THEN approval_reminded_at END
        FROM given, jsonb_to_recordset(rows->'callOutChanges') AS r(
          id uuid, status text, approval_due_at timestamptz, nothing_waits boolean, authority jsonb)
       WHERE call_out.id = r.id AND (call_out.status = r.status OR call_out.status = 'awaiting-approval')
      RETURNING call_out.id
    ), new_note AS (
      INSERT INTO timeline_entry (call_out_id, event_id, at, kind, detail)
      SELECT r.* FROM given, jsonb_to_recordset(rows->'notes')
        AS r(call_out_id uuid, event_id uuid, at timestamptz, kind text, detail jsonb)
    ), new_audit AS (
      INSERT INTO audit_entry (at, actor, actor_id, action, subject, subject_id, detail, address)
      SELECT r.* FROM given, jsonb_to_recordset(rows->'audits')
        AS r(at timestamptz, actor text, actor_id text, action text, subject text, subject_id text, detail jsonb,
             address text)
    )
    INSERT INTO delivery (operator_id, webhook_id, body_hash, body_sealed, received_at, http_status, answer, event_id)
    SELECT r.operator_id, r.webhook_id, r.body_hash, decode(r.body, 'base64'), r.received_at, 202, r.answer, r.event_id
      FROM given, jsonb_to_recordset(rows->'deliveries') AS r(
        operator_id text, webhook_id text, body_hash text, body text, received_at timestamptz, answer jsonb,
        event_id uuid)
    RETURNING (SELECT count(*)::int FROM changed_call_out) AS changed`,
    ),
  )
  if (row !== undefined && row.changed < rows.callOutChanges.length) throw new ChangedMeanwhile()
}
