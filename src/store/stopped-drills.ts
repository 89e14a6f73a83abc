import { occurrenceAfter } from '../drills/occurrence.ts'
import { PRIORITIES } from '../mobilisation/notice.ts'
import { settleCompetencies } from './competencies.ts'
import type { Connection, Database } from './database.ts'
import { endExercises } from './ended-exercises.ts'
import { HAS_NOT_LEFT, MAY_HAVE_LEFT } from './left.ts'
import type { PlanToSave } from './planned-calls.ts'
import { type Statement, sql } from './sql.ts'

/** A real call-out that drills give way to. */
interface Real {
  readonly callOutId: string
  readonly code: string
}

/** Statuses in which a real call-out was planned and is not over: what is still planned ends drills when it is. */
const GOES_ON = sql`('calling', 'filled', 'exhausted')`

/**
 * Whether the region `code` holds the regency of the village, or lies in it: as rehearsed call-outs end for what is real,
 * so do drills.
 */
const isAbout = (code: Statement, villageCode: Statement): Statement => sql`
  (${code} <> '' AND (starts_with(${code} || '.', left(${villageCode}, 5) || '.')
                      OR starts_with(left(${villageCode}, 5) || '.', ${code} || '.')))`

/** How long a message that a drill is off is of use: as long as one that an exercise ended. */
const OF_USE_MS = 12 * 3_600_000

/**
 * Takes drills off that are going on or were to begin by now, for something real. Whoever was told of one and has not
 * said no hears it on the same channels, in the words that invited them; whoever the rehearsed call-out stood down in
 * this very moment knows already. What has not left yet does not leave. Each drill's timeline says why, by which
 * call-out and how many were told.
 */
const takeOff = async (db: Connection, which: Statement, real: Real, now: Date): Promise<number> => {
  const off = await db.rows<{ id: string }>(sql`
    UPDATE drill_occurrence d
       SET state = ${occurrenceAfter('started', 'cancelled')}, reason = 'real-event', next_action_at = NULL, substitutes_due_at = NULL,
           sequence = sequence + CASE WHEN invited_at IS NULL THEN 0 ELSE 1 END
     WHERE ${which} AND (d.state = 'started' OR (d.state IN ('planned', 'invited') AND d.starts_at <= ${now}))
    RETURNING d.id`)
  if (off.length === 0) return 0
  const ids = off.map(({ id }) => id)
  // Who stood at a drill that broke off has not learned what it was to teach.
  for (const id of ids) await settleCompetencies(db, id)
  // First whoever was told, then what did not leave: a row taken back is not one that left.
  await db.run(sql`
    WITH planned AS (
      INSERT INTO notice (id, occurrence_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields,
                          due_at, expires_at, planned_at)
      SELECT gen_random_uuid(), n.occurrence_id, n.responder_id, n.channel, 'drill-stopped', 0, 'exercise',
             ${PRIORITIES.standDown}::int, 'planned', 'kn-' || replace(gen_random_uuid()::text, '-', ''),
             (array_agg(n.fields ORDER BY n.serial DESC))[1], ${now}, ${new Date(now.getTime() + OF_USE_MS)}, ${now}
        FROM notice n
        JOIN drill_invitee i ON i.occurrence_id = n.occurrence_id AND i.responder_id = n.responder_id
        JOIN drill_occurrence d ON d.id = n.occurrence_id
       WHERE n.occurrence_id = ANY(${ids}::uuid[]) AND ${MAY_HAVE_LEFT} AND i.answer IS DISTINCT FROM 'no'
         AND NOT EXISTS (SELECT 1 FROM notice s JOIN call_out c ON c.id = s.call_out_id
                          WHERE c.event_id = d.event_id AND s.responder_id = n.responder_id AND s.purpose = 'stand-down'
                            AND s.channel = n.channel AND s.planned_at = ${now})
       GROUP BY n.occurrence_id, n.responder_id, n.channel
      ON CONFLICT DO NOTHING
      RETURNING occurrence_id, responder_id
    )
    INSERT INTO timeline_entry (occurrence_id, at, kind, detail)
    SELECT o.id, ${now}, 'drill-cancelled',
           jsonb_build_object('reason', 'real-event', 'callOutId', ${real.callOutId}::text, 'code', ${real.code}::text,
             'notices', (SELECT count(*) FROM planned p WHERE p.occurrence_id = o.id),
             'people', (SELECT count(DISTINCT p.responder_id) FROM planned p WHERE p.occurrence_id = o.id))
      FROM unnest(${ids}::uuid[]) AS o(id)`)
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'the drill gave way to what is real', ended_at = ${now}
     WHERE occurrence_id = ANY(${ids}::uuid[]) AND purpose <> 'drill-stopped' AND ${HAS_NOT_LEFT}`)
  return off.length
}

/**
 * At the first plan of a real call-out: drills of its regencies that are going on or begin at this moment end for it, as
 * the exercises there do.
 */
export const stopDrills = async (
  db: Connection,
  { callOutId, mode, before, places, now }: Pick<PlanToSave, 'callOutId' | 'mode' | 'before' | 'places' | 'now'>,
): Promise<number> => {
  if (mode !== 'actual' || before.length > 0) return 0
  const codes = places.map(({ demand }) => demand.regencyCode)
  const [real] = await db.rows<Real>(sql`SELECT id AS "callOutId", code FROM call_out WHERE id = ${callOutId}`)
  const here = sql`d.site_code IN (
    SELECT s.site_code FROM site s, unnest(${codes}::text[]) AS real(code)
     WHERE ${isAbout(sql`real.code`, sql`s.village_code`)})`
  return real === undefined ? 0 : takeOff(db, here, real, now)
}

/**
 * Lets a drill that is due or has just begun give way where something real goes on in its area: taken off, its rehearsed
 * call-out stood down, its people told. False where nothing real goes on there, or it moved on before.
 */
export const giveWay = (db: Database, occurrenceId: string, now: Date): Promise<boolean> =>
  db.transact(async (connection) => {
    const [real] = await connection.rows<Real>(sql`
      SELECT c.id AS "callOutId", c.code
        FROM drill_occurrence d JOIN site s ON s.site_code = d.site_code, call_out c
       WHERE d.id = ${occurrenceId} AND c.mode = 'actual' AND c.status IN ${GOES_ON}
         AND EXISTS (SELECT 1 FROM jsonb_array_elements(c.demands) AS one
                      WHERE ${isAbout(sql`(one ->> 'regencyCode')`, sql`s.village_code`)})
       ORDER BY c.id LIMIT 1`)
    if (real === undefined) return false
    const running = await connection.rows<{ id: PlanToSave['callOutId'] }>(sql`
      SELECT c.id FROM call_out c JOIN drill_occurrence d ON d.event_id = c.event_id
       WHERE d.id = ${occurrenceId} AND c.mode = 'exercise' AND c.status NOT IN ('stood-down', 'closed') ORDER BY c.id`)
    const exercises = running.map(({ id }) => id)
    const by = real.callOutId as PlanToSave['callOutId']
    await endExercises(connection, { callOutId: by, touched: [], now }, exercises)
    return (await takeOff(connection, sql`d.id = ${occurrenceId}::uuid`, real, now)) > 0
  })
