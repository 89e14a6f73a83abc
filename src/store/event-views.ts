import type { Prisma } from '../../prisma/generated/client.ts'
import type { Database } from './database.ts'
import { cursorOf, type Reader, readCursor } from './reader.ts'
import { sql } from './sql.ts'
import { eventConcerns } from './within-reach.ts'

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
  regions: true,
  sectors: true,
  felt: true,
  sentAt: true,
  language: true,
  threadId: true,
  standing: true,
  joinedBecause: true,
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

/** The messages of these ids, the last received first. */
const eventsOf = async (db: Database, ids: readonly string[]) => {
  const rows = await db.prisma.hazardEvent.findMany({
    where: { id: { in: [...ids] } },
    select: EVENT_SHOWN,
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
  })
  const callOuts = await callOutIdsOf(
    db,
    rows.map(({ incidentId }) => incidentId),
  )
  return rows.map((row) => eventShown(row, callOuts.get(row.incidentId) ?? null))
}

/** Messages that concern the reader's jurisdiction, the last received first. */
export const listEvents = async (
  db: Database,
  { jurisdiction }: Reader,
  page: { limit: number; before: string | null },
) => {
  const from = page.before === null ? null : readCursor(page.before)
  const found = await db.rows<{ id: string; received_at: Date }>(sql`
    SELECT e.id, e.received_at FROM hazard_event e
     WHERE ${eventConcerns(jurisdiction)}
       AND (${from?.at ?? null}::timestamptz IS NULL
            OR (e.received_at, e.id) < (${from?.at ?? null}::timestamptz, ${from?.id ?? null}::uuid))
     ORDER BY e.received_at DESC, e.id DESC LIMIT ${page.limit}`)
  const last = found.at(-1)
  return {
    events: await eventsOf(
      db,
      found.map(({ id }) => id),
    ),
    next: last !== undefined && found.length === page.limit ? cursorOf(last.received_at, last.id) : null,
  }
}

/** One message; null where there is none that concerns the reader's jurisdiction. */
export const eventById = async (db: Database, { jurisdiction }: Reader, eventId: string) => {
  const [found] = await db.rows<{ id: string }>(sql`
    SELECT e.id FROM hazard_event e WHERE e.id = ${eventId} AND ${eventConcerns(jurisdiction)}`)
  if (found === undefined) return null
  const [event = null] = await eventsOf(db, [found.id])
  return event
}
