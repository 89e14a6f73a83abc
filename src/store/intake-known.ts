import { type AreaGeometry, polygonArea } from '../geo/area.ts'
import { headCount } from '../mobilisation/arrival.ts'
import type { CallOutStatus } from '../mobilisation/call-out.ts'
import type { EventId, HeadCount, MessageType } from '../mobilisation/hazard-event.ts'
import type { Known } from '../mobilisation/joining.ts'
import type { Voice } from '../mobilisation/speaks-for.ts'
import type { Standing, ThreadMessage } from '../mobilisation/threads.ts'
import type { Mode } from '../wording/mode.ts'
import type { Arrival, EventAnswer } from './arrivals.ts'
import type { Connection } from './database.ts'
import { askedRows, boxRows, nameRows } from './intake-asked.ts'
import type { Level } from './operator-notices.ts'
import { prepared, sql } from './sql.ts'

/** A kept message with all that a decision may ask of it. */
export interface KeptEvent extends Known, ThreadMessage, Voice {
  readonly revision: number
  readonly contentHash: string
  readonly language: string | null
  readonly decision: string
  readonly reason: string
  readonly warnings: readonly string[]
}

export interface KeptIncident {
  readonly incidentId: string
  readonly mode: Mode
  readonly ended: boolean
  readonly callOut: {
    readonly callOutId: string
    readonly status: CallOutStatus
    readonly code: string
    /** Somebody was named who may order Tagana. */
    readonly authorised: boolean
    /** How far up its deciders were asked. */
    readonly approvalLevel: Level
  } | null
}

export interface KeptDelivery {
  readonly bodyHash: string
  readonly answer: EventAnswer
  readonly httpStatus: number
}

/** What is in the rows about the messages that arrive. */
export interface KnownRows {
  /** By the place of the arrival in its batch. */
  readonly deliveries: ReadonlyMap<number, KeptDelivery>
  /** Incidents that an arrival may have to do with, by its place in the batch. */
  readonly incidentsOf: ReadonlyMap<number, ReadonlySet<string>>
  readonly events: readonly KeptEvent[]
  readonly incidents: ReadonlyMap<string, KeptIncident>
  /** Codes, of those asked for, that an open call-out has. */
  readonly takenCodes: ReadonlySet<string>
  /** The organisation of the operator who sent an arrival, by its place in the batch. */
  readonly organisations: ReadonlyMap<number, string>
}

interface Found {
  readonly deliveries: { i: number; body_hash: string; answer: EventAnswer; http_status: number }[] | null
  readonly hits: { i: number; incident_id: string }[] | null
  readonly events:
    | {
        id: string
        incident_id: string
        thread_id: string
        source: string
        source_id: string
        revision: number
        operator_id: string | null
        organisation: string | null
        jurisdiction: string
        sequence: number
        standing: string
        message_type: string
        content_hash: string
        language: string | null
        mode: string
        decision: string
        reason: string
        warnings: string[]
        hazard: string | null
        occurred_at: string
        expires_at: string | null
        magnitude: number | null
        wanted: HeadCount
        west: number | null
        outline: AreaGeometry | null
        south: number
        east: number
        north: number
        links: { kind: string; source: string; source_id: string }[] | null
      }[]
    | null
  readonly incidents:
    | {
        id: string
        mode: string
        ended: boolean
        opened_at: string
        call_out_id: string | null
        status: string | null
        code: string | null
        authorised: boolean | null
        approval_level: Level | null
      }[]
    | null
  readonly codes: string[] | null
  readonly organisations: { i: number; organisation: string }[] | null
}

/** More messages than this under one name tell a decision nothing new: of those the newest are looked at. */
const MOST_HITS = 200

/** Of one incident the newest so many messages are read. */
export const MOST_MESSAGES = 1_000

/** Bytes of a kept outline, packed: some thousand places. Of a longer one its box must do. */
const LARGEST_OUTLINE = 40_000

/** Of happenings over one place, the oldest so many are looked at. */
const MOST_NEAR = 20

