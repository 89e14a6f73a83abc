import { Redis } from 'ioredis'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import type { QueueBackend } from '../../src/queue/backend.ts'
import type { JobDefinition, Lane, Wake } from '../../src/queue/job.ts'
import { type BackendChoice, openBackend, type Queues, queuesOf } from '../../src/queue/queues.ts'
import { startWorkers, type Workers } from '../../src/queue/worker.ts'
import { freshDatabase } from '../support/database.ts'
import { freshRedis } from '../support/redis.ts'
import { startRedis } from '../support/redis-server.ts'

export const isRedis = (): boolean => inject('redisUrl') !== ''

/** A log that a test can read: `level line`, with the fields. */
export const listeningLog = () => {
  const lines: { readonly line: string; readonly fields: Readonly<Record<string, unknown>> | undefined }[] = []
  const at = (level: string) => (line: string, fields?: Readonly<Record<string, unknown>>) => {
    lines.push({ line: `${level} ${line}`, fields })
  }
  return { lines, log: { info: at('info'), warn: at('warn'), error: at('error') } }
}

/** The queues' home of this run, for the tests of one file. Call it in `beforeAll`. */
export const freshChoice = async (): Promise<BackendChoice> => {
  const redisUrl = await freshRedis()
  return redisUrl === undefined ? { kind: 'postgres', databaseUrl: await freshDatabase() } : { kind: 'redis', redisUrl }
}

export const openFor = async (choice: BackendChoice): Promise<{ backend: QueueBackend; queues: Queues }> => {
  const backend = await openBackend(choice, listeningLog().log)
  onTestFinished(() => backend.close())
  return { backend, queues: queuesOf(backend) }
}

export const startFor = async (
  backend: QueueBackend,
  jobs: readonly JobDefinition[],
  more: { concurrency?: Record<Lane, number>; log?: ReturnType<typeof listeningLog>['log'] } = {},
): Promise<Workers> => {
  const { concurrency = { live: 4, exercise: 2, upkeep: 2 }, log = listeningLog().log } = more
  const workers = await startWorkers({ backend, jobs, concurrency, log })
  onTestFinished(() => workers.close(100))
  return workers
}

/** A job that remembers what it ran with, and does `work`. */
export const aJob = (name: string, work: (payload: unknown) => Promise<void> = async () => undefined) => {
  const ran: unknown[] = []
  const watchers: (() => void)[] = []
  const definition: JobDefinition = {
    name,
    lanes: ['live', 'exercise', 'upkeep'],
    parse: (payload) => payload,
    run: async (payload) => {
      ran.push(payload)
      for (const tell of watchers.splice(0)) tell()
      await work(payload)
    },
  }
  /** Resolves when it has begun `times` times in all. */
  const begun = async (times: number): Promise<void> => {
    while (ran.length < times) await new Promise<void>((resolve) => watchers.push(resolve))
  }
  return { ran, definition, begun }
}

let made = 0
export const aWake = (changes: Partial<Wake> = {}): Wake => {
  made += 1
  return { job: 'look', lane: 'live', id: `look-${made}-x`, payload: { row: `${made}` }, ...changes }
}

/** A backend that may be harmed: a Redis server of its own, or the file's database. */
export const harmableChoice = async (shared: BackendChoice): Promise<BackendChoice> => {
  if (shared.kind === 'postgres') return shared
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  return { kind: 'redis', redisUrl: redis.url }
}

/** Speaks to the backend past our own code. */
export const onServer = async <Result>(
  choice: BackendChoice,
  ask: { redis(redis: Redis): Promise<Result>; postgres(client: pg.Client): Promise<Result> },
): Promise<Result> => {
  if (choice.kind === 'redis') {
    const redis = new Redis(choice.redisUrl)
    try {
      return await ask.redis(redis)
    } finally {
      redis.disconnect()
    }
  }
  const client = new pg.Client({ connectionString: choice.databaseUrl })
  await client.connect()
  try {
    return await ask.postgres(client)
  } finally {
    await client.end()
  }
}
