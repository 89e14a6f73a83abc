import { InvalidInput, reasonOf, Unavailable } from '../errors.ts'
import { type BroughtJob, type LaneWorker, type QueueBackend, within } from './backend.ts'
import type { JobDefinition, Lane } from './job.ts'
import { catalogueOf, LANES } from './lanes.ts'
import type { QueueLog } from './queue-log.ts'
import { countWaiting } from './queues.ts'

/** The side of the queues that works: one worker per lane in this process. */
export interface Workers {
  /** When this process last finished a job of the lane, by the machine's clock; a sign of life, like the canary's. */
  lastRunAt(lane: Lane): Date | undefined
  /** Jobs that this process is running now. */
  running(): number
  /** For tests: resolves when nothing runs here and nothing waits or is due in any lane. */
  idle(): Promise<void>
  /**
   * Takes no more jobs and waits for the running ones, at most `graceMs` (20 s); what still runs then is left to the
   * end of the process, and another process runs it again some 15 s later.
   */
  close(graceMs?: number): Promise<void>
}

const GRACE_MS = 20_000
const READY_LIMIT_MS = 10_000
const IDLE_LOOK_MS = 20

/**
 * Starts working. A job that throws is logged and over: InvalidInput can never work, anything else is found by the
 * sweep, because its row is still due. Throws RangeError for a catalogue with a name twice, a job without a lane that
 * a queue runs, or a concurrency below 1; Unavailable when the backend does not answer within 10 s.
 */
export const startWorkers = async (options: {
  readonly backend: QueueBackend
  readonly jobs: readonly JobDefinition[]
  /** Jobs at once in this process, per lane. */
  readonly concurrency: Readonly<Record<Lane, number>>
  readonly log: QueueLog
}): Promise<Workers> => {
  const { backend, concurrency, log } = options
  const catalogue = catalogueOf(options.jobs)
  for (const lane of LANES) {
    if (!Number.isInteger(concurrency[lane]) || concurrency[lane] < 1) {
      throw new RangeError(`lane ${lane}: concurrency is ${concurrency[lane]}, expected an integer of 1 or more`)
    }
  }
  const lastRuns = new Map<Lane, Date>()
  let running = 0
  // Moves with every start and end, so that a look at the queues can tell whether anything happened meanwhile.
  let turnover = 0

  const runOne = async (lane: Lane, job: BroughtJob): Promise<void> => {
    const about = { job: job.name, id: job.id, lane }
    const definition = catalogue.get(job.name)
    if (definition === undefined || !definition.lanes.includes(lane)) {
      // Woken by another version of this program, or by a slip: the row says what is due, not the wake.
      log.error('job dropped: the catalogue has no such job in this lane', about)
      return
    }
    try {
      await definition.run(definition.parse(job.data))
    } catch (thrown) {
      const fields = { ...about, reason: reasonOf(thrown) }
      if (thrown instanceof InvalidInput)
        log.error('job dropped: it can never work', { ...fields, faults: thrown.faults })
      else if (thrown instanceof Unavailable) log.warn('job put off: the sweep will wake it again', fields)
      else log.error('job failed: the sweep will wake it again', { ...fields, error: thrown })
    }
  }

  const run = async (lane: Lane, job: BroughtJob): Promise<void> => {
    running += 1
    turnover += 1
    try {
      await runOne(lane, job)
    } finally {
      running -= 1
      turnover += 1
      lastRuns.set(lane, new Date())
    }
  }

  const workers: LaneWorker[] = LANES.map((lane) =>
    backend.startWorker(lane, concurrency[lane], (job) => run(lane, job)),
  )
  const closeAll = () => Promise.all(workers.map((worker) => worker.close()))
  try {
    const ready = Promise.all(workers.map((worker) => worker.waitUntilReady()))
    await within(READY_LIMIT_MS, 'Starting the workers', ready)
  } catch (cause) {
    await closeAll()
    throw cause instanceof Unavailable ? cause : new Unavailable(`Starting the workers: ${reasonOf(cause)}`, { cause })
  }

  const isIdle = async (): Promise<boolean> => {
    const before = turnover
    return running === 0 && (await countWaiting(backend)) === 0 && turnover === before
  }
  return {
    lastRunAt: (lane) => lastRuns.get(lane),
    running: () => running,
    idle: async () => {
      while (!(await isIdle())) await new Promise((resolve) => setTimeout(resolve, IDLE_LOOK_MS))
    },
    close: async (graceMs = GRACE_MS) => {
      try {
        await within(graceMs, 'waiting for running jobs', closeAll())
      } catch (thrown) {
        log.warn('stopping before every job has ended: another process will run them again', {
          running,
          reason: reasonOf(thrown),
        })
      }
    },
  }
}
