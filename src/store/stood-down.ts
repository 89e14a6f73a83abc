import { type CallOutStatus, statusAfter } from '../mobilisation/call-out.ts'
import type { CallOutId, EventId } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import { audit } from './audit.ts'
import { changeCallOut } from './call-out-change.ts'
import { type Demand, type FrozenPolicy, fieldsByThread } from './call-outs.ts'
import type { Connection, Database } from './database.ts'
import { tellSitesAllClear } from './site-alerts.ts'
import { sql } from './sql.ts'
import { standDownPeople } from './standing-down.ts'
import { note } from './timeline.ts'

/** A call-out that is called off, and why. */
export interface CalledOff {
  readonly callOutId: CallOutId
  readonly eventId: EventId
  readonly mode: Mode
  readonly fields: Readonly<Record<string, string>>
  readonly demands: readonly Demand[]
  /** `real-event`: an exercise gives way to what is real. */
  readonly reason: 'cancelled' | 'ended' | 'operator' | 'real-event'
  readonly policy?: Pick<FrozenPolicy, 'answersOnly'>
  readonly by: string
  readonly address: string | null
  readonly words: string | null
  readonly now: Date
}

/** Calls a call-out off for good: everybody who was called and did not say no is told. False when it was over already. */
export const standDownWithin = async (connection: Connection, off: CalledOff): Promise<boolean> => {
  const { callOutId, now } = off
  const [row] = await connection.rows<{
    status: CallOutStatus
    version: number
    wave: number
    shortfall: string[]
    closes_at: Date | null
  }>(sql`
    SELECT status, version, wave, shortfall, closes_at FROM call_out WHERE id = ${callOutId} FOR UPDATE`)
  if (row === undefined) return false
  const status = statusAfter(row.status, 'stood-down')
  if (status === row.status) return false
  await changeCallOut(
    connection,
    callOutId,
    row.version,
    {
      status,
      wave: row.wave,
      shortfall: row.shortfall,
      reviewDueAt: null,
      closesAt: row.closes_at,
      reason: off.reason,
    },
    now,
  )
  await connection.run(sql`
    UPDATE hazard_event SET assessed_at = ${now}
     WHERE assessed_at IS NULL AND incident_id = (SELECT incident_id FROM call_out WHERE id = ${callOutId})`)
  const people = await connection.rows<{ responder_id: string }>(sql`
    SELECT responder_id FROM call_out_responder
     WHERE call_out_id = ${callOutId} AND answer IS DISTINCT FROM 'no' AND stood_down_at IS NULL AND done_at IS NULL`)
  const told = await standDownPeople(
    connection,
    { ...off, fieldsByThread: fieldsByThread(off.demands) },
    people.map((person) => person.responder_id),
    // Nobody of a test of the alarm set out, or has to come home.
    off.reason === 'ended' && off.policy?.answersOnly === true ? 'tested' : off.reason,
    now,
  )
  await tellSitesAllClear(connection, off, now)
  await audit(connection, {
    at: now,
    actor: off.reason === 'operator' ? 'operator' : 'program',
    actorId: off.reason === 'operator' ? off.by : null,
    action: 'stood-down',
    subject: 'call-out',
    subjectId: callOutId,
    detail: { reason: off.reason, words: off.words, people: told },
    address: off.address,
  })
  await note(connection, off, now, 'stood-down', { reason: off.reason, by: off.by, words: off.words, people: told })
  return true
}

/** The same in a transaction of its own. */
export const standDownCallOut = (db: Database, off: CalledOff): Promise<boolean> =>
  db.transact((connection) => standDownWithin(connection, off))
