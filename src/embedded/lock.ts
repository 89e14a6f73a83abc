import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from '../errors.ts'
import { type Home, handOver, type Log } from './home.ts'
import { markLives, ownMark } from './living.ts'

const POLL_MS = 30
const PROGRESS_EVERY_MS = 5_000
// Above what a holder may take: initdb (2 min), then a start with crash recovery (3 min).
const LONGEST_WAIT_MS = 360_000

const ignoring = (step: () => void): void => {
  try {
    step()
  } catch {
    // Somebody else was quicker: the next look tells.
  }
}

const holdersIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * One try. The lock is a folder that holds one file named after its holder, moved into place whole: a move onto a folder
 * that is not empty fails. A dead holder's file is removed by its own name, so nobody can remove a living holder's.
 */
const tryTake = (home: Home, folder: string, name: string): boolean => {
  for (const holder of holdersIn(folder)) {
    if (!markLives(holder)) ignoring(() => unlinkSync(join(folder, holder)))
  }
  if (holdersIn(folder).length > 0) return false
  const draft = `${folder}.${name}`
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(join(draft, name), '')
  handOver(home, join(draft, name))
  handOver(home, draft)
  // Succeeds on an empty folder only; on Windows nothing can be moved onto even that.
  ignoring(() => rmdirSync(folder))
  try {
    renameSync(draft, folder)
    return true
  } catch {
    rmSync(draft, { recursive: true, force: true })
    return false
  }
}

/** Removes drafts that processes killed between two steps of `tryTake` left behind. */
const sweepDrafts = (home: Home): void => {
  for (const name of readdirSync(home.runFolder)) {
    if (name.startsWith('lock.') && !markLives(name.slice('lock.'.length))) {
      rmSync(join(home.runFolder, name), { recursive: true, force: true })
    }
  }
}

/**
 * Does `work` while no other process, and no other caller in this one, does work under the same home. The lock of a
 * process that was killed is taken over at once. Holds among the processes of one machine (one process-id namespace),
 * not between containers that share a folder. Waits up to six minutes for a living holder, then throws Unavailable.
 */
export const withLock = async <T>(home: Home, log: Log, work: () => Promise<T>): Promise<T> => {
  const folder = join(home.runFolder, 'lock')
  const name = `${ownMark()}.${randomBytes(4).toString('hex')}`
  const since = Date.now()
  let toldAt = since
  while (!tryTake(home, folder, name)) {
    const now = Date.now()
    const holderPid = Number(holdersIn(folder)[0]?.split('.')[0] ?? 0)
    if (now - since > LONGEST_WAIT_MS) {
      throw new Unavailable(
        `Waiting for the embedded database: process ${holderPid} has been starting or stopping it for ` +
          `${Math.round((now - since) / 1000)} s; end that process and try again`,
      )
    }
    if (now - toldAt >= PROGRESS_EVERY_MS) {
      toldAt = now
      log('waiting for another command that is starting or stopping the embedded database', { holderPid })
    }
    await pause(POLL_MS)
  }
  try {
    sweepDrafts(home)
    return await work()
  } finally {
    ignoring(() => unlinkSync(join(folder, name)))
    ignoring(() => rmdirSync(folder))
  }
}
