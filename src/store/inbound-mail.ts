import { randomUUID } from 'node:crypto'
import type { CalendarAnswer } from '../drills/calendar-entry.ts'
import { readAnswer } from '../mobilisation/answer.ts'
import { matchText } from '../mobilisation/matching.ts'
import { type OfficeOf, planInboxNoted } from './acknowledgements.ts'
import { calledFor, invitedTo } from './answerable.ts'
import { keepCalendarAnswer } from './calendar-answers.ts'
import { stopEducation, testedBy } from './campaign-answers.ts'
import type { Connection, Database } from './database.ts'
import type { TextKept } from './inbound.ts'
import { handedOverAt, weaknessOf } from './links.ts'
import { keepMatched } from './matched-answers.ts'
import { answerBeside, presentByText } from './presence-texts.ts'
import type { Seal } from './seal.ts'
import { sql } from './sql.ts'
import { withdraw } from './withdrawal.ts'

/** A mail of ours that a mail from outside is about. */
export interface MailedNotice {
  readonly id: string
  readonly ref: string
  /** By which gateway it left; null where messages are only recorded. */
  readonly gateway: string | null
  readonly responderId: string | null
  readonly siteCode: string | null
  readonly callOutId: string | null
  readonly code: string | null
  readonly occurrenceId: string | null
  readonly acceptedAt: Date | null
}

/** How a mail from outside names one of ours: the serial of its address's tag, or refs in its head; the tag is nearer. */
export interface MailNames {
  readonly serial: bigint | null
  readonly refs: readonly string[]
}

/** The mail of ours that is named; undefined where none is. */
export const mailedNotice = async (db: Connection, { serial, refs }: MailNames): Promise<MailedNotice | undefined> => {
  const rows = await db.rows<MailedNotice & { serial: string }>(sql`
    SELECT n.id, n.serial::text, n.ref, n.gateway, n.responder_id AS "responderId", n.site_code AS "siteCode",
           n.call_out_id AS "callOutId", c.code, n.occurrence_id AS "occurrenceId",
           ${handedOverAt} AS "acceptedAt"
      FROM notice n LEFT JOIN call_out c ON c.id = n.call_out_id
     WHERE n.channel = 'email' AND (n.serial = ${serial?.toString() ?? null}::bigint OR n.ref = ANY(${refs}))`)
  const tagged = serial === null ? undefined : rows.find((row) => row.serial === serial.toString())
  if (serial !== null) return tagged
  return refs.flatMap((ref) => rows.find((row) => row.ref === ref) ?? [])[0]
}

/** A mail that came to us. */
export interface MailReceived extends MailNames {
  readonly id: string
  readonly from: string | null
  /**
   * `bounce` here is one that names no mail of ours: of another the receipt is kept. `where-bounces-go`: it came to a tag
   * that was given out for bounces, so it is no answer.
   */
  readonly kind: 'reply' | 'automatic' | 'calendar' | 'bounce' | 'where-bounces-go'
  readonly text: string
  readonly receivedAt: Date
  /** What it says for the calendar; null or left out where it says nothing that we know. */
  readonly calendar?: CalendarAnswer | null
}

type Handled = Omit<TextKept, 'repeated' | 'reportId'> & {
  readonly responderId: string | null
  readonly siteCode?: string | null
}

const inbox = (reason: string, responderId: string | null, siteCode: string | null = null): Handled => ({
  outcome: 'inbox',
  reason,
  callOut: null,
  responderId,
  siteCode,
})

/** Where HADIR stands: what follows is a greeting or a name. */
const firstLineOf = (text: string): string => text.split('\n').find((line) => line.trim() !== '') ?? ''

/** Whoever answers a mail of ours was sent it: its address or its head proves that, and not the name in front. */
const answered = async (
  db: Connection,
  seal: Seal,
  { from, text, receivedAt: at }: MailReceived,
  notice: MailedNotice,
  responderId: string,
  officeOf: OfficeOf,
): Promise<Handled> => {
  const texted = {
    people: [responderId],
    via: 'mail',
    by: { noticeId: notice.id },
    text: firstLineOf(text),
    at,
  } as const
  const present = await presentByText(db, texted, officeOf)
  if (present.kind === 'handled') {
    const { kind: _kind, ...kept } = present
    return { ...kept, callOut: null, responderId, tells: true }
  }
  const said = answerBeside(text, present)
  const all = await calledFor(db, [responderId])
  // A mail that only said that one came in is about no call: whoever answers it means what is open.
  const isAboutCall = notice.callOutId !== null || notice.occurrenceId !== null
  const about = isAboutCall && (said.code === null || said.code === notice.code) ? notice : null
  const called = about === null ? all : all.filter(({ callOutId }) => callOutId === about.callOutId)
  const invited = (await invitedTo(db, [responderId], at)).filter(
    ({ occurrenceId }) => !isAboutCall || occurrenceId === about?.occurrenceId,
  )
  const code = about === null || called.length === 0 ? said.code : about.code
  const tested = isAboutCall ? [] : await testedBy(db, [responderId], at)
  const match = matchText({ ...said, code }, true, called, invited, at, tested)
  switch (match.kind) {
    case 'inbox':
      await planInboxNoted(db, seal, { people: [responderId], from: from ?? '', channel: 'email', text, at }, officeOf)
      return inbox(match.reason, responderId)
    case 'stop':
      await withdraw(db, [responderId], { via: 'mail', at, officeOf })
      return { outcome: 'opted-out', reason: 'consent withdrawn', callOut: null, responderId }
    case 'stop-info':
      await stopEducation(db, [responderId], { via: 'mail', at, officeOf })
      return { outcome: 'answered', reason: 'education stopped', callOut: null, responderId }
    case 'call-out':
    case 'drill':
    case 'test': {
      const weakBecause = weaknessOf({ channel: 'email', acceptedAt: notice.acceptedAt }, true, at)
      const by = { noticeId: notice.id, via: 'mail', weakBecause, at }
      return { ...(await keepMatched(db, match, said.meaning, by)), responderId }
    }
  }
}

