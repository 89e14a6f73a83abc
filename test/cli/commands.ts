import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, vi } from 'vitest'
import { createCommandLine, type Run } from '../../src/cli/run.ts'
import { installationSecret } from '../../src/main/secret.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { freshDatabase } from '../support/database.ts'

const silent = (): void => undefined

/**
 * A folder that is gone after the file's tests; the database's user can reach it. Call it at the top of a test file, not
 * in `beforeAll`, where vitest takes no more clearing up.
 */
export const freshFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'kentongan-cli-'))
  await chmod(folder, 0o755)
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The database of each home, and the secret that goes with a database of one's own. */
const databases = new Map<string, { readonly DATABASE_URL: string; readonly KENTONGAN_SECRET: string }>()

/**
 * A home of its own with a database of its own, which commands that are given the home find by DATABASE_URL: the embedded
 * server has tests of its own. At the top of a test file, too.
 */
export const freshHome = async (): Promise<{ readonly home: string; readonly database: Database }> => {
  const home = await freshFolder()
  const url = await freshDatabase()
  databases.set(home, { DATABASE_URL: url, KENTONGAN_SECRET: installationSecret(home, null) })
  const database = openDatabase({ url, max: 2, name: 'test', onError: silent })
  afterAll(() => database.close())
  return { home, database }
}

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

// Each program listens for a reader that goes away, as long as the process lives: here many do.
for (const name of ['stdout', 'stderr'] as const) process[name].setMaxListeners(100)

type Register = (program: Command, run: Run) => void

/** Runs one command as the program does, in this process, and gives what it wrote. */
export const command =
  (register: Register, home: string, env: Readonly<Record<string, string>> = {}) =>
  async (...args: readonly string[]): Promise<Ended> => {
    const given = { LOG_LEVEL: '', KENTONGAN_HOME: home, DATABASE_URL: '', ...databases.get(home), ...env }
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value)
    const told: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' }
    const spies = (['stdout', 'stderr'] as const).map((name) =>
      vi.spyOn(process[name], 'write').mockImplementation((text) => {
        told[name] += String(text)
        return true
      }),
    )
    try {
      const { program, run, execute } = createCommandLine('test')
      register(program, run)
      return { code: await execute(args), out: told.stdout, err: told.stderr }
    } finally {
      for (const spy of spies) spy.mockRestore()
      vi.unstubAllEnvs()
    }
  }
