import type { TestProject } from 'vitest/node'
import { startDatabase } from './database-server.ts'
import { startRedis } from './redis-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A database of the server, to connect to while making and dropping others. */
    readonly databaseUrl: string
    /** The migrated database that each test file gets a copy of. */
    readonly templateDatabase: string
    /** Empty where the queues live in PostgreSQL. */
    readonly redisUrl: string
  }
}

/**
 * Started once for a run of vitest, and not for the pure suite alone: one database server with one migrated template, and
 * a Redis where a suite named after that backend takes part.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const suites = project.vitest.projects.map(({ name }) => name)
  const byBackend = suites.some((name) => name.includes('@'))
  if (!byBackend && !suites.includes('edge')) return async () => undefined
  const stops: (() => Promise<void>)[] = []
  // Last in, first out, and each of them even where another fails.
  const stop = async (): Promise<void> => {
    const failures: unknown[] = []
    for (const stopOne of stops.toReversed()) await stopOne().catch((thrown: unknown) => failures.push(thrown))
    if (failures.length > 0) throw new AggregateError(failures, 'the servers of the tests did not all stop')
  }
  try {
    const database = await startDatabase()
    stops.push(database.stop)
    project.provide('databaseUrl', database.url)
    project.provide('templateDatabase', database.template)
    const redis = byBackend && process.env['KENTONGAN_TEST_BACKEND'] === 'redis' ? await startRedis() : undefined
    if (redis) stops.push(redis.stop)
    project.provide('redisUrl', redis?.url ?? '')
    return stop
  } catch (thrown) {
    await stop()
    throw thrown
  }
}
