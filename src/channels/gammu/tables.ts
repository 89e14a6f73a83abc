import type pg from 'pg'
import type { InboxRow } from './inbox.ts'
import type { Parts } from './parts.ts'
import type { SentItem } from './sent-items.ts'
import { VALID_MINUTES } from './validity.ts'

// SMSD's own tables (schema 16 or 17), which it reads and writes beside us: gammu-smsd-tables(7). Their instants have no
// zone: they are in the database's own, as SMSD's are.

type Asking = Pick<pg.ClientBase, 'query'>

/** Who created a message, with our name of it: SMSD carries that from `outbox` to `sentitems`. */
const CREATOR = 'kentongan '
const creatorOf = (ref: string): string => `${CREATOR}${ref}`

export interface OutboxMessage {
  readonly ref: string
  readonly to: string
  readonly parts: Parts
  readonly validity: number
  /** The PhoneID of the SMSD that shall send it; null: whichever sees it first. */
  readonly phone: string | null
  readonly urgent: boolean
}

/**
 * Puts a message into the outbox, all parts in one statement, and gives its id. One that is there already, or was sent,
 * is left as it is.
 */
export const putIntoOutbox = async (db: Asking, message: OutboxMessage): Promise<string> => {
  const { ref, to, parts, validity, phone, urgent } = message
  const [first, ...others] = parts.parts
  const { rows } = await db.query<{ id: string | null }>(
    `WITH known AS (
       SELECT "ID" FROM outbox WHERE "CreatorID" = $1 UNION ALL SELECT "ID" FROM sentitems WHERE "CreatorID" = $1
     ), put AS (
       INSERT INTO outbox ("CreatorID", "DestinationNumber", "Coding", "UDH", "TextDecoded", "MultiPart",
                           "RelativeValidity", "SenderID", "Priority", "DeliveryReport")
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, 'yes' WHERE NOT EXISTS (SELECT FROM known)
       RETURNING "ID"
     ), rest AS (
       INSERT INTO outbox_multipart ("ID", "SequencePosition", "Coding", "UDH", "TextDecoded")
       SELECT put."ID", nth + 1, $3, udh, text
         FROM put, unnest($10::text[], $11::text[]) WITH ORDINALITY AS part(udh, text, nth)
     )
     SELECT coalesce((SELECT "ID" FROM put), (SELECT "ID" FROM known LIMIT 1))::text AS id`,
    [
      creatorOf(ref),
      to,
      parts.coding,
      first?.udh ?? null,
      first?.text ?? '',
      others.length > 0,
      validity,
      phone,
      urgent ? 1 : 0,
      others.map(({ udh }) => udh),
      others.map(({ text }) => text),
    ],
  )
  return rows[0]?.id ?? ref
}

interface SentRow extends SentItem {
  readonly ref: string
  readonly at: Date
}

const SENT = `SELECT substr("CreatorID", ${CREATOR.length + 1}) AS ref, "UDH" AS udh, "Status" AS status,
                     "StatusError" AS error, "UpdatedInDB"::timestamptz AS at
                FROM sentitems`

/** What changed while nobody listened is told as well. */
const FIRST_LOOK_S = 86_400
/** Longer than a statement of SMSD's takes, and rows know whole seconds alone. */
const OVERLAP_S = 60

/**
 * All parts that were sent of the messages of which something changed since an earlier call, or in the last day; and what
 * to give the next call. That is the database's own time, which stamps its rows: it runs on where this machine sleeps.
 */
export const sentSince = async (
  db: Asking,
  since: number | null,
): Promise<{ readonly rows: readonly SentRow[]; readonly now: number }> => {
  const { rows: times } = await db.query<{ now: number }>('SELECT extract(epoch FROM LOCALTIMESTAMP)::float8 AS now')
  const now = times[0]?.now ?? 0
  // A clock that was put back stamps rows before our last look.
  const from = since === null ? now - FIRST_LOOK_S : Math.min(since, now) - OVERLAP_S
  const { rows } = await db.query<SentRow>(
    `${SENT} WHERE "CreatorID" IN (
       SELECT "CreatorID" FROM sentitems
        WHERE "CreatorID" LIKE '${CREATOR}%' AND "UpdatedInDB" > timestamp 'epoch' + make_interval(secs => $1))
      ORDER BY "ID", "SequencePosition"`,
    [from],
  )
  return { rows, now }
}

/** What is known of one message: its parts that were sent, and whether it still waits. */
export const lookUp = async (
  db: Asking,
  ref: string,
): Promise<{ readonly waits: boolean; readonly sent: readonly SentRow[] }> => {
  // SMSD writes down what it sent before it takes it out of the outbox: in this order nothing is missed between.
  const { rows: waiting } = await db.query<object>('SELECT FROM outbox WHERE "CreatorID" = $1', [creatorOf(ref)])
  const { rows: sent } = await db.query<SentRow>(`${SENT} WHERE "CreatorID" = $1 ORDER BY "SequencePosition"`, [
    creatorOf(ref),
  ])
  return { waits: waiting.length > 0, sent }
}

/** Takes our messages out of the outbox that no modem sent in their time, unless one is just at it; gives our names. */
export const withdrawExpired = async (db: Asking): Promise<readonly string[]> => {
  const { rows } = await db.query<{ ref: string }>(
    `WITH gone AS (
       DELETE FROM outbox
        WHERE "CreatorID" LIKE '${CREATOR}%' AND "RelativeValidity" BETWEEN 0 AND 255
          AND "SendingTimeOut" < LOCALTIMESTAMP
          AND "InsertIntoDB" + make_interval(mins => ${VALID_MINUTES}) < LOCALTIMESTAMP
       RETURNING "ID", "CreatorID"
     ), parts AS (
       DELETE FROM outbox_multipart WHERE "ID" IN (SELECT "ID" FROM gone)
     )
     SELECT substr("CreatorID", ${CREATOR.length + 1}) AS ref FROM gone`,
  )
  return rows.map(({ ref }) => ref)
}

const AT_ONCE = 200
/** Answers of the network to codes such as *123#, which are nobody's texts. */
const USSD = 127

/** Texts that nobody has taken, the oldest first, but those of `without`; with phones those of these SMSDs alone. */
export const untaken = async (
  db: Asking,
  phones: readonly string[],
  without: readonly number[],
): Promise<readonly InboxRow[]> => {
  const { rows } = await db.query<InboxRow>(
    `SELECT "ID" AS id, "SenderNumber" AS from, "UDH" AS udh, "TextDecoded" AS text,
            "ReceivingDateTime"::timestamptz AS "receivedAt",
            extract(epoch FROM LOCALTIMESTAMP - "UpdatedInDB")::float8 AS "ageS"
       FROM inbox
      WHERE NOT "Processed" AND "Class" <> ${USSD} AND (cardinality($1::text[]) = 0 OR "RecipientID" = ANY($1))
        AND NOT "ID" = ANY($2)
      ORDER BY "ID" LIMIT ${AT_ONCE}`,
    [phones, without],
  )
  return rows
}

export const markTaken = async (db: Asking, ids: readonly number[]): Promise<void> => {
  await db.query('UPDATE inbox SET "Processed" = true WHERE "ID" = ANY($1)', [ids])
}
