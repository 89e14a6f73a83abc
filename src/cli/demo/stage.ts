import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** An installation of the demo's own, which it drives from outside like anybody. */
export interface Stage {
  /** What outlives the demo: the map. */
  readonly folder: string
  /** Where the files of the invented register go, which are removed at the end. */
  readonly register: string
  /** Runs a command to its end and gives its standard output. Throws with its errors when it fails. */
  run(...words: readonly string[]): Promise<string>
  /** Starts the service and gives the address from its ready line. */
  start(): Promise<string>
  /** Stops the service, and removes all but what outlives the demo. */
  strike(): Promise<void>
}

const here = dirname(fileURLToPath(import.meta.url))

/** The checkout: the nearest folder above with a package.json. */
const checkout = (): string => {
  let folder = here
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

const program = join(here, '..', 'kentongan.js')

/** Minutes become seconds, so that a person sees in one minute what takes an hour; nothing else differs. */
const hurriedPolicy = (text: string, ackDeadline: string): string =>
  text.replace(/^ackDeadline: .*$/m, `ackDeadline: ${ackDeadline}`)

/** A database of its own on a server that was named, dropped at the end; the server's others are left alone. */
const ownDatabase = async (serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> => {
  const name = `kentongan_demo_${process.pid}_${Date.now()}`
  const ask = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await ask(`CREATE DATABASE "${name}"`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => ask(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) }
}

/** Text that the demo's own gateway token is: it opens nothing outside the demo's home. */
export const INBOUND_TOKEN = 'demo-gateway-token'

const READY_WITHIN_MS = 120_000

export const buildStage = async (ackDeadline: string): Promise<Stage> => {
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-demo-'))
  // PostgreSQL may run as another user than we do, and must be able to pass through.
  chmodSync(folder, 0o711)
  const home = join(folder, 'home')
  const register = join(folder, 'register')
  const config = join(folder, 'config')
  mkdirSync(config)
  const shipped = join(checkout(), 'config')
  writeFileSync(
    join(config, 'call-out.yaml'),
    hurriedPolicy(readFileSync(join(shipped, 'call-out.yaml'), 'utf8'), ackDeadline),
  )
  cpSync(join(shipped, 'schemas'), join(config, 'schemas'), { recursive: true })

  const server = process.env['DATABASE_URL'] ?? ''
  const database = server === '' ? null : await ownDatabase(server)
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    KENTONGAN_HOME: home,
    KENTONGAN_CONFIG: config,
    KENTONGAN_CHANNELS: 'record',
    KENTONGAN_HOST: '127.0.0.1',
    KENTONGAN_PORT: '0',
    KENTONGAN_PUBLIC_URL: '',
    KENTONGAN_SECRET: database === null ? '' : randomBytes(32).toString('base64url'),
    DATABASE_URL: database?.url ?? '',
    // The queue lives in the demo's own database: a Redis that serves others never sees its jobs.
    REDIS_URL: '',
    SMS_INBOUND_TOKEN: INBOUND_TOKEN,
    LOG_LEVEL: 'warn',
  }
  let service: ChildProcess | undefined

  const run = (...words: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      let said = ''
      let complained = ''
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
      child.stderr.on('data', (chunk: Buffer) => {
        complained += chunk.toString()
      })
      child.on('error', reject)
      child.on('close', (code) =>
        code === 0
          ? resolve(said)
          : reject(new Error(`kentongan ${words[0]} ended with ${code}: ${complained}${said}`)),
      )
    })

  const start = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
      service = child
      const tooLate = setTimeout(() => reject(new Error('the service was not ready in time')), READY_WITHIN_MS)
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [, url] = /^kentongan ready (http\S+)/.exec(line) ?? []
        if (url === undefined) return
        clearTimeout(tooLate)
        resolve(url)
      })
      child.on('close', (code) => reject(new Error(`the service ended with ${code}`)))
    })

  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      if (service === undefined || service.exitCode !== null || service.signalCode !== null) return resolve()
      service.on('close', () => resolve())
      service.kill('SIGTERM')
    })

  return {
    folder,
    register,
    run,
    start,
    strike: async () => {
      await stop()
      await database?.drop()
      for (const ours of [home, config, register]) rmSync(ours, { recursive: true, force: true })
    },
  }
}

/** Applies the migrations where the database is not the embedded one, which brings itself up to date. */
export const prepareDatabase = async (stage: Stage): Promise<void> => {
  if ((process.env['DATABASE_URL'] ?? '') !== '') await stage.run('migrate')
}
