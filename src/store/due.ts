import type { CallOutId, EventId, OccurrenceId } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection, Database } from './database.ts'
import { dueNotices } from './notices.ts'
import { tellOperators } from './operator-notices.ts'
import { waitingReports } from './reports.ts'
import { sql } from './sql.ts'

/** An event that was answered and not planned within this is looked at again: its wake-up may be lost. */
const FORGOTTEN_AFTER_MS = 1_000

/** More than one sweep wakes at once: the next sweep comes in a second. */
const AT_ONCE = 500

/** Every row whose next action is due at `now`, oldest first. */
export const findDue = async (db: Connection, now: Date) => {
  const forgotten = new Date(now.getTime() - FORGOTTEN_AFTER_MS)
  const events = await db.rows<{ id: string; mode: Mode }>(sql`
    SELECT e.id, e.mode FROM hazard_event e JOIN call_out c ON c.incident_id = e.incident_id
     WHERE e.assessed_at IS NULL AND e.received_at <= ${forgotten} AND coalesce(e.assess_after <= ${now}, true)
       AND c.status <> 'awaiting-approval'
     ORDER BY (e.mode = 'actual') DESC, e.received_at LIMIT ${AT_ONCE}`)
  const ended = await db.rows<{ id: string; mode: Mode }>(sql`
    SELECT c.id, c.mode FROM call_out c JOIN incident i ON i.id = c.incident_id
     WHERE i.ended_at IS NOT NULL AND c.status NOT IN ('stood-down', 'closed')
     ORDER BY (c.mode = 'actual') DESC LIMIT ${AT_ONCE}`)
  const callOuts = await db.rows<{ id: string; mode: Mode; due: Date }>(sql`
    SELECT id, mode, review_due_at AS due FROM call_out
     WHERE review_due_at <= ${now} ORDER BY (mode = 'actual') DESC, review_due_at LIMIT ${AT_ONCE}`)
  const occurrences = await db.rows<{ id: string; due: Date }>(sql`
    SELECT id, min(due) AS due FROM (
      (SELECT id, next_action_at AS due FROM drill_occurrence
        WHERE next_action_at <= ${now} ORDER BY next_action_at LIMIT ${AT_ONCE})
      UNION ALL
      (SELECT id, substitutes_due_at FROM drill_occurrence
        WHERE state = 'invited' AND substitutes_due_at <= ${now} ORDER BY substitutes_due_at LIMIT ${AT_ONCE})
    ) AS waiting GROUP BY id ORDER BY due LIMIT ${AT_ONCE}`)
  return {
    events: events.map(({ id, mode }) => ({ eventId: id as EventId, mode })),
    ended: ended.map(({ id, mode }) => ({ callOutId: id as CallOutId, mode })),
    callOuts: callOuts.map(({ id, mode, due }) => ({ callOutId: id as CallOutId, mode, dueAt: due })),
    occurrences: occurrences.map(({ id, due }) => ({ occurrenceId: id as OccurrenceId, dueAt: due })),
    reports: await waitingReports(db, forgotten, AT_ONCE),
    notices: {
      live: await dueNotices(db, 'live', now, AT_ONCE),
      exercise: await dueNotices(db, 'exercise', now, AT_ONCE),
    },
  }
}

interface UnknownRow {
  call_out_id: string
  mode: Mode
  code: string
  regency_code: string
  operator_id: string | null
  organisation: string | null
  headline: string
  fields: Readonly<Record<string, string>>
}

/**
 * Operators know of an unknown outcome within 10 s: those of so long go into one message of a call-out, and a sweep comes
 * each second.
 */
const REPORT_EVERY_MS = 8_000

/** Tells the operators how many messages of a call-out have an outcome that nobody knows, each message once. */
export const reportUnknown = (db: Database, now: Date): Promise<void> =>
  db.transact(async (connection) => {
    const rows = await connection.rows<UnknownRow>(sql`
      SELECT n.call_out_id, c.mode, c.code, e.regency_code, e.operator_id, o.organisation, e.headline,
             (array_agg(n.fields ORDER BY n.serial))[1] AS fields
        FROM notice n JOIN call_out c ON c.id = n.call_out_id JOIN hazard_event e ON e.id = c.event_id
        LEFT JOIN operator o ON o.id = e.operator_id
       WHERE n.state = 'unknown' AND n.reported_at IS NULL AND n.operator_id IS NULL
         AND NOT EXISTS (SELECT 1 FROM notice r WHERE r.call_out_id = n.call_out_id AND r.purpose = 'operator-unknown'
                            AND r.planned_at > ${new Date(now.getTime() - REPORT_EVERY_MS)})
       GROUP BY n.call_out_id, c.mode, c.code, e.regency_code, e.operator_id, o.organisation, e.headline
       ORDER BY n.call_out_id`)
    for (const row of rows) {
      const callOutId = row.call_out_id as CallOutId
      // One sweep at a time for one call-out.
      await connection.run(sql`SELECT 1 FROM call_out WHERE id = ${callOutId} FOR UPDATE`)
      // Marked first and counted by it: of two sweeps at once, one finds nothing left to tell.
      const marked = await connection.run(sql`
        UPDATE notice SET reported_at = ${now}
         WHERE call_out_id = ${callOutId} AND state = 'unknown' AND reported_at IS NULL AND operator_id IS NULL`)
      if (marked === 0) continue
      // What the messages said of the event, without what they said of one person.
      const { kind: _kind, distance: _distance, reason: _reason, siteName: _siteName, ...ofTheEvent } = row.fields
      await tellOperators(
        connection,
        {
          callOutId,
          mode: row.mode,
          senderId: row.operator_id,
          fields: {
            ...ofTheEvent,
            count: String(marked),
            code: row.code,
            headline: row.headline,
            office: row.organisation ?? 'Kentongan',
          },
        },
        'operator-unknown',
        now,
      )
    }
  })

/** Notes that a canary came through a lane. */
export const beatPulse = (db: Connection, lane: string, now: Date): Promise<number> =>
  db.run(sql`
    INSERT INTO lane_pulse (lane, ran_at) VALUES (${lane}, ${now})
    ON CONFLICT (lane) DO UPDATE SET ran_at = greatest(lane_pulse.ran_at, excluded.ran_at)`)

/** When a canary last came through the lane; null when none ever did. */
export const lastPulse = async (db: Connection, lane: string): Promise<Date | null> => {
  const [row] = await db.rows<{ ran_at: Date }>(sql`SELECT ran_at FROM lane_pulse WHERE lane = ${lane}`)
  return row?.ran_at ?? null
}
