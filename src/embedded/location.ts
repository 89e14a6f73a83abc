import { createHash } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { InvalidInput, Unavailable } from '../errors.ts'
import { canEnter, databaseUser } from './database-user.ts'
import { type Account, type Home, handOver, isRoot, type Log, writePrivate } from './home.ts'

/** Where the database lies and who runs it. */
export interface Location {
  readonly dataFolder: string
  /** Where a copy of the binaries may be kept. Throws Unavailable when the user that runs it can enter no place. */
  binaryFolder(): Promise<string>
  /** undefined: ourselves. */
  readonly user: Account | undefined
}

const Pointer = z.object({ folder: z.string().min(1) })

/** A folder of root's that anybody may pass through and only root may write; undefined if it cannot be had. */
const makePassable = (folder: string): string | undefined => {
  try {
    if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o755)
    const stat = lstatSync(folder)
    // In a temp folder somebody else may have been there first.
    return stat.isDirectory() && stat.uid === 0 && (stat.mode & 0o022) === 0 ? realpathSync(folder) : undefined
  } catch {
    return undefined
  }
}

// The first one lives as long as the machine; the second outlives a reboot; the third is better than nothing.
const outsideFolders = (): readonly string[] => [
  '/var/lib/kentongan',
  '/var/tmp/kentongan',
  join(tmpdir(), 'kentongan'),
]

const firstOutside = async (user: Account): Promise<string> => {
  for (const folder of outsideFolders()) {
    const made = makePassable(folder)
    if (made !== undefined && (await canEnter(user, made))) return made
  }
  throw new Unavailable(
    `Placing the embedded database: the user that runs it (uid ${user.uid}) can enter neither the home nor ` +
      `${outsideFolders().join(' nor ')}; move the home, run as an ordinary user, or set DATABASE_URL`,
  )
}

const under = (home: Home, folder: string, user: Account | undefined): Location => ({
  dataFolder: join(folder, 'data'),
  binaryFolder: async () => join(user === undefined ? home.folder : await firstOutside(user), 'bin'),
  user,
})

const pointedAt = (home: Home): string | undefined => {
  if (!existsSync(home.pointerFile)) return undefined
  const { folder } = Pointer.parse(JSON.parse(readFileSync(home.pointerFile, 'utf8')))
  if (existsSync(folder)) return realpathSync(folder)
  // Not made anew: an empty register that nobody noticed is worse than a refusal.
  throw new Unavailable(
    `Finding the embedded database: ${home.pointerFile} points to ${folder}, which is gone; restore it, or remove ` +
      'that file to begin with an empty database',
  )
}

const ownersOf = (dataFolder: string): Account | undefined => {
  if (!existsSync(dataFolder)) return undefined
  const { uid, gid } = statSync(dataFolder)
  return { uid, gid }
}

const locateForRoot = async (home: Home, inside: string, log: Log): Promise<Location> => {
  const pointed = pointedAt(home)
  const folder = pointed ?? inside
  // The data's owner stays its user, and a home that belongs to somebody gets a database that they can run too.
  const user = ownersOf(join(folder, 'data')) ?? home.owner ?? (await databaseUser(log))
  if (pointed !== undefined || (await canEnter(user, inside))) return under(home, folder, user)
  const outside = join(await firstOutside(user), createHash('sha256').update(home.folder).digest('hex').slice(0, 16))
  mkdirSync(outside, { recursive: true })
  chmodSync(outside, 0o711)
  const why = `uid ${user.uid}, which runs the database for root, cannot enter ${home.folder}`
  // The folder first: a pointer to a folder that is not there means that data were lost.
  writePrivate(home, home.pointerFile, `${JSON.stringify({ folder: outside, why }, null, 2)}\n`)
  log('the embedded database lies outside the home', { folder: outside, why })
  return under(home, outside, user)
}

/**
 * Finds the database's place, or decides on one: in the home; for root, where the database's user cannot enter the home,
 * in a folder outside that stays the same from then on, named by `postgres-location.json` in the home.
 *
 * To be called under the lock. Throws InvalidInput when the data belong to another user, Unavailable when no place can
 * be had or the one outside is gone.
 */
export const locate = async (home: Home, log: Log): Promise<Location> => {
  const inside = join(home.folder, 'postgres')
  if (!existsSync(inside)) {
    mkdirSync(inside)
    chmodSync(inside, isRoot() ? 0o711 : 0o700)
    handOver(home, inside)
  }
  if (isRoot()) return locateForRoot(home, inside, log)
  const location = under(home, pointedAt(home) ?? inside, undefined)
  const owner = ownersOf(location.dataFolder)?.uid
  if (process.platform !== 'win32' && owner !== undefined && owner !== process.getuid?.()) {
    throw new InvalidInput('Opening the embedded database: its files belong to another user', [
      {
        path: 'KENTONGAN_HOME',
        got: `${location.dataFolder}, of uid ${owner}`,
        expected: `a database of uid ${process.getuid?.()}`,
        hint: 'run as that user or as root, choose another home, or set DATABASE_URL',
      },
    ])
  }
  return location
}
