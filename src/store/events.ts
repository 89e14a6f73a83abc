import { randomUUID } from 'node:crypto'
import { callOutCode } from '../mobilisation/answer.ts'
import { type Decided, decideOnArrival, endsIncident, revisionOf } from '../mobilisation/arrival.ts'
import type { CallOutStatus } from '../mobilisation/call-out.ts'
import type { CallOutId, EventId } from '../mobilisation/hazard-event.ts'
import type { Arrival, EventAnswer, Received } from './arrivals.ts'
import { tellOperators } from './calls.ts'
import type { Connection, Database } from './database.ts'
import { describe } from './plans.ts'
import type { Seal } from './seal.ts'
import { prepared, sql } from './sql.ts'
import { note } from './timeline.ts'

interface KeptEvent {
  id: string
  incident_id: string
  revision: number
  content_hash: string
  mode: string
  decision: string
  reason: string
  warnings: string[]
  message_type: string
}

/** Sources of the program's own messages stand in `delivery` beside the operators'. */
const deliveredBy = ({ operatorId }: Arrival): string => operatorId ?? 'kentongan'

/** What was said of this delivery before; a delivery that another process is writing just now says so. */
const earlierDelivery = async (db: Connection, arrival: Arrival): Promise<Received | null> => {
  const sender = deliveredBy(arrival)
  const [lock] = await db.rows<{ mine: boolean }>(
    prepared(
      'delivery-lock',
      sql`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`delivery ${sender} ${arrival.webhookId}`}, 0)) AS mine`,
    ),
  )
  if (lock?.mine !== true) return { kind: 'being-written' }
  const [kept] = await db.rows<{ body_hash: string; answer: EventAnswer; http_status: number }>(
    prepared(
      'delivery-known',
      sql`
    SELECT body_hash, answer, http_status FROM delivery
     WHERE operator_id = ${sender} AND webhook_id = ${arrival.webhookId}`,
    ),
  )
  if (kept === undefined) return null
  return kept.body_hash === arrival.bodyHash
    ? { kind: 'repeated', answer: kept.answer, httpStatus: kept.http_status }
    : { kind: 'other-body' }
}

const saveDelivery = (db: Connection, seal: Seal, arrival: Arrival, answer: EventAnswer): Promise<number> =>
  db.run(
    prepared(
      'delivery-save',
      sql`
    INSERT INTO delivery (operator_id, webhook_id, body_hash, body_sealed, received_at, http_status, answer, event_id)
    VALUES (${deliveredBy(arrival)}, ${arrival.webhookId}, ${arrival.bodyHash},
            ${seal.seal(arrival.rawBody.toString('utf8'))}, ${arrival.receivedAt}, 202, ${JSON.stringify(answer)},
            ${answer.eventId})`,
    ),
  )

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value))

const insertEvent = (
  db: Connection,
  seal: Seal,
  arrival: Arrival,
  ids: { eventId: string; incidentId: string; revision: number },
  decided: Decided,
): Promise<number> => {
  const { event } = arrival
  const waitsForAssessment = decided.decision === 'mobilise'
  return db.run(
    prepared(
      'event-save',
      sql`
    INSERT INTO hazard_event
      (id, incident_id, source, source_id, revision, content_hash, operator_id, jurisdiction, mode, message_type, hazard,
       severity, urgency, certainty, occurred_at, expires_at, received_at, headline, description, geometry, radius_km,
       village_codes, regency_code, magnitude, depth_km, level, need, muster_point, safe_to_approach, contact_sealed,
       authorised_by, decision, reason, warnings, assessed_at, thread_id, sequence, standing, regions, sectors, felt)
    VALUES
      (${ids.eventId}, ${ids.incidentId}, ${arrival.source}, ${arrival.sourceId}, ${ids.revision},
       ${arrival.contentHash}, ${arrival.operatorId}, ${arrival.jurisdiction}, ${event.mode}, ${event.messageType},
       ${event.hazard}, ${event.severity}, ${event.urgency}, ${event.certainty}, ${event.occurredAt},
       ${event.expiresAt}, ${arrival.receivedAt}, ${event.headline}, ${event.description}, ${json(event.geometry)},
       ${event.radiusKm}, ${event.villageCodes}, ${arrival.regencyCode}, ${event.magnitude}, ${event.depthKm},
       ${event.level}, ${json(event.need)}, ${json(event.musterPoint)}, ${event.safeToApproach},
       ${arrival.contact === null ? null : seal.seal(arrival.contact)}, ${json(event.authorisedBy)},
       ${decided.decision}, ${decided.reason}, ${decided.warnings}, ${waitsForAssessment ? null : arrival.receivedAt},
       ${ids.incidentId}, ${ids.revision}, ${decided.decision === 'record' ? 'none' : 'active'}, ${json(event.regions)},
       ${json(event.sectors)}, ${json(event.felt)})`,
    ),
  )
}

