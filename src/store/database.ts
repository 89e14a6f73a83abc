import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { reasonOf, Unavailable } from '../errors.ts'
import type { Statement } from './sql.ts'

/** Runs statements on one connection, inside a transaction or not. */
export interface Connection {
  /** The rows, typed by whoever wrote the statement. Throws Unavailable when the database is away. */
  rows<Row>(statement: Statement): Promise<Row[]>
  /** How many rows it changed. */
  run(statement: Statement): Promise<number>
}

/** The database: Prisma for ordinary queries, visible SQL where a condition or a set of rows decides. One pool feeds both. */
export interface Database extends Connection {
  readonly prisma: PrismaClient
  /**
   * Commits what `work` did, or nothing of it. Nothing that waits for a network may happen inside. `begin` begins the
   * transaction where more than BEGIN is to go there and back at once, such as taking a lock; the first statement of
   * `work`, which then must only read, is sent without waiting for its answer. What `work` does not wait for but hands to
   * `last` is waited for together with the commit: where it fails nothing is committed.
   */
  transact<Result>(work: Work<Result>, begin?: Statement): Promise<Result>
  /** The database's time, as of the moment when this resolves: its word, and half of the way there and back. */
  time(): Promise<Date>
  close(): Promise<void>
}

type Work<Result> = (connection: Connection, last: (done: Promise<unknown>) => void) => Promise<Result>

/** SQLSTATE classes that say "not now": connection lost, shutting down, too many connections, cancelled by a timeout, a lock not to be had. */
const AWAY_STATES = /^(08|53|57P|57014|40001|40P01|25P03|55P03)/

const isAway = (thrown: unknown): boolean => {
  if (!(thrown instanceof Error)) return false
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
  return (
    AWAY_STATES.test(code) ||
    /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EHOSTUNREACH|ENOENT)/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable/.test(
      thrown.message,
    )
  )
}

/** Turns what the driver throws into Unavailable where waiting may help, and leaves anything else as it is. */
const translated = (thrown: unknown): unknown =>
  isAway(thrown) ? new Unavailable(`database: ${reasonOf(thrown)}`, { cause: thrown }) : thrown

const connectionOver = (client: Pick<pg.Pool, 'query'> | pg.PoolClient): Connection => ({
  rows: async <Row>(statement: Statement) => {
    try {
      const { rows } = await client.query<Row & pg.QueryResultRow>({ ...statement })
      return rows
    } catch (thrown) {
      throw translated(thrown)
    }
  },
  run: async (statement) => {
    try {
      return (await client.query({ ...statement })).rowCount ?? 0
    } catch (thrown) {
      throw translated(thrown)
    }
  },
})

const BEGIN: Statement = { text: 'BEGIN', values: [] }

/** The connection of a transaction whose beginning nobody waited for: once that has failed, nothing more is sent. */
const beginning = (connection: Connection, begun: Promise<unknown>): Connection => {
  let failed: { readonly because: unknown } | undefined
  begun.catch((because: unknown) => {
    failed = { because }
  })
  const unlessFailed = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
    failed === undefined ? ask() : Promise.reject(failed.because)
  return {
    rows: (statement) => unlessFailed(() => connection.rows(statement)),
    run: (statement) => unlessFailed(() => connection.run(statement)),
  }
}

const transaction =
  (pool: pg.Pool): Database['transact'] =>
  async (work, begin) => {
    const client = await pool.connect().catch((thrown: unknown) => {
      throw translated(thrown)
    })
    let broken: Error | undefined
    let begun: Promise<unknown> = Promise.resolve()
    const lasts: Promise<unknown>[] = []
    try {
      const connection = connectionOver(client)
      begun = connection.run(begin ?? BEGIN)
      const within = beginning(connection, begun)
      if (begin === undefined) await begun
      const result = await work(within, (done) => {
        done.catch(() => undefined)
        lasts.push(done)
      })
      const committed = within.run({ text: 'COMMIT', values: [] })
      committed.catch(() => undefined)
      for (const done of [begun, ...lasts, committed]) await done
      return result
    } catch (failed) {
      // In a transaction that could not begin, or has failed, whatever comes after fails too: the first says why.
      const thrown = await Promise.all([begun, ...lasts]).then(
        () => failed,
        (first: unknown) => first,
      )
      // A connection that cannot even roll back is thrown away with whatever it held open.
      await client.query('ROLLBACK').catch((lost: unknown) => {
        broken = lost instanceof Error ? lost : new Error(reasonOf(lost))
      })
      throw translated(thrown)
    } finally {
      client.release(broken)
    }
  }

/**
 * Opens the pool. `max` connections at most; a query that takes more than 20 s, or a transaction that idles for 15 s,
 * is given up, so that a dead server never holds a worker for good.
 */
export const openDatabase = (options: {
  url: string
  max: number
  name: string
  onError: (reason: string) => void
}): Database => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: options.name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 15_000,
    keepAlive: true,
    // A question does not wait for the answer to the one before it on its connection.
    pipeline: true,
  })
  pool.on('error', (error) => options.onError(error.message))
  // The pool listens to idle connections only; one that breaks between two statements of a transaction would end us.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  const connection = connectionOver(pool)
  return {
    ...connection,
    prisma,
    transact: transaction(pool),
    time: async () => {
      const before = performance.now()
      const [row] = await connection.rows<{ now: Date }>({ text: 'SELECT clock_timestamp() AS now', values: [] })
      if (row === undefined) throw new Unavailable('database: it does not tell the time')
      return new Date(row.now.getTime() + (performance.now() - before) / 2)
    },
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
