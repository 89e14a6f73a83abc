import pg from 'pg'
import type { Clock } from '../../clock.ts'
import { reasonOf } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { SendOutcome } from '../../mobilisation/notice.ts'
import { isPhoneNumber } from '../address.ts'
import { refusalOf } from '../admission.ts'
import { type Channel, foregone, type OutgoingMessage, type Ready } from '../channel.ts'
import type { Hearing, Receipt } from '../hearing.ts'
import { providerText, withoutSecrets } from '../provider-text.ts'
import { takeTurns } from '../turns.ts'
import { listenTo } from './listening.ts'
import { partsOf } from './parts.ts'
import { wholeOf } from './sent-items.ts'
import { lookUp, putIntoOutbox } from './tables.ts'
import { relativeValidity } from './validity.ts'

export interface GammuOptions {
  readonly name: string
  /** postgresql://… of SMSD's own database. */
  readonly url: string
  /** The PhoneID of the SMSD that shall send, and of exercises; null: whichever sees a message first. */
  readonly phone: string | null
  readonly exercisePhone: string | null
  /** Messages under way at once. */
  readonly connections: number
  /** To reach the database. Nothing has left before. */
  readonly connectMs: number
  /** From the statement to its answer. */
  readonly answerMs: number
  /** Between two looks for what was sent and what came in. */
  readonly pollEveryMs: number
  readonly hearing: Hearing
  readonly clock: Clock
  readonly log: Log
}

/** A gateway whose messages can be asked about. */
export type GammuGateway = Channel & Required<Pick<Channel, 'ask'>>

const UNREACHED_PAUSE_MS = 5_000
const REFUSED_PAUSE_MS = 30_000
/** A modem sends to anybody, wherever its database stands: invented people are refused even on this machine. */
const NO_LOOPBACK = 'modem'

/** An answer of the server that ends a statement, and not the server itself. */
const saidNo = (thrown: unknown): boolean =>
  thrown instanceof pg.DatabaseError && thrown.code !== undefined && !/^(08|57P|58|XX|40003)/.test(thrown.code)

/**
 * SMS through the SQL tables of Gammu SMSD. A message is handed over when its rows are committed: a modem may be minutes
 * behind. A statement that gets no answer is unknown, and can be asked about; the same message put there again is
 * known by its name and not put twice. Our expired messages are taken out of the outbox.
 */
export const gammuGateway = (options: GammuOptions): GammuGateway => {
  const { name, url, phone, exercisePhone, connections, connectMs, answerMs, clock, log, hearing } = options
  const pool = new pg.Pool({
    connectionString: url,
    // One looks into the tables, one asks.
    max: connections + 2,
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    // Ended by the database before we give up: what we call unknown no longer runs when it is handed over once more.
    statement_timeout: Math.ceil(answerMs * 0.8),
    idleTimeoutMillis: 10_000,
    application_name: 'kentongan',
  })
  // A connection that ends by itself: whoever uses it hears of it by the statement, and nobody else needs to.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const turns = takeTurns(connections)
  const password = decodeURIComponent(new URL(url).password)
  const why = (thrown: unknown): string => providerText(withoutSecrets(reasonOf(thrown), [password]))
  const phones = [...new Set([phone, exercisePhone].flatMap((one) => one ?? []))]
  const listening = listenTo({ name, phones, everyMs: options.pollEveryMs, hearing, clock, log }, pool)
  // Where parts of an earlier process may still wait in a telephone, a new one begins elsewhere.
  let reference = Math.floor(Math.random() * 0x100)
  let closing: Promise<void> | undefined

  const put = async (client: pg.PoolClient, message: OutgoingMessage): Promise<SendOutcome> => {
    reference = (reference + 1) & 0xff
    const parts = partsOf(message.text, reference)
    if (parts === null) return { kind: 'refused', reason: 'too long: more than 255 parts' }
    try {
      const providerRef = await putIntoOutbox(client, {
        ref: message.ref,
        to: message.to,
        parts,
        validity: relativeValidity(message.expiresAt, clock.now()),
        phone: message.mode === 'exercise' ? (exercisePhone ?? phone) : phone,
        urgent: message.urgent,
      })
      return { kind: 'accepted', providerRef }
    } catch (thrown) {
      if (saidNo(thrown)) return { kind: 'try-again', reason: `database: ${why(thrown)}`, afterMs: REFUSED_PAUSE_MS }
      return { kind: 'unknown', reason: `database: ${why(thrown)}` }
    }
  }

  /** A connection that answers: one that broke while it was idle would make a message unknown. */
  const standing = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect()
    try {
      await client.query('SELECT 1')
      return client
    } catch (thrown) {
      client.release(true)
      throw thrown
    }
  }

  const end = async (): Promise<void> => {
    await turns.empty()
    await listening.close()
    await pool.end()
  }

  return {
    name: 'sms',
    connections,
    prepare: async (message): Promise<Ready> => {
      const refusal = refusalOf(message, NO_LOOPBACK, isPhoneNumber)
      if (refusal !== undefined) return foregone(refusal)
      const leave = await turns.take()
      const notNow = (reason: string): Ready => {
        leave()
        return foregone({ kind: 'try-again', reason, afterMs: UNREACHED_PAUSE_MS })
      }
      if (closing !== undefined) return notNow('channel is closing')
      let client: pg.PoolClient
      try {
        client = await standing()
      } catch (thrown) {
        return notNow(`database not reached: ${why(thrown)}`)
      }
      let held = true
      const letGo = (broken: boolean): void => {
        if (held) client.release(broken)
        held = false
      }
      return {
        send: async () => {
          const outcome = await put(client, message)
          letGo(outcome.kind === 'unknown')
          return outcome
        },
        letGo: () => {
          letGo(false)
          leave()
        },
      }
    },
    ask: async (ref, providerRef): Promise<Receipt | null> => {
      const { waits, sent } = await lookUp(pool, ref)
      const said =
        sent.length > 0 ? wholeOf(sent) : waits ? { state: 'waiting' as const, reason: 'in the outbox' } : null
      return said && { gateway: name, ref, providerRef, ...said, at: clock.now() }
    },
    close: () => {
      closing ??= end()
      return closing
    },
  }
}
