import { randomUUID } from 'node:crypto'
import { readAnswer } from '../mobilisation/answer.ts'
import { isEcho, LEAST_ECHO } from '../mobilisation/echo.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { type Match, matchMissedCall, matchText } from '../mobilisation/matching.ts'
import { readReport } from '../mobilisation/village-report.ts'
import type { Mode } from '../wording/mode.ts'
import { type OfficeOf, planInboxNoted } from './acknowledgements.ts'
import { calledFor, invitedTo } from './answerable.ts'
import { stopEducation, testedBy } from './campaign-answers.ts'
import type { Connection, Database } from './database.ts'
import { HAS_NOT_LEFT } from './left.ts'
import { keepMatched } from './matched-answers.ts'
import { answerBeside, presentByText } from './presence-texts.ts'
import { keepReport } from './reports.ts'
import type { Seal } from './seal.ts'
import { siteOfChair } from './site-contacts.ts'
import { sql } from './sql.ts'
import { withdraw } from './withdrawal.ts'

/** A text as a gateway handed it over. `from` is E.164 where it could be read as a number. */
export interface TextReceived {
  readonly gateway: string
  readonly gatewayId: string
  readonly from: string
  readonly text: string
  readonly receivedAt: Date
  /** Nobody wrote: the phone rang and was let be. */
  readonly missedCall?: boolean
}

export interface TextKept {
  /** `kept`: nobody has to read it. */
  readonly outcome: 'answered' | 'inbox' | 'opted-out' | 'reported' | 'kept'
  readonly reason: string
  /** The call-out that the text answered, to be reviewed. */
  readonly callOut: { readonly id: CallOutId; readonly mode: Mode } | null
  /** The village report that the text was, to be read by its job; null for any other text and for a repeat. */
  readonly reportId: string | null
  readonly repeated: boolean
  /** A message to whoever wrote waits in the lane of exercises. */
  readonly tells?: true
}

/** A report is no answer, unless it can be one ("lapor aman") and somebody waits for it. */
const isReport = (text: string, match: Match): boolean => {
  // Whoever was called and is in danger is not to wait for a report to be looked at.
  if (match.kind === 'call-out' && readAnswer(text).meaning === 'unsafe') return false
  const reading = readReport(text)
  if (reading.kind === 'not-a-report') return false
  // "Lapor, tidak aman" of somebody who was called is about themselves: without a hazard it reports nothing else.
  const { meaning } = readAnswer(text)
  if (reading.kind === 'unclear' && match.kind === 'call-out' && (meaning === 'safe' || meaning === 'unsafe'))
    return false
  return reading.kind !== 'information' || !reading.answers || match.kind === 'inbox'
}

type Handled = Omit<TextKept, 'repeated' | 'reportId'> & {
  readonly responderId: string | null
  readonly reportId?: string
  readonly siteCode?: string
  readonly aboutCallOut?: string
}

