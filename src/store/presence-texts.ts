import { type AtPhone, type PresenceReading, presentOf, readPresence } from '../drills/on-site-code.ts'
import { PRESENT_AFTER_MS, PRESENT_BEFORE_MS, presenceRefusal } from '../drills/presence.ts'
import { NOTED_EVERY_MS } from '../mobilisation/acknowledgement.ts'
import { type Meaning, type Reading, readAnswer } from '../mobilisation/answer.ts'
import { PRIORITIES } from '../mobilisation/notice.ts'
import type { OfficeOf } from './acknowledgements.ts'
import type { Connection } from './database.ts'
import { type CodedDrill, drillOfCode } from './drill-codes.ts'
import { isDoorClosed, keepMiss, keepPresence, lockTrier, type Trier } from './drill-presence.ts'
import { sql } from './sql.ts'

/** Ours: later it says nothing any more to somebody who went home. */
const NOTED_LIVES_MS = 3_600_000

/** Why a presence was not taken, as messages have words for it. */
type Refused = 'code' | 'time' | 'which' | 'absent'

interface Telling {
  readonly responderId: string
  readonly purpose: 'attendance-noted' | 'attendance-refused'
  readonly fields: Readonly<Record<string, string>>
  /** Why nothing is sent; null: it is. */
  readonly none: string | null
  readonly via: Texted['via']
  readonly at: Date
}

const tell = (db: Connection, { responderId, purpose, fields, none, via, at }: Telling): Promise<number> =>
  db.run(sql`
    INSERT INTO notice (id, responder_id, channel, purpose, wave, mode, priority, state, reason, ref, fields, due_at,
                        expires_at, planned_at, ended_at)
    VALUES (gen_random_uuid(), ${responderId}::uuid, ${via === 'mail' ? 'email' : 'sms'}, ${purpose}, 0, 'exercise', ${PRIORITIES.exerciseNoted},
            ${none === null ? 'planned' : 'cancelled'}, ${none}, 'kn-' || replace(gen_random_uuid()::text, '-', ''),
            ${JSON.stringify(fields)}::jsonb, ${at}, ${new Date(at.getTime() + NOTED_LIVES_MS)}, ${at},
            ${none === null ? null : at})`)

const officeFor = async (db: Connection, responderId: string, officeOf: OfficeOf): Promise<string> => {
  const [row] = await db.rows<{ code: string }>(
    sql`SELECT regency_code AS code FROM responder WHERE id = ${responderId}::uuid`,
  )
  return row === undefined ? '' : officeOf(row.code)
}

/** What a text about presence came to, as the row of the text tells it. */
export interface PresenceHandled {
  readonly kind: 'handled'
  readonly outcome: 'answered' | 'kept'
  readonly reason: string
  readonly responderId: string | null
}

export type PresenceByText =
  | PresenceHandled
  /** It names a drill's code in other words: no answer to anything, a human reads it. */
  | { readonly kind: 'names-a-drill' }
  | { readonly kind: 'none' }

interface Texted {
  /** All who have the number; of a mail the one to whom ours went. */
  readonly people: readonly string[]
  readonly via: 'sms' | 'mail'
  /** By what wrong codes are counted. */
  readonly by: Trier
  readonly text: string
  readonly at: Date
}

const atPhone = (db: Connection, people: readonly string[], occurrenceId: string): Promise<AtPhone[]> =>
  db.rows<AtPhone>(sql`
    SELECT r.id AS "responderId", r.name, i.responder_id IS NOT NULL AS invited
      FROM responder r
      LEFT JOIN drill_invitee i ON i.occurrence_id = ${occurrenceId}::uuid AND i.responder_id = r.id
     WHERE r.id = ANY(${people}::uuid[]) ORDER BY r.id`)

/**
 * Whether somebody who has a drill of their own now names one of another regency to which none of them was invited: it is a
 * mistyped code that fits by chance, as on a day when the whole country drills.
 */
const isElsewhere = async (db: Connection, { people, at }: Texted, occurrenceId: string): Promise<boolean> => {
  const [found] = await db.rows<{ elsewhere: boolean }>(sql`
    SELECT EXISTS (SELECT 1 FROM drill_invitee i JOIN drill_occurrence own ON own.id = i.occurrence_id
                    WHERE i.responder_id = ANY(${people}::uuid[]) AND own.state <> 'cancelled'
                      AND own.starts_at <= ${new Date(at.getTime() + PRESENT_BEFORE_MS)}
                      AND own.ends_at >= ${new Date(at.getTime() - PRESENT_AFTER_MS)})
           AND NOT EXISTS (SELECT 1 FROM drill_occurrence d
                             JOIN site s ON s.site_code = d.site_code
                             JOIN responder r ON r.id = ANY(${people}::uuid[])
                            WHERE d.id = ${occurrenceId}::uuid AND starts_with(s.village_code, r.regency_code || '.'))
           AS elsewhere`)
  return found?.elsewhere === true
}

/**
 * Tells why a presence was not taken, each reason at most once in ten minutes: whoever tries on, or a machine, hears no more; a row
 * says so.
 */
