import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from '../errors.ts'
import { programIn } from './binaries.ts'
import { BARE_ENVIRONMENT } from './database-user.ts'
import { type Home, handOver, type Log, writePrivate } from './home.ts'
import type { Location } from './location.ts'
import { look } from './postmaster.ts'
import { endServer } from './shutdown.ts'

const POLL_MS = 20
const PROGRESS_EVERY_MS = 5_000
// Crash recovery replays at most max_wal_size (1 GB) and then some: under a minute on a slow disk.
const START_LIMIT_MS = 180_000
// Backends whose postmaster was killed notice within seconds, and hold the shared memory until then.
const OLD_BACKENDS_LIMIT_MS = 30_000
const PORT_ATTEMPTS = 10
const TAIL_LINES = 12

/** What a start is made of. */
export interface Launch {
  readonly home: Home
  readonly location: Location
  readonly binaries: string
  readonly password: string
  readonly maxConnections: number
  readonly log: Log
}

/** A free port on 127.0.0.1, `wanted` if it is free. */
const freePort = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const trial = createServer()
    trial.once('error', (thrown) => (wanted === 0 ? reject(thrown) : resolve(freePort(0))))
    trial.listen(wanted, '127.0.0.1', () => {
      const address = trial.address()
      trial.close(() => resolve(typeof address === 'object' && address !== null ? address.port : wanted))
    })
  })

const portFile = (home: Home): string => join(home.runFolder, 'port')

/** The port of last time: what still holds the old address finds the new server there. 0 if there is none. */
const lastPort = (home: Home): number => {
  const kept = existsSync(portFile(home)) ? Number(readFileSync(portFile(home), 'utf8')) : 0
  return Number.isInteger(kept) && kept > 1023 && kept < 65_536 ? kept : 0
}

const settings = ({ maxConnections }: Launch, port: number): readonly string[] =>
  [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    `max_connections=${maxConnections}`,
    'fsync=on',
    'synchronous_commit=on',
    'full_page_writes=on',
    'timezone=UTC',
    'log_timezone=UTC',
    // The log is for the server's own life. Failed statements stay out of it, with the phone numbers that they quote.
    'log_min_messages=log',
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    'log_checkpoints=off',
    'logging_collector=off',
  ].flatMap((setting) => ['-c', setting])

const spawnServer = (launch: Launch, port: number): ChildProcess => {
  const { home, location, binaries } = launch
  const log = openSync(home.logFile, 'w', 0o600)
  handOver(home, home.logFile)
  try {
    const child = spawn(programIn(binaries, 'postgres'), ['-D', location.dataFolder, ...settings(launch, port)], {
      ...location.user,
      // A session of its own and nothing of ours held: it gets no Ctrl-C and does not need us to live.
      detached: true,
      stdio: ['ignore', log, log],
      cwd: '/',
      env: BARE_ENVIRONMENT,
      windowsHide: true,
    })
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

const tailOf = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n') : ''

type Attempt = { kind: 'live'; pid: number; port: number } | { kind: 'failed'; reason: string; tail: string }

const attempt = async (launch: Launch, port: number): Promise<Attempt> => {
  const { location, password, home, log } = launch
  const since = Date.now()
  let toldAt = since
  let ended: string | undefined
  const child = spawnServer(launch, port)
  child.once('error', (thrown) => {
    ended = thrown.message
  })
  child.once('exit', (code, signal) => {
    ended ??= `it ended with ${signal ?? code}`
  })
  for (;;) {
    const sight = await look(location.dataFolder, password)
    if (sight.kind === 'live' && sight.pid === child.pid) return { kind: 'live', pid: sight.pid, port: sight.port }
    if (ended !== undefined) return { kind: 'failed', reason: ended, tail: tailOf(home.logFile) }
    const now = Date.now()
    const doing = sight.kind === 'waiting' ? sight.reason : 'it has not come up yet'
    if (now - since > START_LIMIT_MS) {
      if (child.pid !== undefined) await endServer(child.pid, location.dataFolder, log)
      return {
        kind: 'failed',
        reason: `not ready after ${START_LIMIT_MS / 1000} s: ${doing}`,
        tail: tailOf(home.logFile),
      }
    }
    if (now - toldAt >= PROGRESS_EVERY_MS) {
      toldAt = now
      log('still waiting for the embedded database to start', { afterMs: now - since, doing })
    }
    await pause(POLL_MS)
  }
}

/**
 * Starts the server on the data folder, on 127.0.0.1 only, and gives its port once it answers. Takes the port of last
 * time or, where that is taken, any free one. Its log begins anew with each start; the one before is kept as `.1`.
 * Throws Unavailable with the log's last lines. To be called under the lock, with no server running.
 */
export const launchServer = async (launch: Launch): Promise<number> => {
  const { home, location } = launch
  if (existsSync(home.logFile)) renameSync(home.logFile, `${home.logFile}.1`)
  const since = Date.now()
  let port = await freePort(lastPort(home))
  let portsTried = 1
  for (;;) {
    const result = await attempt(launch, port)
    if (result.kind === 'live') {
      writePrivate(home, portFile(home), `${result.port}\n`)
      return result.port
    }
    if (/could not bind|could not create any TCP\/IP sockets/i.test(result.tail) && portsTried < PORT_ATTEMPTS) {
      portsTried += 1
      port = await freePort(0)
    } else if (/pre-existing shared memory/i.test(result.tail) && Date.now() - since < OLD_BACKENDS_LIMIT_MS) {
      await pause(100)
    } else {
      const where = `in ${location.dataFolder}`
      throw new Unavailable(
        `Starting the embedded database ${where}: ${result.reason}; the end of ${home.logFile}:\n${result.tail}`,
      )
    }
  }
}
