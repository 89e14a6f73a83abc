import type { Connection } from './database.ts'
import type { Seal } from './seal.ts'
import { sql } from './sql.ts'

/** A person's name, and so much of the contacts that their owner would know them again. */
export interface ContactShown {
  readonly externalId: string
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
  readonly synthetic: boolean
}

/** `…123`: the last three digits. */
const maskedPhone = (phone: string): string => `…${phone.slice(-3)}`

/** `…@domain` */
const maskedEmail = (email: string): string => `…@${email.slice(email.lastIndexOf('@') + 1)}`

/** Names and masked contacts by id. */
export const contactsShown = async (
  db: Connection,
  seal: Seal,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ContactShown>> => {
  const rows = await db.rows<{
    id: string
    external_id: string
    name: string
    phone_sealed: Buffer | null
    email_sealed: Buffer | null
    synthetic: boolean
  }>(sql`
    SELECT id, external_id, name, phone_sealed, email_sealed, synthetic FROM responder WHERE id = ANY(${ids}::uuid[])`)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        externalId: row.external_id,
        name: row.name,
        phone: row.phone_sealed === null ? null : maskedPhone(seal.open(row.phone_sealed)),
        email: row.email_sealed === null ? null : maskedEmail(seal.open(row.email_sealed)),
        synthetic: row.synthetic,
      },
    ]),
  )
}