const refuse = async (
  db: Connection,
  { people, via, at }: Texted,
  why: { readonly refused: Refused; readonly code: string; readonly siteName?: string },
  officeOf: OfficeOf,
): Promise<void> => {
  const [responderId = ''] = people
  const [lately] = await db.rows<{ id: string }>(sql`
    SELECT id FROM notice
     WHERE responder_id = ANY(${people}::uuid[]) AND purpose = 'attendance-refused' AND state <> 'cancelled'
       AND fields->>'reason' = ${why.refused}
       AND planned_at > ${new Date(at.getTime() - NOTED_EVERY_MS)} LIMIT 1`)
  const { refused, code, siteName } = why
  const office = await officeFor(db, responderId, officeOf)
  const fields = { reason: refused, code, office, ...(siteName === undefined ? {} : { siteName }) }
  const none = lately === undefined ? null : 'noted a short while ago'
  await tell(db, { responderId, purpose: 'attendance-refused', fields, none, via, at })
}

/** Keeps the presence of these people and tells them once. */
const take = async (
  db: Connection,
  drill: CodedDrill,
  ids: readonly string[],
  { texted, code, officeOf }: { readonly texted: Texted; readonly code: string; readonly officeOf: OfficeOf },
): Promise<PresenceHandled> => {
  const { via, at } = texted
  const kept = new Map<string, Awaited<ReturnType<typeof keepPresence>>>()
  for (const responderId of ids)
    kept.set(responderId, await keepPresence(db, { occurrenceId: drill.id, responderId, via, at }))
  const [first = ''] = ids
  const handled = { kind: 'handled', outcome: 'answered', responderId: ids.length === 1 ? first : null } as const
  const outcomes = [...kept.values()]
  const { siteName } = drill
  if (outcomes.includes('absent') && !outcomes.includes('present')) {
    await refuse(db, { ...texted, people: ids }, { refused: 'absent', code, siteName }, officeOf)
    return { ...handled, reason: 'attendance, though a list says absent' }
  }
  const isNew = outcomes.includes('present')
  const responderId = [...kept].find(([, outcome]) => outcome === 'present')?.[0] ?? first
  const fields = { siteName, code, office: await officeFor(db, responderId, officeOf) }
  await tell(db, { responderId, purpose: 'attendance-noted', fields, none: isNew ? null : 'noted before', via, at })
  return { ...handled, reason: isNew ? 'attendance' : 'attendance said before' }
}

const here = async (
  db: Connection,
  texted: Texted,
  { code, names, sure }: Extract<PresenceReading, { readonly kind: 'here' }>,
  officeOf: OfficeOf,
): Promise<PresenceByText> => {
  const { people, by, at } = texted
  const drill = await drillOfCode(db, code)
  if (drill === undefined && (!sure || names.length > 0)) return { kind: sure ? 'names-a-drill' : 'none' }
  await lockTrier(db, by)
  const only = people.length === 1 ? (people[0] ?? null) : null
  const kept = { kind: 'handled', outcome: 'kept', responderId: only } as const
  if (await isDoorClosed(db, by, at)) return { ...kept, reason: 'too many wrong on-site codes' }
  const phone = drill === undefined ? [] : await atPhone(db, people, drill.id)
  const isTheirs = phone.some(({ invited }) => invited)
  if (drill === undefined || (!isTheirs && (await isElsewhere(db, texted, drill.id)))) {
    await keepMiss(db, by, at)
    await refuse(db, texted, { refused: 'code', code }, officeOf)
    return { ...kept, reason: 'wrong on-site code' }
  }
  const { siteName } = drill
  const refusal = presenceRefusal(drill, at)
  const meant = presentOf(names, phone)
  if (meant.kind === 'nobody') return { kind: 'names-a-drill' }
  if (refusal !== null) {
    await refuse(db, texted, { refused: 'time', code, siteName }, officeOf)
    return { ...kept, reason: `on-site code: drill is ${refusal}` }
  }
  if (meant.kind === 'which') {
    await refuse(db, texted, { refused: 'which', code, siteName }, officeOf)
    return { ...kept, reason: 'on-site code: several have the phone' }
  }
  return take(db, drill, meant.ids, { texted, code, officeOf })
}

/** What a text that names a drill's code may still say: who calls for help, or wants no more, is heard. */
const STILL_SAID: readonly Meaning[] = ['unsafe', 'stop', 'stop-info', 'unclear']

/** The answer in a text. With a drill's code it answers nothing else: a call-out has a code of its own. */
export const answerBeside = (text: string, { kind }: PresenceByText): Reading => {
  const reading = readAnswer(text)
  return kind === 'names-a-drill' && !STILL_SAID.includes(reading.meaning)
    ? { ...reading, meaning: 'unclear' }
    : reading
}

/**
 * Takes a text that says that somebody is at a drill, from a number of the roster, or in a mail that answers ours. Such a text answers no call-out and no
 * invitation, whatever is open. A shared phone says by name who came, or `semua`; without either the one who was invited
 * counts, and where several were they are asked which. Whoever was not invited counts as a guest; but not far from a drill of their own.
 */
export const presentByText = async (db: Connection, texted: Texted, officeOf: OfficeOf): Promise<PresenceByText> => {
  const reading = readPresence(texted.text)
  if (reading.kind === 'none' || texted.people.length === 0) return { kind: 'none' }
  if (reading.kind === 'here') return here(db, texted, reading, officeOf)
  return (await drillOfCode(db, reading.code)) === undefined ? { kind: 'none' } : { kind: 'names-a-drill' }
}
