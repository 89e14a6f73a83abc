import type { Closing } from '../drills/calendar.ts'
import { movedFields } from '../drills/drill-fields.ts'
import { CANCEL_REASONS, type CancelReason } from '../drills/drill-words.ts'
import { type OccurrenceState, occurrenceAfter } from '../drills/occurrence.ts'
import { nextAction } from '../drills/reminder.ts'
import { silentFrom } from '../drills/substitutes.ts'
import { audit } from './audit.ts'
import { settleCompetencies } from './competencies.ts'
import type { Connection, Database } from './database.ts'
import { tellInvited } from './drill-notices.ts'
import { type LoadedOccurrence, loadOccurrence } from './drills.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** Who changes a drill, from where, and why in their own words. */
export interface DrillActor {
  readonly operatorId: string
  readonly address: string | null
}

export type DrillChanged =
  | { readonly kind: 'changed'; readonly sequence: number; readonly notices: number; readonly answersCleared: number }
  /** It has begun, or is over. */
  | { readonly kind: 'too-late'; readonly state: OccurrenceState }
  | { readonly kind: 'unknown' }

export type DrillMoved =
  | DrillChanged
  /** Nothing was changed: somebody has to say that it is meant. */
  | { readonly kind: 'in-the-way'; readonly helpers: readonly BusyHelper[] }

/** A facilitator of a drill who helps at another one in the same hours. */
export interface BusyHelper {
  readonly responderId: string
  readonly kind: string
  readonly drillId: string
}

/** Facilitators of a drill who have not said no and help elsewhere from `startsAt` to `endsAt`. */
const busyHelpers = (db: Connection, id: string, startsAt: Date, endsAt: Date): Promise<BusyHelper[]> =>
  db.rows<BusyHelper>(sql`
    SELECT own.responder_id AS "responderId", r.kind, d.id AS "drillId"
      FROM drill_invitee own JOIN responder r ON r.id = own.responder_id
      JOIN drill_invitee i ON i.responder_id = own.responder_id AND i.role = 'facilitator' AND i.answer IS DISTINCT FROM 'no'
      JOIN drill_occurrence d ON d.id = i.occurrence_id AND d.id <> own.occurrence_id AND d.state IN ('invited', 'started')
                             AND d.starts_at < ${endsAt} AND d.ends_at > ${startsAt}
     WHERE own.occurrence_id = ${id}::uuid AND own.role = 'facilitator' AND own.answer IS DISTINCT FROM 'no'
     ORDER BY r.kind, own.responder_id, d.starts_at`)

const locked = async (db: Connection, id: string): Promise<LoadedOccurrence | null> => {
  await db.run(sql`SELECT FROM drill_occurrence WHERE id = ${id}::uuid FOR UPDATE`)
  return loadOccurrence(db, id)
}

/** Those who are told of a change: everybody who was invited and has not said no. */
const concerned = async (db: Connection, id: string) => {
  const rows = await db.rows<{ id: string; no: boolean }>(sql`
    SELECT responder_id AS id, coalesce(answer = 'no', false) AS no FROM drill_invitee
     WHERE occurrence_id = ${id}::uuid ORDER BY responder_id`)
  const to = rows.filter(({ no }) => !no).map((row) => row.id)
  const saidNo = rows.length - to.length
  return { to, notTold: saidNo === 0 ? {} : { 'said-no': saidNo } }
}

const sequenceOf = async (db: Connection, id: string): Promise<number> => {
  const [row] = await db.rows<{ sequence: number }>(sql`SELECT sequence FROM drill_occurrence WHERE id = ${id}::uuid`)
  return row?.sequence ?? 0
}

/** Takes a drill off the board and tells its people why; `code` is what the row keeps, `words` are for them. */
const cancel = async (
  db: Connection,
  { id, state }: Pick<LoadedOccurrence, 'id' | 'state'>,
  code: string,
  words: { readonly id: string; readonly en: string },
  now: Date,
): Promise<Extract<DrillChanged, { kind: 'changed' }>> => {
  await db.run(sql`
    UPDATE drill_occurrence
       SET state = ${occurrenceAfter(state, 'cancelled')}, reason = ${code}, next_action_at = NULL,
           substitutes_due_at = NULL, sequence = sequence + 1
     WHERE id = ${id}::uuid`)
  await settleCompetencies(db, id)
  await note(db, { occurrenceId: id }, now, 'drill-cancelled', { reason: code })
  const { to, notTold } = await concerned(db, id)
  const fields = { reason: words.id, reasonEn: words.en }
  const notices =
    state === 'planned' ? 0 : await tellInvited(db, id, { purpose: 'drill-cancelled', to, notTold, fields }, now)
  return { kind: 'changed', sequence: await sequenceOf(db, id), notices, answersCleared: 0 }
}

