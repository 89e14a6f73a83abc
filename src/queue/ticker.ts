import { schedule, validateDetailed } from 'node-cron'
import type { Clock } from '../clock.ts'
import { reasonOf } from '../errors.ts'
import type { Wake } from './job.ts'
import { checkWake } from './lanes.ts'
import type { QueueLog } from './queue-log.ts'

/** What is woken at certain times, whatever else happens. */
export interface CronTick {
  /** For the log. */
  readonly name: string
  /** Five fields, or six with seconds first, in UTC. */
  readonly expression: string
  /** The wakes of a tick; their ids hold `at`, so that two processes that tick together ask once. */
  wakes(at: Date): readonly Wake[]
}

export interface Ticker {
  /** No tick begins after this; resolves when one that has begun is over. */
  stop(): Promise<void>
}

/**
 * Ticks only enqueue. A tick that fails is logged and forgotten, the next one tries again; ticks missed while the
 * process slept are not made up for, because what is due stands in rows. `at` is the whole second or minute that was
 * due, by `clock`. Throws RangeError for an expression that node-cron does not understand.
 */
export const startTicker = (
  ticks: readonly CronTick[],
  needs: { wake(wakes: readonly Wake[]): Promise<void>; readonly clock: Clock; readonly log: QueueLog },
): Ticker => {
  const { wake, clock, log } = needs
  for (const { name, expression } of ticks) {
    const { valid, errors } = validateDetailed(expression)
    if (!valid) {
      throw new RangeError(`tick ${name}: ${expression}: ${errors.map(({ field, message }) => `${field}: ${message}`)}`)
    }
  }
  const underWay = new Set<Promise<void>>()
  const once = async (tick: CronTick): Promise<void> => {
    const at = new Date(Math.floor(clock.now().getTime() / 1_000) * 1_000)
    try {
      const wakes = tick.wakes(at)
      for (const one of wakes) checkWake(one)
      await wake(wakes)
    } catch (thrown) {
      log.warn('tick failed: the next one tries again', { tick: tick.name, reason: reasonOf(thrown) })
    }
  }
  const quiet = {
    info: () => {},
    debug: () => {},
    warn: () => {},
    error: (said: string | Error) => log.warn(reasonOf(said)),
  }
  const tasks = ticks.map((tick) =>
    schedule(
      tick.expression,
      () => {
        const running = once(tick).finally(() => underWay.delete(running))
        underWay.add(running)
        return running
      },
      { timezone: 'UTC', noOverlap: true, suppressMissedWarning: true, logger: quiet },
    ),
  )
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()))
      await Promise.all(underWay)
    },
  }
}