/**
 * Reads, in one statement, everything that the decisions about a batch may ask: earlier deliveries, messages with the
 * same names or that name them, open happenings whose boxes overlap, and the whole of the incidents found.
 */
export const readKnown = async (
  db: Connection,
  arrivals: readonly Arrival[],
  codes: readonly string[],
): Promise<KnownRows> => {
  // LATERAL with a limit: whatever the planner believes of the tables' sizes, it goes by the indexes.
  const [row] = await db.rows<{ found: Found }>(
    prepared(
      'intake-known',
      sql`
    WITH asked AS (
      ${askedRows(arrivals)}
    ), names AS (
      ${nameRows(arrivals)}
    ), boxes AS (
      ${boxRows(arrivals)}
    ), hits AS (
      SELECT n.i, e.incident_id FROM names n CROSS JOIN LATERAL (
        SELECT incident_id FROM hazard_event WHERE source = n.source AND source_id = n.source_id
         ORDER BY revision DESC LIMIT ${MOST_HITS}) e
      UNION
      SELECT n.i, e.incident_id FROM names n CROSS JOIN LATERAL (
        SELECT event_id FROM (
          SELECT event_id FROM event_link WHERE source = n.source AND source_id = n.source_id OFFSET 0) m
         ORDER BY event_id DESC LIMIT ${MOST_HITS}) l
        CROSS JOIN LATERAL (SELECT incident_id FROM hazard_event WHERE id = l.event_id LIMIT 1) e
      UNION
      SELECT b.i, e.incident_id FROM boxes b CROSS JOIN LATERAL (
        SELECT h.incident_id FROM hazard_event h
         WHERE h.west IS NOT NULL
           AND box(point(h.west, h.south), point(h.east, h.north)) && box(point(b.west, b.south), point(b.east, b.north))
           AND h.mode = b.mode AND h.hazard = ANY(b.hazards)
           AND h.occurred_at <= b.until AND greatest(h.occurred_at, h.expires_at) >= b."from"
           AND EXISTS (SELECT 1 FROM incident g WHERE g.id = h.incident_id AND g.ended_at IS NULL)
         ORDER BY h.received_at LIMIT ${MOST_NEAR}) e
    ), incidents AS (
      SELECT n.id, n.mode, n.ended_at IS NOT NULL AS ended, n.opened_at, c.id AS call_out_id, c.status, c.code,
             c.authority IS NOT NULL AS authorised, c.approval_level
        FROM (SELECT DISTINCT incident_id FROM hits) h
       CROSS JOIN LATERAL (SELECT * FROM incident WHERE id = h.incident_id LIMIT 1) n
        LEFT JOIN LATERAL (SELECT id, status, code, authority, approval_level FROM call_out WHERE incident_id = n.id LIMIT 1) c ON true
    )
    SELECT jsonb_build_object(
      'deliveries', (SELECT jsonb_agg(d) FROM (
         SELECT a.i, d.body_hash, d.answer, d.http_status FROM asked a CROSS JOIN LATERAL (
           SELECT body_hash, answer, http_status FROM delivery
            WHERE operator_id = a.sender AND webhook_id = a.webhook_id LIMIT 1) d) d),
      'hits', (SELECT jsonb_agg(h) FROM hits h),
      'incidents', (SELECT jsonb_agg(n) FROM incidents n),
      'events', (SELECT jsonb_agg(e) FROM (
         SELECT e.*, (SELECT organisation FROM operator WHERE id = e.operator_id) AS organisation,
                (SELECT jsonb_agg(l) FROM (SELECT kind, source, source_id FROM event_link
                                                 WHERE event_id = e.id LIMIT ${MOST_HITS}) l) AS links
           FROM incidents n CROSS JOIN LATERAL (
             SELECT id, incident_id, thread_id, operator_id, jurisdiction, source, source_id, revision, sequence, standing, message_type,
                    content_hash, language, mode, decision, reason, warnings, hazard, occurred_at, expires_at,
                    magnitude, wanted, west, south, east, north,
                    CASE WHEN geometry->>'type' <> 'Point' AND pg_column_size(geometry) <= ${LARGEST_OUTLINE}
                         THEN geometry END AS outline
               FROM hazard_event WHERE incident_id = n.id ORDER BY sequence DESC LIMIT ${MOST_MESSAGES}) e) e),
      'organisations', (SELECT jsonb_agg(o) FROM (
         SELECT a.i, p.organisation FROM asked a JOIN operator p ON p.id = a.sender) o),
      'codes', (SELECT jsonb_agg(c.code) FROM call_out c
                 WHERE c.code = ANY(${codes}::text[]) AND c.status NOT IN ('closed', 'stood-down'))) AS found`,
    ),
  )
  const found = row?.found
  const incidents = new Map((found?.incidents ?? []).map((one) => [one.id, one]))
  const isOpen = (incidentId: string): boolean => {
    const incident = incidents.get(incidentId)
    return incident !== undefined && !incident.ended && incident.status !== 'closed' && incident.status !== 'stood-down'
  }
  const incidentsOf = new Map<number, Set<string>>()
  for (const { i, incident_id } of found?.hits ?? [])
    incidentsOf.set(i, (incidentsOf.get(i) ?? new Set()).add(incident_id))
  // The words were checked when they came in, and the database holds to the same lists: hence the casts.
  return {
    deliveries: new Map(
      (found?.deliveries ?? []).map(({ i, body_hash, answer, http_status }) => [
        i,
        { bodyHash: body_hash, answer, httpStatus: http_status },
      ]),
    ),
    incidentsOf,
    takenCodes: new Set(found?.codes ?? []),
    organisations: new Map((found?.organisations ?? []).map(({ i, organisation }) => [i, organisation])),
    incidents: new Map(
      [...incidents.values()].map((one) => [
        one.id,
        {
          incidentId: one.id,
          mode: one.mode as Mode,
          ended: one.ended,
          callOut:
            one.call_out_id === null
              ? null
              : {
                  callOutId: one.call_out_id,
                  status: one.status as CallOutStatus,
                  code: one.code ?? '',
                  authorised: one.authorised === true,
                  approvalLevel: one.approval_level ?? 0,
                },
        },
      ]),
    ),
    events: (found?.events ?? []).map(
      (one): KeptEvent => ({
        eventId: one.id as EventId,
        incidentId: one.incident_id,
        threadId: one.thread_id,
        source: one.source,
        sourceId: one.source_id,
        operatorId: one.operator_id,
        organisation: one.organisation,
        jurisdiction: one.jurisdiction,
        revision: one.revision,
        sequence: one.sequence,
        standing: one.standing as Standing,
        messageType: one.message_type as MessageType,
        heads: headCount(one.wanted),
        contentHash: one.content_hash,
        language: one.language,
        mode: one.mode as Mode,
        decision: one.decision,
        reason: one.reason,
        warnings: one.warnings,
        hazard: one.hazard as Known['hazard'],
        occurredAt: new Date(one.occurred_at),
        expiresAt: one.expires_at === null ? null : new Date(one.expires_at),
        magnitude: one.magnitude,
        place:
          one.west === null
            ? null
            : {
                centre: [(one.west + one.east) / 2, (one.south + one.north) / 2],
                box: { west: one.west, south: one.south, east: one.east, north: one.north },
                outline: one.outline === null ? null : polygonArea(one.outline),
              },
        aliases: (one.links ?? []).flatMap(({ kind, source_id }) => (kind === 'alias' ? [source_id] : [])),
        references: (one.links ?? []).flatMap(({ kind, source, source_id }) =>
          kind === 'reference' ? [{ source, sourceId: source_id }] : [],
        ),
        open: isOpen(one.incident_id),
        incidentOpenedAt: new Date(incidents.get(one.incident_id)?.opened_at ?? 0),
      }),
    ),
  }
}
