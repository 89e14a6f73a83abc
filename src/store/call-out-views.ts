import { comingByKind, owesAnswer } from '../mobilisation/call-out.ts'
import type { CodedPlaces } from '../mobilisation/coded-places.ts'
import { isMatterOf, mayDecideAbout, type Office } from '../mobilisation/concerned.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import { countProgress } from '../mobilisation/progress.ts'
import { comingBySkill } from '../mobilisation/skills-filled.ts'
import type { Team } from '../mobilisation/team-forming.ts'
import type { SkillCount } from '../roster/skill.ts'
import { loadPeople } from './call-outs.ts'
import type { Database } from './database.ts'
import { type WhereaboutsRow, whereaboutsOf } from './event-row.ts'
import { countByState } from './notices.ts'
import { outcomesOf } from './outcome-views.ts'
import { cursorOf, type Reader, readCursor } from './reader.ts'
import { shortfallText } from './shortfalls.ts'
import { sitesTold } from './site-alerts.ts'
import { sql } from './sql.ts'
import { latestChance, timelineOf } from './timeline.ts'
import { callOutConcerns } from './within-reach.ts'

interface CallOutRow {
  id: string
  event_id: string
  incident_id: string
  code: string
  mode: string
  status: string
  need: HeadCount
  skills: SkillCount
  policy: Readonly<Record<string, unknown>>
  policy_source: unknown
  destination: unknown
  wave: number
  shortfall: string[]
  teams: Team[]
  reason: string | null
  authority: unknown
  phase: string | null
  style: string
  channel_pause_ms: number
  approval_due_at: Date | null
  review_due_at: Date | null
  opened_at: Date
  calling_at: Date | null
  filled_at: Date | null
  exhausted_at: Date | null
  stood_down_at: Date | null
  closed_at: Date | null
  approved_at: Date | null
  headline: string
  hazard: string | null
  regency_code: string
}

const callOutRows = (
  db: Database,
  reader: Reader,
  by: { callOutId?: string; eventId?: string | null; status?: string | null },
  page: { limit: number; after: string | null },
): Promise<CallOutRow[]> => {
  const from = page.after === null ? null : readCursor(page.after)
  const { jurisdiction } = reader
  return db.rows<CallOutRow>(sql`
    SELECT c.*, e.headline, e.hazard, e.regency_code,
           (SELECT p.source FROM policy_source p WHERE p.hash = c.policy->>'sourceHash') AS policy_source
      FROM call_out c JOIN hazard_event e ON e.id = c.event_id
     WHERE ${callOutConcerns(jurisdiction)}
       AND (${by.callOutId ?? null}::uuid IS NULL OR c.id = ${by.callOutId ?? null}::uuid)
       AND (${by.eventId ?? null}::uuid IS NULL
            OR c.incident_id = (SELECT incident_id FROM hazard_event WHERE id = ${by.eventId ?? null}::uuid))
       AND (${by.status ?? null}::text IS NULL OR c.status = ${by.status ?? null}::text)
       AND (${from?.at ?? null}::timestamptz IS NULL OR (c.opened_at, c.id) < (${from?.at ?? null}::timestamptz, ${from?.id ?? null}::uuid))
     ORDER BY c.opened_at DESC, c.id DESC LIMIT ${page.limit}`)
}

const summaryOf = async (db: Database, row: CallOutRow) => {
  const people = await loadPeople(db, row.id)
  const answered = (word: string): number => people.filter(({ answer }) => answer === word).length
  return {
    callOutId: row.id,
    eventId: row.event_id,
    incidentId: row.incident_id,
    code: row.code,
    mode: row.mode,
    status: row.status,
    hazard: row.hazard,
    headline: row.headline,
    regencyCode: row.regency_code,
    need: row.need,
    filled: comingByKind(row.need, people),
    skills: { need: row.skills, filled: comingBySkill(row.skills, people) },
    called: people.length,
    answers: {
      yes: answered('yes'),
      no: answered('no'),
      arrived: answered('arrived'),
      silent: people.filter(({ answer, silentAt }) => answer === null && silentAt !== null).length,
      awaited: people.filter((person) => owesAnswer(person) && person.silentAt === null).length,
      stoodDown: people.filter(({ stoodDownAt }) => stoodDownAt !== null).length,
    },
    safety: {
      asked: people.filter((person) => person.safety === 'asked' && owesAnswer(person)).length,
      safe: people.filter(({ safety }) => safety === 'safe').length,
      unsafe: people.filter(({ safety }) => safety === 'unsafe').length,
    },
    progress: countProgress(people),
    wave: row.wave,
    notices: await countByState(db, row.id),
    shortfall: row.shortfall,
    shortfallText: shortfallText(row.shortfall),
    reason: row.reason,
    authority: row.authority,
    phase: row.phase,
    style: row.style,
    alarmTest: row.policy['answersOnly'] === true,
    destination: row.destination,
    openedAt: row.opened_at,
    callingAt: row.calling_at,
    filledAt: row.filled_at,
    exhaustedAt: row.exhausted_at,
    stoodDownAt: row.stood_down_at,
    closedAt: row.closed_at,
    approvedAt: row.approved_at,
    approvalDueAt: row.approval_due_at,
    reviewDueAt: row.review_due_at,
  }
}

