import type pg from 'pg'
import type { Clock } from '../../clock.ts'
import { reasonOf, Unavailable } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Hearing, Receipt } from '../hearing.ts'
import { providerText } from '../provider-text.ts'
import { textsOf } from './inbox.ts'
import { type SentItem, wholeOf } from './sent-items.ts'
import { openSetBack } from './set-back.ts'
import { markTaken, sentSince, untaken, withdrawExpired } from './tables.ts'

export interface ListeningOptions {
  readonly name: string
  /** The PhoneIDs whose texts are ours; none: all. */
  readonly phones: readonly string[]
  /** Between two looks. */
  readonly everyMs: number
  readonly hearing: Hearing
  readonly clock: Clock
  readonly log: Log
}

const MOST_TOLD = 10_000

const byRef = (rows: Awaited<ReturnType<typeof sentSince>>['rows']) => {
  const messages = new Map<string, { readonly items: SentItem[]; at: Date }>()
  for (const row of rows) {
    const one = messages.get(row.ref) ?? { items: [], at: row.at }
    one.items.push(row)
    if (row.at > one.at) one.at = row.at
    messages.set(row.ref, one)
  }
  return messages
}

/**
 * Looks into the tables again and again: what became of our messages, which of them no modem sent in time, and the texts
 * that came in. A text is marked as taken once it is kept, and taken again where that mark fails: it has the same name.
 * One that cannot be kept for its own sake stays there and holds up no other; while nothing can be kept all wait.
 */
export const listenTo = (options: ListeningOptions, pool: pg.Pool): { close(): Promise<void> } => {
  const { name, phones, everyMs, hearing, clock, log } = options
  const told = new Map<string, Receipt['state']>()
  const setBack = openSetBack()
  let lookedAt: number | null = null
  let troubled = false

  const tell = async (receipt: Omit<Receipt, 'gateway' | 'providerRef'>): Promise<void> => {
    const ref = receipt.ref ?? ''
    if (told.get(ref) === receipt.state) return
    await hearing.receipt({ gateway: name, providerRef: null, ...receipt })
    told.delete(ref)
    told.set(ref, receipt.state)
    for (const oldest of told.keys()) {
      if (told.size <= MOST_TOLD) break
      told.delete(oldest)
    }
  }

  const couldNot = (what: string, fields: object, thrown: unknown): void =>
    log.error(what, { gateway: name, ...fields, reason: providerText(reasonOf(thrown)) })
  const complained = new Set<string>()

  const lookAtSent = async (): Promise<void> => {
    const { rows, now } = await sentSince(pool, lookedAt)
    let whole = true
    for (const [ref, { items, at }] of byRef(rows)) {
      try {
        await tell({ ref, ...wholeOf(items), at })
      } catch (thrown) {
        if (thrown instanceof Unavailable) throw thrown
        if (!complained.has(ref)) couldNot('a receipt could not be kept: it is told again', { ref }, thrown)
        complained.add(ref)
        whole = false
      }
    }
    // Until all is told, all is looked at again.
    if (whole) lookedAt = now
  }

  const withdraw = async (): Promise<void> => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const reason = 'no modem sent it in its time'
      for (const ref of await withdrawExpired(client)) await tell({ ref, state: 'expired', reason, at: clock.now() })
      // What was not told stays there.
      await client.query('COMMIT')
      client.release()
    } catch (thrown) {
      client.release(true)
      throw thrown
    }
  }

  const takeTexts = async (): Promise<void> => {
    for (const { ids, from, text, receivedAt } of textsOf(await untaken(pool, phones, setBack.begin()))) {
      try {
        // Tables that were made anew count from 1 again.
        const id = `${ids[0]} ${receivedAt.toISOString()}`
        await hearing.text({ gateway: name, id, from, to: null, text, receivedAt })
      } catch (thrown) {
        if (thrown instanceof Unavailable) throw thrown
        if (setBack.put(ids)) couldNot('a text could not be kept: it waits in the inbox of SMSD', { ids }, thrown)
        continue
      }
      await markTaken(pool, ids)
      setBack.done(ids)
    }
  }

  const look = async (): Promise<void> => {
    try {
      await takeTexts()
      await lookAtSent()
      await withdraw()
      if (troubled) log.info('the database of Gammu SMSD answers again', { gateway: name })
      troubled = false
    } catch (thrown) {
      if (!troubled)
        log.warn('the database of Gammu SMSD gives no receipts and texts', {
          gateway: name,
          reason: providerText(reasonOf(thrown)),
        })
      troubled = true
    }
  }

  let looking: Promise<void> | undefined
  const begin = (): void => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }
  begin()
  const timer = setInterval(begin, everyMs)
  return {
    close: async () => {
      clearInterval(timer)
      await looking
    },
  }
}