/** A code that no open call-out has: drawn from a counter, so that a code comes back only after all others. */
const freeCode = async (db: Connection): Promise<string> => {
  for (;;) {
    const [row] = await db.rows<{ n: string }>(sql`SELECT nextval('call_out_code_number') AS n`)
    const code = callOutCode(Number(row?.n ?? 0))
    const [taken] = await db.rows(sql`
      SELECT 1 FROM call_out WHERE code = ${code} AND status NOT IN ('closed', 'stood-down') LIMIT 1`)
    if (taken === undefined) return code
  }
}

const reserveCallOut = async (
  db: Connection,
  arrival: Arrival,
  ids: { eventId: string; incidentId: string },
  status: CallOutStatus,
): Promise<{ callOutId: CallOutId; code: string }> => {
  const callOutId = randomUUID() as CallOutId
  const code = await freeCode(db)
  await db.run(
    prepared(
      'call-out-save',
      sql`
    INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at)
    VALUES (${callOutId}, ${ids.incidentId}, ${ids.eventId}, ${code}, ${arrival.event.mode}, ${status},
            ${JSON.stringify(arrival.need)}, ${JSON.stringify(arrival.policy)}, '{}', ${arrival.receivedAt})`,
    ),
  )
  await note(db, { callOutId, eventId: ids.eventId }, arrival.receivedAt, 'opened', { status, code })
  return { callOutId, code }
}

/** Nobody is called before a second operator has said yes: those who may are told at once. */
const askForApproval = (
  db: Connection,
  arrival: Arrival,
  { callOutId, code }: { readonly callOutId: CallOutId; readonly code: string },
): Promise<void> =>
  tellOperators(
    db,
    {
      callOutId,
      mode: arrival.event.mode,
      regencyCode: arrival.regencyCode,
      senderId: arrival.operatorId,
      fields: { ...arrival.fields, code, needed: describe(arrival.need) },
    },
    'operator-approval',
    arrival.receivedAt,
  )

const answerOf = (kept: KeptEvent, arrival: Arrival, callOutId: string | null): EventAnswer => ({
  eventId: kept.id,
  incidentId: kept.incident_id,
  source: arrival.source,
  sourceId: arrival.sourceId,
  revision: kept.revision,
  mode: kept.mode,
  decision: kept.decision,
  callOutId,
  reason: kept.reason,
  warnings: kept.warnings,
})

