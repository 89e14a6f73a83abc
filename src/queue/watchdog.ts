import type { Clock } from '../clock.ts'
import { reasonOf } from '../errors.ts'
import type { Lane, Wake } from './job.ts'
import type { QueueLog } from './queue-log.ts'

/** What a watchdog remembers: since when it may expect signs of life, and when it last looked. */
export interface Watch {
  readonly since: Date
  readonly lookedAt: Date
}

/**
 * The watch after a look. The patience begins anew while the backend does not answer, because no lane can live then,
 * and after looks that came more than three times too late, because then it was this process that slept.
 */
export const nextWatch = (watch: Watch, look: { now: Date; answers: boolean }, everyMs: number): Watch => {
  const slept = look.now.getTime() - watch.lookedAt.getTime() > 3 * everyMs
  return { since: look.answers && !slept ? watch.since : look.now, lookedAt: look.now }
}

/** Has a lane given no sign of life for more than `deadAfterMs`, counted from the start of the watch at the earliest? */
export const isDead = (watch: Watch, lastSignAt: Date | undefined, deadAfterMs: number): boolean => {
  const fromMs = Math.max(watch.since.getTime(), lastSignAt?.getTime() ?? 0)
  return watch.lookedAt.getTime() - fromMs > deadAfterMs
}

/** The wake of a lane's canary job: before all that waits there, so that a long queue does not look like a dead one. */
export const canaryWake = (lane: Lane, at: Date): Wake => ({
  job: 'canary',
  lane,
  id: `canary-${lane}-${at.getTime()}`,
  payload: { lane },
  first: true,
})

export interface WatchdogNeeds {
  readonly lanes: readonly Lane[]
  wakeCanary(lane: Lane, at: Date): Promise<void>
  /** The latest sign of life of this process's worker in the lane, by `clock`. */
  lastCanaryAt(lane: Lane): Promise<Date | undefined> | Date | undefined
  /** Does the backend answer? */
  ping(): Promise<boolean>
  readonly clock: Clock
  /** Called once per dead lane: end the process, the supervisor starts it again. */
  onDead(lane: Lane): void
  readonly log: QueueLog
  readonly everyMs?: number
  readonly deadAfterMs?: number
}

const EVERY_MS = 5_000
const DEAD_AFTER_MS = 25_000

/** One look after the other, without a timer. */
export const makeWatchdog = (needs: WatchdogNeeds): { look(): Promise<void> } => {
  const { lanes, clock, log, everyMs = EVERY_MS, deadAfterMs = DEAD_AFTER_MS } = needs
  const dead = new Set<Lane>()
  const startedAt = clock.now()
  let watch: Watch = { since: startedAt, lookedAt: startedAt }

  const signOf = async (lane: Lane): Promise<{ lane: Lane; at: Date | undefined }> => ({
    lane,
    at: await needs.lastCanaryAt(lane),
  })
  return {
    look: async () => {
      const now = clock.now()
      let signs: { lane: Lane; at: Date | undefined }[] = []
      let answers = await needs.ping()
      if (answers) {
        try {
          signs = await Promise.all(lanes.map(signOf))
        } catch (thrown) {
          log.warn('watchdog: the last signs of life cannot be read', { reason: reasonOf(thrown) })
          answers = false
        }
      }
      watch = nextWatch(watch, { now, answers }, everyMs)
      for (const { lane, at } of signs) {
        if (dead.has(lane) || !isDead(watch, at, deadAfterMs)) continue
        dead.add(lane)
        log.error('a lane is dead: its worker takes no jobs although the queue answers', { lane, lastSignAt: at })
        needs.onDead(lane)
      }
      if (!answers) return
      await Promise.all(
        lanes.map(async (lane) => {
          try {
            await needs.wakeCanary(lane, now)
          } catch (thrown) {
            log.warn('watchdog: no canary could be woken', { lane, reason: reasonOf(thrown) })
          }
        }),
      )
    },
  }
}

/**
 * Every `everyMs` (5 s) sends a canary job through each lane and looks for the last one's sign of life; a lane that
 * has given none for `deadAfterMs` (25 s) although the backend answers is dead: a silently broken connection stops a
 * BullMQ worker for good, without an error.
 */
export const startWatchdog = (needs: WatchdogNeeds): { stop(): Promise<void> } => {
  const watchdog = makeWatchdog(needs)
  let looking: Promise<void> | undefined
  const timer = setInterval(() => {
    // A look that takes long is not overtaken by the next.
    looking ??= watchdog.look().finally(() => {
      looking = undefined
    })
  }, needs.everyMs ?? EVERY_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await looking
    },
  }
}
