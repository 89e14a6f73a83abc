import type { CallOutId, EventId } from '../mobilisation/hazard-event.ts'
import type { Picked } from '../mobilisation/selection.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

const tenth = (figure: number): number => Math.round(figure * 10) / 10

/**
 * Writes down that a call-out reaches farther than before: people called beyond the ring of those called earlier, or of
 * neighbours by mutual aid. The first ring of the own people is no widening.
 */
export const noteWidened = async (
  db: Connection,
  {
    callOutId,
    eventId,
    wave,
    now,
  }: { readonly callOutId: CallOutId; readonly eventId: EventId | null; readonly wave: number; readonly now: Date },
  called: readonly Picked[],
): Promise<void> => {
  if (called.length === 0) return
  const ids = called.map(({ responderId }) => responderId)
  const aided = called.filter(({ aid }) => aid === true).map(({ responderId }) => responderId)
  const [row] = await db.rows<{ km: number | null; neighbours: string[] | null }>(sql`
    SELECT (SELECT max(distance_km) FROM call_out_responder
             WHERE call_out_id = ${callOutId} AND responder_id <> ALL(${ids}::uuid[])) AS km,
           (SELECT array_agg(DISTINCT regency_code ORDER BY regency_code) FROM responder
             WHERE id = ANY(${aided}::uuid[])) AS neighbours`)
  const fromKm = row?.km ?? null
  const toKm = Math.max(...called.map(({ km }) => km))
  const isFarther = fromKm !== null && tenth(toKm) > tenth(fromKm)
  const mutualAid = row?.neighbours ?? []
  if (!isFarther && mutualAid.length === 0) return
  const minutes = called.flatMap((one) => (one.minutes === undefined ? [] : [one.minutes]))
  await note(db, { callOutId, eventId }, now, 'widened', {
    wave,
    people: called.length,
    ...(fromKm === null ? {} : { fromKm: tenth(fromKm) }),
    toKm: tenth(toKm),
    ...(minutes.length === 0 ? {} : { toMinutes: Math.round(Math.max(...minutes)) }),
    ...(mutualAid.length === 0 ? {} : { mutualAid }),
  })
}