/**
 * A mail that names none of ours is as good as its From address, which anybody can write: an answer of the one person with
 * that address is weak, and shown; everything else a human reads, a STOP too.
 */
const unproven = async (db: Connection, seal: Seal, { from, text, receivedAt: at }: MailReceived): Promise<Handled> => {
  const people =
    from === null
      ? []
      : await db.rows<{ id: string }>(sql`SELECT id FROM responder WHERE email_index = ${seal.index(from)} LIMIT 2`)
  const [only, other] = people
  if (only === undefined) return inbox('unknown-address', null)
  if (other !== undefined) return inbox('several-people', null)
  const said = readAnswer(text)
  const match = matchText(said, true, await calledFor(db, [only.id]), [], at)
  if (match.kind !== 'call-out') return inbox(match.kind === 'inbox' ? match.reason : 'sender not proven', only.id)
  const by = { noticeId: null, via: 'mail', weakBecause: 'sender not proven', at }
  return { ...(await keepMatched(db, match, said.meaning, by)), responderId: only.id }
}

const handle = async (
  db: Connection,
  seal: Seal,
  mail: MailReceived,
  notice: MailedNotice | undefined,
  officeOf: OfficeOf,
): Promise<Handled> => {
  const responderId = notice?.responderId ?? null
  const siteCode = notice?.siteCode ?? null
  if (mail.kind === 'calendar' && notice !== undefined) {
    const kept = await keepCalendarAnswer(db, mail, notice)
    if (kept !== null) return { ...kept, callOut: null, responderId }
  }
  if (mail.kind === 'bounce') return { outcome: 'kept', reason: 'bounce of no known mail', callOut: null, responderId }
  if (mail.kind === 'automatic') return { outcome: 'kept', reason: 'automatic', callOut: null, responderId, siteCode }
  if (mail.kind === 'calendar') return inbox('calendar-answer', responderId, siteCode)
  if (mail.kind === 'where-bounces-go') return inbox('where-bounces-go', responderId, siteCode)
  if (notice === undefined) return unproven(db, seal, mail)
  if (responderId === null) return inbox(siteCode === null ? 'operator' : 'site-chair', null, siteCode)
  return answered(db, seal, mail, notice, responderId, officeOf)
}

/** All mail comes by one way, whichever gateway ours left by. */
const GATEWAY = 'mail'

const write = (
  db: Connection,
  seal: Seal,
  { id, from, text, receivedAt }: MailReceived,
  { outcome, reason, callOut, responderId, siteCode = null }: Handled,
  notice: MailedNotice | undefined,
): Promise<number> =>
  db.run(sql`
    INSERT INTO inbound_message (id, gateway, gateway_id, from_index, from_sealed, text_sealed, received_at, outcome,
                                 reason, responder_id, call_out_id, site_code, channel, notice_id)
    VALUES (${randomUUID()}, ${GATEWAY}, ${id}, ${seal.index(from ?? '')}, ${seal.seal(from ?? '')}, ${seal.seal(text)},
            ${receivedAt}, ${outcome}, ${reason}, ${responderId}, ${callOut?.id ?? notice?.callOutId ?? null},
            ${siteCode}, 'email', ${notice?.id ?? null})
    ON CONFLICT (gateway, gateway_id) DO NOTHING`)

/**
 * Keeps a mail on which our own code failed, for an operator to read: its sender would come again for days. It answers
 * nothing, and one that was kept before stays as it is.
 */
export const keepMailUnread = async (db: Connection, seal: Seal, mail: MailReceived): Promise<TextKept> => {
  const notice = await mailedNotice(db, mail)
  const kept = inbox('not-handled', notice?.responderId ?? null, notice?.siteCode)
  const isNew = await write(db, seal, mail, kept, notice)
  return { outcome: kept.outcome, reason: kept.reason, callOut: null, reportId: null, repeated: isNew === 0 }
}

/** Keeps a mail and what it meant, once: the same one again gets the first outcome and does nothing. */
export const receiveMail = (db: Database, seal: Seal, mail: MailReceived, officeOf: OfficeOf): Promise<TextKept> =>
  db.transact(async (connection) => {
    await connection.run(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`text ${GATEWAY} ${mail.id}`}, 0))`)
    const [before] = await connection.rows<Pick<TextKept, 'outcome' | 'reason'>>(sql`
      SELECT outcome, reason FROM inbound_message WHERE gateway = ${GATEWAY} AND gateway_id = ${mail.id}`)
    // Its review was made due in the same transaction; the sweep wakes it.
    if (before !== undefined) return { ...before, callOut: null, reportId: null, repeated: true }
    const notice = await mailedNotice(connection, mail)
    const handled = await handle(connection, seal, mail, notice, officeOf)
    await write(connection, seal, mail, handled, notice)
    const { outcome, reason, callOut, tells } = handled
    return { outcome, reason, callOut, reportId: null, repeated: false, ...(tells === true ? { tells } : {}) }
  })
