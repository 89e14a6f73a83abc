import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, vi } from 'vitest'
import { createCommandLine, type Run } from '../../src/cli/run.ts'
import { attachEmbedded } from '../../src/embedded/server.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { applyMigrations } from '../../src/store/migrate.ts'

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

/**
 * A home of its own whose database runs through all tests of a file, so that commands need not start it each time. At
 * the top of a test file, too.
 */
export const freshHome = async (): Promise<{ readonly home: string; readonly database: Database }> => {
  const home = await freshFolder()
  const server = await attachEmbedded({ home, log: silent })
  await applyMigrations(server.url, silent)
  const database = openDatabase({ url: server.url, max: 2, name: 'test', onError: silent })
  afterAll(async () => {
    await database.close()
    await server.release()
  })
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
    for (const [name, value] of Object.entries({ LOG_LEVEL: '', KENTONGAN_HOME: home, DATABASE_URL: '', ...env }))
      vi.stubEnv(name, value)
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
