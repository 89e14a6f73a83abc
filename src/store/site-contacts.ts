import type { ChannelName } from '../roster/responder.ts'
import { readableContacts } from './contacts.ts'
import type { Connection } from './database.ts'
import type { Seal } from './seal.ts'
import { prepared, sql } from './sql.ts'

/** Somebody who is told for a site: a responder, or its chair who is on no roster. */
export interface SiteContact {
  readonly siteCode: string
  /** Null for a chair who is on no roster. */
  readonly responderId: string | null
  /** The number's blind index; null where they are told by e-mail. */
  readonly phoneIndex: string | null
  readonly channel: ChannelName
  readonly language: string
}

interface Person {
  readonly id: string
  readonly phone_index: string | null
  readonly has_sms: boolean
  readonly has_email: boolean
  readonly language: string
  readonly away: boolean
  readonly member_of: string | null
}

/** A number from which somebody on no roster withdrew consent comes as a row without an id. */
type Row = Person | (Pick<Person, 'phone_index' | 'away'> & { readonly id: null })

const channelOf = ({ has_sms, has_email }: Person): ChannelName | null => (has_sms ? 'sms' : has_email ? 'email' : null)

const contactOf = (siteCode: string, person: Person): readonly SiteContact[] => {
  const channel = channelOf(person)
  if (person.away || channel === null) return []
  const phoneIndex = channel === 'sms' ? person.phone_index : null
  return [{ siteCode, responderId: person.id, phoneIndex, channel, language: person.language }]
}

/** The chairs of these sites with their numbers' blind indexes; of one that cannot be read nothing is known. */
const chairsOf = async (db: Connection, seal: Seal, siteCodes: readonly string[]) => {
  const rows = await db.rows<{ id: string; sealed: Buffer }>(
    prepared(
      'site-chairs',
      sql`
    SELECT site_code AS id, chair_phone_sealed AS sealed FROM site
     WHERE site_code = ANY(${siteCodes}) AND chair_phone_sealed IS NOT NULL`,
    ),
  )
  return new Map([...readableContacts(seal, rows)].map(([siteCode, phone]) => [siteCode, seal.index(phone)]))
}

/**
 * Whom to tell at each of these sites: its chair, then its members, no more than `perSite`, each number once in all. Who
 * withdrew consent for a number, be it on a roster or by a text from it, is left out. Sites keep their order.
 */
export const siteContacts = async (
  db: Connection,
  seal: Seal,
  siteCodes: readonly string[],
  perSite: number,
  now: Date,
): Promise<readonly SiteContact[]> => {
  if (siteCodes.length === 0) return []
  const chairs = await chairsOf(db, seal, siteCodes)
  const numbers = [...chairs.values()]
  const rows = await db.rows<Row>(
    prepared(
      'site-people',
      sql`
    SELECT r.id, r.phone_index, 'sms' = ANY(r.channels) AND r.phone_sealed IS NOT NULL AS has_sms,
           'email' = ANY(r.channels) AND r.email_sealed IS NOT NULL AS has_email, r.language,
           coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                         THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                         ELSE r.opted_out_until > ${now} END, false) AS away,
           CASE WHEN r.kind = 'ksb_member' AND r.site_code = ANY(${siteCodes}) THEN r.site_code END AS member_of
      FROM responder r
     WHERE (r.kind = 'ksb_member' AND r.site_code = ANY(${siteCodes})) OR r.phone_index = ANY(${numbers})
    -- With the people, not after them: each statement costs a way to the database and back.
    UNION ALL
    SELECT NULL, from_index, NULL, NULL, NULL, true, NULL
      FROM inbound_message WHERE outcome = 'opted-out' AND from_index = ANY(${numbers})
     ORDER BY id`,
    ),
  )
  const people = rows.filter((row): row is Person => row.id !== null)
  const silent = new Set(rows.flatMap(({ away, phone_index }) => (away && phone_index !== null ? [phone_index] : [])))
  const taken = new Set<string>()
  return siteCodes.flatMap((siteCode) => {
    const number = chairs.get(siteCode)
    const known = number === undefined ? [] : people.filter(({ phone_index }) => phone_index === number)
    const chair: readonly SiteContact[] =
      number === undefined
        ? []
        : known.length > 0
          ? known.slice(0, 1).flatMap((person) => contactOf(siteCode, person))
          : [{ siteCode, responderId: null, phoneIndex: number, channel: 'sms', language: 'id' }]
    const members = people.filter(({ member_of }) => member_of === siteCode)
    const mine: SiteContact[] = []
    for (const one of [...chair, ...members.flatMap((person) => contactOf(siteCode, person))]) {
      const key = one.phoneIndex ?? one.responderId ?? siteCode
      if (mine.length === perSite) break
      if (taken.has(key) || silent.has(key)) continue
      taken.add(key)
      mine.push(one)
    }
    return mine
  })
}

/** The site whose chair has this number, and the newest call-out that it was told of; undefined where there is none. */
export const siteOfChair = async (
  db: Connection,
  seal: Seal,
  number: string,
): Promise<{ readonly siteCode: string; readonly callOutId: string } | undefined> => {
  const rows = await db.rows<{ id: string; sealed: Buffer; call_out_id: string }>(sql`
    SELECT s.site_code AS id, s.chair_phone_sealed AS sealed, last.call_out_id
      FROM site s
      JOIN LATERAL (SELECT n.call_out_id FROM notice n
                     WHERE n.site_code = s.site_code ORDER BY n.serial DESC LIMIT 1) last ON true
     WHERE s.chair_phone_sealed IS NOT NULL ORDER BY s.site_code`)
  const phones = readableContacts(seal, rows)
  const own = rows.find(({ id }) => phones.get(id) === number)
  return own === undefined ? undefined : { siteCode: own.id, callOutId: own.call_out_id }
}
