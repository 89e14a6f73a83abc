import type pg from 'pg'
import type { Clock } from '../../clock.ts'
import { reasonOf } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Hearing, Receipt } from '../hearing.ts'
import { providerText } from '../provider-text.ts'
import { textsOf } from './inbox.ts'
import { type SentItem, wholeOf } from './sent-items.ts'
import { markTaken, sentLately, untaken, withdrawExpired } from './tables.ts'

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

/** What changed while nobody listened is told as well. */
const FIRST_LOOK_S = 86_400
/** Longer than a statement of SMSD's takes, and rows know whole seconds alone. */
const OVERLAP_S = 60
const MOST_TOLD = 10_000

const byRef = (rows: Awaited<ReturnType<typeof sentLately>>) => {
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
 */
export const listenTo = (options: ListeningOptions, pool: pg.Pool): { close(): Promise<void> } => {
  const { name, phones, everyMs, hearing, clock, log } = options
  const told = new Map<string, Receipt['state']>()
  let lookedMs: number | null = null
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

  const lookAtSent = async (): Promise<void> => {
    const nowMs = performance.now()
    const withinS = lookedMs === null ? FIRST_LOOK_S : (nowMs - lookedMs) / 1_000 + OVERLAP_S
    for (const [ref, { items, at }] of byRef(await sentLately(pool, withinS)))
      await tell({ ref, ...wholeOf(items), at })
    lookedMs = nowMs
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
    for (const { ids, from, text, receivedAt } of textsOf(await untaken(pool, phones))) {
      // Tables that were made anew count from 1 again.
      const id = `${ids[0]} ${receivedAt.toISOString()}`
      await hearing.text({ gateway: name, id, from, to: null, text, receivedAt })
      await markTaken(pool, ids)
    }
  }

  const look = async (): Promise<void> => {
    try {
      await lookAtSent()
      await withdraw()
      await takeTexts()
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
