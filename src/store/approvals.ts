import { FAR_FUTURE_MS, STALE_AFTER_MS } from '../mobilisation/arrival.ts'
import type { Authority } from '../mobilisation/authority.ts'
import { type CallOutStatus, statusAfter } from '../mobilisation/call-out.ts'
import type { CodedPlaces } from '../mobilisation/coded-places.ts'
import { mayDecideAbout, type Office } from '../mobilisation/concerned.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import { audit } from './audit.ts'
import type { Connection, Database } from './database.ts'
import { type WhereaboutsRow, whereaboutsOf } from './event-row.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** By what a decision came: the link of a notice, a bearer token at the API, a command at the machine. */
type DecidedBy = { readonly via: 'link'; readonly noticeId: string } | { readonly via: 'token' | 'cli' }

/** Who decides about a proposal, and how. */
export interface Decider {
  readonly operatorId: string
  /** It decides about messages within it. */
  readonly office: Office
  /** By which a point is shown to be its. */
  readonly places: CodedPlaces
  readonly by: DecidedBy
  /** The messages that it was shown, in any order, of other areas too; null where it decides about whatever waits. */
  readonly seen: readonly string[] | null
  readonly mayApprove: boolean
  /** In whose name this operator may order Tagana; null where not. */
  readonly authority: Authority | null
  /** In whose name a message orders Tagana by itself or by a letter; `missing` where nobody's. */
  authorityOf(message: {
    readonly event: Pick<HazardEvent, 'mode' | 'authorisedBy'>
    readonly need: HeadCount
    readonly regencyCode: string
  }): Authority | 'missing' | null
  readonly address: string | null
}

export type Approved =
  | { readonly kind: 'approved'; readonly eventId: EventId; readonly mode: Mode; readonly status: CallOutStatus }
  | { readonly kind: 'own-event' }
  /** A message of an operator needs the role approver; a feed's or a village's may be confirmed by a sender. */
  | { readonly kind: 'role-missing' }
  /** Nobody was named who may order Tagana. */
  | { readonly kind: 'authority-missing' }
  /** What waits is another area's. */
  | { readonly kind: 'outside' }
  /** Something else waits than was shown. */
  | { readonly kind: 'changed' }
  /** The event was cancelled, has expired, or began over a day ago. */
  | { readonly kind: 'too-late' }
  | { readonly kind: 'not-waiting'; readonly status: string }

interface Waiting extends WhereaboutsRow {
  id: string
  operator_id: string | null
  wanted: HeadCount
  authorised_by: HazardEvent['authorisedBy']
  expires_at: Date | null
  occurred_at: Date
}

interface Row {
  status: CallOutStatus
  event_id: string
  incident_id: string
  mode: Mode
  authorised: boolean
  ended: boolean
}

const waitingOf = async (
  db: Connection,
  callOutId: CallOutId,
): Promise<{ row: Row; waiting: Waiting[] } | undefined> => {
  const [row] = await db.rows<Row>(sql`
    SELECT c.status, c.event_id, c.incident_id, c.mode, c.authority IS NOT NULL AS authorised, i.ended_at IS NOT NULL AS ended
      FROM call_out c JOIN incident i ON i.id = c.incident_id WHERE c.id = ${callOutId} FOR UPDATE OF c`)
  if (row === undefined) return undefined
  const waiting = await db.rows<Waiting>(sql`
    SELECT id, operator_id, wanted, regency_code, village_codes, regions, geometry, authorised_by, expires_at, occurred_at FROM hazard_event
     WHERE incident_id = ${row.incident_id} AND standing = 'waiting' ORDER BY occurred_at, id`)
  return { row, waiting }
}

const isOver = (status: CallOutStatus): boolean => status === 'stood-down' || status === 'closed'

const isInTime = ({ expires_at, occurred_at }: Waiting, now: Date): boolean =>
  (expires_at === null || expires_at > now) &&
  now.getTime() - occurred_at.getTime() <= STALE_AFTER_MS &&
  occurred_at.getTime() - now.getTime() <= FAR_FUTURE_MS

