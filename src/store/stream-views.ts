import type { CallOutStatus } from '../mobilisation/call-out.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import type { Progress } from '../mobilisation/progress.ts'
import type { Database } from './database.ts'
import { countByState } from './notices.ts'
import { sql } from './sql.ts'
import type { TimelineShown } from './timeline.ts'

/** A line of the timeline with its number, a bigint. */
export interface TimelineNumbered extends TimelineShown {
  readonly serial: string
}

/** What one look at the timeline saw, and the transactions of ours that were writing at that instant. */
export interface TimelineLook {
  readonly entries: readonly TimelineNumbered[]
  readonly writing: readonly string[]
}

/** Lines of one look at most. */
export const MOST_LINES = 500

/**
 * The lines after a number in their order. Who writes is read behind the snapshot that the lines come from: whoever could
 * still bring a lower number to light is among them.
 */
export const lookAtTimeline = async (db: Database, callOutId: string, after: string): Promise<TimelineLook> => {
  const rows = await db.rows<{
    serial: string | null
    at: Date
    kind: string
    detail: unknown
    writing: string[] | null
  }>(sql`
    SELECT t.id::text AS serial, t.at, t.kind, t.detail, w.writing
      FROM (SELECT array_agg(backend_xid::text) AS writing FROM pg_stat_activity
             WHERE datname = current_database() AND backend_xid IS NOT NULL) w
      LEFT JOIN LATERAL (SELECT id, at, kind, detail FROM timeline_entry
                          WHERE call_out_id = ${callOutId} AND id > ${after}::bigint
                          ORDER BY id LIMIT ${MOST_LINES}) t ON true
     ORDER BY t.id`)
  return {
    entries: rows.flatMap(({ serial, at, kind, detail }) => (serial === null ? [] : [{ serial, at, kind, detail }])),
    writing: rows[0]?.writing ?? [],
  }
}

interface Standing {
  readonly status: CallOutStatus
  readonly need: HeadCount
  readonly wave: number
  readonly shortfall: readonly string[]
}

/** Where a call-out stands, in numbers; the same names as the route of one call-out has. */
export const countsOf = async (db: Database, callOutId: string) => {
  const [standing] = await db.rows<Standing>(sql`
    SELECT status, need, wave, shortfall FROM call_out WHERE id = ${callOutId}`)
  if (standing === undefined) return null
  const people = await db.rows<{ kind: string; state: string; step: string; n: number }>(sql`
    SELECT kind, CASE WHEN done_at IS NOT NULL THEN 'done'
                      WHEN stood_down_at IS NOT NULL OR answer NOT IN ('yes', 'arrived') OR answer IS NULL THEN 'none'
                      WHEN answer = 'arrived' THEN answer
                      WHEN en_route_at IS NOT NULL THEN 'en-route' ELSE 'coming' END AS step,
           CASE WHEN stood_down_at IS NOT NULL THEN 'stoodDown'
                -- Who came and is asked whether they are safe counts again once they say so.
                WHEN answer IS NOT NULL AND NOT (answer <> 'no' AND safety IS NOT DISTINCT FROM 'asked') THEN answer
                      WHEN silent_at IS NOT NULL THEN 'silent' ELSE 'awaited' END AS state, count(*)::int AS n
      FROM call_out_responder WHERE call_out_id = ${callOutId} GROUP BY 1, 2, 3`)
  const sum = (isOne: (row: { kind: string; state: string; step: string }) => boolean): number =>
    people.filter(isOne).reduce((total, { n }) => total + n, 0)
  const comes = (state: string): boolean => state === 'yes' || state === 'arrived'
  const atStep = (progress: Progress): number => sum(({ step }) => step === progress)
  const inState = (word: string): number => sum(({ state }) => state === word)
  return {
    ...standing,
    filled: Object.fromEntries(
      Object.keys(standing.need).map((kind) => [kind, sum((row) => row.kind === kind && comes(row.state))]),
    ),
    called: sum(() => true),
    people: {
      yes: inState('yes'),
      no: inState('no'),
      arrived: inState('arrived'),
      silent: inState('silent'),
      awaited: inState('awaited'),
      stoodDown: inState('stoodDown'),
    },
    progress: {
      coming: atStep('coming'),
      enRoute: atStep('en-route'),
      arrived: atStep('arrived'),
      done: atStep('done'),
    },
    notices: await countByState(db, callOutId),
  }
}
