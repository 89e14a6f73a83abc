import { Unavailable } from '../errors.ts'
import type { AfterSend } from '../mobilisation/notice.ts'
import type { Beginning, Departure, Ending, HandedOver } from './hand-overs.ts'

/** Where messages are written out and in: what comes together is committed together. */
export interface Desk {
  /** Commits that the message leaves now, or tells why not. Rejects where that could not be written: nothing leaves. */
  begin(notice: Beginning['notice'], gateway: string, kept: Beginning['kept']): Promise<Departure>
  /**
   * Writes what became of a message. False when the row is somebody else's by now. Tried again for half a minute where
   * the database is away; until it is written nothing else begins at this desk.
   */
  record(notice: Ending['notice'], after: AfterSend, at: Date): Promise<boolean>
}

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (thrown: unknown) => void
}

/** How often, and for how long, an outcome that is known but cannot be written is tried again. */
const WRITE_AGAIN_MS = 1_000
const WRITE_FOR_MS = 30_000

/** A row that somebody is writing to is free again in a moment. */
const BUSY_AGAIN_MS = 20

/**
 * A desk over `write`, which commits some beginnings and endings at once or throws. One writing at a time: whoever comes
 * meanwhile is written with the next, endings always with the first, so that no message begins while an earlier outcome
 * of this desk is still to be written.
 */
export const openDesk = (
  write: (beginnings: readonly Beginning[], endings: readonly Ending[]) => Promise<HandedOver>,
  pause: (ms: number) => Promise<unknown> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  monotonicMs: () => number = () => performance.now(),
): Desk => {
  let beginnings: Waiting<Beginning, Departure>[] = []
  let endings: (Waiting<Ending, boolean> & { readonly sinceMs: number })[] = []
  let running = false

  const writeThese = async (begin: typeof beginnings, end: typeof endings): Promise<void> => {
    const { departures, recorded } = await write(
      begin.map(({ item }) => item),
      end.map(({ item }) => item),
    )
    for (const { item, resolve } of end) resolve(recorded.has(item.notice.id))
    for (const { item, resolve } of begin) resolve(departures.get(item.notice.id) ?? { kind: 'gone' })
  }

  /** What one of them breaks must not cost the others: each for itself. */
  const oneByOne = async (begin: typeof beginnings, end: typeof endings): Promise<void> => {
    for (const one of end) await writeThese([], [one]).catch(one.reject)
    for (const one of begin) await writeThese([one], []).catch(one.reject)
  }

  const run = async (): Promise<void> => {
    while (beginnings.length + endings.length > 0) {
      const [begin, end] = [beginnings, endings]
      beginnings = []
      endings = []
      try {
        await writeThese(begin, end)
      } catch (thrown) {
        if (!(thrown instanceof Unavailable)) {
          await oneByOne(begin, end)
          continue
        }
        for (const { reject } of begin) reject(thrown)
        // These messages left and their fate is known: losing that would make an unknown of it.
        const isOver = ({ sinceMs }: { sinceMs: number }): boolean => monotonicMs() - sinceMs > WRITE_FOR_MS
        for (const { reject } of end.filter(isOver)) reject(thrown)
        endings = [...end.filter((one) => !isOver(one)), ...endings]
        await pause(WRITE_AGAIN_MS)
      }
    }
    running = false
  }
  const start = (): void => {
    if (running) return
    running = true
    // Whoever comes in the same turn is written with the first.
    setImmediate(() => void run())
  }
  const ask = (item: Beginning): Promise<Departure> =>
    new Promise((resolve, reject) => {
      beginnings.push({ item, resolve, reject })
      start()
    })

  return {
    begin: async (notice, gateway, kept) => {
      for (;;) {
        const departure = await ask({ notice, gateway, kept })
        if (departure.kind !== 'busy') return departure
        await pause(BUSY_AGAIN_MS)
      }
    },
    record: (notice, after, at) =>
      new Promise((resolve, reject) => {
        endings.push({ item: { notice, after, at }, resolve, reject, sinceMs: monotonicMs() })
        start()
      }),
  }
}
