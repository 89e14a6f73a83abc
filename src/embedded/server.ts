import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from '../errors.ts'
import { findBinaries, usableBinaries } from './binaries.ts'
import { ensureCluster, passwordOf } from './cluster.ts'
import { type Home, type Log, openHome } from './home.ts'
import { launchServer } from './launch.ts'
import { pidTaken } from './living.ts'
import { type Location, locate } from './location.ts'
import { withLock } from './lock.ts'
import { DATABASE, look, urlOf, withClient } from './postmaster.ts'
import { countLiving, register } from './registration.ts'
import { endServer } from './shutdown.ts'

/** One attachment to the embedded PostgreSQL of a home. */
export interface EmbeddedServer {
  /** postgresql://… of database `kentongan` on this server, with its password: not for logs. */
  readonly url: string
  /** 'adopted': a live server whose users had all died without giving it back. */
  readonly how: 'started' | 'attached' | 'adopted'
  /** Gives the server back; the last one out stops it (fast shutdown, data kept). Safe to call twice. */
  release(): Promise<void>
}

const POLL_MS = 50
const PROGRESS_EVERY_MS = 5_000
// Crash recovery of an adopted server, or the shutdown of one whose stopper was killed.
const SETTLE_LIMIT_MS = 180_000

/** The port of the server that lives on the data folder, once it has come up or gone down; undefined without one. */
const livePort = async ({ dataFolder }: Location, password: string, log: Log): Promise<number | undefined> => {
  const since = Date.now()
  let toldAt = since
  for (;;) {
    const sight = await look(dataFolder, password)
    if (sight.kind === 'live') return sight.port
    if (sight.kind === 'absent') return undefined
    if (sight.kind === 'stale') {
      // PostgreSQL clears away the file of a dead process itself, with checks of its own, but refuses to start when the
      // number is another process's now (the rule in containers, where numbers are few) or unreadable.
      if (sight.pid === 0 || pidTaken(sight.pid)) rmSync(join(dataFolder, 'postmaster.pid'), { force: true })
      return undefined
    }
    const now = Date.now()
    if (now - since > SETTLE_LIMIT_MS) {
      throw new Unavailable(
        `Attaching to the embedded database: its process ${sight.pid} lives but does not let us in (${sight.reason}); ` +
          'end that process and try again',
      )
    }
    if (now - toldAt >= PROGRESS_EVERY_MS) {
      toldAt = now
      log('waiting for the embedded database, which is starting or stopping', { reason: sight.reason })
    }
    await pause(POLL_MS)
  }
}

const ensureDatabase = (port: number, password: string): Promise<void> =>
  withClient(urlOf(port, password, 'postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  })

const endIfLive = async (location: Location, password: string, log: Log): Promise<void> => {
  const sight = await look(location.dataFolder, password)
  if (sight.kind !== 'live' && sight.kind !== 'waiting') return
  await endServer(sight.pid, location.dataFolder, log)
  log('embedded database stopped', { folder: location.dataFolder })
}

const start = async (home: Home, location: Location, password: string, maxConnections: number, log: Log) => {
  const sinceMs = Date.now()
  const binaries = await usableBinaries(findBinaries(), location.binaryFolder, location.user, log)
  await ensureCluster(location, binaries, password, log)
  const port = await launchServer({ home, location, binaries, password, maxConnections, log })
  log('embedded database started', { port, folder: location.dataFolder, tookMs: Date.now() - sinceMs })
  return port
}

/**
 * Attaches this process to the embedded PostgreSQL of a home, which it starts, or makes and starts, if none runs.
 *
 * Any number of processes of one machine may attach to one home at once, and one process more than once. The server is
 * a process of its own: it outlives whoever started it, and stops when the last living attachment is released. One that
 * was left over by killed processes is adopted. Listens on 127.0.0.1 only and takes only the home's own password.
 * `maxConnections` (200) counts when it starts here; a running server keeps its own.
 *
 * Throws InvalidInput where the home cannot be used or there are no binaries for this machine, Unavailable where the
 * server does not come up; both say what to do. Takes 1 to 2 s on a fresh home, up to minutes after a crash: progress
 * goes to `log`.
 */
export const attachEmbedded = async (options: {
  home: string
  log: Log
  maxConnections?: number
}): Promise<EmbeddedServer> => {
  const { log, maxConnections = 200 } = options
  const home = openHome(options.home)
  return withLock(home, log, async () => {
    const location = await locate(home, log)
    const password = passwordOf(home, location)
    const others = countLiving(home)
    const running = await livePort(location, password, log)
    try {
      const port = running ?? (await start(home, location, password, maxConnections, log))
      await ensureDatabase(port, password)
      const strikeOut = register(home)
      const giveBack = () =>
        withLock(home, log, async () => {
          strikeOut()
          if (countLiving(home) === 0) await endIfLive(location, password, log)
        })
      let given: Promise<void> | undefined
      return {
        url: urlOf(port, password, DATABASE),
        how: running === undefined ? 'started' : others > 0 ? 'attached' : 'adopted',
        release: () => {
          given ??= giveBack()
          return given
        },
      }
    } catch (thrown) {
      if (running === undefined && others === 0) await endIfLive(location, password, log)
      throw thrown
    }
  })
}
