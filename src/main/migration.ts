import type { Configuration } from '../../config/load.ts'
import { attachEmbedded } from '../embedded/server.ts'
import type { Log } from '../log.ts'
import { applyMigrations } from '../store/migrate.ts'

/** Brings the database up to date, the embedded one too, and gives the names of what was applied now, in order. */
export const migrateDatabase = async ({ environment }: Configuration, log: Log): Promise<readonly string[]> => {
  const told = (line: string, fields?: Record<string, unknown>): void => log.info(line, fields)
  if (environment.databaseUrl !== null) return applyMigrations(environment.databaseUrl, told)
  const embedded = await attachEmbedded({ home: environment.home, log: told })
  try {
    return await applyMigrations(embedded.url, told)
  } finally {
    await embedded.release()
  }
}
