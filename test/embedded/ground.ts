import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, onTestFinished } from 'vitest'
import { z } from 'zod'
import { attachEmbedded, type EmbeddedServer } from '../../src/embedded/server.ts'

const CHILD = fileURLToPath(new URL('../../dist/test/embedded/child.js', import.meta.url))

/** Looks again every 20 ms until the condition holds; fails after `limitMs`. */
export const until = async (what: string, holds: () => boolean, limitMs = 20_000): Promise<void> => {
  const since = Date.now()
  while (!holds()) {
    if (Date.now() - since > limitMs) throw new Error(`waited ${limitMs} ms in vain until ${what}`)
    await pause(20)
  }
}

/** Whether a process lives; a zombie does not. */
export const lives = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

const pointed = (home: string): string | undefined => {
  const pointer = join(home, 'postgres-location.json')
  return existsSync(pointer)
    ? z.object({ folder: z.string() }).parse(JSON.parse(readFileSync(pointer, 'utf8'))).folder
    : undefined
}

/** The folder that holds `data`: in the home, or the one that its pointer names. */
export const databaseFolder = (home: string): string => pointed(home) ?? join(home, 'postgres')

/** The process id of the home's server, undefined when none runs. */
export const serverPid = (home: string): number | undefined => {
  const file = join(databaseFolder(home), 'data', 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return lives(pid) ? pid : undefined
}

/** Removes a home with all that it made outside, after ending a server that a failed test left running. */
const clear = async (home: string): Promise<void> => {
  const pid = serverPid(home)
  if (pid !== undefined) {
    process.kill(pid, 'SIGQUIT')
    await until('the server of a test is gone', () => !lives(pid))
  }
  rmSync(databaseFolder(home), { recursive: true, force: true })
}

/** An empty folder for the length of a test, to be a home or to hold one. */
export const aHome = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-embedded-'))
  onTestFinished(async () => {
    await clear(folder)
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

const makeTemplate = async (folder: string): Promise<void> => {
  const server = await attachEmbedded({ home: folder, log: () => undefined })
  await server.release()
}

/**
 * Gives homes whose database was made and stopped before: copies of one, which spares a test the second that it takes.
 * Call it at the top of a test file: the one that is copied is gone after the file's tests.
 */
export const usedHomes = (): (() => Promise<string>) => {
  let made: Promise<void> | undefined
  const template = mkdtempSync(join(tmpdir(), 'kentongan-embedded-template-'))
  afterAll(() => rmSync(template, { recursive: true, force: true }))
  return async () => {
    made ??= makeTemplate(template)
    await made
    const home = aHome()
    execFileSync('cp', ['-a', `${template}/.`, home])
    return home
  }
}

/** Attaches this process, keeping what was logged; released with the test at the latest. */
export const attach = async (home: string): Promise<EmbeddedServer & { lines: string[] }> => {
  const lines: string[] = []
  const server = await attachEmbedded({ home, log: (line, fields) => lines.push(`${line} ${JSON.stringify(fields)}`) })
  onTestFinished(() => server.release())
  return { ...server, lines }
}

/** What one statement gives, as rows of arrays. */
export const ask = async (url: string, sql: string): Promise<unknown[][]> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows
  } finally {
    await client.end()
  }
}

/** A process of its own that is attached to a home. */
export interface Holder {
  readonly how: string
  readonly url: string
  readonly pid: number
  /** Lets it release and waits for its end; gives its exit code. */
  leave(): Promise<number | null>
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>
}

const endOf = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** Starts the built child program on a home, as another user if one is given, and waits until it is attached. */
export const aHolder = async (home: string, user: { uid?: number; gid?: number } = {}): Promise<Holder> => {
  const child = spawn(process.execPath, [CHILD, home], { stdio: ['pipe', 'pipe', 'pipe'], cwd: '/', ...user })
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString()
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await endOf(child)
  })
  const first = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { value } = await first.next()
  if (typeof value !== 'string') throw new Error(`the child ended early: ${complaints}`)
  const told = z.object({ how: z.string(), url: z.string() }).parse(JSON.parse(value))
  return {
    ...told,
    pid: child.pid ?? 0,
    leave: () => {
      child.stdin.end()
      return endOf(child)
    },
    kill: async () => {
      child.kill('SIGKILL')
      await endOf(child)
    },
  }
}
