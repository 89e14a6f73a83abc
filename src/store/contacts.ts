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

/**
 * The contacts that can be read, by id. A damaged one is as good as none: it must not keep the others of its batch from
 * being reached. Where not one of several can be read the key is wrong and not the rows: throws.
 */
export const readableContacts = (
  seal: Seal,
  rows: readonly { readonly id: string; readonly sealed: Buffer | null }[],
): ReadonlyMap<string, string> => {
  const sealed = rows.flatMap(({ id, sealed: bytes }) => (bytes === null ? [] : [{ id, bytes }]))
  const contacts = new Map<string, string>()
  let failed: unknown
  for (const { id, bytes } of sealed) {
    try {
      contacts.set(id, seal.open(bytes))
    } catch (thrown) {
      failed = thrown
    }
  }
  if (sealed.length > 1 && contacts.size === 0) throw failed
  return contacts
}
