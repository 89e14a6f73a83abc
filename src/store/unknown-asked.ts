import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** A message whose outcome nobody knows, by its names. */
export interface UnknownMessage {
  readonly id: string
  readonly gateway: string
  readonly ref: string
  readonly providerRef: string | null
  readonly endedAt: Date
}

/** More are asked for by the next sweep. */
const AT_ONCE = 50

/** Messages of these gateways whose outcome became unknown after an instant, oldest first; those of `without` are left out. */
export const unknownSince = (
  db: Connection,
  gateways: readonly string[],
  since: Date,
  without: readonly string[],
): Promise<readonly UnknownMessage[]> =>
  db.rows<UnknownMessage>(sql`
    SELECT id, gateway, ref, provider_ref AS "providerRef", ended_at AS "endedAt" FROM notice
     WHERE state = 'unknown' AND gateway = ANY(${gateways}) AND ended_at >= ${since}
       AND NOT id = ANY(${without}::uuid[])
     ORDER BY ended_at, id LIMIT ${AT_ONCE}`)
