import type { OccurrenceState } from '../drills/occurrence.ts'
import { typedCode } from '../drills/on-site-code.ts'
import { isClosed, MOST_MISSES, presenceRefusal } from '../drills/presence.ts'
import { settleCompetencies } from './competencies.ts'
import type { Connection, Database } from './database.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** Whose wrong codes are counted together: those by one link, or from one number. */
export type Trier = { readonly noticeId: string } | { readonly fromIndex: string }

/** One at a time, so that five at once are five. */
export const lockTrier = (db: Connection, by: Trier): Promise<number> =>
  db.run(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`drill code of ${JSON.stringify(by)}`}, 0))`)

const byTrier = (by: Trier) =>
  'noticeId' in by ? sql`notice_id = ${by.noticeId}::uuid` : sql`from_index = ${by.fromIndex}`

/** Whether wrong codes have closed the door for now. */
export const isDoorClosed = async (db: Connection, by: Trier, now: Date): Promise<boolean> => {
  const misses = await db.rows<{ at: Date }>(
    sql`SELECT at FROM drill_code_miss WHERE ${byTrier(by)} ORDER BY at DESC, id DESC LIMIT ${MOST_MISSES}`,
  )
  return isClosed(
    misses.map(({ at }) => at),
    now,
  )
}

export const keepMiss = (db: Connection, by: Trier, at: Date): Promise<number> =>
  db.run(sql`
    INSERT INTO drill_code_miss (notice_id, from_index, at)
    VALUES (${'noticeId' in by ? by.noticeId : null}::uuid, ${'fromIndex' in by ? by.fromIndex : null}, ${at})`)

/** `absent`: a list says that they did not come, and it holds; their own word is kept beside it. */
export type PresenceKept = 'present' | 'said-before' | 'absent'

/** Keeps that somebody says on site that they are there, the first time. It answers no call and no invitation. */
export const keepPresence = async (
  db: Connection,
  said: {
    readonly occurrenceId: string
    readonly responderId: string
    readonly via: 'sms' | 'mail' | 'link'
    readonly at: Date
  },
): Promise<PresenceKept> => {
  const { occurrenceId, responderId, via, at } = said
  const isNew = await db.run(sql`
    INSERT INTO drill_presence (occurrence_id, responder_id, via, at)
    VALUES (${occurrenceId}::uuid, ${responderId}::uuid, ${via}, ${at}) ON CONFLICT DO NOTHING`)
  if (isNew > 0) {
    await db.run(sql`
      INSERT INTO drill_attendance (occurrence_id, responder_id, came, via, at)
      VALUES (${occurrenceId}::uuid, ${responderId}::uuid, true, ${via}, ${at}) ON CONFLICT DO NOTHING`)
    await settleCompetencies(db, occurrenceId, [responderId])
  }
  const [row] = await db.rows<{ came: boolean }>(sql`
    SELECT came FROM drill_attendance
     WHERE occurrence_id = ${occurrenceId}::uuid AND responder_id = ${responderId}::uuid`)
  const contradicted = row?.came === false
  if (isNew > 0)
    await note(db, { occurrenceId }, at, 'drill-presence', {
      responderId,
      via,
      ...(contradicted ? { reason: 'a list says absent, and holds' } : {}),
    })
  if (contradicted) return 'absent'
  return isNew > 0 ? 'present' : 'said-before'
}

/** What the page of a drill's link says of presence. `offered`: the code can be typed in. */
export type PresenceShown = 'offered' | 'closed' | 'present' | 'absent'

interface Linked {
  readonly noticeId: string
  readonly responderId: string
  readonly occurrenceId: string
  readonly code: string | null
  readonly state: OccurrenceState
  readonly startsAt: Date
  readonly endsAt: Date
  readonly said: boolean
  readonly came: boolean | null
}

const linkedDrill = async (db: Connection, serial: bigint): Promise<Linked | undefined> => {
  const [row] = await db.rows<Linked>(sql`
    SELECT n.id AS "noticeId", n.responder_id AS "responderId", d.id AS "occurrenceId", c.code, d.state,
           d.starts_at AS "startsAt", d.ends_at AS "endsAt", p.at IS NOT NULL AS said, a.came
      FROM notice n
      JOIN drill_occurrence d ON d.id = n.occurrence_id
      LEFT JOIN drill_code c ON c.occurrence_id = d.id
      LEFT JOIN drill_presence p ON p.occurrence_id = d.id AND p.responder_id = n.responder_id
      LEFT JOIN drill_attendance a ON a.occurrence_id = d.id AND a.responder_id = n.responder_id
     WHERE n.serial = ${serial.toString()}::bigint AND n.responder_id IS NOT NULL`)
  return row
}

const shownOf = async (db: Connection, linked: Linked, now: Date): Promise<PresenceShown | null> => {
  if (presenceRefusal(linked, now) !== null) return null
  if (linked.came === true) return 'present'
  if (linked.came === false && linked.said) return 'absent'
  if (linked.code === null) return null
  return (await isDoorClosed(db, { noticeId: linked.noticeId }, now)) ? 'closed' : 'offered'
}

/** What the page behind a link says of presence; null where it is no drill's, or not the time for it. */
export const presenceShown = async (db: Connection, serial: bigint, now: Date): Promise<PresenceShown | null> => {
  const linked = await linkedDrill(db, serial)
  return linked === undefined ? null : shownOf(db, linked, now)
}

/** `weak`: without what the page carries, as a machine posts; nothing is kept of it. */
export type PresenceByLink = PresenceKept | 'weak' | 'wrong-code' | 'closed' | 'over'

/** Keeps that somebody is at the drill of their link, if they type its code; undefined where the serial leads to no drill. */
export const presentByLink = (
  db: Database,
  given: { readonly serial: bigint; readonly code: string; readonly nonceValid: boolean; readonly at: Date },
): Promise<PresenceByLink | undefined> =>
  db.transact(async (connection): Promise<PresenceByLink | undefined> => {
    const linked = await linkedDrill(connection, given.serial)
    if (linked === undefined) return undefined
    if (presenceRefusal(linked, given.at) !== null || linked.code === null) return 'over'
    if (!given.nonceValid) return 'weak'
    const { noticeId, responderId, occurrenceId } = linked
    await lockTrier(connection, { noticeId })
    if (await isDoorClosed(connection, { noticeId }, given.at)) return 'closed'
    if (typedCode(given.code) !== linked.code) {
      await keepMiss(connection, { noticeId }, given.at)
      return 'wrong-code'
    }
    return keepPresence(connection, { occurrenceId, responderId, via: 'link', at: given.at })
  })
