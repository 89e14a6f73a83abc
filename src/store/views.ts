import type { Prisma } from '../../prisma/generated/client.ts'
import { comingByKind } from '../mobilisation/call-out.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import { loadPeople } from './call-outs.ts'
import type { Database } from './database.ts'
import { countByState } from './notices.ts'
import { sql } from './sql.ts'
import { timelineOf } from './timeline.ts'

/** What a reader may see: rows of this jurisdiction. */
export interface Reader {
  readonly jurisdiction: string
}

/** The filter over `hazard_event.regency_code`: exact code, anything below it, or the regency that a smaller jurisdiction lies in. */
const withinReach = ({ jurisdiction }: Reader): Prisma.HazardEventWhereInput =>
  jurisdiction === ''
    ? {}
    : {
        OR: [
          { regencyCode: jurisdiction.slice(0, 5) },
          ...(jurisdiction.length === 2 ? [{ regencyCode: { startsWith: `${jurisdiction}.` } }] : []),
        ],
      }

const EVENT_SHOWN = {
  id: true,
  incidentId: true,
  source: true,
  sourceId: true,
  revision: true,
  mode: true,
  messageType: true,
  hazard: true,
  severity: true,
  urgency: true,
  certainty: true,
  occurredAt: true,
  expiresAt: true,
  receivedAt: true,
  headline: true,
  description: true,
  geometry: true,
  radiusKm: true,
  villageCodes: true,
  regencyCode: true,
  magnitude: true,
  depthKm: true,
  level: true,
  need: true,
  musterPoint: true,
  safeToApproach: true,
  authorisedBy: true,
  decision: true,
  reason: true,
  warnings: true,
  impactArea: true,
  assessedAt: true,
} as const

type EventShown = Prisma.HazardEventGetPayload<{ select: typeof EVENT_SHOWN }>

const eventShown = ({ id, ...event }: EventShown, callOutId: string | null) => ({ eventId: id, ...event, callOutId })

const callOutIdsOf = async (db: Database, incidentIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.prisma.callOut.findMany({
    where: { incidentId: { in: [...incidentIds] } },
    select: { id: true, incidentId: true },
  })
  return new Map(rows.map(({ id, incidentId }) => [incidentId, id]))
}

/** The cursor of a list that runs backwards in time: the instant and the id of the last row shown. */
const cursorOf = (at: Date, id: string): string => `${at.getTime()}.${id}`

const readCursor = (cursor: string): { at: Date; id: string } | null => {
  const [, ms, id] = /^(\d{1,16})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  return ms === undefined || id === undefined ? null : { at: new Date(Number(ms)), id }
}

export const listEvents = async (db: Database, reader: Reader, page: { limit: number; before: string | null }) => {
  const from = page.before === null ? null : readCursor(page.before)
  const rows = await db.prisma.hazardEvent.findMany({
    where: {
      AND: [
        withinReach(reader),
        ...(from === null
          ? []
          : [{ OR: [{ receivedAt: { lt: from.at } }, { receivedAt: from.at, id: { lt: from.id } }] }]),
      ],
    },
    select: EVENT_SHOWN,
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    take: page.limit,
  })
  const callOuts = await callOutIdsOf(
    db,
    rows.map(({ incidentId }) => incidentId),
  )
  const last = rows.at(-1)
  return {
    events: rows.map((row) => eventShown(row, callOuts.get(row.incidentId) ?? null)),
    next: last !== undefined && rows.length === page.limit ? cursorOf(last.receivedAt, last.id) : null,
  }
}

export const eventById = async (db: Database, reader: Reader, eventId: string) => {
  const row = await db.prisma.hazardEvent.findFirst({
    where: { id: eventId, ...withinReach(reader) },
    select: EVENT_SHOWN,
  })
  if (row === null) return null
  return eventShown(row, (await callOutIdsOf(db, [row.incidentId])).get(row.incidentId) ?? null)
}

interface CallOutRow {
  id: string
  event_id: string
  incident_id: string
  code: string
  mode: string
  status: string
  need: HeadCount
  policy: unknown
  destination: unknown
  wave: number
  shortfall: string[]
  reason: string | null
  review_due_at: Date | null
  opened_at: Date
  calling_at: Date | null
  filled_at: Date | null
  exhausted_at: Date | null
  stood_down_at: Date | null
  closed_at: Date | null
  approved_at: Date | null
  headline: string
  hazard: string | null
  regency_code: string
}

