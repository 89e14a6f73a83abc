import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { restartDelayMs } from './backoff.ts'
import type { ExitCode } from './failure.ts'
import { supervisedEnvironment } from './surroundings.ts'
import { verdictOn } from './verdict.ts'

/** How long a child may take to stop once asked; the contract's 30 s, less what it takes us to end it and ourselves. */
const STOP_LIMIT_MS = 29_000

/** A child that was ready for this long starts a new count of failures. */
const HEALTHY_MS = 30_000

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** 0 when it never was ready. */
  readonly readyMs: number
}

const watch = (child: ChildProcess): { readonly ended: Promise<Ended>; isReady(): boolean } => {
  let readyAtMs: number | undefined
  child.on('message', (message) => {
    if (message === 'ready') readyAtMs ??= performance.now()
  })
  const ended = new Promise<Ended>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null): void =>
      resolve({ code, signal, readyMs: readyAtMs === undefined ? 0 : performance.now() - readyAtMs })
    child.once('exit', end)
    child.once('error', () => {
      // Not even started (no memory, no process left): the same as ended at once.
      if (child.pid === undefined) end(1, null)
    })
  })
  return { ended, isReady: () => readyAtMs !== undefined }
}

const stopChild = async (child: ChildProcess, ended: Promise<Ended>, log: Log): Promise<void> => {
  child.kill('SIGTERM')
  const done = new AbortController()
  const stopped = ended.then(() => {
    done.abort()
    return true
  })
  const tooLate = pause(STOP_LIMIT_MS, false, { signal: done.signal }).catch(() => true)
  if (await Promise.race([stopped, tooLate])) return
  log.warn('the service did not stop in time: ending it', { afterMs: STOP_LIMIT_MS })
  child.kill('SIGKILL')
  await ended
}

/** Waits, but no longer than until the signal aborts. */
const waitUnless = async (signal: AbortSignal, ms: number): Promise<void> => {
  await pause(ms, undefined, { signal }).catch(() => undefined)
}

/**
 * MiB of each half of V8's young space, four times what it takes by itself: what a burst of messages needs lives as long as
 * their batch, and would be copied over and over (measured: a seventh of the intake's time).
 */
const YOUNG_SPACE = '--max-semi-space-size=64'

/**
 * Runs `script args` in a child process, again and again until `stop` aborts; then asks the child to stop, ends it after
 * 29 s, and gives 0. A child that ends by itself is started again after 0.2 s, doubling to 5 s until one has been ready
 * for 30 s. Gives 2 when the very first child refuses what it was given, 1 when five in a row failed before any was
 * ready.
 */
export const supervise = async (
  script: string,
  args: readonly string[],
  stop: AbortSignal,
  log: Log,
): Promise<ExitCode> => {
  let everReady = false
  let failuresInARow = 0
  while (!stop.aborted) {
    const child = fork(script, [...args], {
      env: supervisedEnvironment(),
      execArgv: [...process.execArgv, YOUNG_SPACE],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const { ended, isReady } = watch(child)
    const asked = new Promise<'asked'>((resolve) => {
      stop.addEventListener('abort', () => resolve('asked'), { once: true })
      if (stop.aborted) resolve('asked')
    })
    const end = await Promise.race([ended, asked])
    if (end === 'asked') {
      await stopChild(child, ended, log)
      return 0
    }
    everReady ||= isReady()
    failuresInARow = end.readyMs >= HEALTHY_MS ? 1 : failuresInARow + 1
    const verdict = verdictOn({ code: end.code, everReady, failuresInARow })
    if (verdict !== 'start-again') return verdict === 'bad-input' ? 2 : 1
    const delayMs = restartDelayMs(failuresInARow)
    log.warn('the service ended: it is started again', { code: end.code, signal: end.signal, delayMs })
    await waitUnless(stop, delayMs)
  }
  return 0
}
