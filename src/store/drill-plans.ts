import type { Closing } from '../drills/calendar.ts'
import type { DrillProgramme } from '../drills/drill-plan.ts'
import { type OccurrenceState, termsOf } from '../drills/occurrence.ts'
import { type KnownPlan, LOOK_BACK_MS, type NewOccurrence, PLAN_REASONS, type Replan } from '../drills/replan.ts'
import type { TimeZone } from '../roster/region.ts'
import type { Connection, Database } from './database.ts'
import { sql } from './sql.ts'

/** Rows per statement: a year of daily drills at every site is then a few dozen statements of a few MB. */
const BATCH = 5_000

const inBatches = function* <Row>(rows: readonly Row[]): Generator<readonly Row[], undefined> {
  for (let from = 0; from < rows.length; from += BATCH) yield rows.slice(from, from + BATCH)
}

/** What is kept of a programme; the first call for an id is its first sight. */
export const knownPlan = async (db: Connection, programme: DrillProgramme, now: Date): Promise<KnownPlan> => {
  await db.run(sql`
    INSERT INTO drill_programme (id, first_seen_at) VALUES (${programme.id}, ${now}) ON CONFLICT DO NOTHING`)
  return readPlan(db, programme, now)
}

/** The same, without a trace: who only looks is no first sight. */
export const readPlan = async (db: Connection, programme: DrillProgramme, now: Date): Promise<KnownPlan> => {
  const [seen] = await db.rows<{ at: Date }>(
    sql`SELECT first_seen_at AS at FROM drill_programme WHERE id = ${programme.id}`,
  )
  const duty = await db.rows<{ site: string; from: Date }>(sql`
    SELECT site_code AS site, min(slot_at) AS from FROM drill_occurrence
     WHERE programme_id = ${programme.id} AND programme -> 'when' = ${JSON.stringify(programme.when)}::jsonb
       AND programme -> 'zone' = ${JSON.stringify(programme.zone)}::jsonb
     GROUP BY site_code`)
  const kept = await db.rows<{
    id: string
    site: string
    slot: Date
    starts: Date
    ends: Date
    saved: boolean
    state: OccurrenceState
    closings: Closing[]
    crowded: boolean
    by_plan: boolean
    same: boolean
  }>(sql`
    SELECT id, site_code AS site, slot_at AS slot, starts_at AS starts, ends_at AS ends,
           team_plan IS NOT NULL AS saved, closings,
           -- What an operator put to another time is no more the plan's to change than what people are invited to.
           CASE WHEN state = 'planned' AND moved_at IS NOT NULL THEN 'invited' ELSE state END AS state,
           state = 'cancelled' AND coalesce(reason = 'no-free-day', false) AS crowded,
           state = 'cancelled' AND coalesce(reason = ANY(${[...PLAN_REASONS]}), false) AS by_plan,
           programme = ${JSON.stringify(termsOf(programme))}::jsonb AS same
      FROM drill_occurrence
     WHERE programme_id = ${programme.id} AND starts_at >= ${new Date(now.getTime() - LOOK_BACK_MS)}`)
  return {
    firstSeenAt: seen?.at ?? now,
    dutyFrom: new Map(duty.map(({ site, from }) => [site, from])),
    kept: kept.map((row) => ({
      id: row.id,
      siteCode: row.site,
      slotAt: row.slot,
      startsAt: row.starts,
      endsAt: row.ends,
      saved: row.saved,
      state: row.state,
      closings: row.closings,
      crowdedOut: row.crowded,
      cancelledByPlan: row.by_plan,
      sameTerms: row.same,
    })),
  }
}

/** The rows of a plan as a table. */
const planned = (rows: readonly NewOccurrence[]) => sql`
  unnest(${rows.map((row) => row.siteCode)}::text[], ${rows.map((row) => row.slotAt)}::timestamptz[],
         ${rows.map((row) => row.startsAt)}::timestamptz[], ${rows.map((row) => row.endsAt)}::timestamptz[],
         ${rows.map((row) => row.zone)}::text[], ${rows.map((row) => row.state)}::text[],
         ${rows.map((row) => row.reason)}::text[], ${rows.map((row) => row.nextActionAt)}::timestamptz[],
         ${rows.map((row) => JSON.stringify(row.closings))}::text[])
    AS o(site, slot, starts, ends, zone, state, reason, due, closings)`

