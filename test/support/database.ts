import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { runOn, urlOfDatabase } from './database-server.ts'

const nameOf = (word: string): string => `kentongan_${word}_${randomBytes(6).toString('hex')}`

const create = async (name: string, template: string): Promise<string> => {
  const server = inject('databaseUrl')
  await runOn(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  // Connections that a test left open must not keep the database.
  afterAll(() => runOn(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  return urlOfDatabase(server, name)
}

/**
 * The URL of a migrated database that nobody else uses; dropped after the file's tests. Call it at the top of a test
 * file or in `beforeAll`, once or more. Not for the pure suite, which has no server.
 */
export const freshDatabase = (): Promise<string> => create(nameOf('file'), inject('templateDatabase'))

/** The same, with nothing in it. */
export const emptyDatabase = (): Promise<string> => create(nameOf('empty'), 'template0')
