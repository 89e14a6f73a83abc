import { reasonOf, Unavailable } from '../errors.ts'
import { type QueueBackend, type QueuedJob, within } from './backend.ts'
import type { Wake } from './job.ts'
import { checkWake, LANES } from './lanes.ts'
import { openPostgresBackend } from './postgres-backend.ts'
import type { QueueLog } from './queue-log.ts'
import { openRedisBackend } from './redis-backend.ts'

export type BackendChoice =
  | { readonly kind: 'postgres'; readonly databaseUrl: string }
  | { readonly kind: 'redis'; readonly redisUrl: string }

/** Connects to where the queues live and makes them ready. Throws Unavailable, or InvalidInput for a wrong set-up. */
export const openBackend = (choice: BackendChoice, log: QueueLog): Promise<QueueBackend> =>
  choice.kind === 'postgres' ? openPostgresBackend(choice.databaseUrl, log) : openRedisBackend(choice.redisUrl, log)

/** The side of the queues that asks for work. */
export interface Queues {
  /**
   * Asks for each of them, or throws Unavailable within 3 s, after which some may have been asked for and some not:
   * call it after the rows are saved, and go on when it throws. Throws RangeError for a wake that cannot be kept.
   */
  wake(wakes: readonly Wake[]): Promise<void>
  /** Does the backend answer, within 2 s? */
  ping(): Promise<boolean>
  /** Jobs that could run now or are running, in all lanes and processes; not those that wait for their time. */
  waiting(): Promise<number>
}

const WAKE_LIMIT_MS = 3_000
const PING_LIMIT_MS = 2_000

const queued = ({ job, id, payload, delayMs = 0, first = false }: Wake): QueuedJob => ({
  name: job,
  data: payload,
  opts: {
    jobId: id,
    delay: delayMs,
    lifo: first,
    // One try: rows and the sweep decide about another. Removed at once: a finished job that is kept would swallow
    // the next wake of its id.
    attempts: 1,
    removeOnComplete: true,
    removeOnFail: true,
  },
})

/** How many jobs of a lane could run now or are running. Delayed ones count from their time on. */
const busyIn = async ({ queues }: QueueBackend, lane: (typeof LANES)[number], nowMs: number): Promise<number> => {
  const counts = await queues[lane].getJobCounts('waiting', 'active', 'prioritized')
  const [soonest] = await queues[lane].getDelayed(0, 0)
  const due = soonest !== undefined && soonest.timestamp + soonest.delay <= nowMs ? 1 : 0
  return Object.values(counts).reduce((sum, count) => sum + count, due)
}

/** The same as `Queues.waiting`, for whoever has a backend only. */
export const countWaiting = async (backend: QueueBackend): Promise<number> => {
  // BullMQ reckons delays in real time, whatever the clock that the rows go by.
  const busy = await Promise.all(LANES.map((lane) => busyIn(backend, lane, Date.now())))
  return busy.reduce((sum, count) => sum + count, 0)
}

/** The queues of an opened backend; the backend is closed by whoever opened it. */
export const queuesOf = (backend: QueueBackend): Queues => ({
  wake: async (wakes) => {
    for (const wake of wakes) checkWake(wake)
    const added = LANES.map(async (lane) => {
      const jobs = wakes.filter((wake) => wake.lane === lane).map(queued)
      if (jobs.length > 0) await backend.queues[lane].addBulk(jobs)
    })
    try {
      await within(WAKE_LIMIT_MS, 'asking the queue', Promise.all(added))
    } catch (cause) {
      throw new Unavailable(`Waking ${wakes.length} jobs: ${reasonOf(cause)}`, { cause })
    }
  },
  ping: async () => {
    try {
      await within(PING_LIMIT_MS, 'asking the queue', backend.ask())
      return true
    } catch {
      return false
    }
  },
  waiting: () => countWaiting(backend),
})
