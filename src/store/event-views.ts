import type { Prisma } from '../../prisma/generated/client.ts'
import type { Database } from './database.ts'
import { cursorOf, type Reader, readCursor } from './reader.ts'

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