/**
 * What waits for this operator: messages of its area, and its own; none where that cannot be decided about by it, or not
 * as it was shown.
 */
const forDecider = (
  waiting: readonly Waiting[],
  { operatorId, office, places, seen }: Decider,
): readonly Waiting[] | 'outside' | 'changed' => {
  const within = waiting.filter(
    (one) => one.operator_id === operatorId || mayDecideAbout(whereaboutsOf(one), office, places),
  )
  // Asked first: what it was shown may wait no longer, while something of another area still does.
  const isNew = seen !== null && within.some(({ id }) => !seen.includes(id))
  const isGone = seen?.some((shown) => waiting.every(({ id }) => id !== shown)) ?? false
  if (isNew || (isGone && waiting.length > 0)) return 'changed'
  return within.length === 0 && waiting.length > 0 ? 'outside' : within
}

/** Of others where there are any: whoever posted something cannot be its second. */
const ofOthers = (waiting: readonly Waiting[], { operatorId }: Decider): readonly Waiting[] => {
  const others = waiting.filter(({ operator_id }) => operator_id !== operatorId)
  return others.length > 0 ? others : waiting
}

/** Whoever confirms a proposal is the second pair of eyes: a feed or a village was the first. */
const whyNot = (waiting: readonly Waiting[], by: Decider): 'own-event' | 'role-missing' | null => {
  if (waiting.some(({ operator_id }) => operator_id === by.operatorId)) return 'own-event'
  return !by.mayApprove && waiting.some(({ operator_id }) => operator_id !== null) ? 'role-missing' : null
}

const over = (db: Connection, ids: readonly string[], standing: 'active' | 'declined', again: boolean) =>
  db.run(sql`
    UPDATE hazard_event SET standing = ${standing}, assessed_at = CASE WHEN ${again} THEN NULL ELSE assessed_at END
     WHERE id = ANY(${ids}::uuid[]) AND standing = 'waiting'`)

/** Lets what waits for an operator call people. The one who posted it cannot be the second. */
export const approve = (db: Database, callOutId: CallOutId, by: Decider, now: Date): Promise<Approved> =>
  db.transact(async (connection): Promise<Approved> => {
    const found = await waitingOf(connection, callOutId)
    if (found === undefined) return { kind: 'not-waiting', status: 'unknown' }
    const { row } = found
    if (isOver(row.status)) return { kind: 'not-waiting', status: row.status }
    const mine = forDecider(found.waiting, by)
    if (typeof mine === 'string') return { kind: mine }
    const waiting = ofOthers(mine, by)
    const [first] = waiting
    if (first === undefined) return { kind: 'not-waiting', status: row.status }
    const refused = whyNot(waiting, by)
    if (refused !== null) return { kind: refused }
    const inTime = waiting.filter((one) => isInTime(one, now))
    if (row.ended || inTime.length === 0) return { kind: 'too-late' }
    // Whatever it waited for besides: what a feed or a village says orders no Tagana either.
    const orders = inTime.map(({ wanted, regency_code, authorised_by }) =>
      by.authorityOf({
        event: { mode: row.mode, authorisedBy: authorised_by },
        need: wanted,
        regencyCode: regency_code,
      }),
    )
    if (by.authority === null && !row.authorised && orders.includes('missing')) return { kind: 'authority-missing' }
    const authority = by.authority ?? orders.find((one) => one !== null && one !== 'missing') ?? null
    await over(
      connection,
      inTime.map(({ id }) => id),
      'active',
      true,
    )
    const status = statusAfter(row.status, 'approved')
    const left = found.waiting.length - inTime.length
    await connection.run(sql`
      UPDATE call_out SET status = ${status}, approved_at = ${now}, approved_by = ${by.operatorId},
                          approval_due_at = CASE WHEN ${left > 0} THEN approval_due_at END, version = version + 1,
                          authority = coalesce(authority, ${authority === null ? null : JSON.stringify(authority)}::jsonb)
       WHERE id = ${callOutId}`)
    const detail = { by: by.operatorId, ...by.by, events: inTime.map(({ id }) => id), authority }
    await note(connection, { callOutId, eventId: first.id }, now, 'approved', detail)
    await auditDecision(connection, callOutId, by, 'approved', detail, now)
    return { kind: 'approved', eventId: (inTime[0] ?? first).id as EventId, mode: row.mode, status }
  })