/** What the timeline says of changed rows that are not held at their turn: missed, fallen out, or moved, and why. */
const told = (now: Date) => sql`
  INSERT INTO timeline_entry (occurrence_id, at, kind, detail)
  SELECT id, ${now}, CASE state WHEN 'missed' THEN 'drill-missed' WHEN 'cancelled' THEN 'drill-cancelled'
                                ELSE 'drill-moved' END,
         jsonb_strip_nulls(jsonb_build_object('reason', coalesce(reason, lost), 'slotAt', slot_at, 'startsAt', starts_at,
                                              'closings', nullif(closings, '[]'::jsonb)))
    FROM changed WHERE state <> 'planned' OR slot_at <> starts_at OR lost IS NOT NULL`

const insertOccurrences = (db: Connection, programme: DrillProgramme, rows: readonly NewOccurrence[], now: Date) =>
  db.run(sql`
    WITH changed AS (
      INSERT INTO drill_occurrence
        (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, reason, next_action_at,
         closings, created_at)
      SELECT gen_random_uuid(), ${programme.id}, o.site, o.slot, o.starts, o.ends, o.zone,
             ${JSON.stringify(termsOf(programme))}::jsonb, o.state, o.reason, o.due, o.closings::jsonb, ${now}
        FROM ${planned(rows)}
       -- Two processes that add the same rows must take them in the same order.
       ORDER BY o.site, o.slot
      ON CONFLICT (programme_id, site_code, slot_at) DO NOTHING
      RETURNING id, state, reason, slot_at, starts_at, closings, NULL::text AS lost
    ), told AS (${told(now)})
    SELECT FROM changed`)

const renewOccurrences = (db: Connection, programme: DrillProgramme, rows: readonly NewOccurrence[], now: Date) =>
  db.run(sql`
    WITH before AS (
      SELECT d.id, d.starts_at, d.state,
             CASE WHEN d.team_plan IS NOT NULL THEN 'saved-time-impossible' END AS lost
        FROM drill_occurrence d JOIN ${planned(rows)} ON d.site_code = o.site AND d.slot_at = o.slot
       WHERE d.programme_id = ${programme.id}
    ), renewed AS (
      UPDATE drill_occurrence d
         SET starts_at = o.starts, ends_at = o.ends, zone = o.zone,
             programme = ${JSON.stringify(termsOf(programme))}::jsonb, state = o.state, reason = o.reason,
             next_action_at = o.due, closings = o.closings::jsonb,
             sequence = d.sequence + CASE WHEN d.starts_at <> o.starts OR d.state <> o.state THEN 1 ELSE 0 END,
             -- The people of a saved plan were free at its time: at another they are chosen anew.
             team_plan = CASE WHEN d.starts_at = o.starts THEN d.team_plan END
        FROM ${planned(rows)}
       WHERE d.programme_id = ${programme.id} AND d.site_code = o.site AND d.slot_at = o.slot
         AND d.moved_at IS NULL
         AND (d.state = 'planned' OR (d.state = 'cancelled' AND d.reason = ANY(${[...PLAN_REASONS]})))
      RETURNING d.id, d.state, d.reason, d.slot_at, d.starts_at, d.closings
    ), changed AS (
      SELECT renewed.*, before.lost FROM renewed JOIN before USING (id)
       WHERE renewed.starts_at <> before.starts_at OR renewed.state <> before.state
    ), told AS (${told(now)})
    SELECT FROM renewed`)

