import type { ChannelName } from '../roster/responder.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** Gives each of these gateways a row for its budget, unless it has one; what was spent before stays spent. */
export const registerGateways = (
  db: Connection,
  gateways: readonly { readonly name: string; readonly channel: ChannelName }[],
): Promise<number> =>
  db.run(sql`
    INSERT INTO gateway (name, channel)
    SELECT * FROM unnest(${gateways.map(({ name }) => name)}::text[], ${gateways.map(({ channel }) => channel)}::text[])
    ON CONFLICT (name) DO UPDATE SET channel = excluded.channel WHERE gateway.channel <> excluded.channel`)

/** What a process saw last of a gateway, for those who look: it rests `until` then, or works. */
export const noteResting = (db: Connection, name: string, until: Date | null, reason: string | null): Promise<number> =>
  db.run(sql`UPDATE gateway SET resting_until = ${until}, resting_reason = ${reason} WHERE name = ${name}`)
