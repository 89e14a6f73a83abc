import type { CalledFor, InvitedTo } from '../mobilisation/matching.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** What these people were called for, the newest first: at most fifty. */
export const calledFor = (db: Connection, people: readonly string[]): Promise<CalledFor[]> =>
  db.rows<CalledFor>(sql`
    SELECT c.id AS "callOutId", p.responder_id AS "responderId", c.code,
           c.status IN ('calling', 'filled', 'exhausted') AS open,
           p.stood_down_at IS NULL AND p.answer IS DISTINCT FROM 'no' AND p.done_at IS NULL AS awaited,
           c.mode = 'actual' AS real, coalesce(p.safety = 'asked', false) AS asked,
           CASE WHEN p.done_at IS NOT NULL THEN 'served' WHEN p.answer IN ('yes', 'arrived') THEN 'serves' END AS service
      FROM call_out_responder p JOIN call_out c ON c.id = p.call_out_id
     WHERE p.responder_id = ANY(${people}::uuid[]) AND c.status NOT IN ('planning', 'awaiting-approval')
     ORDER BY c.opened_at DESC, p.responder_id LIMIT 50`)

/** The drills to which they are invited and that are not over, the next first: at most fifty. */
export const invitedTo = (db: Connection, people: readonly string[], now: Date): Promise<InvitedTo[]> =>
  db.rows<InvitedTo>(sql`
    SELECT d.id AS "occurrenceId", i.responder_id AS "responderId", d.starts_at AS "startsAt",
           i.answer IS NOT NULL AS answered,
           (SELECT max(n.sending_at) FROM notice n
             WHERE n.occurrence_id = d.id AND n.responder_id = i.responder_id) AS "askedAt"
      FROM drill_invitee i JOIN drill_occurrence d ON d.id = i.occurrence_id
     WHERE i.responder_id = ANY(${people}::uuid[]) AND d.state IN ('invited', 'started') AND d.ends_at > ${now}
     ORDER BY d.starts_at, i.responder_id LIMIT 50`)