/** Cancels what nobody was invited to yet, and says so in its timeline. */
const cancelPlanned = (db: Connection, ids: readonly string[], reason: string, now: Date): Promise<number> =>
  db.run(sql`
    WITH gone AS (
      UPDATE drill_occurrence SET state = 'cancelled', reason = ${reason}, next_action_at = NULL
       WHERE id = ANY(${ids}::uuid[]) AND state = 'planned' AND moved_at IS NULL RETURNING id
    ), told AS (
      INSERT INTO timeline_entry (occurrence_id, at, kind, detail)
      SELECT id, ${now}, 'drill-cancelled', jsonb_build_object('reason', ${reason}::text) FROM gone
    )
    SELECT FROM gone`)

/** Writes, once, that an occurrence stays though its programme no longer holds it: its people are invited. */
const mentionKept = (db: Connection, ids: readonly string[], reason: string, now: Date): Promise<number> =>
  db.run(sql`
    INSERT INTO timeline_entry (occurrence_id, at, kind, detail)
    SELECT d.id, ${now}, 'drill-kept-after-change', jsonb_build_object('reason', ${reason}::text)
      FROM drill_occurrence d
     WHERE d.id = ANY(${ids}::uuid[]) AND d.state = 'invited'
       AND NOT EXISTS (SELECT 1 FROM timeline_entry t
                        WHERE t.occurrence_id = d.id AND t.kind = 'drill-kept-after-change')`)

/** How many rows a plan changed; a row that another process changed first is not counted. */
export interface PlanSaved {
  readonly added: number
  readonly renewed: number
  readonly cancelled: number
  readonly keptAfterChange: number
}

/** Writes a plan in one transaction. Saving it twice, or in two processes at once, leaves the same rows. */
export const savePlan = (db: Database, programme: DrillProgramme, plan: Replan, now: Date): Promise<PlanSaved> =>
  db.transact(async (connection) => {
    let added = 0
    let renewed = 0
    for (const rows of inBatches(plan.insert)) added += await insertOccurrences(connection, programme, rows, now)
    for (const rows of inBatches(plan.renew)) renewed += await renewOccurrences(connection, programme, rows, now)
    let cancelled = await cancelPlanned(connection, plan.cancel, 'programme-changed', now)
    let keptAfterChange = await mentionKept(connection, plan.keepInvited, 'programme-changed', now)
    cancelled += await cancelPlanned(connection, plan.leave.cancel, 'site-left-filter', now)
    keptAfterChange += await mentionKept(connection, plan.leave.keepInvited, 'site-left-filter', now)
    return { added, renewed, cancelled, keptAfterChange }
  })

export interface Orphan {
  readonly id: string
  readonly programmeId: string
  readonly siteCode: string
  readonly startsAt: Date
  readonly zone: TimeZone
  readonly state: 'planned' | 'invited'
}

/** What lies ahead of programmes that are not among `keep`. */
export const orphansOf = (db: Connection, keep: readonly string[], now: Date): Promise<readonly Orphan[]> =>
  db.rows<Orphan>(sql`
    SELECT id, programme_id AS "programmeId", site_code AS "siteCode", starts_at AS "startsAt", zone, state
      FROM drill_occurrence
     WHERE NOT programme_id = ANY(${keep}) AND state IN ('planned', 'invited') AND starts_at > ${now}
     ORDER BY id`)

/**
 * Forgets programmes that are not among `keep` and cancels what is planned of them ahead; what people were invited to
 * stays, with a line in its timeline. A programme that comes back is seen for the first time again.
 */
export const retireProgrammes = (
  db: Database,
  keep: readonly string[],
  now: Date,
): Promise<{ readonly cancelled: number; readonly keptAfterChange: number }> =>
  db.transact(async (connection) => {
    await connection.run(sql`DELETE FROM drill_programme WHERE NOT id = ANY(${keep})`)
    const orphans = await orphansOf(connection, keep, now)
    const ids = orphans.map(({ id }) => id)
    return {
      cancelled: await cancelPlanned(connection, ids, 'programme-removed', now),
      keptAfterChange: await mentionKept(connection, ids, 'programme-removed', now),
    }
  })
