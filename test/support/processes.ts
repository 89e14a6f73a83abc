import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { packageRoot } from '../../src/main/package-root.ts'

const LOOK_EVERY_MS = 20

/** Looks again and again until `look` finds something, and gives it; fails after `limitMs`. */
export const until = async <Found>(
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  limitMs = 20_000,
): Promise<Found> => {
  const limit = performance.now() + limitMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > limit) throw new Error(`waited ${limitMs} ms in vain until ${what}`)
    await pause(LOOK_EVERY_MS)
  }
}

/** The parent of each process that lives (Linux); zombies are left out, they only wait to be counted. */
const parents = (): ReadonlyMap<number, number> => {
  const found = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      // Behind the name in brackets, which may hold anything: state and parent.
      const [state, parent] =
        readFileSync(`/proc/${name}/stat`, 'utf8')
          .split(/\) (?=\w )/)
          .at(-1)
          ?.split(' ') ?? []
      if (state !== 'Z') found.set(Number(name), Number(parent))
    } catch {
      // It ended while we looked.
    }
  }
  return found
}

/** A process and all that it started and that still lives, parents before children. */
export const treeOf = (root: number): readonly number[] => {
  const known = parents()
  const tree = known.has(root) ? [root] : []
  for (const pid of tree) for (const [child, parent] of known) if (parent === pid) tree.push(child)
  return tree
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // Gone already.
  }
}

/** A program of ours that runs beside the test. */
export interface Running {
  readonly pid: number
  /** Its standard output so far. */
  readonly lines: readonly string[]
  /** The first line of its output that begins so; fails when it ends before, or after `limitMs`. */
  said(beginning: string, limitMs?: number): Promise<string>
  /** Kills it and all its children at once, -9, and waits until none lives. */
  kill(): Promise<void>
  /** Asks it to end; gives its exit status and how long it took, and kills what is left after `limitMs`. */
  end(limitMs?: number): Promise<{ status: number | null; tookMs: number; killed: boolean }>
}

/** Starts `node dist/PROGRAM ARGS` with these variables and no others than PATH; standard error goes to `logFile`. */
export const run = (
  program: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly logFile: string },
): Running => {
  const log = openSync(options.logFile, 'a')
  const child: ChildProcess = spawn(process.execPath, [join(packageRoot(), 'dist', program), ...args], {
    env: { PATH: process.env['PATH'], ...options.env },
    stdio: ['ignore', 'pipe', log],
  })
  closeSync(log)
  const { pid, stdout } = child
  if (pid === undefined || stdout === null) throw new Error(`${program} cannot be started`)
  const lines: string[] = []
  createInterface({ input: stdout }).on('line', (line) => lines.push(line))
  const ended = once(child, 'exit')
  const kill = async (): Promise<void> => {
    // Parents first: a supervisor has no time to start its child again.
    const tree = treeOf(pid)
    for (const each of tree) signal(each, 'SIGKILL')
    await until(`the killed ${program} is gone`, () => tree.every((each) => !parents().has(each)))
  }
  return {
    pid,
    lines,
    said: (beginning, limitMs = 30_000) =>
      until(
        `${program} ${args.join(' ')} says ${beginning}`,
        () => {
          const line = lines.find((each) => each.startsWith(beginning))
          if (line === undefined && child.exitCode !== null)
            throw new Error(`${program} ${args.join(' ')} ended with status ${child.exitCode}; see ${options.logFile}`)
          return line
        },
        limitMs,
      ),
    kill,
    end: async (limitMs = 40_000) => {
      const since = performance.now()
      signal(pid, 'SIGTERM')
      const gone = await Promise.race([ended.then(() => true), pause(limitMs, false, { ref: false })])
      const tookMs = Math.round(performance.now() - since)
      await kill()
      return { status: child.exitCode, tookMs, killed: !gone }
    },
  }
}
