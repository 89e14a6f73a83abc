import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlResultSet,
} from '@prisma/driver-adapter-utils'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  isDriverAdapterError,
  mockAdapter,
  mockMigrationAwareAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine, SchemasContainer } from '@prisma/schema-engine-wasm/schema_engine_bg'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { reasonOf, Unavailable } from '../errors.ts'

const CONNECT_TIMEOUT_MS = 10_000 // a server that takes longer to accept is treated as down

// TypeScript describes WebAssembly only with the browser's library, which would also let DOM names into a server.
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, object>>,
  ): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>
}

// The engine forgets the 10 s limit of its lock once it has the lock; it must not keep a finished command waiting.
const quietTimeout = (callback: () => void, ms: number): NodeJS.Timeout => setTimeout(callback, ms).unref()

const instantiate = async (): Promise<void> => {
  const gluePath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(join(dirname(gluePath), 'schema_engine_bg.wasm'))
  const functions = Object.fromEntries(
    Object.entries(glue)
      .filter(([, value]) => typeof value === 'function')
      .map(([name, value]) => [name, name.startsWith('__wbg_setTimeout_') ? quietTimeout : value]),
  )
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': functions })
  const start = instance.exports['__wbindgen_start']
  if (typeof start !== 'function') throw new Error('schema engine: expected an export __wbindgen_start, found none')
  glue.__wbg_set_wasm(instance.exports)
  start()
}

// One instance per process: its glue keeps the instance in a module variable.
let instantiated: Promise<void> | undefined

// Where the engine leaves its last words; without the registry a TypeError hides them.
let lastWords: string | undefined
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: {
    set_message: (message: string): void => {
      lastWords = message
    },
  },
})

const withAdapter = async <T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> => {
  instantiated ??= instantiate()
  await instantiated
  const bound = bindMigrationAwareSqlAdapterFactory(adapter)
  try {
    const engine = await glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, bound)
    try {
      return await use(engine)
    } finally {
      engine.free()
    }
  } catch (thrown) {
    // Its memory is not to be trusted any more, and its glue cannot start another: so for the rest of the process.
    if (lastWords !== undefined) throw new Error(`schema engine: it broke down: ${lastWords}`, { cause: thrown })
    // What fails below the engine comes back as a number, under which the binding has kept the real error.
    const id = /External error id#(\d+)/.exec(reasonOf(thrown))?.[1]
    throw (id === undefined ? undefined : bound.errorRegistry.consumeError(Number(id))?.error) ?? thrown
  }
}

// PostgreSQL's catalogue describes constraints and keys in its one-byte type "char", which the adapter refuses and the
// engine needs. Such columns are fetched as text and handed on as characters.
const CHAR_OID = 18 // pg_type.dat: "char"

// The adapter cuts a script at every semicolon, even inside a comment or a string, and commits each piece by itself.
// Sent as it is, PostgreSQL runs all of it as one transaction: a migration that fails leaves nothing behind. It may
// therefore hold nothing that refuses a transaction, such as CREATE INDEX CONCURRENTLY.
const repairedAdapter = (pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory => {
  const factory = new PrismaPg(pool)
  const connect = async (): Promise<SqlDriverAdapter> => {
    const adapter = await factory.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = (query) =>
      queryRaw(query).catch(async (thrown: unknown) => {
        if (!isDriverAdapterError(thrown) || thrown.cause.kind !== 'UnsupportedNativeDataType') throw thrown
        const asked = `FROM (${query.sql.replace(/;\s*$/, '')}) AS asked`
        const { fields } = await pool.query(`SELECT * ${asked} LIMIT 0`, query.args)
        const isChar = fields.map(({ dataTypeID }) => dataTypeID === CHAR_OID)
        const columns = fields.map(({ name }, at) => (isChar[at] === true ? `"${name}"::text` : `"${name}"`))
        const answer = await queryRaw({ ...query, sql: `SELECT ${columns.join(', ')} ${asked}` })
        const columnTypes = answer.columnTypes.map((type, at) =>
          isChar[at] === true ? ColumnTypeEnum.Character : type,
        )
        return { ...answer, columnTypes }
      })
    adapter.executeScript = async (script) => {
      await pool.query(script)
    }
    return adapter
  }
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect,
    // The adapter's own copy would go to the main database where that is named by a URL.
    connectToShadowDb: () => Promise.reject(new Error('schema engine: no shadow database here')),
  }
}

/**
 * Runs `use` with Prisma's own schema engine, as WebAssembly from the npm package, talking to `databaseUrl` through
 * node-postgres: no binary is downloaded and no child process started. Throws Unavailable when the database cannot be
 * reached; what the engine says later is passed on as it is.
 */
export const withSchemaEngine = async <T>(
  databaseUrl: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> => {
  // Two connections, since the engine may ask for a second one while the first holds a transaction.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  try {
    await pool.query('SELECT 1').catch((cause: unknown) => {
      throw new Unavailable(`schema engine: the database does not answer: ${reasonOf(cause)}`, { cause })
    })
    return await withAdapter(repairedAdapter(pool), use)
  } finally {
    await pool.end()
  }
}

// The engine's first question is always the same: is there a schema public, and which version is this? Nothing else
// is asked when two descriptions are compared, so this stands in for a server of the oldest version that we support.
const noServer = (): SqlMigrationAwareDriverAdapterFactory => {
  const answer: SqlResultSet = {
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, 'PostgreSQL 14.0', 140_000]],
  }
  const adapter: SqlDriverAdapter = { ...mockAdapter('postgres'), queryRaw: async () => answer }
  return { ...mockMigrationAwareAdapterFactory('postgres'), connect: async () => adapter }
}

/**
 * The SQL that makes a database that holds exactly `before` (an empty one, if it is left out) hold exactly `schema`;
 * needs no database.
 * @internal for tests and tools
 */
export const scriptFor = async (schema: SchemasContainer, before?: SchemasContainer): Promise<string> =>
  withAdapter(noServer(), async (engine) => {
    const { stdout } = await engine.diff({
      from: before === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', ...before },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    return stdout ?? ''
  })