/** A text from the chair of a site who is on no roster: operators read it, named; STOP is honoured. */
const fromChair = async (
  db: Connection,
  seal: Seal,
  { from, text, receivedAt }: TextReceived,
): Promise<Handled | null> => {
  const site = await siteOfChair(db, seal, from)
  if (site === undefined) return null
  const { siteCode, callOutId: aboutCallOut } = site
  if (readAnswer(text).meaning !== 'stop')
    return { outcome: 'inbox', reason: 'site-chair', callOut: null, responderId: null, siteCode, aboutCallOut }
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'consent withdrawn', ended_at = ${receivedAt}
     WHERE site_code = ${siteCode} AND ${HAS_NOT_LEFT}`)
  return { outcome: 'opted-out', reason: 'consent withdrawn', callOut: null, responderId: null, siteCode, aboutCallOut }
}

/** What comes back of ours comes within this time; ours. */
const ECHO_WITHIN_MS = 86_400_000

/** A text of ours to these people that came back. Its words could be read as an answer, and as a report of a flood. */
const isOurs = async (db: Connection, people: readonly string[], { text, receivedAt: at }: TextReceived) => {
  if (people.length === 0 || text.length < LEAST_ECHO) return false
  const sent = await db.rows<{ body: string }>(sql`
    SELECT body FROM notice
     WHERE responder_id = ANY(${people}::uuid[]) AND channel = 'sms' AND body IS NOT NULL
       AND sending_at > ${new Date(at.getTime() - ECHO_WITHIN_MS)} ORDER BY sending_at DESC LIMIT 50`)
  return isEcho(
    text,
    sent.map(({ body }) => body),
  )
}

const handle = async (db: Connection, seal: Seal, received: TextReceived, officeOf: OfficeOf): Promise<Handled> => {
  const people = (
    await db.rows<{ id: string }>(
      sql`SELECT id FROM responder WHERE phone_index = ${seal.index(received.from)} ORDER BY id`,
    )
  ).map(({ id }) => id)
  if (received.missedCall === true) {
    const match = matchMissedCall(await calledFor(db, people))
    if (match.kind !== 'call-out')
      return {
        outcome: 'inbox',
        reason: 'missed-call',
        callOut: null,
        responderId: people.length === 1 ? (people[0] ?? null) : null,
      }
    const by = { noticeId: null, via: 'missed-call', weakBecause: null, at: received.receivedAt }
    return { ...(await keepMatched(db, match, 'yes', by)), responderId: match.responderId }
  }
  if (await isOurs(db, people, received))
    return { outcome: 'kept', reason: 'our own words', callOut: null, responderId: people[0] ?? null }
  const chair = people.length === 0 ? await fromChair(db, seal, received) : null
  if (chair !== null) return chair
  const { from, text, receivedAt } = received
  const texted = { people, via: 'sms', by: { fromIndex: seal.index(from) }, text, at: receivedAt } as const
  const present = await presentByText(db, texted, officeOf)
  if (present.kind === 'handled') {
    const { kind: _kind, ...kept } = present
    return { ...kept, callOut: null, tells: true }
  }
  const reading = answerBeside(text, present)
  const match = matchText(
    reading,
    people.length > 0,
    await calledFor(db, people),
    await invitedTo(db, people, received.receivedAt),
    received.receivedAt,
    await testedBy(db, people, received.receivedAt),
  )
  const { meaning } = reading
  const [reporter] = people
  if (reporter !== undefined && isReport(received.text, match)) {
    const reportId = randomUUID()
    await keepReport(db, seal, { id: reportId, responderId: reporter, via: 'sms', text, receivedAt })
    return { outcome: 'reported', reason: 'village report', callOut: null, responderId: reporter, reportId }
  }
  const only = people.length === 1 ? (people[0] ?? null) : null
  switch (match.kind) {
    case 'inbox':
      await planInboxNoted(
        db,
        seal,
        { people, from: received.from, channel: 'sms', text: received.text, at: received.receivedAt },
        officeOf,
      )
      return { outcome: 'inbox', reason: match.reason, callOut: null, responderId: only }
    case 'stop':
      await withdraw(db, people, { via: 'sms', at: received.receivedAt, officeOf })
      return { outcome: 'opted-out', reason: 'consent withdrawn', callOut: null, responderId: only }
    case 'stop-info':
      await stopEducation(db, people, { via: 'sms', at: received.receivedAt, officeOf })
      return { outcome: 'answered', reason: 'education stopped', callOut: null, responderId: only }
    case 'call-out':
    case 'drill':
    case 'test': {
      const by = { noticeId: null, via: 'sms', weakBecause: null, at: received.receivedAt }
      return { ...(await keepMatched(db, match, meaning, by)), responderId: match.responderId }
    }
  }
}

interface Written {
  readonly outcome: TextKept['outcome']
  readonly reason: string
  readonly responderId: string | null
  readonly callOutId: string | null
  readonly siteCode: string | null
}

const write = (
  db: Connection,
  seal: Seal,
  { gateway, gatewayId, from, text, receivedAt }: TextReceived,
  { outcome, reason, responderId, callOutId, siteCode }: Written,
): Promise<number> =>
  db.run(sql`
    INSERT INTO inbound_message (id, gateway, gateway_id, from_index, from_sealed, text_sealed, received_at, outcome,
                                 reason, responder_id, call_out_id, site_code)
    VALUES (${randomUUID()}, ${gateway}, ${gatewayId}, ${seal.index(from)}, ${seal.seal(from)}, ${seal.seal(text)},
            ${receivedAt}, ${outcome}, ${reason}, ${responderId}, ${callOutId}, ${siteCode})
    ON CONFLICT (gateway, gateway_id) DO NOTHING`)

/**
 * Keeps a text on which our own code failed, for an operator to read: its gateway would bring it for ever. It answers
 * nothing, and one that was kept before stays as it is.
 */
export const keepUnread = async (db: Connection, seal: Seal, received: TextReceived): Promise<TextKept> => {
  const [person, ...others] = await db.rows<{ id: string }>(
    sql`SELECT id FROM responder WHERE phone_index = ${seal.index(received.from)} ORDER BY id`,
  )
  const responderId = others.length === 0 ? (person?.id ?? null) : null
  const kept = { outcome: 'inbox', reason: 'not-handled' } as const
  const isNew = await write(db, seal, received, { ...kept, responderId, callOutId: null, siteCode: null })
  return { ...kept, callOut: null, reportId: null, repeated: isNew === 0 }
}

/**
 * Keeps an incoming text and what it meant, once: a gateway that repeats itself gets the first outcome again. Somebody of the
 * roster is told of a text that goes to the inbox, and that consent is withdrawn; a stranger of nothing.
 */
export const receiveText = (db: Database, seal: Seal, received: TextReceived, officeOf: OfficeOf): Promise<TextKept> =>
  db.transact(async (connection) => {
    const { gateway, gatewayId } = received
    await connection.run(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`text ${gateway} ${gatewayId}`}, 0))`)
    const [before] = await connection.rows<{
      outcome: TextKept['outcome']
      reason: string
      call_out: TextKept['callOut']
    }>(sql`
      SELECT t.outcome, t.reason, CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('id', c.id, 'mode', c.mode) END AS call_out
        FROM inbound_message t LEFT JOIN call_out c ON c.id = t.call_out_id
       WHERE t.gateway = ${gateway} AND t.gateway_id = ${gatewayId}`)
    if (before !== undefined)
      return {
        outcome: before.outcome,
        reason: before.reason,
        callOut: before.call_out,
        reportId: null,
        repeated: true,
      }
    const {
      responderId,
      reportId = null,
      siteCode = null,
      aboutCallOut,
      ...kept
    } = await handle(connection, seal, received, officeOf)
    await write(connection, seal, received, {
      ...kept,
      responderId,
      siteCode,
      callOutId: kept.callOut?.id ?? aboutCallOut ?? null,
    })
    return { ...kept, reportId, repeated: false }
  })
