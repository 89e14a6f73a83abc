import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import { lapse } from './approvals.ts'
import type { Connection, Database } from './database.ts'
import { tellOperators } from './operator-notices.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** What deciders are told of a proposal. */
interface Matter {
  readonly callOutId: CallOutId
  readonly mode: Mode
  readonly regencyCode: string
  readonly senderId: string | null
  /** No operator posted it: those who may send may confirm it. */
  readonly senders: boolean
  readonly fields: Readonly<Record<string, string>>
}

/** Where a matter can go: the regency's operators, the province's, the country's. */
const LEVELS = [0, 1, 2] as const

/** Asks those of a level to decide; where a level has nobody, those of the next one up. Keeps the level it reached. */
export const askDeciders = async (db: Connection, matter: Matter, from: number, now: Date): Promise<void> => {
  let reached: number = from
  // Whoever sent it is told once, however far up it must go.
  let { senderId } = matter
  for (const level of LEVELS.filter((one) => one >= from)) {
    reached = level
    if ((await tellOperators(db, { ...matter, senderId, level }, 'operator-approval', now)) > 0) break
    senderId = null
  }
  await db.run(sql`
    UPDATE call_out SET approval_level = ${reached} WHERE id = ${matter.callOutId} AND approval_level <> ${reached}`)
}

interface DueRow {
  id: string
  mode: Mode
  approval_level: number
  approval_reminded_at: Date | null
  within_ms: string | null
  regency_code: string
  operator_id: string | null
  fields: Readonly<Record<string, string>> | null
}

/** Until when the next step waits; half of the time for a reminder, and the rest before it goes further up. */
const halfOf = (withinMs: number): number => Math.max(1_000, Math.floor(withinMs / 2))

/**
 * Sees to the proposals whose time has come, each in its own transaction: at half of the time their deciders are
 * reminded, at the end they go one level up, and after the highest they lapse, which the sender is told. Gives how
 * many there were.
 */
export const pressProposals = async (db: Database, now: Date): Promise<number> => {
  const due = await db.rows<{ id: string }>(sql`
    SELECT id FROM call_out WHERE approval_due_at <= ${now} ORDER BY approval_due_at LIMIT 100`)
  for (const { id } of due) await db.transact((connection) => pressOne(connection, id as CallOutId, now))
  return due.length
}

/** Whether anything of a call-out still waits: it may have been cancelled, or a newer message took its place. */
const anyWaits = async (db: Connection, callOutId: CallOutId): Promise<boolean> => {
  const [waiting] = await db.rows(sql`
    SELECT 1 FROM hazard_event e JOIN call_out c USING (incident_id)
     WHERE c.id = ${callOutId} AND e.standing = 'waiting' LIMIT 1`)
  return waiting !== undefined
}

const pressOne = async (db: Connection, callOutId: CallOutId, now: Date): Promise<void> => {
  const [row] = await db.rows<DueRow>(sql`
    SELECT c.id, c.mode, c.approval_level, c.approval_reminded_at, c.policy->>'approvalWithinMs' AS within_ms,
           e.regency_code, e.operator_id,
           (SELECT n.fields FROM notice n WHERE n.call_out_id = c.id AND n.purpose = 'operator-approval'
             ORDER BY n.serial DESC LIMIT 1) AS fields
      FROM call_out c JOIN hazard_event e ON e.id = c.event_id
     WHERE c.id = ${callOutId} AND c.approval_due_at <= ${now} FOR UPDATE OF c`)
  if (row === undefined) return
  if (!(await anyWaits(db, callOutId))) {
    await db.run(sql`UPDATE call_out SET approval_due_at = NULL WHERE id = ${callOutId}`)
    return
  }
  const withinMs = Number(row.within_ms ?? 0)
  const matter: Matter = {
    callOutId,
    mode: row.mode,
    regencyCode: row.regency_code,
    senderId: row.operator_id,
    senders: row.operator_id === null,
    fields: row.fields ?? {},
  }
  const wait = (reminded: boolean) =>
    db.run(sql`
    UPDATE call_out SET approval_due_at = ${new Date(now.getTime() + halfOf(withinMs))},
                        approval_reminded_at = ${reminded ? now : null} WHERE id = ${callOutId}`)
  if (row.approval_reminded_at === null) {
    await tellOperators(db, { ...matter, level: row.approval_level as 0 | 1 | 2 }, 'operator-approval', now)
    await note(db, { callOutId }, now, 'approval-reminded', { level: row.approval_level })
    await wait(true)
  } else if (row.approval_level < 2) {
    await note(db, { callOutId }, now, 'approval-forwarded', { from: row.approval_level })
    await askDeciders(db, matter, row.approval_level + 1, now)
    await wait(false)
  } else if (await lapse(db, callOutId, now)) await tellOperators(db, matter, 'operator-lapsed', now)
}
