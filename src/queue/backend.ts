import type { JobsOptions, QueueOptions, WorkerOptions } from 'bullmq'
import { Unavailable } from '../errors.ts'
import type { Lane } from './job.ts'
import { LANES } from './lanes.ts'

export type QueuedPayload = Readonly<Record<string, string>>

/** A job as BullMQ keeps it. */
export interface QueuedJob {
  readonly name: string
  readonly data: QueuedPayload
  readonly opts: JobsOptions
}

/** What we use of a BullMQ queue, whichever backend it has. */
export interface LaneQueue {
  addBulk(jobs: QueuedJob[]): Promise<unknown>
  getJobCounts(...states: ('waiting' | 'active' | 'prioritized')[]): Promise<Record<string, number>>
  /** Soonest first. */
  getDelayed(first: number, last: number): Promise<{ readonly timestamp: number; readonly delay: number }[]>
  close(): Promise<void>
}

/** What we use of a BullMQ worker. */
export interface LaneWorker {
  waitUntilReady(): Promise<void>
  close(): Promise<void>
}

/** A job as the worker's function gets it. */
export interface BroughtJob {
  readonly id?: string | undefined
  readonly name: string
  readonly data: unknown
}

export type RunJob = (job: BroughtJob) => Promise<void>

/** Where the queues live, with the connections that one process holds to it. */
export interface QueueBackend {
  readonly kind: 'postgres' | 'redis'
  readonly queues: Readonly<Record<Lane, LaneQueue>>
  startWorker(lane: Lane, concurrency: number, run: RunJob): LaneWorker
  /** One question and its answer; rejects when there is none. */
  ask(): Promise<void>
  /** After the workers: ends queues and connections, within a few seconds even when nobody answers. */
  close(): Promise<void>
}

/** Braces: all keys of the queues in one slot of a Redis cluster. */
const PREFIX = '{kentongan}'

export const QUEUE_OPTIONS = {
  prefix: PREFIX,
  // A process that only wakes must fail fast, not wait for a backend that is away.
  skipWaitingForReady: true,
} satisfies Omit<QueueOptions, 'connection'>

/** A killed worker's job is run by another after at most lockDuration + stalledInterval; at the defaults it takes 61 s. */
export const WORKER_OPTIONS = {
  prefix: PREFIX,
  lockDuration: 10_000,
  stalledInterval: 5_000,
  // A job that three processes died of stays away until the sweep wakes it again.
  maxStalledCount: 3,
  // The pause before a worker asks again after a lost connection; BullMQ's 15 s would be most of a call-out's patience.
  runRetryDelay: 1_000,
} satisfies Omit<WorkerOptions, 'connection'>

export const forEachLane = <Made>(make: (lane: Lane) => Made): Record<Lane, Made> => ({
  live: make('live'),
  exercise: make('exercise'),
  upkeep: make('upkeep'),
})

/** Rejects with Unavailable when `work` takes longer than `ms`; `work` itself goes on, unheard. */
export const within = async <Result>(ms: number, step: string, work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable(`${step}: no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
    work.catch(() => {})
  }
}

/** Closes every queue; none may keep the others from closing. */
export const closeQueues = async (queues: Readonly<Record<Lane, LaneQueue>>): Promise<void> => {
  await Promise.allSettled(LANES.map((lane) => queues[lane].close()))
}
