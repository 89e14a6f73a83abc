import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { attachEmbedded } from '../../src/embedded/server.ts'
import { applyMigrations } from '../../src/store/migrate.ts'

const silent = (): void => undefined

/** The same server, another database. */
export const urlOfDatabase = (url: string, database: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** Runs statements one after the other, each by itself: CREATE DATABASE wants no transaction. */
export const runOn = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

const serverOf = async (): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return { url: given, stop: async () => undefined }
  const home = await mkdtemp(join(tmpdir(), 'kentongan-test-'))
  const server = await attachEmbedded({ home, log: silent })
  return {
    url: server.url,
    stop: async () => {
      await server.release()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** An embedded PostgreSQL of its own, or the one that TEST_DATABASE_URL names, with one migrated template database. */
export const startDatabase = async (): Promise<{
  readonly url: string
  readonly template: string
  stop(): Promise<void>
}> => {
  const { url, stop } = await serverOf()
  const template = `kentongan_template_${randomBytes(6).toString('hex')}`
  const dropTemplate = `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`
  try {
    await runOn(url, `CREATE DATABASE ${template}`)
    await applyMigrations(urlOfDatabase(url, template), silent)
    // A database that somebody is connected to cannot be copied.
    await runOn(url, `ALTER DATABASE ${template} ALLOW_CONNECTIONS false`)
  } catch (thrown) {
    await runOn(url, dropTemplate)
    await stop()
    throw thrown
  }
  return {
    url,
    template,
    stop: async () => {
      await runOn(url, dropTemplate)
      await stop()
    },
  }
}
