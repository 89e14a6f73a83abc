import { acknowledgement, NOTED_EVERY_MS, SAME_WORDS_MS } from '../mobilisation/acknowledgement.ts'
import { PRIORITIES } from '../mobilisation/notice.ts'
import type { ChannelName } from '../roster/responder.ts'
import { calledFor, invitedTo } from './answerable.ts'
import type { Connection } from './database.ts'
import type { Seal } from './seal.ts'
import { sql } from './sql.ts'

/** Whom the people of a regency turn to, such as `BPBD Kab. Bandung`. */
export type OfficeOf = (regencyCode: string) => string

/** That a text came in says nothing any more an hour later; that nobody will call again may take a night without a signal. */
const NOTED_LIVES_MS = 3_600_000
const STOP_NOTED_LIVES_MS = 86_400_000

/** That everything ends, or the advice alone. */
type StopNoted = 'stop-noted' | 'stop-info-noted'

interface Noting {
  readonly responderId: string
  readonly channel: ChannelName
  readonly purpose: 'inbox-noted' | StopNoted
  readonly mode: 'actual' | 'exercise'
  readonly fields: Readonly<Record<string, string>>
  /** Why nothing is sent; null: it is. */
  readonly none: string | null
  readonly at: Date
}

const plan = (db: Connection, { responderId, channel, purpose, mode, fields, none, at }: Noting): Promise<number> => {
  const lives = purpose === 'inbox-noted' ? NOTED_LIVES_MS : STOP_NOTED_LIVES_MS
  return db.run(sql`
    INSERT INTO notice (id, responder_id, channel, purpose, wave, mode, priority, state, reason, ref, fields, due_at,
                        expires_at, planned_at, ended_at)
    VALUES (gen_random_uuid(), ${responderId}, ${channel}, ${purpose}, 0, ${mode},
            ${mode === 'actual' ? PRIORITIES.noted : PRIORITIES.exerciseNoted},
            ${none === null ? 'planned' : 'cancelled'}, ${none}, 'kn-' || replace(gen_random_uuid()::text, '-', ''),
            ${JSON.stringify(fields)}::jsonb, ${at}, ${new Date(at.getTime() + lives)}, ${at},
            ${none === null ? null : at})`)
}

/** The office that called them, else that of their regency. */
const officeFor = async (
  db: Connection,
  responderId: string,
  callOutId: string | null,
  officeOf: OfficeOf,
): Promise<string> => {
  const [row] = await db.rows<{ regency_code: string; office: string | null }>(sql`
    SELECT r.regency_code,
           (SELECT n.fields->>'office' FROM notice n
             WHERE n.call_out_id = ${callOutId}::uuid AND n.responder_id = r.id AND n.fields->>'office' <> ''
             ORDER BY n.planned_at DESC, n.serial DESC LIMIT 1) AS office
      FROM responder r WHERE r.id = ${responderId}`)
  return row === undefined ? '' : (row.office ?? officeOf(row.regency_code))
}

/** A text that goes to the operators' inbox, from somebody of the roster. */
export interface TextNoted {
  /** All who have the number; for a mail, whom the mail that it answers went to. */
  readonly people: readonly string[]
  readonly from: string
  readonly channel: ChannelName
  readonly text: string
  readonly at: Date
}

/**
 * Plans to tell whoever wrote a text that a human reads it, by the way that it came, or writes down why not. Call it before
 * the text itself is kept: what was kept before is what it is compared with.
 */
export const planInboxNoted = async (
  db: Connection,
  seal: Seal,
  { people, from, channel, text, at }: TextNoted,
  officeOf: OfficeOf,
): Promise<void> => {
  const [first] = people
  if (first === undefined) return
  // Two gateways may bring two texts of one person at once.
  await db.run(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`noted ${first}`}, 0))`)
  const noted = await db.rows<{ id: string }>(sql`
    SELECT id FROM notice
     WHERE responder_id = ANY(${people}::uuid[]) AND purpose = 'inbox-noted' AND state <> 'cancelled'
       AND planned_at > ${new Date(at.getTime() - NOTED_EVERY_MS)} LIMIT 1`)
  const before = await db.rows<{ sealed: Buffer }>(sql`
    SELECT text_sealed AS sealed FROM inbound_message
     WHERE outcome = 'inbox' AND received_at > ${new Date(at.getTime() - SAME_WORDS_MS)}
       AND from_index = ${seal.index(from)} ORDER BY received_at DESC LIMIT 20`)
  const told = acknowledgement(text, {
    called: await calledFor(db, people),
    invited: await invitedTo(db, people, at),
    notedLately: noted.length > 0,
    before: before.map(({ sealed }) => seal.open(sealed)),
  })
  const row = { channel, purpose: 'inbox-noted', at } as const
  if (told.kind === 'none') {
    await plan(db, { ...row, responderId: first, mode: 'actual', fields: {}, none: told.reason })
    return
  }
  const { mode, code, asksSafety, call } = told
  const responderId = call?.responderId ?? first
  const office = await officeFor(db, responderId, call?.callOutId ?? null, officeOf)
  const fields = { code, office, ...(asksSafety ? { reason: 'safety' } : {}) }
  await plan(db, { ...row, responderId, mode, fields, none: null })
}

/** Plans the confirmation of a STOP or STOP INFO; of one that is said again, the row that tells why there is none. */
export const planStopNoted = async (
  db: Connection,
  stop: {
    readonly purpose: StopNoted
    readonly responderId: string
    readonly channel: ChannelName
    readonly again: boolean
    readonly at: Date
  },
  officeOf: OfficeOf,
): Promise<void> => {
  const { purpose, responderId, channel, again, at } = stop
  const fields = { office: await officeFor(db, responderId, null, officeOf) }
  const none = again ? 'withdrawn before' : null
  await plan(db, { responderId, channel, purpose, mode: 'actual', fields, none, at })
}