export const listCallOuts = async (
  db: Database,
  reader: Reader,
  query: { eventId: string | null; status: string | null; limit: number; after: string | null },
) => {
  const rows = await callOutRows(db, reader, query, query)
  const last = rows.at(-1)
  const callOuts: Awaited<ReturnType<typeof summaryOf>>[] = []
  for (const row of rows) callOuts.push(await summaryOf(db, row))
  return {
    callOuts,
    next: last !== undefined && rows.length === query.limit ? cursorOf(last.opened_at, last.id) : null,
  }
}

/** One call-out with its waves and its timeline; null where there is none within the reader's jurisdiction. */
export const callOutById = async (db: Database, reader: Reader, callOutId: string) => {
  const [row] = await callOutRows(db, reader, { callOutId }, { limit: 1, after: null })
  if (row === undefined) return null
  const waves = await db.rows<{ wave: number; called: number; firstCalledAt: Date; lastDeadlineAt: Date }>(sql`
    SELECT wave, count(*)::int AS called, min(called_at) AS "firstCalledAt", max(deadline_at) AS "lastDeadlineAt"
      FROM call_out_responder WHERE call_out_id = ${callOutId} GROUP BY wave ORDER BY wave`)
  const [times] = await db.rows<{ first: Date | null; last: Date | null }>(sql`
    SELECT min(accepted_at) AS first, max(accepted_at) AS last FROM notice
     WHERE call_out_id = ${callOutId} AND purpose IN ('call-out', 'safety-check')`)
  const waiting = await db.rows<{ id: string }>(sql`
    SELECT id FROM hazard_event
     WHERE incident_id = ${row.incident_id} AND standing = 'waiting' ORDER BY received_at, id`)
  return {
    ...(await summaryOf(db, row)),
    teams: row.teams.map(({ threadId: _threadId, landmass: _landmass, ...team }) => team),
    waitingEventIds: waiting.map(({ id }) => id),
    policy: { source: row.policy_source, ...row.policy },
    waves,
    nextChannelAfterSeconds: row.channel_pause_ms / 1_000,
    outcomes: await outcomesOf(db, callOutId),
    sites: await sitesTold(db, callOutId),
    chance: await latestChance(db, callOutId),
    firstNoticeAt: times?.first ?? null,
    lastNoticeAt: times?.last ?? null,
    timeline: await timelineOf(db, callOutId),
  }
}

/** Whether an office may end a call-out for everybody: it may decide about the message that leads it. */
export const mayCommand = async (
  db: Database,
  office: Office,
  callOutId: string,
  places: CodedPlaces,
): Promise<boolean> => {
  const [row] = await db.rows<WhereaboutsRow>(sql`
    SELECT e.regency_code, e.village_codes, e.regions, e.geometry
      FROM call_out c JOIN hazard_event e ON e.id = c.event_id WHERE c.id = ${callOutId}`)
  return row !== undefined && mayDecideAbout(whereaboutsOf(row), office, places)
}

/**
 * Whether an office may enter answers of people who were called: a message that leads the call-out, or asks for people in
 * its incident, is its matter. An office's polygon does not matter: it may know who is on the way to its neighbour.
 */
export const mayAnswerFor = async (
  db: Database,
  office: Office,
  callOutId: string,
  places: CodedPlaces,
): Promise<boolean> => {
  const rows = await db.rows<WhereaboutsRow>(sql`
    SELECT e.regency_code, e.village_codes, e.regions, e.geometry
      FROM call_out c JOIN hazard_event e ON e.id = c.event_id OR (e.incident_id = c.incident_id AND e.standing <> 'none')
     WHERE c.id = ${callOutId}`)
  return rows.some((row) => isMatterOf(whereaboutsOf(row), office, places))
}

/** Whether a call-out, or a part of it, is within the reader's jurisdiction. */
export const mayRead = async (db: Database, reader: Reader, callOutId: string): Promise<boolean> =>
  (await callOutRows(db, reader, { callOutId }, { limit: 1, after: null })).length === 1
