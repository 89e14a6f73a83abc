import type { HistoryDiagnostic } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { reasonOf, Unavailable } from '../errors.ts'
import { prismaFolder, readMigrations, readSchema } from './migration-files.ts'
import { withSchemaEngine } from './schema-engine.ts'

/** Takes the one line that is written when there was something to apply. */
export type MigrationLog = (line: string, fields: Record<string, unknown>) => void

// Any number will do, as long as nothing else in the database uses it: 'KTG' in ASCII and a one. Prisma's own lock is
// 72707369; taking that one here would stop its engine on our other connection.
const MIGRATION_LOCK = 0x4b5447_01
const LOCK_TIMEOUT_MS = 120_000 // long enough for another process to apply everything, short enough to notice a hang
const CONNECT_TIMEOUT_MS = 10_000

const noFilters = { externalTables: [], externalEnums: [] }
const noShadow = { optInToShadowDatabase: false, filters: noFilters }

/** Holds the migration lock of the whole database while `work` runs; the lock falls with the connection. */
const locked = async <T>(databaseUrl: string, work: () => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  client.on('error', () => undefined) // the query that follows reports the broken connection
  try {
    await client.connect()
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`)
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
  } catch (cause) {
    await client.end().catch(() => undefined)
    throw new Unavailable(`migrate: cannot take the migration lock: ${reasonOf(cause)}`, { cause })
  }
  try {
    return await work()
  } finally {
    await client.end().catch(() => undefined)
  }
}

const unapplied = (history: HistoryDiagnostic | null): readonly string[] => {
  switch (history?.diagnostic) {
    case undefined:
    case 'migrationsDirectoryIsBehind': // the database was migrated by a newer release: nothing here is pending
      return []
    case 'databaseIsBehind':
    case 'historiesDiverge':
      return history.unappliedMigrationNames
  }
}

/**
 * Applies every migration that `databaseUrl` has not seen, in the order of their names, and returns the names applied
 * now; empty when there was nothing to do. Safe to call from several processes at once: one applies, the others wait
 * up to two minutes and then find nothing left. The history is kept as `prisma migrate deploy` keeps it.
 *
 * Throws Unavailable when the database or the lock cannot be had, and the database's own error when a migration fails:
 * nothing of that migration stays, those before it do, and the next call tries it again. So does a call after a process
 * was killed in the middle of one.
 */
export const applyMigrations = async (databaseUrl: string, log: MigrationLog): Promise<readonly string[]> => {
  const migrationsList = await readMigrations()
  const applied = await locked(databaseUrl, () =>
    withSchemaEngine(databaseUrl, async (engine) => {
      // Nobody else holds the lock, so whoever began these died; PostgreSQL undid what they had done.
      const { failedMigrationNames } = await engine.diagnoseMigrationHistory({ migrationsList, ...noShadow })
      for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName })
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters })
      return appliedMigrationNames
    }),
  )
  if (applied.length > 0) log('migrations applied', { applied })
  return applied
}

/** The names of the migrations that `databaseUrl` still lacks; changes nothing. Throws Unavailable if it is down. */
export const pendingMigrations = async (databaseUrl: string): Promise<readonly string[]> => {
  const migrationsList = await readMigrations()
  return locked(databaseUrl, () =>
    withSchemaEngine(databaseUrl, async (engine) => {
      const { history } = await engine.diagnoseMigrationHistory({ migrationsList, ...noShadow })
      return unapplied(history)
    }),
  )
}

/**
 * The SQL that would turn the tables of `databaseUrl` into exactly what schema.prisma says; the empty string when they
 * agree. Asked of a freshly migrated database it tells whether migrations and schema say the same. Tables, columns,
 * keys, whole-table indexes and defaults are compared; CHECK constraints, partial indexes and other schemas are not.
 * @internal for tests and tools
 */
export const schemaDrift = async (databaseUrl: string): Promise<string> => {
  const schema = await readSchema()
  return withSchemaEngine(databaseUrl, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', ...schema, configDir: prismaFolder() },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: null,
      filters: noFilters,
    })
    return withoutRemarks(stdout ?? '')
  })
}

// An empty difference is printed as a remark: 'This is an empty migration.'
const withoutRemarks = (script: string): string => (/^(?:\s|--[^\n]*)*$/.test(script) ? '' : script.trim())