const write = async (db: Connection, seal: Seal, arrival: Arrival): Promise<Received> => {
  const earlier = await earlierDelivery(db, arrival)
  if (earlier !== null) return earlier
  // One writer at a time for one event: five copies posted at once become one event and four repeats.
  await db.run(sql`
    SELECT pg_advisory_xact_lock(hashtextextended(${`event ${arrival.source} ${arrival.sourceId}`}, 0))`)
  const kept = await db.rows<KeptEvent>(
    prepared(
      'event-known',
      sql`
    SELECT id, incident_id, revision, content_hash, mode, decision, reason, warnings, message_type FROM hazard_event
     WHERE source = ${arrival.source} AND source_id = ${arrival.sourceId} ORDER BY revision`,
    ),
  )
  const last = kept.at(-1)
  const [callOut] =
    last === undefined
      ? []
      : await db.rows<{ id: string; ended: boolean }>(
          sql`SELECT id FROM call_out WHERE incident_id = ${last.incident_id}`,
        )
  const [incident] =
    last === undefined
      ? []
      : await db.rows<{ ended: boolean; mode: string }>(sql`
        SELECT ended_at IS NOT NULL AS ended, mode FROM incident WHERE id = ${last.incident_id}`)

  const { event } = arrival
  if (incident !== undefined && incident.mode !== event.mode) return { kind: 'other-mode', mode: incident.mode }
  const sameAsLast = arrival.revision === null && last?.content_hash === arrival.contentHash
  const revision =
    sameAsLast && last !== undefined
      ? last.revision
      : revisionOf(arrival.revision, event.messageType, last?.revision ?? 0)
  const same = kept.find((row) => row.revision === revision)
  if (same !== undefined) {
    if (same.content_hash !== arrival.contentHash) return { kind: 'other-content', revision }
    const answer = answerOf(same, arrival, callOut?.id ?? null)
    await saveDelivery(db, seal, arrival, answer)
    return { kind: 'repeated', answer, httpStatus: 200 }
  }

  const decided = decideOnArrival(
    event,
    revision,
    arrival.need,
    arrival.approvalAbove,
    { lastRevision: last?.revision ?? 0, ended: incident?.ended ?? false, hasCallOut: callOut !== undefined },
    arrival.receivedAt,
  )
  const ids = { eventId: randomUUID(), incidentId: last?.incident_id ?? randomUUID(), revision }
  if (last === undefined)
    await db.run(sql`
      INSERT INTO incident (id, hazard, mode, opened_at)
      VALUES (${ids.incidentId}, ${event.hazard}, ${event.mode}, ${arrival.receivedAt})`)
  const warned: Decided = { ...decided, warnings: [...arrival.warnings, ...decided.warnings] }
  await insertEvent(db, seal, arrival, ids, warned)
  const ends = endsIncident(event) && decided.reason !== 'older-revision'
  if (ends)
    await db.run(sql`
      UPDATE incident SET ended_at = coalesce(ended_at, ${arrival.receivedAt}) WHERE id = ${ids.incidentId}`)
  const reserved =
    decided.decision === 'record'
      ? null
      : await reserveCallOut(db, arrival, ids, decided.decision === 'propose' ? 'awaiting-approval' : 'planning')
  const callOutId = reserved?.callOutId ?? callOut?.id ?? null
  if (decided.decision === 'propose' && reserved !== null) await askForApproval(db, arrival, reserved)
  if (decided.decision === 'record')
    await note(db, { callOutId, eventId: ids.eventId }, arrival.receivedAt, 'recorded', {
      reason: decided.reason,
      messageType: event.messageType,
      revision,
    })
  const answer: EventAnswer = {
    ...ids,
    source: arrival.source,
    sourceId: arrival.sourceId,
    mode: event.mode,
    decision: decided.decision,
    callOutId,
    reason: decided.reason,
    warnings: warned.warnings,
  }
  await saveDelivery(db, seal, arrival, answer)
  return decided.reason === 'older-revision'
    ? { kind: 'repeated', answer, httpStatus: 200 }
    : {
        kind: 'new',
        answer,
        assess: decided.decision === 'mobilise' ? (ids.eventId as EventId) : null,
        standDown: ends ? ((callOut?.id as CallOutId | undefined) ?? null) : null,
      }
}

/**
 * Keeps a message: the delivery, the event, its incident and the reserved call-out, in one transaction. Only after it
 * has come back may anybody answer 2xx.
 */
export const receive = (db: Database, seal: Seal, arrival: Arrival): Promise<Received> =>
  db.transact((connection) => write(connection, seal, arrival))
