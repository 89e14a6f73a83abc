import { Queue, Worker } from 'bullmq'
import { Redis, type RedisOptions } from 'ioredis'
import { InvalidInput, reasonOf, Unavailable } from '../errors.ts'
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

const CONNECT_MS = 2_500
const CLOSE_MS = 2_000
const LONGEST_RECONNECT_PAUSE_MS = 1_000

const BOTH = {
  connectTimeout: CONNECT_MS,
  retryStrategy: (times: number) => Math.min(times * 100, LONGEST_RECONNECT_PAUSE_MS),
} satisfies RedisOptions

// To fail at once rather than to keep a wake for later: the row is saved, the sweep finds it.
const WAKE_OPTIONS = {
  ...BOTH,
  lazyConnect: true,
  maxRetriesPerRequest: 1,
  enableOfflineQueue: false,
  socketTimeout: 5_000,
} satisfies RedisOptions

// A worker waits as long as it takes, but notices a connection that stays up and says nothing: its longest blocking
// command lasts 10 s.
const WORK_OPTIONS = { ...BOTH, maxRetriesPerRequest: null, socketTimeout: 15_000 } satisfies RedisOptions

/** Evicted keys would be lost call-outs; BullMQ only prints a warning. */
const refuseEviction = async (redis: Redis, log: QueueLog): Promise<void> => {
  let policy: string | undefined
  try {
    policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1]
  } catch (error) {
    log.warn('queue backend: Redis does not let us read its settings', { reason: reasonOf(error) })
    return
  }
  if (policy === undefined) log.warn('queue backend: Redis does not tell its maxmemory-policy; it must be noeviction')
  else if (policy !== 'noeviction') {
    throw new InvalidInput('Opening the queues in Redis: it may throw jobs away when its memory is full', [
      { path: 'REDIS_URL', got: policy, expected: 'noeviction', hint: 'CONFIG SET maxmemory-policy noeviction' },
    ])
  }
}

/** Queues in Redis or Valkey 7+, all keys under `{kentongan}`. Throws Unavailable, or InvalidInput for its set-up. */
export const openRedisBackend = async (redisUrl: string, log: QueueLog): Promise<QueueBackend> => {
  const complain = sparing(log.warn)
  // By reason, because one lost connection is told by the pool, the queues and the workers.
  const onError = (where: string) => (error: Error) => complain(`queue backend: ${reasonOf(error)}`, { where })
  const connections: Redis[] = []
  const open = (redis: Redis): Redis => {
    // Each queue and worker on it listens too.
    redis.setMaxListeners(40)
    redis.on('error', onError('connections'))
    connections.push(redis)
    return redis
  }
  const closeConnections = async (): Promise<void> => {
    for (const redis of connections) redis.disconnect()
  }

  const wakeConnection = open(new Redis(redisUrl, WAKE_OPTIONS))
  try {
    await within(CONNECT_MS, 'connecting', wakeConnection.connect())
    await refuseEviction(wakeConnection, log)
  } catch (cause) {
    await closeConnections()
    if (cause instanceof InvalidInput) throw cause
    throw new Unavailable(`Opening the queues in Redis: ${reasonOf(cause)}`, { cause })
  }

  let workConnection: Redis | undefined
  const queues = forEachLane((lane) => {
    const queue = new Queue<QueuedPayload, void>(lane, { ...QUEUE_OPTIONS, connection: wakeConnection })
    queue.on('error', onError(`queue ${lane}`))
    return queue
  })
  return {
    kind: 'redis',
    queues,
    startWorker: (lane, concurrency, run) => {
      workConnection ??= open(new Redis(redisUrl, WORK_OPTIONS))
      const options = { ...WORKER_OPTIONS, concurrency, connection: workConnection }
      const worker = new Worker<unknown, void>(lane, (job) => run(job), options)
      worker.on('error', onError(`worker ${lane}`))
      return worker
    },
    ask: async () => {
      await wakeConnection.ping()
    },
    close: async () => {
      await within(CLOSE_MS, 'closing the queue backend', closeQueues(queues)).catch(onError('closing'))
      await closeConnections()
    },
  }
}
