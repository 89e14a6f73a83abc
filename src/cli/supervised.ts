import { setTimeout as pause } from 'node:timers/promises'
import { InvalidInput, Unavailable } from '../errors.ts'
import type { Log } from '../log.ts'
import { watchDatabase } from '../main/database-watch.ts'
import { openInstallation } from '../main/installation.ts'
import { type Service, startService } from '../main/service.ts'
import type { ServiceRole } from '../main/service-role.ts'
import { failureText } from './failure.ts'
import type { Run } from './run.ts'
import { CHILD_ENDS } from './verdict.ts'

/** The supervisor waits 29 s: whatever hangs is left to the end of the process, a little before. */
const STOP_LIMIT_MS = 27_000

/** A broken service gets this long to write down what it knows. */
const BROKEN_STOP_LIMIT_MS = 5_000

const READY_LOOK_MS = 100
const READY_ANSWER_MS = 5_000

const isReady = async (url: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(READY_ANSWER_MS) })
    await answer.arrayBuffer()
    return answer.status === 200
  } catch {
    return false
  }
}

const untilReady = async ({ url }: Service, stop: AbortSignal): Promise<void> => {
  while (url !== null && !stop.aborted && !(await isReady(url))) await pause(READY_LOOK_MS)
}

const within = (limitMs: number, work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, pause(limitMs, undefined, { ref: false })])

/** What ends a supervised service: being asked to, a supervisor that is gone, or being broken. */
const endOf = (run: Run, broken: Promise<string>): Promise<'asked' | { readonly brokenBy: string }> =>
  new Promise((resolve) => {
    const asked = (): void => resolve('asked')
    if (run.interrupted.aborted || !process.connected) asked()
    run.interrupted.addEventListener('abort', asked, { once: true })
    process.once('disconnect', asked)
    void broken.then((brokenBy) => resolve({ brokenBy }))
  })

const startCodeOf = (thrown: unknown): number => {
  if (thrown instanceof InvalidInput) return CHILD_ENDS.badInput
  return thrown instanceof Unavailable ? CHILD_ENDS.awaiting : CHILD_ENDS.failed
}

/** Nothing is known about the state after these: a fresh process is. */
const endOnSurprises = (log: Log): void => {
  const end = (thrown: unknown): void => {
    log.error('the service ended itself over an error that nobody expected', { error: thrown })
    process.exit(CHILD_ENDS.broken)
  }
  process.on('uncaughtException', end).on('unhandledRejection', end)
}

/** Tells whoever started us and the supervisor where the service is, unless it ended before it was ready. */
const tellReady = async (run: Run, role: ServiceRole, service: Service, ended: Promise<unknown>): Promise<void> => {
  const first = await Promise.race([untilReady(service, run.interrupted).then(() => 'ready' as const), ended])
  if (first !== 'ready' || run.interrupted.aborted) return
  const where = service.url ?? 'worker'
  run.print({ ready: where, role }, () => `kentongan ready ${where}`)
  if (process.connected) process.send?.('ready')
}

const serve = async (run: Run, role: ServiceRole, log: Log): Promise<number> => {
  const configuration = run.configuration()
  const installation = await openInstallation({ configuration, log, name: `kentongan ${role}` })
  const closers: (() => Promise<unknown>)[] = [() => installation.close()]
  let limitMs = STOP_LIMIT_MS
  try {
    if (run.interrupted.aborted) return CHILD_ENDS.asked
    const service = await startService(installation, role)
    closers.push(() => service.stop())
    const databaseGone = new Promise<string>((resolve) => {
      if (configuration.environment.databaseUrl !== null) return
      const watch = watchDatabase(installation.databaseUrl, () => resolve('the embedded database is gone'))
      closers.push(async () => watch.stop())
    })
    const ended = endOf(run, Promise.race([service.broken, databaseGone]))
    await tellReady(run, role, service, ended)
    const end = await ended
    if (end === 'asked') return CHILD_ENDS.asked
    log.error('the service ends itself, to be started anew', { reason: end.brokenBy })
    limitMs = BROKEN_STOP_LIMIT_MS
    return CHILD_ENDS.broken
  } finally {
    await within(limitMs, closeAll(closers, log))
  }
}

/** Last opened first; none may keep the others from closing. */
const closeAll = async (closers: readonly (() => Promise<unknown>)[], log: Log): Promise<void> => {
  for (const close of closers.toReversed())
    await close().catch((thrown: unknown) => log.warn('a part did not close cleanly', { error: thrown }))
}

/** The service itself, in a process that a supervisor started. Ends the process. */
export const runSupervised = async (run: Run, role: ServiceRole): Promise<never> => {
  run.endsItself()
  const log = run.log('info')
  endOnSurprises(log)
  // Ctrl-C reaches both processes of a terminal; the supervisor alone decides.
  process.removeAllListeners('SIGINT').on('SIGINT', () => undefined)
  try {
    process.exit(await serve(run, role, log))
  } catch (thrown) {
    run.tell(failureText(thrown))
    log.debug('the service did not start', { error: thrown })
    process.exit(startCodeOf(thrown))
  }
}
