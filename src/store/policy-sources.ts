import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** Keeps the text of a policy under its hash; once is enough for all call-outs that it decides. */
export const keepPolicySource = (db: Connection, hash: string, source: unknown): Promise<number> =>
  db.run(sql`
    INSERT INTO policy_source (hash, source) VALUES (${hash}, ${JSON.stringify(source)}) ON CONFLICT DO NOTHING`)
