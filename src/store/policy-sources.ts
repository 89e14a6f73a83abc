import type { Connection } from './database.ts'
import { sql } from './sql.ts'

/** What is kept under a hash; undefined where nothing is. The caller knows what it kept there. */
export const policySource = async <Source>(db: Connection, hash: string): Promise<Source | undefined> =>
  (await db.rows<{ source: Source }>(sql`SELECT source FROM policy_source WHERE hash = ${hash}`))[0]?.source

/** Keeps the text of a policy under its hash; once is enough for all call-outs that it decides. */
export const keepPolicySource = (db: Connection, hash: string, source: unknown): Promise<number> =>
  db.run(sql`
    INSERT INTO policy_source (hash, source) VALUES (${hash}, ${JSON.stringify(source)}) ON CONFLICT DO NOTHING`)
