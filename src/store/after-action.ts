import { type CurriculumModule, modulesAt, type ShownModule, shownModules } from '../drills/curriculum.ts'
import type { Reply } from '../mobilisation/call-out.ts'
import type { Safety } from '../mobilisation/safety.ts'
import type { TimeZone } from '../roster/region.ts'
import type { Connection } from './database.ts'
import { HAZARDS } from './drill-feeds.ts'
import { sql } from './sql.ts'

/** Somebody called, with what became of the messages that called or asked them. No contact. */
export interface CalledRow {
  readonly responderId: string
  /** Null where they left the register. */
  readonly name: string | null
  readonly kind: string
  readonly wave: number
  readonly distanceKm: number
  readonly calledAt: Date
  readonly deadlineAt: Date
  readonly answer: Reply | null
  readonly answeredAt: Date | null
  readonly answeredVia: string | null
  readonly arrivedAt: Date | null
  readonly doneAt: Date | null
  readonly silentAt: Date | null
  readonly stoodDownAt: Date | null
  /** A more urgent call-out took them. */
  readonly yielded: boolean
  readonly safety: Safety | null
  readonly wasAskedFirst: boolean
  readonly states: readonly string[]
  readonly channels: readonly string[]
  readonly firstAcceptedAt: Date | null
}

/** Everybody called for a call-out, in the order in which they were called. */
export const calledForReport = (db: Connection, callOutId: string): Promise<CalledRow[]> =>
  db.rows<CalledRow>(sql`
    SELECT p.responder_id AS "responderId", r.name, p.kind, p.wave,
           round(p.distance_km::numeric, 2)::float8 AS "distanceKm", p.called_at AS "calledAt",
           p.deadline_at AS "deadlineAt", p.answer, p.answered_at AS "answeredAt", p.answered_via AS "answeredVia",
           p.arrived_at AS "arrivedAt", p.done_at AS "doneAt", p.silent_at AS "silentAt",
           p.stood_down_at AS "stoodDownAt", p.yielded_to IS NOT NULL AS yielded, p.safety, coalesce(n.asked, false) AS "wasAskedFirst",
           coalesce(n.states, '{}') AS states, coalesce(n.channels, '{}') AS channels,
           n.first_accepted AS "firstAcceptedAt"
      FROM call_out_responder p
      LEFT JOIN responder r ON r.id = p.responder_id
      LEFT JOIN (SELECT responder_id, array_agg(DISTINCT state ORDER BY state) AS states,
                        array_agg(DISTINCT channel ORDER BY channel)
                          FILTER (WHERE accepted_at IS NOT NULL OR state IN ('accepted', 'delivered', 'unknown')) AS channels,
                        min(accepted_at) AS first_accepted, bool_or(purpose = 'safety-check') AS asked
                   FROM notice
                  WHERE call_out_id = ${callOutId} AND purpose IN ('call-out', 'safety-check')
                  GROUP BY responder_id) n ON n.responder_id = p.responder_id
     WHERE p.call_out_id = ${callOutId}
     ORDER BY p.rank, p.responder_id`)

/** How many were looked at and never called, by the reason of the last round that names them; the most frequent first. */
export const passedOverFor = (db: Connection, callOutId: string): Promise<{ name: string; people: number }[]> =>
  db.rows<{ name: string; people: number }>(sql`
    SELECT c.reason AS name, count(*)::int AS people
      FROM (SELECT DISTINCT ON (responder_id) responder_id, outcome, reason FROM considered
             WHERE call_out_id = ${callOutId} ORDER BY responder_id, round DESC) c
     WHERE c.outcome = 'passed'
       AND NOT EXISTS (SELECT 1 FROM call_out_responder p
                        WHERE p.call_out_id = ${callOutId} AND p.responder_id = c.responder_id)
     GROUP BY c.reason ORDER BY count(*) DESC, c.reason`)

interface DrillRow {
  readonly occurrenceId: string
  readonly programmeId: string
  readonly type: string
  readonly hazard: string
  readonly hazards: readonly string[]
  /** How many members have to come; null: the programme says nothing. */
  readonly attendanceLeast: number | null
  readonly siteCode: string
  /** Null for a village that has left the register. */
  readonly siteName: string | null
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: TimeZone
  readonly state: string
  readonly reason: string | null
  /** The call-out that it rehearsed, if it came to one. */
  readonly callOutId: string | null
  /** What it taught at its village. */
  readonly modules: readonly ShownModule[]
}

/** A drill with the call-out of the event that it began with; null where there is none of this id. */
export const drillForReport = async (db: Connection, occurrenceId: string): Promise<DrillRow | null> => {
  type Row = Omit<DrillRow, 'modules'> & { curriculum: readonly CurriculumModule[] | null; villageCode: string | null }
  const [row] = await db.rows<Row>(sql`
    SELECT d.id AS "occurrenceId", d.programme_id AS "programmeId", d.programme ->> 'type' AS type,
           d.programme ->> 'hazard' AS hazard, ${HAZARDS} AS hazards,
           (d.programme ->> 'attendanceLeast')::int AS "attendanceLeast", d.site_code AS "siteCode", s.name AS "siteName",
           d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.zone, d.state, d.reason, c.id AS "callOutId",
           d.programme -> 'curriculum' AS curriculum, s.village_code AS "villageCode"
      FROM drill_occurrence d
      LEFT JOIN site s ON s.site_code = d.site_code
      LEFT JOIN hazard_event e ON e.id = d.event_id
      LEFT JOIN call_out c ON c.incident_id = e.incident_id
     WHERE d.id = ${occurrenceId}`)
  if (row === undefined) return null
  const { curriculum, villageCode, ...drill } = row
  return { ...drill, modules: shownModules(modulesAt(curriculum, villageCode)) }
}
