import type { QueueBackend } from '../queue/backend.ts'
import { type BackendChoice, openBackend, type Queues, queuesOf } from '../queue/queues.ts'
import type { Installation } from './installation.ts'

/** Where the queues of an installation live. */
export const backendOf = ({ configuration, databaseUrl }: Installation): BackendChoice => {
  const { redisUrl } = configuration.environment
  return redisUrl === null ? { kind: 'postgres', databaseUrl } : { kind: 'redis', redisUrl }
}

/**
 * Does `work` with queues to wake, opened when the first wake comes and closed at the end. A backend that cannot be
 * reached makes each wake throw, which `quietly` turns into a warning: rows are saved by then, and the sweep finds them.
 */
export const withQueues = async <Result>(
  installation: Installation,
  work: (queues: Pick<Queues, 'wake'>) => Promise<Result>,
): Promise<Result> => {
  let opening: Promise<QueueBackend> | undefined
  const wake: Queues['wake'] = async (wakes) => {
    opening ??= openBackend(backendOf(installation), installation.log)
    await queuesOf(await opening).wake(wakes)
  }
  try {
    return await work({ wake })
  } finally {
    const opened = await opening?.catch(() => undefined)
    await opened?.close()
  }
}
