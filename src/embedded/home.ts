import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { InvalidInput, reasonOf } from '../errors.ts'

export type Log = (line: string, fields?: Record<string, unknown>) => void

/** A system user by number. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** The folder of one installation, with what lies in it. All paths are absolute, without symbolic links. */
export interface Home {
  readonly folder: string
  /** Whose it is, when we are root and it is another's: what we make there is handed over to them. */
  readonly owner: Account | undefined
  readonly runFolder: string
  readonly logFile: string
  readonly passwordFile: string
  readonly pointerFile: string
}

export const isRoot = (): boolean => process.getuid?.() === 0

const SET_URL = 'or set DATABASE_URL to a PostgreSQL 14+ server of your own'

/** Hands a file or folder that we made in the home over to the home's owner. */
export const handOver = (home: Home, path: string): void => {
  if (home.owner !== undefined) chownSync(path, home.owner.uid, home.owner.gid)
}

/** Writes a file that only its owner may read. */
export const writePrivate = (home: Home, path: string, text: string): void => {
  writeFileSync(path, text, { mode: 0o600 })
  chmodSync(path, 0o600)
  handOver(home, path)
}

const openFolder = (folder: string): string => {
  // Root's database runs as another user, who must be able to pass through (not list) the home.
  const ownMode = isRoot() ? 0o711 : 0o700
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, ownMode)
  // A fresh folder such as mkdtemp makes holds nothing that could leak; one in use keeps the mode its owner chose.
  else if (isRoot() && readdirSync(folder).length === 0 && statSync(folder).uid === 0) {
    chmodSync(folder, statSync(folder).mode | 0o111)
  }
  return realpathSync(folder)
}

/**
 * Makes the home if it is missing (0700; 0711 for root) and its folder for runtime files.
 * Throws InvalidInput naming KENTONGAN_HOME when it cannot be written.
 */
export const openHome = (path: string): Home => {
  try {
    const folder = openFolder(resolve(path))
    const { uid, gid } = statSync(folder)
    const home: Home = {
      folder,
      owner: isRoot() && uid !== 0 ? { uid, gid } : undefined,
      runFolder: join(folder, 'run'),
      logFile: join(folder, 'postgres.log'),
      passwordFile: join(folder, 'postgres-password'),
      pointerFile: join(folder, 'postgres-location.json'),
    }
    mkdirSync(home.runFolder, { recursive: true, mode: 0o700 })
    handOver(home, home.runFolder)
    // Tried rather than asked: only a write shows a read-only file system or another user's folder.
    rmdirSync(mkdtempSync(join(home.runFolder, '.trial-')))
    return home
  } catch (thrown) {
    throw new InvalidInput(
      `Opening the home of the embedded database: ${reasonOf(thrown)}`,
      [
        {
          path: 'KENTONGAN_HOME',
          got: resolve(path),
          expected: 'a folder that this user may create and write',
          hint: `choose another folder, ${SET_URL}`,
        },
      ],
      { cause: thrown },
    )
  }
}
