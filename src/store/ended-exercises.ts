import { HAZARD_NAMES, type Hazard } from '../mobilisation/hazard.ts'
import type { CallOutId, EventId } from '../mobilisation/hazard-event.ts'
import type { Demand } from './call-outs.ts'
import type { Connection } from './database.ts'
import { tellOperators } from './operator-notices.ts'
import type { PlanToSave } from './planned-calls.ts'
import { sql } from './sql.ts'
import { standDownWithin } from './stood-down.ts'
import { fieldsOfLoser } from './taken-people.ts'
import { note } from './timeline.ts'

/**
 * Rehearsed call-outs under way, or waiting for approval, that end because something real begins where they are: at the first plan of a real
 * call-out, those of its regencies, or of a region that holds or lies in one of them.
 */
export const exercisesToEnd = async (
  db: Connection,
  { mode, before, places }: Pick<PlanToSave, 'mode' | 'before' | 'places'>,
): Promise<readonly CallOutId[]> => {
  if (mode !== 'actual' || before.length > 0) return []
  const regencies = places.map(({ demand }) => demand.regencyCode).filter((code) => code !== '')
  const rows = await db.rows<{ id: CallOutId }>(sql`
    SELECT c.id FROM call_out c JOIN hazard_event e ON e.id = c.event_id
     WHERE c.mode = 'exercise' AND c.status IN ('awaiting-approval', 'planning', 'calling', 'filled', 'exhausted') AND e.regency_code <> ''
       AND EXISTS (SELECT 1 FROM unnest(${regencies}::text[]) AS real(code)
                    WHERE starts_with(real.code || '.', e.regency_code || '.')
                       OR starts_with(e.regency_code || '.', real.code || '.'))
     ORDER BY c.id`)
  return rows.map(({ id }) => id)
}

interface ExerciseRow {
  readonly event_id: EventId
  readonly code: string
  readonly demands: readonly Demand[]
  readonly operator_id: string | null
  readonly organisation: string | null
  readonly hazard: Hazard | null
  readonly headline: string
  /** What deciders were told of it; null where it did not wait. */
  readonly proposed: Readonly<Record<string, string>> | null
}

/** What is said of an exercise: as its people were told, its deciders where nobody was called yet, or its event. */
const fieldsSaid = ({ demands, hazard, headline, proposed }: ExerciseRow): Readonly<Record<string, string>> => {
  if (demands.length > 0) return {}
  const { reason: _reason, needed: _needed, ...said } = proposed ?? {}
  const names = hazard === null ? {} : { hazard: HAZARD_NAMES[hazard].id, hazardEn: HAZARD_NAMES[hazard].en }
  return { ...names, headline, ...said }
}

/** What waits of it is decided: whoever has not been asked yet is not asked any more. */
const dropProposal = async (db: Connection, callOutId: CallOutId, now: Date): Promise<void> => {
  await db.run(sql`
    UPDATE hazard_event SET standing = 'declined'
     WHERE standing = 'waiting' AND incident_id = (SELECT incident_id FROM call_out WHERE id = ${callOutId})`)
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'the exercise gave way to what is real', ended_at = ${now}
     WHERE call_out_id = ${callOutId} AND purpose = 'operator-approval' AND state = 'planned'`)
}

/** Stands these exercises down, whose rows are locked; everybody in them is told why, and so are their operators. */
export const endExercises = async (
  db: Connection,
  { callOutId: by, touched, now }: Pick<PlanToSave, 'callOutId' | 'touched' | 'now'>,
  exercises: readonly CallOutId[],
): Promise<void> => {
  if (exercises.length === 0) return
  const [real] = await db.rows<{ code: string }>(sql`SELECT code FROM call_out WHERE id = ${by}`)
  for (const callOutId of exercises) {
    const [row] = await db.rows<ExerciseRow>(sql`
      SELECT c.event_id, c.code, c.demands, e.operator_id, o.organisation, e.hazard, e.headline,
             (SELECT n.fields FROM notice n WHERE n.call_out_id = c.id AND n.purpose = 'operator-approval'
               ORDER BY n.serial LIMIT 1) AS proposed
        FROM call_out c JOIN hazard_event e ON e.id = c.event_id LEFT JOIN operator o ON o.id = e.operator_id
       WHERE c.id = ${callOutId}`)
    if (row === undefined) continue
    const told = fieldsOfLoser(row.demands, real?.code ?? '')
    const fields = {
      ...fieldsSaid(row),
      ...told.fields,
      code: row.code,
      office: told.fields['office'] ?? row.proposed?.['office'] ?? row.organisation ?? 'Kentongan',
    }
    const about = { callOutId, eventId: row.event_id, mode: 'exercise', fields, now } as const
    const demands = row.demands.map((one) => ({
      ...one,
      fields: { ...one.fields, ...told.fieldsByThread[one.threadId] },
    }))
    const off = { ...about, demands, reason: 'real-event', by, address: null, words: null } as const
    if (!(await standDownWithin(db, off))) continue
    await dropProposal(db, callOutId, now)
    await tellOperators(db, { ...about, senderId: row.operator_id }, 'operator-exercise-ended', now)
    await note(db, { callOutId: by }, now, 'exercise-ended', { exercise: callOutId, code: row.code })
    touched.push({ callOutId, mode: 'exercise' })
  }
}