const callOutRows = (
  db: Database,
  reader: Reader,
  by: { callOutId?: string; eventId?: string | null; status?: string | null },
  page: { limit: number; after: string | null },
): Promise<CallOutRow[]> => {
  const from = page.after === null ? null : readCursor(page.after)
  const { jurisdiction } = reader
  return db.rows<CallOutRow>(sql`
    SELECT c.*, e.headline, e.hazard, e.regency_code FROM call_out c JOIN hazard_event e ON e.id = c.event_id
     WHERE (${jurisdiction} = '' OR e.regency_code = left(${jurisdiction}, 5) OR e.regency_code LIKE ${jurisdiction} || '.%')
       AND (${by.callOutId ?? null}::uuid IS NULL OR c.id = ${by.callOutId ?? null}::uuid)
       AND (${by.eventId ?? null}::uuid IS NULL
            OR c.incident_id = (SELECT incident_id FROM hazard_event WHERE id = ${by.eventId ?? null}::uuid))
       AND (${by.status ?? null}::text IS NULL OR c.status = ${by.status ?? null}::text)
       AND (${from?.at ?? null}::timestamptz IS NULL OR (c.opened_at, c.id) < (${from?.at ?? null}::timestamptz, ${from?.id ?? null}::uuid))
     ORDER BY c.opened_at DESC, c.id DESC LIMIT ${page.limit}`)
}

const summaryOf = async (db: Database, row: CallOutRow) => {
  const people = await loadPeople(db, row.id)
  const answered = (word: string): number => people.filter(({ answer }) => answer === word).length
  return {
    callOutId: row.id,
    eventId: row.event_id,
    incidentId: row.incident_id,
    code: row.code,
    mode: row.mode,
    status: row.status,
    hazard: row.hazard,
    headline: row.headline,
    regencyCode: row.regency_code,
    need: row.need,
    filled: comingByKind(row.need, people),
    called: people.length,
    answers: {
      yes: answered('yes'),
      no: answered('no'),
      arrived: answered('arrived'),
      silent: people.filter(({ answer, silentAt }) => answer === null && silentAt !== null).length,
      awaited: people.filter(
        ({ answer, silentAt, stoodDownAt }) => answer === null && silentAt === null && stoodDownAt === null,
      ).length,
      stoodDown: people.filter(({ stoodDownAt }) => stoodDownAt !== null).length,
    },
    wave: row.wave,
    notices: await countByState(db, row.id),
    shortfall: row.shortfall,
    reason: row.reason,
    destination: row.destination,
    openedAt: row.opened_at,
    callingAt: row.calling_at,
    filledAt: row.filled_at,
    exhaustedAt: row.exhausted_at,
    stoodDownAt: row.stood_down_at,
    closedAt: row.closed_at,
    approvedAt: row.approved_at,
    reviewDueAt: row.review_due_at,
  }
}

export const listCallOuts = async (
  db: Database,
  reader: Reader,
  query: { eventId: string | null; status: string | null; limit: number; after: string | null },
) => {
  const rows = await callOutRows(db, reader, query, query)
  const last = rows.at(-1)
  const callOuts: Awaited<ReturnType<typeof summaryOf>>[] = []
  for (const row of rows) callOuts.push(await summaryOf(db, row))
  return {
    callOuts,
    next: last !== undefined && rows.length === query.limit ? cursorOf(last.opened_at, last.id) : null,
  }
}

/** One call-out with its waves and its timeline; null where there is none within the reader's jurisdiction. */
export const callOutById = async (db: Database, reader: Reader, callOutId: string) => {
  const [row] = await callOutRows(db, reader, { callOutId }, { limit: 1, after: null })
  if (row === undefined) return null
  const waves = await db.rows<{ wave: number; called: number; firstCalledAt: Date; lastDeadlineAt: Date }>(sql`
    SELECT wave, count(*)::int AS called, min(called_at) AS "firstCalledAt", max(deadline_at) AS "lastDeadlineAt"
      FROM call_out_responder WHERE call_out_id = ${callOutId} GROUP BY wave ORDER BY wave`)
  const [times] = await db.rows<{ first: Date | null; last: Date | null }>(sql`
    SELECT min(accepted_at) AS first, max(accepted_at) AS last FROM notice
     WHERE call_out_id = ${callOutId} AND purpose = 'call-out'`)
  return {
    ...(await summaryOf(db, row)),
    policy: row.policy,
    waves,
    firstNoticeAt: times?.first ?? null,
    lastNoticeAt: times?.last ?? null,
    timeline: await timelineOf(db, callOutId),
  }
}

