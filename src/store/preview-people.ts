import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { ChannelName, Kind, ResponderId } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import { mayBeCalled, type Taking } from './call-guards.ts'
import type { Connection } from './database.ts'
import { prepared, sql } from './sql.ts'

/** Of people who were picked, in their order, those whom the rows would let be called; of two with one number the first. */
export const callableNow = async (
  db: Connection,
  callOut: {
    readonly callOutId: CallOutId
    readonly mode: Mode
    readonly taking?: Pick<Taking, 'precedence' | 'from'>
  },
  picked: readonly { readonly responderId: ResponderId; readonly kind: Kind }[],
  now: Date,
): Promise<ReadonlySet<string>> => {
  if (picked.length === 0) return new Set()
  const rows = await db.rows<{ id: string }>(
    prepared(
      'callable-now',
      sql`
    SELECT id FROM (
      SELECT r.id, row_number() OVER (PARTITION BY coalesce(r.phone_index, r.id::text) ORDER BY p.place) AS nth
        FROM unnest(${picked.map(({ responderId }) => responderId)}::uuid[], ${picked.map(({ kind }) => kind)}::text[])
             WITH ORDINALITY AS p(id, kind, place)
        -- One by one: else all rows of the register would be read for a few thousand.
        CROSS JOIN LATERAL (SELECT * FROM responder one WHERE one.id = p.id AND one.kind = p.kind LIMIT 1) r
       WHERE ${mayBeCalled(callOut, now)}
         AND NOT EXISTS (SELECT 1 FROM call_out_responder c
                          WHERE c.call_out_id = ${callOut.callOutId} AND c.phone_index = r.phone_index)) allowed
     WHERE nth = 1`,
    ),
  )
  return new Set(rows.map(({ id }) => id))
}

/** Somebody who would be written to. */
export interface Addressee {
  readonly id: string
  readonly name: string
  readonly kind: Kind
  readonly language: string
  /** Those by which a message would leave. */
  readonly channels: readonly ChannelName[]
}

export const addresseesOf = async (db: Connection, ids: readonly string[]): Promise<ReadonlyMap<string, Addressee>> => {
  const rows = await db.rows<Addressee>(sql`
    SELECT r.id, r.name, r.kind, r.language,
           ARRAY(SELECT name FROM unnest(r.channels) AS name
                  WHERE CASE name WHEN 'sms' THEN r.phone_sealed IS NOT NULL ELSE r.email_sealed IS NOT NULL END) AS channels
      FROM responder r WHERE r.id = ANY(${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row]))
}
