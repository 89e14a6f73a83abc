import type { TeamPlan } from '../drills/assignment.ts'
import type { DrillProgramme } from '../drills/drill-plan.ts'
import { termsOf } from '../drills/occurrence.ts'
import { PLAN_REASONS } from '../drills/replan.ts'
import type { EarlierTurn } from '../drills/year-kept.ts'
import type { TimeZone } from '../roster/region.ts'
import { audit } from './audit.ts'
import type { Connection, Database } from './database.ts'
import { sql } from './sql.ts'

/** A turn that a year's plan gives a time and facilitators. */
export interface ScheduledTurn {
  readonly programmeId: string
  readonly siteCode: string
  readonly slotAt: Date
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: TimeZone
  readonly team: TeamPlan
}

/** What earlier plans left of the turns in [from, to). */
export const earlierTurns = (
  db: Connection,
  programmeIds: readonly string[],
  [from, to]: readonly [Date, Date],
): Promise<readonly EarlierTurn[]> =>
  db.rows<EarlierTurn>(sql`
    SELECT d.programme_id AS "programmeId", d.site_code AS "siteCode", d.slot_at AS "slotAt", d.starts_at AS "startsAt",
           -- What an operator put to another time stays there, as what people were told of does.
           CASE WHEN d.state = 'planned' AND d.moved_at IS NOT NULL THEN 'invited' ELSE d.state END AS state,
           d.state = 'cancelled' AND coalesce(d.reason = ANY(${[...PLAN_REASONS]}), false) AS "cancelledByPlan",
           d.team_plan AS team,
           ARRAY(SELECT i.responder_id::text FROM drill_invitee i
                  WHERE i.occurrence_id = d.id AND i.role = 'facilitator' ORDER BY 1) AS invited
      FROM drill_occurrence d
     WHERE d.programme_id = ANY(${programmeIds}) AND d.slot_at >= ${from} AND d.slot_at < ${to}`)

/** How many rows a saved plan added and changed; rows that stood so already, or went on meanwhile, are neither. */
export interface YearSaved {
  readonly added: number
  readonly changed: number
}

/**
 * Writes a year's plan in one transaction with its line in the trail. Only what is still planned, or was taken off by
 * the plan itself, changes: nothing that people were told of. Saving it again changes nothing.
 */
export const saveYearPlan = (
  db: Database,
  programmes: readonly DrillProgramme[],
  turns: readonly ScheduledTurn[],
  year: number,
  now: Date,
): Promise<YearSaved> =>
  db.transact(async (connection) => {
    let [added, changed] = [0, 0]
    for (const programme of programmes) {
      const rows = turns.filter(({ programmeId }) => programmeId === programme.id)
      const terms = JSON.stringify(termsOf(programme))
      const written = await connection.rows<{ added: boolean }>(sql`
        WITH before AS (
          SELECT site_code, slot_at, starts_at FROM drill_occurrence WHERE programme_id = ${programme.id}
        ), saved AS (
          INSERT INTO drill_occurrence AS d
            (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, next_action_at, closings,
             created_at, team_plan)
          SELECT gen_random_uuid(), ${programme.id}, o.site, o.slot, o.starts, o.ends, o.zone, ${terms}::jsonb, 'planned',
                 greatest(o.starts - make_interval(secs => ${programme.inviteBeforeMs / 1000}::float8), ${now}), '[]',
                 ${now}, o.team::jsonb
            FROM unnest(${rows.map((row) => row.siteCode)}::text[], ${rows.map((row) => row.slotAt)}::timestamptz[],
                        ${rows.map((row) => row.startsAt)}::timestamptz[],
                        ${rows.map((row) => row.endsAt)}::timestamptz[], ${rows.map((row) => row.zone)}::text[],
                        ${rows.map((row) => JSON.stringify(row.team))}::text[]) AS o(site, slot, starts, ends, zone, team)
           -- Two processes that save the same rows must take them in the same order.
           ORDER BY o.site, o.slot
          ON CONFLICT (programme_id, site_code, slot_at) DO UPDATE
             SET starts_at = excluded.starts_at, ends_at = excluded.ends_at, zone = excluded.zone,
                 programme = excluded.programme, state = 'planned', reason = NULL,
                 next_action_at = excluded.next_action_at, closings = '[]', team_plan = excluded.team_plan,
                 sequence = d.sequence
                          + CASE WHEN d.starts_at <> excluded.starts_at OR d.state <> 'planned' THEN 1 ELSE 0 END
           WHERE d.moved_at IS NULL
             AND (d.state = 'planned' OR (d.state = 'cancelled' AND d.reason = ANY(${[...PLAN_REASONS]})))
             AND (d.state, d.starts_at, d.ends_at, d.team_plan) IS DISTINCT FROM
                 ('planned', excluded.starts_at, excluded.ends_at, excluded.team_plan)
          RETURNING d.id, d.site_code, d.slot_at, d.starts_at
        ), told AS (
          INSERT INTO timeline_entry (occurrence_id, at, kind, detail)
          SELECT s.id, ${now}, 'drill-scheduled',
                 jsonb_strip_nulls(jsonb_build_object('slotAt', s.slot_at, 'startsAt', s.starts_at, 'before', b.starts_at))
            FROM saved s LEFT JOIN before b USING (site_code, slot_at)
        )
        SELECT b.starts_at IS NULL AS added FROM saved s LEFT JOIN before b USING (site_code, slot_at)`)
      const fresh = written.filter((row) => row.added).length
      added += fresh
      changed += written.length - fresh
    }
    const detail = { programmes: programmes.map(({ id }) => id), turns: turns.length, added, changed }
    const by = { at: now, actor: 'program', actorId: null, address: 'cli' } as const
    await audit(connection, { ...by, action: 'year-plan-saved', subject: 'drills', subjectId: `${year}`, detail })
    return { added, changed }
  })