const auditDecision = (
  db: Connection,
  callOutId: CallOutId,
  by: Pick<Decider, 'operatorId' | 'address'>,
  action: string,
  detail: Readonly<Record<string, unknown>>,
  at: Date,
) =>
  audit(db, {
    at,
    actor: 'operator',
    actorId: by.operatorId,
    action,
    subject: 'call-out',
    subjectId: callOutId,
    detail,
    address: by.address,
  })

type Declined = Exclude<Approved, { kind: 'approved' }> | { readonly kind: 'declined'; readonly status: CallOutStatus }

/** Says no to what waits: nobody is called for it. A call-out that nothing else asks for is over. */
export const decline = (db: Database, callOutId: CallOutId, by: Decider, words: string, now: Date): Promise<Declined> =>
  db.transact(async (connection): Promise<Declined> => {
    const found = await waitingOf(connection, callOutId)
    if (found === undefined) return { kind: 'not-waiting', status: 'unknown' }
    const { row } = found
    if (isOver(row.status)) return { kind: 'not-waiting', status: row.status }
    const waiting = forDecider(found.waiting, by)
    if (typeof waiting === 'string') return { kind: waiting }
    if (waiting.length === 0) return { kind: 'not-waiting', status: row.status }
    // Whoever posted it may take it back; what another operator posted an approver turns down.
    const foreign = waiting.some(({ operator_id }) => operator_id !== null && operator_id !== by.operatorId)
    if (foreign && !by.mayApprove) return { kind: 'role-missing' }
    const left = found.waiting.length - waiting.length
    const status = await dropWaiting(connection, callOutId, { row, waiting, left }, 'declined', now)
    const detail = { by: by.operatorId, ...by.by, events: waiting.map(({ id }) => id), words }
    await note(connection, { callOutId }, now, 'declined', detail)
    await auditDecision(connection, callOutId, by, 'declined', detail, now)
    return { kind: 'declined', status }
  })

const dropWaiting = async (
  db: Connection,
  callOutId: CallOutId,
  { row, waiting, left }: { row: Row; waiting: readonly Waiting[]; left: number },
  reason: 'declined' | 'approval-lapsed',
  now: Date,
): Promise<CallOutStatus> => {
  await over(
    db,
    waiting.map(({ id }) => id),
    'declined',
    false,
  )
  const status = row.status === 'awaiting-approval' && left === 0 ? statusAfter(row.status, 'stood-down') : row.status
  await db.run(sql`
    UPDATE call_out SET status = ${status}, approval_due_at = CASE WHEN ${left > 0} THEN approval_due_at END,
                        version = version + 1,
                        reason = CASE WHEN ${status} = 'stood-down' THEN ${reason} ELSE reason END,
                        stood_down_at = CASE WHEN ${status} = 'stood-down' THEN ${now}::timestamptz ELSE stood_down_at END
     WHERE id = ${callOutId}`)
  return status
}

/** Nobody decided in time, at any level: what waited lapses. Gives whether anything did. */
export const lapse = async (db: Connection, callOutId: CallOutId, now: Date): Promise<boolean> => {
  const found = await waitingOf(db, callOutId)
  if (found === undefined || found.waiting.length === 0) {
    await db.run(sql`UPDATE call_out SET approval_due_at = NULL WHERE id = ${callOutId}`)
    return false
  }
  await dropWaiting(db, callOutId, { ...found, left: 0 }, 'approval-lapsed', now)
  const detail = { events: found.waiting.map(({ id }) => id) }
  await note(db, { callOutId }, now, 'approval-lapsed', detail)
  await audit(db, {
    at: now,
    actor: 'program',
    actorId: null,
    action: 'approval-lapsed',
    subject: 'call-out',
    subjectId: callOutId,
    detail,
    address: null,
  })
  return true
}
