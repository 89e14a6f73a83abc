import { headCount } from '../mobilisation/arrival.ts'
import type { CallOutId, HeadCount } from '../mobilisation/hazard-event.ts'
import { NOBODY_DECIDES, PROPOSAL_REASONS } from '../mobilisation/wording-fields.ts'
import type { Mode } from '../wording/mode.ts'
import { lapse } from './approvals.ts'
import { describe } from './call-rounds.ts'
import type { Connection, Database } from './database.ts'
import { type Concerned, concernedBy, type Level, type Told, tellOperators, tellThese } from './operator-notices.ts'
import { type WaitingMessage, waitingMessages } from './proposal-links.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** What deciders are told of a proposal. */
interface Matter extends Told {
  readonly eventIds: readonly string[]
}

/** Where a matter can go: the regency's operators, the province's, the country's. */
const LEVELS = [0, 1, 2] as const satisfies readonly Level[]
const TOP: Level = 2

/** What a notice of a proposal says beside what every message about the event does. */
export const proposalFields = (
  ofTheEvent: Readonly<Record<string, string>>,
  { code, need, reason }: { readonly code: string; readonly need: HeadCount; readonly reason: string },
): Readonly<Record<string, string>> => ({
  ...ofTheEvent,
  code,
  needed: describe(need),
  reason: PROPOSAL_REASONS[reason] ?? '',
})

interface Asked {
  /** The level whose operators were asked; null where neither it nor one above it has anybody who may decide. */
  readonly reached: Level | null
  /** Nobody at any level can be reached who may decide. */
  readonly nobodyDecides: boolean
}

/**
 * Asks those of a level to decide; where it has nobody who may decide and can be reached, those of the next one up, and
 * where nobody is left above, whoever below was not asked yet. Keeps the level that it reached, and writes a row for each
 * level without anybody. Duty officers and whoever posted it are told once, and hold nothing up by that. Where nobody at
 * all can decide, whoever posted it is told so.
 */
export const askDeciders = async (db: Connection, matter: Matter, from: Level, now: Date): Promise<Asked> => {
  const people = await concernedBy(db, matter)
  const deciders = people.filter(({ decides, operatorId }) => decides && operatorId !== matter.senderId)
  const standsAt = (one: Concerned, level: Level): boolean => one.level === level || (one.always && level === from)
  const above = LEVELS.filter((level) => level >= from)
  const reached = above.find((level) => deciders.some((one) => standsAt(one, level))) ?? null
  const about = { callOutId: matter.callOutId }
  for (const level of above)
    if (reached === null || level < reached) await note(db, about, now, 'no-decider-at-level', { level })
  const nobodyDecides = deciders.length === 0
  if (nobodyDecides) await note(db, about, now, 'no-decider', { events: matter.eventIds })
  const isAsked = (one: Concerned): boolean => (reached === null ? !one.asked : standsAt(one, reached))
  const told = people.filter((one) => one.always || (one.decides && isAsked(one)))
  const { fields } = matter
  const worded = nobodyDecides ? { ...matter, fields: { ...fields, reason: NOBODY_DECIDES } } : matter
  await tellThese(db, worded, told, 'operator-approval', now)
  const level = reached ?? TOP
  await db.run(sql`
    UPDATE call_out SET approval_level = ${level} WHERE id = ${matter.callOutId} AND approval_level <> ${level}`)
  return { reached, nobodyDecides }
}

/** What the messages about an event say, made from its rows; `office` is in whose name. */
export type WordEvent = (message: WaitingMessage, office: string) => Readonly<Record<string, string>>

/** Until when the next step waits; half of the time for a reminder, and the rest before it goes further up. */
const halfOf = (withinMs: number): number => Math.max(1_000, Math.floor(withinMs / 2))

/**
 * Sees to the proposals whose time has come, each in its own transaction: at half of the time their deciders are
 * reminded, at the end they go one level up, and after the highest they lapse, which the sender is told. What the notices
 * say is made from the event, whether or not anybody was told before. Gives those call-outs about which nobody can decide.
 */
export const pressProposals = async (db: Database, word: WordEvent, now: Date): Promise<readonly CallOutId[]> => {
  const due = await db.rows<{ id: string }>(sql`
    SELECT id FROM call_out WHERE approval_due_at <= ${now} ORDER BY approval_due_at LIMIT 100`)
  const unheard: CallOutId[] = []
  for (const { id } of due) {
    const callOutId = id as CallOutId
    const asked = await db.transact((connection) => pressOne(connection, callOutId, word, now))
    if (asked?.nobodyDecides === true) unheard.push(callOutId)
  }
  return unheard
}

interface DueRow {
  code: string
  mode: Mode
  approval_level: Level
  approval_reminded_at: Date | null
  within_ms: string | null
  office: string | null
}

/** Of what waits, the one that asks for most; of equals the newest: its deciders were told of no other since. */
const foremost = (waiting: readonly WaitingMessage[]): WaitingMessage | undefined =>
  waiting.toReversed().toSorted((one, other) => headCount(other.need) - headCount(one.need))[0]

const pressOne = async (db: Connection, callOutId: CallOutId, word: WordEvent, now: Date): Promise<Asked | null> => {
  const [row] = await db.rows<DueRow>(sql`
    SELECT c.code, c.mode, c.approval_level, c.approval_reminded_at, c.policy->>'approvalWithinMs' AS within_ms,
           c.authority->>'office' AS office
      FROM call_out c WHERE c.id = ${callOutId} AND c.approval_due_at <= ${now} FOR UPDATE OF c`)
  if (row === undefined) return null
  const waiting = await waitingMessages(db, callOutId, now)
  const first = foremost(waiting)
  // It may have been cancelled, or a newer message took its place.
  if (first === undefined) {
    await db.run(sql`UPDATE call_out SET approval_due_at = NULL WHERE id = ${callOutId}`)
    return null
  }
  const office = row.office ?? first.event.authorisedBy?.office ?? first.source
  const matter: Matter = {
    callOutId,
    mode: row.mode,
    eventIds: waiting.map(({ eventId }) => eventId),
    senderId: first.operatorId,
    senders: first.operatorId === null,
    fields: proposalFields(word(first, office), { ...first, code: row.code }),
  }
  const isReminded = row.approval_reminded_at !== null
  if (isReminded && row.approval_level === TOP) {
    if (await lapse(db, callOutId, now)) await tellOperators(db, matter, 'operator-lapsed', now)
    return null
  }
  const from = isReminded ? (LEVELS[row.approval_level + 1] ?? TOP) : row.approval_level
  const asked = await askDeciders(db, matter, from, now)
  const goesUp = isReminded || (asked.reached !== null && asked.reached > from)
  await note(
    db,
    { callOutId },
    now,
    goesUp ? 'approval-forwarded' : 'approval-reminded',
    goesUp ? { from: row.approval_level, to: asked.reached } : { level: asked.reached },
  )
  const dueAt = new Date(now.getTime() + halfOf(Number(row.within_ms ?? 0)))
  await db.run(sql`
    UPDATE call_out SET approval_due_at = ${dueAt}, approval_reminded_at = ${goesUp ? null : now}
     WHERE id = ${callOutId}`)
  return asked
}
