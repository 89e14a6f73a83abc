import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { reasonOf, Unavailable } from '../errors.ts'
import { programIn } from './binaries.ts'
import { runAs } from './database-user.ts'
import { type Home, type Log, writePrivate } from './home.ts'
import { markLives, ownMark } from './living.ts'
import type { Location } from './location.ts'
import { ROLE } from './postmaster.ts'

const INITDB_LIMIT_MS = 120_000
const PROGRESS_EVERY_MS = 5_000

/**
 * The password of the home's database, made on the first call (144 random bits, kept 0600 in the home).
 * Throws Unavailable when a database is there and its password is not. To be called under the lock.
 */
export const passwordOf = (home: Home, location: Location): string => {
  if (existsSync(home.passwordFile)) {
    const kept = readFileSync(home.passwordFile, 'utf8').trim()
    if (kept !== '') return kept
  }
  if (existsSync(location.dataFolder)) {
    throw new Unavailable(
      `Opening the embedded database: ${home.passwordFile} is missing, the password of ${location.dataFolder}; restore it`,
    )
  }
  const password = randomBytes(18).toString('base64url')
  writePrivate(home, home.passwordFile, `${password}\n`)
  return password
}

/** Waits for `work`, saying every 5 s that it goes on. */
const telling = async <T>(log: Log, line: string, work: Promise<T>): Promise<T> => {
  const since = Date.now()
  const timer = setInterval(() => log(line, { afterMs: Date.now() - since }), PROGRESS_EVERY_MS)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}

/** Removes what processes killed while making a database left behind, as far as nothing writes there any more. */
const sweepDrafts = (dataFolder: string): void => {
  const prefix = `${basename(dataFolder)}.draft.`
  const folder = dirname(dataFolder)
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || markLives(name.slice(prefix.length))) continue
    try {
      rmSync(join(folder, name), { recursive: true, force: true })
    } catch {
      // An initdb outlives its killed parent for a second and still writes: the next sweep gets the rest.
    }
  }
}

const makeDraft = async (location: Location, draft: string, binaries: string, password: string, log: Log) => {
  const { user } = location
  const passwordFile = `${draft}.password`
  await mkdir(draft, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user !== undefined) {
    chownSync(draft, user.uid, user.gid)
    chownSync(passwordFile, user.uid, user.gid)
  }
  const options = [
    ['--pgdata', draft],
    ['--username', ROLE],
    ['--pwfile', passwordFile],
    ['--auth', 'scram-sha-256'],
    ['--encoding', 'UTF8'],
    ['--locale-provider', 'libc'],
    ['--locale', 'C'],
    ['--no-instructions'],
  ]
  const made = runAs(user, programIn(binaries, 'initdb'), options.flat(), INITDB_LIMIT_MS)
  await telling(log, 'still making the embedded database', made)
}

/**
 * Makes the database's files unless they are there: UTF8, locale C, scram passwords only. Made beside, under a name of
 * this attempt's own, and then moved into place, so that a kill half-way leaves nothing that looks like a database.
 * Throws Unavailable with what initdb says, or after 2 minutes. To be called under the lock.
 */
export const ensureCluster = async (
  location: Location,
  binaries: string,
  password: string,
  log: Log,
): Promise<void> => {
  const { dataFolder } = location
  sweepDrafts(dataFolder)
  if (existsSync(dataFolder)) return
  log('making the embedded database', { folder: dataFolder })
  const draft = `${dataFolder}.draft.${ownMark()}.${randomBytes(4).toString('hex')}`
  try {
    await makeDraft(location, draft, binaries, password, log)
    renameSync(draft, dataFolder)
  } catch (thrown) {
    throw new Unavailable(`Making the embedded database in ${dataFolder}: ${reasonOf(thrown).trim()}`, {
      cause: thrown,
    })
  } finally {
    rmSync(`${draft}.password`, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}
