import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from '../errors.ts'
import { findBinaries, programIn } from './binaries.ts'
import type { Log } from './home.ts'
import { markLives, markOf, runsWith } from './living.ts'

const POLL_MS = 20
const FAST_LIMIT_MS = 20_000
// On SIGQUIT the server itself kills what is left of its processes after 5 s.
const IMMEDIATE_LIMIT_MS = 10_000

const signal = (pid: number, name: 'INT' | 'QUIT'): void => {
  try {
    // Windows has no signals; PostgreSQL brings its own way of sending them.
    if (process.platform === 'win32') execFileSync(programIn(findBinaries().folder, 'pg_ctl'), ['kill', name, `${pid}`])
    else process.kill(pid, `SIG${name}`)
  } catch {
    // Gone in between: the wait below sees it.
  }
}

const goneWithin = async (mark: string, limitMs: number): Promise<boolean> => {
  const until = Date.now() + limitMs
  while (markLives(mark)) {
    if (Date.now() > until) return false
    await pause(POLL_MS)
  }
  return true
}

/**
 * Stops the server and waits until it is gone: fast first (open transactions are rolled back, everything is on disk),
 * after 20 s immediately (the next start recovers; nothing committed is lost). Throws Unavailable if it still lives
 * 10 s later. Signals nothing but a process that was started on this data folder.
 */
export const endServer = async (pid: number, dataFolder: string, log: Log): Promise<void> => {
  // Waited for by its start: its command line is gone before its port and files are, and the next start wants those.
  const mark = markOf(pid)
  if (!runsWith(pid, dataFolder)) return
  signal(pid, 'INT')
  if (await goneWithin(mark, FAST_LIMIT_MS)) return
  log('the embedded database did not stop in 20 s: stopping it at once', { pid })
  signal(pid, 'QUIT')
  if (await goneWithin(mark, IMMEDIATE_LIMIT_MS)) return
  throw new Unavailable(`Stopping the embedded database: process ${pid} does not end`)
}