/** Whether a call-out is within the reader's jurisdiction. */
export const mayRead = async (db: Database, reader: Reader, callOutId: string): Promise<boolean> =>
  (await callOutRows(db, reader, { callOutId }, { limit: 1, after: null })).length === 1

export interface NoticeShown {
  readonly id: string
  readonly serial: string
  readonly responderId: string | null
  readonly operatorId: string | null
  readonly channel: string
  readonly purpose: string
  readonly wave: number
  readonly mode: string
  readonly state: string
  readonly ref: string
  readonly providerRef: string | null
  readonly attempt: number
  readonly tries: number
  readonly reason: string | null
  readonly subject: string | null
  readonly body: string | null
  readonly plannedAt: Date
  readonly dueAt: Date
  readonly expiresAt: Date | null
  readonly sendingAt: Date | null
  readonly acceptedAt: Date | null
  readonly deliveredAt: Date | null
  readonly endedAt: Date | null
}

/** The notices of a call-out or a drill, in the order in which they were planned. `after` is the last serial shown. */
export const noticesOf = (
  db: Database,
  of: { callOutId: string } | { occurrenceId: string },
  page: { limit: number; after: string | null },
): Promise<NoticeShown[]> =>
  db.rows<NoticeShown>(sql`
    SELECT id, serial::text, responder_id AS "responderId", operator_id AS "operatorId", channel, purpose, wave, mode,
           state, ref, provider_ref AS "providerRef", attempt, tries, reason, subject, body, planned_at AS "plannedAt",
           due_at AS "dueAt", expires_at AS "expiresAt", sending_at AS "sendingAt", accepted_at AS "acceptedAt",
           delivered_at AS "deliveredAt", ended_at AS "endedAt"
      FROM notice
     WHERE (call_out_id = ${'callOutId' in of ? of.callOutId : null}::uuid
            OR occurrence_id = ${'occurrenceId' in of ? of.occurrenceId : null}::uuid)
       AND serial > ${/^\d{1,18}$/.test(page.after ?? '') ? page.after : '0'}::bigint
     ORDER BY serial LIMIT ${page.limit}`)

/** Everybody called, with where they live (to a hundredth of a degree), what they said and in whose place they were called. */
export const respondersOf = async (db: Database, callOutId: string, page: { limit: number; after: string | null }) => {
  const after = Number(/^\d{1,9}$/.test(page.after ?? '') ? page.after : 0)
  const rows = await db.rows<{ rank: number } & Record<string, unknown>>(sql`
    SELECT p.responder_id AS "responderId", r.name, p.kind, p.wave, p.rank, round(p.distance_km::numeric, 2)::float8 AS "distanceKm",
           CASE WHEN p.replaces IS NULL THEN 'nearest of the kind' ELSE 'in place of somebody who said no or nothing' END AS reason,
           p.replaces, p.answer, p.answered_at AS "answeredAt", p.answered_via AS "answeredVia", p.called_at AS "calledAt",
           p.deadline_at AS "deadlineAt", p.silent_at AS "silentAt", p.stood_down_at AS "stoodDownAt",
           round(r.lng::numeric, 2)::float8 AS lng, round(r.lat::numeric, 2)::float8 AS lat, r.accuracy_m AS "accuracyM",
           CASE WHEN p.stood_down_at IS NOT NULL THEN 'stood-down' WHEN p.answer IS NOT NULL THEN p.answer
                WHEN p.silent_at IS NOT NULL THEN 'silent' ELSE 'called' END AS state
      FROM call_out_responder p JOIN responder r ON r.id = p.responder_id
     WHERE p.call_out_id = ${callOutId} AND p.rank > ${after}
     ORDER BY p.rank, p.responder_id LIMIT ${page.limit}`)
  return { responders: rows, next: rows.length === page.limit ? String(rows.at(-1)?.rank ?? '') : null }
}
