import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { reasonOf } from '../errors.ts'
import { runsWith } from './living.ts'

export const ROLE = 'kentongan'
export const DATABASE = 'kentongan'

/** What one look at a data folder shows. */
export type Sight =
  | { kind: 'absent' }
  /** A server ran here and is gone; its file may name a process id that now is somebody else's. */
  | { kind: 'stale'; pid: number }
  /** Starting, recovering or shutting down, or it answers as another: `reason` says. */
  | { kind: 'waiting'; pid: number; reason: string }
  | { kind: 'live'; pid: number; port: number }

/** The address of a database of the server on that port of this machine. */
export const urlOf = (port: number, password: string, database: string): string =>
  `postgresql://${ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

/** Does `work` with a connection of its own, given up after 5 s without an answer. */
export const withClient = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url, ssl: false, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  // A connection cut between two statements is told here too; the statement that fails says enough.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const shownFolder = (port: number, password: string): Promise<string> =>
  withClient(urlOf(port, password, 'postgres'), async (client) => {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return realpathSync(rows[0]?.data_directory ?? '')
  })

/** 53300 too_many_connections, of PostgreSQL's error codes: a full server is a live one. */
const isFull = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === '53300'

/**
 * Looks once whether a server runs on the data folder. 'live' is a promise: a process that was started on this folder
 * lives, and the server on its port takes our password and says that its data directory is this folder.
 * `postmaster.pid` is the file read: its first line is the process id, its fourth the port.
 */
export const look = async (dataFolder: string, password: string): Promise<Sight> => {
  let lines: readonly string[]
  try {
    lines = readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return { kind: 'absent' }
  }
  const pid = Number(lines[0])
  const port = Number(lines[3])
  // PostgreSQL creates the file before it fills it.
  if (!(pid > 0)) return lines.length > 1 ? { kind: 'stale', pid: 0 } : { kind: 'absent' }
  if (!runsWith(pid, dataFolder)) return { kind: 'stale', pid }
  if (!(port > 0)) return { kind: 'waiting', pid, reason: 'it has not chosen its port yet' }
  try {
    const shown = await shownFolder(port, password)
    if (shown === dataFolder) return { kind: 'live', pid, port }
    return { kind: 'waiting', pid, reason: `port ${port} answers for ${shown}` }
  } catch (thrown) {
    return isFull(thrown) ? { kind: 'live', pid, port } : { kind: 'waiting', pid, reason: reasonOf(thrown) }
  }
}
