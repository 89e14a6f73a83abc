import { insertInto, rowsOf } from './columns.ts'
import type { Connection } from './database.ts'
import { AUDIT, CALL_OUT, DELIVERY, EVENT, INCIDENT, type IntakeRows, LINK, NOTE } from './intake-shapes.ts'
import { prepared, sql } from './sql.ts'

const insertIncidents = insertInto('incident', INCIDENT)
const insertEvents = insertInto('hazard_event', EVENT)
const insertLinks = insertInto('event_link', LINK)
const insertNotes = insertInto('timeline_entry', NOTE)
const insertAudits = insertInto('audit_entry', AUDIT)
const insertDeliveries = insertInto('delivery', DELIVERY)
const callOutRows = rowsOf(CALL_OUT)
const policyRows = rowsOf({ at: 'int', policy: 'jsonb' })

/** A call-out was closed or called off between being read and being written: what was decided no longer fits. */
export class ChangedMeanwhile extends Error {}

/** SQLSTATE of a division by zero. */
const isDivision = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === '22012'

/**
 * Changes rows that are there, before those of the batch are added: what few messages ask for, and none of a flood of new
 * ones. Throws ChangedMeanwhile where it was decided on old rows.
 */
export const changeRows = async (db: Connection, rows: IntakeRows): Promise<void> => {
  const { ended, threads, superseded, callOutChanges } = rows
  if (ended.length + threads.length + superseded.length + callOutChanges.length === 0) return
  const change = db.run(
    prepared(
      'intake-change',
      sql`
    WITH given AS (SELECT ${JSON.stringify({ ended, threads, superseded, callOutChanges })}::jsonb AS rows),
    ended_incident AS (
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
    )
    -- One that was not changed ends the transaction, and with it whatever was sent behind this.
    SELECT 1 / (count(*) = ${callOutChanges.length})::int FROM changed_call_out`,
    ),
  )
  await change.catch((thrown: unknown) => {
    throw isDivision(thrown) ? new ChangedMeanwhile() : thrown
  })
}

/** Adds the rows of a batch, in one statement that is sent at once. */
export const addRows = async (db: Connection, rows: IntakeRows): Promise<void> => {
  if (rows.deliveries.length === 0) return
  await db.run(
    prepared(
      'intake-write',
      sql`
    WITH new_incident AS (${insertIncidents(rows.incidents)}),
    new_event AS (${insertEvents(rows.events)}),
    new_link AS (${insertLinks(rows.links)} ON CONFLICT DO NOTHING),
    new_call_out AS (
      INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, skills, policy, shortfall, opened_at,
                            authority, phase, style, approval_due_at)
      SELECT r.id, r.incident_id, r.event_id, r.code, r.mode, r.status, r.need, r.skills, p.policy, '{}', r.opened_at,
             r.authority, r.phase, r.style, r.approval_due_at
        FROM (${callOutRows(rows.callOuts)}) r
        JOIN (${policyRows(rows.policies.map((policy, at) => ({ at, policy })))}) p ON p.at = r.policy_at
    ),
    new_note AS (${insertNotes(rows.notes)}),
    new_audit AS (${insertAudits(rows.audits)})
    ${insertDeliveries(rows.deliveries)}`,
    ),
  )
}