/** Cancels a drill that has not begun, in one transaction with its messages and the audit trail. */
export const cancelDrill = (
  db: Database,
  id: string,
  reason: string,
  by: DrillActor,
  now: Date,
): Promise<DrillChanged> =>
  db.transact(async (connection) => {
    const drill = await locked(connection, id)
    if (drill === null) return { kind: 'unknown' }
    if (drill.state !== 'planned' && drill.state !== 'invited') return { kind: 'too-late', state: drill.state }
    const done = await cancel(connection, drill, reason, { id: reason, en: reason }, now)
    await audit(connection, { ...trail(by, now), action: 'drill-cancelled', subjectId: id, detail: { reason } })
    return done
  })

/**
 * Takes a drill off the plan because of something that the program sees by itself, such as that its village left the
 * register, and tells whoever was invited. False if it moved on before.
 */
export const cancelByProgram = (
  db: Database,
  { id, state }: Pick<LoadedOccurrence, 'id' | 'state'>,
  reason: CancelReason,
  now: Date,
): Promise<boolean> =>
  db.transact(async (connection) => {
    const drill = await locked(connection, id)
    if (drill?.state !== state) return false
    await cancel(connection, drill, reason, CANCEL_REASONS[reason], now)
    return true
  })

const trail = ({ operatorId, address }: DrillActor, at: Date) =>
  ({ at, actor: 'operator', actorId: operatorId, subject: 'drill', address }) as const

/** A move that somebody wants; `closings` are what the calendar says against it, and `anyway` that it is meant all the same. */
export interface DrillMove {
  readonly to: Date
  readonly reason: string
  readonly closings?: readonly Closing[]
  readonly anyway?: boolean
}

/**
 * Holds a drill at another time, as long as it was to last, in one transaction with its messages and the audit trail.
 * Everybody who has not said no is asked anew: a yes to the old time is kept in the trail of answers and counts no more.
 * Reminders follow the new time; those whose hour has passed are not sent. Where the calendar closes the new time
 * (`closings`) or a facilitator helps elsewhere then, it is moved only `anyway`, and the trail says so.
 */
export const moveDrill = (
  db: Database,
  id: string,
  { to: startsAt, reason, closings = [], anyway = false }: DrillMove,
  by: DrillActor,
  now: Date,
): Promise<DrillMoved> =>
  db.transact(async (connection) => {
    // As invitations do, one after the other and before any row is locked: of two moves to the same hours the second
    // sees the first.
    await connection.run(sql`SELECT pg_advisory_xact_lock(hashtextextended('drill facilitators', 0))`)
    const drill = await locked(connection, id)
    if (drill === null) return { kind: 'unknown' }
    const { state, terms, zone } = drill
    if (state !== 'planned' && state !== 'invited') return { kind: 'too-late', state }
    const endsAt = new Date(startsAt.getTime() + drill.endsAt.getTime() - drill.startsAt.getTime())
    const helpers = await busyHelpers(connection, id, startsAt, endsAt)
    const isInTheWay = closings.length + helpers.length > 0
    if (isInTheWay && !anyway) return { kind: 'in-the-way', helpers }
    const moved = { ...drill, startsAt, endsAt, nextActionAt: state === 'invited' ? now : null }
    const next = nextAction(moved, terms, now)
    const silentAt = state === 'invited' ? silentFrom(startsAt, terms, now) : null
    await connection.run(sql`
      UPDATE drill_occurrence
         SET starts_at = ${startsAt}, ends_at = ${endsAt}, moved_at = ${now}, sequence = sequence + 1,
             next_action_at = ${next?.dueAt ?? now},
             -- A refusal that nobody has looked at yet still wants somebody.
             substitutes_due_at = CASE WHEN substitutes_due_at <= ${now} THEN substitutes_due_at
                                       ELSE ${silentAt}::timestamptz END
       WHERE id = ${id}::uuid`)
    const answersCleared = await connection.run(sql`
      UPDATE drill_invitee SET answer = NULL, answered_at = NULL, waiting_since = NULL
       WHERE occurrence_id = ${id}::uuid AND answer <> 'no'`)
    await settleCompetencies(connection, id)
    const despite = isInTheWay ? { anyway: { closings, helpers } } : {}
    const detail = { from: drill.startsAt, to: startsAt, reason, answersCleared, ...despite }
    await note(connection, { occurrenceId: id }, now, 'drill-moved', detail)
    const fields = { ...movedFields({ startsAt, endsAt, zone }), reason, reasonEn: reason }
    const notices =
      state === 'planned'
        ? 0
        : await tellInvited(
            connection,
            id,
            { purpose: 'drill-moved', ...(await concerned(connection, id)), fields },
            now,
          )
    await audit(connection, { ...trail(by, now), action: 'drill-moved', subjectId: id, detail })
    return { kind: 'changed', sequence: await sequenceOf(connection, id), notices, answersCleared }
  })
