import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { type LedgerLine, readLedger } from '../support/ledger.ts'
import { type Running, run } from '../support/processes.ts'
import { PLACE, settle } from './crowd.ts'
import { postSigned } from './post.ts'
import type { NoticeRow } from './verdict.ts'

export interface GroundOptions {
  /** Empty but migrated. */
  readonly databaseUrl: string
  /** Null: the queues live in the database. */
  readonly redisUrl: string | null
  /** The ways that the service itself takes to them, where they are others. */
  readonly serviceUrls?: { readonly database: string; readonly redis: string | null }
  readonly people: number
  readonly seed: number
  /** How long the sinks take to answer, from and to. */
  readonly sinkMs: readonly [number, number]
}

/** A district with its people, its gateways and a folder of configuration: everything but the service. */
export interface Ground {
  readonly folder: string
  /** Asks the database past the program. */
  rows<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
  startApi(): Promise<{ readonly running: Running; readonly url: string }>
  /** Starts a worker and does not wait for it. */
  startWorker(): Running
  /** Posts the call-out of the whole crowd with this webhook-id; gives the status and the call-out's id. */
  post(url: string, webhookId: string, eventId?: string): Promise<{ status: number; callOutId: string | null }>
  ledger(): readonly LedgerLine[]
  notices(): Promise<readonly NoticeRow[]>
  /** Throws every job of every queue away, and in Redis all that BullMQ knows: FLUSHALL. */
  emptyQueues(): Promise<void>
  /** All that the service wrote to standard error. */
  log(): string
  close(): Promise<void>
}

// One wave of everybody, and two hours in which nobody is replaced: every message is owed once and no more.
const POLICY = `ackDeadline: 2h
maxWaves: 1
searchRadiusKm: 50
overcall: 1
wave: { method: overcall }
safety: { hazards: [] }
closeAfter: 12h
approvalAbove: 100000
need:
  default:
    moderate: { tagana: 1 }
`

const writeConfig = (folder: string): string => {
  const config = join(folder, 'config')
  mkdirSync(join(config, 'drills'), { recursive: true })
  writeFileSync(join(config, 'call-out.yaml'), POLICY)
  return config
}

const eventOf = (id: string, people: number, at: Date) => ({
  id,
  revision: 1,
  mode: 'actual',
  messageType: 'alert',
  hazard: 'flood',
  severity: 'severe',
  urgency: 'immediate',
  certainty: 'observed',
  occurredAt: at.toISOString(),
  headline: 'Banjir uji',
  area: { geometry: { type: 'Point', coordinates: PLACE }, radiusKm: 5 },
  need: { tagana: people },
  musterPoint: { name: 'Gardu uji', coordinates: PLACE },
})

/** Builds it; what is started on it is killed by `close`, whoever forgot it. */
export const openGround = async (options: GroundOptions): Promise<Ground> => {
  const { databaseUrl, redisUrl, people, seed, sinkMs } = options
  const { serviceUrls = { database: databaseUrl, redis: redisUrl } } = options
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-fault-'))
  // Copies of an event say the same to the letter.
  const openedAt = new Date()
  const secret = randomBytes(32).toString('base64url')
  const smsToken = randomBytes(16).toString('hex')
  const started: Running[] = []
  const start = (...[program, args, more]: Parameters<typeof run>): Running => {
    const running = run(program, args, more)
    started.push(running)
    return running
  }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: 'kentongan fault test' })
  // One of the tests ends every connection, this one too.
  pool.on('error', () => undefined)
  const close = async (): Promise<void> => {
    for (const running of started) await running.kill()
    await pool.end()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const sender = await settle(databaseUrl, secret, people, seed)
    const ledgers = { sms: join(folder, 'sms.ledger'), email: join(folder, 'email.ledger') }
    const sinkLog = join(folder, 'sinks.log')
    const pauses = sinkMs.map(String)
    const sms = start('test/support/sms-sink.js', [ledgers.sms, ...pauses], {
      env: { SMS_TOKEN: smsToken },
      logFile: sinkLog,
    })
    const smtp = start('test/support/smtp-sink.js', [ledgers.email, ...pauses], { logFile: sinkLog })
    const [smsUrl, smtpUrl] = await Promise.all([sms.said('http://'), smtp.said('smtp://')])
    const env = {
      KENTONGAN_HOME: join(folder, 'home'),
      KENTONGAN_CONFIG: writeConfig(folder),
      KENTONGAN_SECRET: secret,
      KENTONGAN_PORT: '0',
      KENTONGAN_CHANNELS: 'live',
      DATABASE_URL: serviceUrls.database,
      ...(serviceUrls.redis === null ? {} : { REDIS_URL: serviceUrls.redis }),
      SMS_URL: smsUrl,
      SMS_TOKEN: smsToken,
      SMS_INBOUND_TOKEN: 'answers',
      SMTP_URL: smtpUrl,
      MAIL_FROM: 'Kentongan <kentongan@bpbd-uji.example.id>',
    }
    const logFile = join(folder, 'service.log')
    const service = (role: 'api' | 'worker'): Running =>
      start('src/cli/kentongan.js', ['start', '--role', role], { env, logFile })
    return {
      folder,
      rows: async <Row>(text: string, values: readonly unknown[] = []) =>
        (await pool.query<Row & pg.QueryResultRow>(text, [...values])).rows,
      startApi: async () => {
        const running = service('api')
        const ready = await running.said('kentongan ready ')
        return { running, url: ready.slice('kentongan ready '.length) }
      },
      startWorker: () => service('worker'),
      post: (url, webhookId, eventId = 'banjir-uji') =>
        postSigned(url, sender, webhookId, JSON.stringify(eventOf(eventId, people, openedAt))),
      ledger: () => [...readLedger(ledgers.sms), ...readLedger(ledgers.email)],
      notices: async () =>
        (await pool.query<NoticeRow>('SELECT ref, channel, purpose, state, tries, repeats FROM notice ORDER BY serial'))
          .rows,
      emptyQueues: async () => {
        if (redisUrl === null) {
          await pool.query('DELETE FROM bullmq.job')
          return
        }
        const redis = new Redis(redisUrl)
        await redis.flushall()
        redis.disconnect()
      },
      log: () => readFileSync(logFile, 'utf8'),
      close,
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
}
