import { readableContacts } from './contacts.ts'
import type { Connection } from './database.ts'
import type { Seal } from './seal.ts'
import { sql } from './sql.ts'

/** Somebody who was called, with the number at which an operator can call them. */
export interface PersonToPhone {
  readonly externalId: string
  readonly name: string
  readonly kind: string
  readonly villageCode: string | null
  readonly regencyCode: string
  readonly km: number
  readonly threadId: string | null
  readonly shiftAt: Date | null
  readonly answer: 'yes' | 'no' | 'arrived' | null
  readonly answeredAt: Date | null
  readonly safety: 'asked' | 'safe' | 'unsafe' | null
  readonly safetyAt: Date | null
  readonly enRouteAt: Date | null
  readonly doneAt: Date | null
  readonly stoodDownAt: Date | null
  readonly optedOut: boolean
  /** Of all messages that called them, how far one got: 0 none left, 1 nobody knows, 2 taken, 3 delivered. */
  readonly reached: number
  /** In full; null without one, or where it cannot be read. */
  readonly phone: string | null
}

type Row = Omit<PersonToPhone, 'phone'> & { readonly id: string; readonly sealed: Buffer | null }

/** Everybody called for a call-out, in the order in which they were chosen: by reach within each wave. */
export const peopleToPhone = async (
  db: Connection,
  seal: Seal,
  callOutId: string,
  now: Date,
): Promise<readonly PersonToPhone[]> => {
  const rows = await db.rows<Row>(sql`
    SELECT r.id, r.external_id AS "externalId", r.name, p.kind, r.village_code AS "villageCode",
           r.regency_code AS "regencyCode", p.distance_km AS km, p.thread_id AS "threadId", p.shift_at AS "shiftAt",
           p.answer, p.answered_at AS "answeredAt", p.safety, p.safety_at AS "safetyAt", p.en_route_at AS "enRouteAt",
           p.done_at AS "doneAt", p.stood_down_at AS "stoodDownAt", r.phone_sealed AS sealed,
           r.opted_out_at IS NOT NULL AND (r.opted_out_until IS NULL OR r.opted_out_until > ${now}) AS "optedOut",
           coalesce((SELECT max(CASE n.state WHEN 'delivered' THEN 3 WHEN 'accepted' THEN 2
                                             WHEN 'sending' THEN 1 WHEN 'unknown' THEN 1 ELSE 0 END)
                       FROM notice n
                      WHERE n.call_out_id = p.call_out_id AND n.responder_id = p.responder_id
                        AND n.purpose IN ('call-out', 'safety-check')), 0) AS reached
      FROM call_out_responder p JOIN responder r ON r.id = p.responder_id
     WHERE p.call_out_id = ${callOutId}
     ORDER BY p.wave, p.rank, p.responder_id`)
  const phones = readableContacts(seal, rows)
  return rows.map(({ id, sealed: _sealed, ...person }) => ({ ...person, phone: phones.get(id) ?? null }))
}

/** The ids of those called for a call-out whom a list of theirs calls by this id; two where two lists do. */
export const calledByExternalId = async (
  db: Connection,
  callOutId: string,
  externalId: string,
): Promise<readonly string[]> => {
  const rows = await db.rows<{ id: string }>(sql`
    SELECT r.id FROM call_out_responder p JOIN responder r ON r.id = p.responder_id
     WHERE p.call_out_id = ${callOutId} AND r.external_id = ${externalId} ORDER BY r.id`)
  return rows.map(({ id }) => id)
}
