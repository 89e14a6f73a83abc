import { maskContacts } from '../masking.ts'
import type { Connection } from './database.ts'
import type { Reader } from './reader.ts'
import type { Seal } from './seal.ts'
import { sql } from './sql.ts'
import { callOutConcerns } from './within-reach.ts'

/** A text that no rule could read: somebody of the office has to. */
export interface InboxEntry {
  /** A number, as text; higher is later. */
  readonly id: string
  readonly receivedAt: Date
  readonly channel: 'sms' | 'email'
  /** So much of the number or address that its owner would know it again. */
  readonly from: string
  /** With numbers and addresses in it masked. */
  readonly text: string
  readonly reason: string
  /** Who wrote, where that is known. */
  readonly responderId: string | null
  readonly name: string | null
  readonly callOutId: string | null
  readonly siteCode: string | null
}

interface Row extends Omit<InboxEntry, 'from' | 'text'> {
  readonly fromSealed: Buffer
  readonly textSealed: Buffer
}

const UNREADABLE = 'unreadable'

const opened = (seal: Seal, sealed: Buffer): string => {
  try {
    return maskContacts(seal.open(sealed))
  } catch {
    // One damaged row must not hide the others of its page.
    return UNREADABLE
  }
}

/**
 * Texts and mails that wait for a human, newest first. A reader sees those of people of its jurisdiction and those about
 * call-outs that are its matter; one of the whole country also those of nobody on a roster.
 */
export const listInbox = async (
  db: Connection,
  seal: Seal,
  { jurisdiction }: Pick<Reader, 'jurisdiction'>,
  { limit, before }: { readonly limit: number; readonly before: string | null },
): Promise<{ readonly entries: readonly InboxEntry[]; readonly next: string | null }> => {
  const rows = await db.rows<Row>(sql`
    SELECT t.nth::text AS id, t.received_at AS "receivedAt", t.channel, t.from_sealed AS "fromSealed",
           t.text_sealed AS "textSealed", t.reason, t.responder_id AS "responderId", r.name,
           t.call_out_id AS "callOutId", t.site_code AS "siteCode"
      FROM inbound_message t
      LEFT JOIN responder r ON r.id = t.responder_id
      LEFT JOIN call_out c ON c.id = t.call_out_id
     WHERE t.outcome = 'inbox' AND (${before}::bigint IS NULL OR t.nth < ${before}::bigint)
       AND (${jurisdiction}::text = '' OR starts_with(r.regency_code, ${jurisdiction}::text)
            OR (c.id IS NOT NULL AND ${callOutConcerns(jurisdiction)}))
     ORDER BY t.nth DESC LIMIT ${limit}`)
  const entries = rows.map(({ fromSealed, textSealed, ...row }) => ({
    ...row,
    from: opened(seal, fromSealed),
    text: opened(seal, textSealed),
  }))
  const last = entries.at(-1)
  return { entries, next: last !== undefined && entries.length === limit ? last.id : null }
}
