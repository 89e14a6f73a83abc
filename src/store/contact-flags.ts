import { maskContacts } from '../masking.ts'
import type { Connection } from './database.ts'
import type { Reader } from './reader.ts'
import { sql } from './sql.ts'

/** A message whose gateway said that nobody can be reached by its number or address. */
export interface BadContact {
  readonly noticeId: string
  readonly reason: string
}

/** Who let two contact tests in a row pass: shown like a bad number, though their messages arrive. */
export const NO_ANSWER_TO_TESTS = 'no-answer-to-tests'

const LONGEST_REASON = 200

/**
 * Flags the contacts of these messages for whoever keeps the roster. Where the person was imported anew since the message
 * left, the contact may be another one: it is not flagged. Gives how many were.
 */
export const flagContacts = (db: Connection, bad: readonly BadContact[], now: Date): Promise<number> =>
  db.run(sql`
    INSERT INTO contact_flag (responder_id, channel, contact_index, reason, since, last_at, count)
    SELECT DISTINCT ON (n.responder_id, n.channel) n.responder_id, n.channel, contact.index, b.reason, ${now}, ${now}, 1
      FROM unnest(${bad.map(({ noticeId }) => noticeId)}::uuid[],
                  ${bad.map(({ reason }) => maskContacts(reason).slice(0, LONGEST_REASON))}::text[]) AS b(notice_id, reason)
      JOIN notice n ON n.id = b.notice_id
      JOIN responder r ON r.id = n.responder_id AND r.updated_at <= n.sending_at
      CROSS JOIN LATERAL (SELECT CASE n.channel WHEN 'sms' THEN r.phone_index ELSE r.email_index END AS index) contact
     WHERE contact.index IS NOT NULL
     ORDER BY n.responder_id, n.channel
    ON CONFLICT (responder_id, channel) DO UPDATE
      SET reason = excluded.reason, last_at = excluded.last_at, contact_index = excluded.contact_index,
          since = CASE WHEN contact_flag.contact_index = excluded.contact_index THEN contact_flag.since ELSE excluded.since END,
          count = CASE WHEN contact_flag.contact_index = excluded.contact_index THEN contact_flag.count + 1 ELSE 1 END`)

/** A message that arrived shows that its number or address is good; not that anybody answers tests. */
export const clearFlags = (db: Connection, deliveredIds: readonly string[]): Promise<number> =>
  db.run(sql`
    DELETE FROM contact_flag f USING notice n
     WHERE n.id = ANY(${deliveredIds}::uuid[]) AND f.responder_id = n.responder_id AND f.channel = n.channel
       AND f.reason <> ${NO_ANSWER_TO_TESTS}`)

/** Somebody who cannot be reached by a channel, and why. */
export interface FlaggedContact {
  readonly responderId: string
  readonly externalId: string
  readonly source: string
  readonly name: string
  readonly kind: string
  readonly regencyCode: string
  readonly channel: string
  readonly reason: string
  readonly since: Date
  readonly lastAt: Date
  readonly count: number
}

/**
 * Whose number or address is known to be bad, by regency and name. A new one in the register ends it, and so does a mail
 * that a server took since: of mail nothing is ever told as delivered.
 */
export const flaggedContacts = (
  db: Connection,
  { jurisdiction }: Pick<Reader, 'jurisdiction'>,
  { limit }: { readonly limit: number },
): Promise<FlaggedContact[]> =>
  db.rows<FlaggedContact>(sql`
    SELECT r.id AS "responderId", r.external_id AS "externalId", r.source, r.name, r.kind, r.regency_code AS "regencyCode",
           f.channel, f.reason, f.since, f.last_at AS "lastAt", f.count
      FROM contact_flag f JOIN responder r ON r.id = f.responder_id
     WHERE f.contact_index = CASE f.channel WHEN 'sms' THEN r.phone_index ELSE r.email_index END
       AND starts_with(r.regency_code, ${jurisdiction})
       AND NOT (f.channel = 'email' AND f.reason <> ${NO_ANSWER_TO_TESTS} AND EXISTS (
             SELECT 1 FROM notice n WHERE n.responder_id = f.responder_id AND n.channel = 'email' AND n.accepted_at > f.last_at))
     ORDER BY r.regency_code, r.name, r.id, f.channel LIMIT ${limit}`)
