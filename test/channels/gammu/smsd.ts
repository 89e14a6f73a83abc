import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { attachEmbedded } from '../../../src/embedded/server.ts'
import { urlOfDatabase } from '../../support/database-server.ts'
import { TABLES } from './tables.ts'

/** A PostgreSQL of its own with SMSD's tables in a database of their own. */
export const startTables = async (): Promise<{
  readonly url: string
  readonly db: pg.Pool
  close(): Promise<void>
}> => {
  const home = mkdtempSync(join(tmpdir(), 'kentongan-smsd-'))
  const server = await attachEmbedded({ home, log: () => undefined })
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query('CREATE DATABASE smsd')
  await admin.end()
  const url = urlOfDatabase(server.url, 'smsd')
  const db = new pg.Pool({ connectionString: url, max: 2 })
  await db.query(TABLES)
  return {
    url,
    db,
    close: async () => {
      await db.end()
      await server.release()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The Debian package's gammu-smsd with the dummy device, over tables. */
export interface Smsd {
  /** Messages that the device sent so far, as files. */
  sent(): readonly string[]
  /** Brings a text as the device receives it: a file of Gammu's own form. */
  readonly folder: string
  said(): string
  end(): Promise<void>
}

export const startSmsd = async (url: string): Promise<Smsd> => {
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-dummy-'))
  const device = join(folder, 'device')
  mkdirSync(device)
  const { hostname, port, username, password, pathname } = new URL(url)
  writeFileSync(
    join(folder, 'smsdrc'),
    `[gammu]
model = dummy
connection = none
port = ${device}
gammuloc = /dev/null

[smsd]
service = sql
driver = native_pgsql
host = ${hostname}:${port}
user = ${decodeURIComponent(username)}
password = ${decodeURIComponent(password)}
database = ${pathname.slice(1)}
PhoneID = modem-1
commtimeout = 1
sendtimeout = 5
loopsleep = 0
receivefrequency = 1
statusfrequency = 0
maxretries = 0
CheckSecurity = 0
deliveryreport = log
debuglevel = 255
logfile = ${join(folder, 'log')}
`,
  )
  const log = openSync(join(folder, 'out'), 'a')
  const child: ChildProcess = spawn('gammu-smsd', ['-c', join(folder, 'smsdrc')], { stdio: ['ignore', log, log] })
  closeSync(log)
  return {
    folder: device,
    sent: () => readdirSync(join(device, 'sms'), { recursive: true }).map(String),
    said: () => readFileSync(join(folder, 'log'), 'utf8') + readFileSync(join(folder, 'out'), 'utf8'),
    end: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
