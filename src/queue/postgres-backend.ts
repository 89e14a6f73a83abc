import {
  createPostgresBackend,
  isPgPool,
  type JobProgress,
  type PgPool,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
  Queue,
  runMigrations,
  Worker,
} from 'bullmq'
import pg from 'pg'
import { reasonOf, Unavailable } from '../errors.ts'
import {
  closeQueues,
  forEachLane,
  QUEUE_OPTIONS,
  type QueueBackend,
  type QueuedPayload,
  WORKER_OPTIONS,
  within,
} from './backend.ts'
import { type QueueLog, sparing } from './queue-log.ts'

const SCHEMA = 'bullmq'
const WAKE_CONNECTIONS = 3
// One for each worker's LISTEN, held for good, and seven that they share.
const WORK_CONNECTIONS = 10
const CONNECT_MS = 2_500
const WAKE_QUERY_MS = 2_500
const CLOSE_MS = 2_000

// A pool of our own, because BullMQ would open one for every queue and worker; it then leaves the schema to us.
const withSearchPath = (databaseUrl: string): string => {
  const url = new URL(databaseUrl)
  const given = url.searchParams.get('options')
  url.searchParams.set('options', `${given === null ? '' : `${given} `}-c search_path=${SCHEMA}`)
  return url.href
}

type PostgresQueue = Queue<
  QueuedPayload,
  void,
  string,
  QueuedPayload,
  void,
  string,
  PostgresQueueBackend,
  PostgresConnectionOptions
>
type PostgresWorker = Worker<unknown, void, string, PostgresQueueBackend, JobProgress, PostgresConnectionOptions>

// BullMQ describes a pool in its own words, which pg's types do not match to the letter; it has a test for it, too.
const asBullPool = (pool: unknown): PgPool => {
  if (!isPgPool(pool)) throw new TypeError('queue backend: BullMQ does not take the pool that pg made')
  return pool
}

/**
 * Queues in PostgreSQL: schema `bullmq` of the given database, made or brought up to date first; processes that start
 * together take turns at that (BullMQ holds an advisory lock). Needs session connections: LISTEN does not work through
 * a proxy that pools transactions. Holds at most 3 connections, and 10 more once a worker is started.
 */
export const openPostgresBackend = async (databaseUrl: string, log: QueueLog): Promise<QueueBackend> => {
  const connectionString = withSearchPath(databaseUrl)
  const pools: pg.Pool[] = []
  const complain = sparing(log.warn)
  // By reason, because one lost connection is told by the pool, the queues and the workers.
  const onError = (where: string) => (error: Error) => complain(`queue backend: ${reasonOf(error)}`, { where })
  const openPool = (max: number, more: pg.PoolConfig): pg.Pool => {
    const pool = new pg.Pool({
      connectionString,
      max,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      application_name: 'kentongan-queue',
      ...more,
    })
    // Each queue and worker on it listens too.
    pool.setMaxListeners(20)
    pool.on('error', onError('connections'))
    // BullMQ's own transactions hold connections without a listener: one that is cut then would end the process.
    pool.on('connect', (client) => client.on('error', () => undefined))
    pools.push(pool)
    return pool
  }

  const wakePool = openPool(WAKE_CONNECTIONS, { query_timeout: WAKE_QUERY_MS })
  const closePools = async (): Promise<void> => {
    await within(CLOSE_MS, 'closing the queue backend', Promise.all(pools.map((pool) => pool.end()))).catch(
      onError('closing'),
    )
  }
  try {
    // A client without the wake pool's query limit: migrations may wait for another process.
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS })
    client.on('error', onError('connections'))
    await client.connect()
    try {
      await runMigrations(client, SCHEMA)
    } finally {
      await client.end()
    }
  } catch (cause) {
    await closePools()
    throw new Unavailable(`Opening the queues in PostgreSQL: ${reasonOf(cause)}`, { cause })
  }

  let workPool: pg.Pool | undefined
  const queues = forEachLane((lane) => {
    const queue: PostgresQueue = new Queue(
      lane,
      { ...QUEUE_OPTIONS, connection: asBullPool(wakePool) },
      createPostgresBackend,
    )
    queue.on('error', onError(`queue ${lane}`))
    return queue
  })
  try {
    // BullMQ keeps the outcome of a queue's first look at its schema for good, also where it failed: asked while the
    // server is away for a moment, the queue would refuse every wake from then on.
    await Promise.all(Object.values(queues).map((queue) => queue.waitUntilReady()))
  } catch (cause) {
    await closePools()
    throw new Unavailable(`Opening the queues in PostgreSQL: ${reasonOf(cause)}`, { cause })
  }
  return {
    kind: 'postgres',
    queues,
    startWorker: (lane, concurrency, run) => {
      workPool ??= openPool(WORK_CONNECTIONS, {})
      const options = { ...WORKER_OPTIONS, concurrency, connection: asBullPool(workPool) }
      const worker: PostgresWorker = new Worker(lane, (job) => run(job), options, createPostgresBackend)
      worker.on('error', onError(`worker ${lane}`))
      return worker
    },
    ask: async () => {
      await wakePool.query('SELECT 1')
    },
    close: async () => {
      await closeQueues(queues)
      await closePools()
    },
  }
}
