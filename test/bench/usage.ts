import { readFileSync } from 'node:fs'
import type { Database } from '../../src/store/database.ts'
import { sql } from '../../src/store/sql.ts'
import { treeOf } from '../support/processes.ts'

/** Linux counts processor time in hundredths of a second (USER_HZ). */
const MS_PER_TICK = 10

/** Fields of /proc/PID/stat behind the name, from the state on. */
const statOf = (pid: number): readonly string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(/\) (?=\w )/)
    .at(-1)
    ?.split(' ') ?? []

const ticks = (fields: readonly string[], from: number, to: number): number =>
  fields.slice(from, to).reduce((sum, field) => sum + Number(field), 0)

/** Memory of a process in KiB, its share of what several of them share. */
const kibOf = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)

/**
 * Processor time since the server's start, of connections that ended too, and memory now, of all processes of the
 * PostgreSQL server on this machine that the database is on (Linux).
 */
export const usageOfServer = async (database: Database): Promise<{ readonly cpuMs: number; readonly mib: number }> => {
  const [row] = await database.rows<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`)
  const postmaster = Number(statOf(row?.pid ?? 0)[1])
  let [sum, kib] = [ticks(statOf(postmaster), 13, 15), 0]
  for (const pid of treeOf(postmaster)) {
    try {
      sum += ticks(statOf(pid), 11, 13)
      kib += kibOf(pid)
    } catch {
      // It ended while we looked.
    }
  }
  return { cpuMs: sum * MS_PER_TICK, mib: Math.round(kib / 1_024) }
}
