import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { attachEmbedded } from '../../../src/embedded/server.ts'
import { type DummySms, dummySms } from './dummy-sms.ts'
import { TABLES } from './tables.ts'

/** A PostgreSQL of its own with SMSD's tables. */
export interface Tables {
  /** Of a user who owns nothing there. */
  readonly url: string
  readonly db: pg.Pool
  clear(): Promise<void>
  close(): Promise<void>
}

export const PASSWORD = 'rahasia-8c1f'

export const startTables = async (): Promise<Tables> => {
  const home = mkdtempSync(join(tmpdir(), 'kentongan-smsd-'))
  const server = await attachEmbedded({ home, log: () => undefined })
  const db = new pg.Pool({ connectionString: server.url, max: 2 })
  db.on('error', () => undefined)
  // Nothing here must outlive the machine.
  await db.query('ALTER SYSTEM SET fsync = off')
  await db.query('SELECT pg_reload_conf()')
  await db.query(`CREATE ROLE kentongan_sms LOGIN PASSWORD '${PASSWORD}'`)
  await db.query(TABLES)
  await db.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kentongan_sms`)
  await db.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kentongan_sms`)
  const url = new URL(server.url)
  url.username = 'kentongan_sms'
  url.password = PASSWORD
  return {
    url: url.href,
    db,
    clear: async () => {
      await db.query('TRUNCATE outbox, outbox_multipart, sentitems, inbox')
    },
    close: async () => {
      await db.end()
      await server.release()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The Debian package's gammu-smsd with the dummy device, over tables. */
export interface Smsd {
  /** The device receives a text. */
  receive(from: string, text: string, udh?: string): void
  /** The network reports on what the device sent to a number. */
  report(to: string, word: 'Delivered' | 'Failed'): void
  end(): Promise<void>
}

export const startSmsd = (url: string): Smsd => {
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
  mkdirSync(join(device, 'sms', '1'), { recursive: true })
  let received = 0
  const receive = (sms: Omit<DummySms, 'at'>): void => {
    received += 1
    const file = join(folder, 'coming')
    writeFileSync(file, dummySms({ ...sms, at: new Date() }))
    // Whole at once: the device looks at any moment.
    renameSync(file, join(device, 'sms', '1', String(received)))
  }
  return {
    receive: (from, text, udh = '') => receive({ kind: 'Deliver', from, text, udh }),
    report: (to, word) => receive({ kind: 'Status_Report', from: to, text: word, udh: '' }),
    end: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
