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

/** A contact that cannot be read is shown as such: one damaged row must not hide the others of its page. */
const shown = (seal: Seal, sealed: Buffer | null, mask: (contact: string) => string): string | null => {
  if (sealed === null) return null
  try {
    return mask(seal.open(sealed))
  } catch {
    return 'unreadable'
  }
}

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
        phone: shown(seal, row.phone_sealed, maskedPhone),
        email: shown(seal, row.email_sealed, maskedEmail),
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
