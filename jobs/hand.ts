/** What a sender has claimed for one gateway: each message under way there, or waiting for a place. */
export interface Hand<Notice> {
  held(): readonly Notice[]
  /** Takes a message: it is under way as soon as it has a place. */
  take(notice: Notice): void
  /** Puts this one back, which had a place and did not begin, with all that still wait for theirs. */
  putBack(...begun: readonly Notice[]): void
  /** Resolves when one more is done or put back. */
  next(): Promise<void>
  /** Resolves when nothing is held, and what was put back is written. Never rejects. */
  empty(): Promise<void>
}

interface Steps<Notice> {
  /** Takes a place, and gives what leaves it again. */
  place(): Promise<() => void>
  /** Sends a message that has a place; leaves it when it will. */
  send(notice: Notice, leave: () => void): Promise<void>
  release(notices: readonly Notice[]): Promise<unknown>
  /** Hears what any of these threw. */
  failed(thrown: unknown): void
}

/**
 * An empty hand. What waits for a place is put back without waiting for what is under way: a gateway that has fallen silent
 * may hold that for long, and another could take the rest at once.
 */
export const openHand = <Notice>({ place, send, release, failed }: Steps<Notice>): Hand<Notice> => {
  const waiting = new Set<Notice>()
  const open = new Map<Notice, Promise<void>>()
  const releasing = new Set<Promise<void>>()
  let stir: () => void = () => undefined

  const work = async (notice: Notice): Promise<void> => {
    const leave = await place()
    // Put back meanwhile: somebody else may have it by now.
    if (!waiting.delete(notice)) return leave()
    try {
      await send(notice, leave)
    } finally {
      leave()
    }
  }
  const putBack = (...begun: readonly Notice[]): void => {
    const notices = [...begun, ...waiting]
    for (const notice of waiting) open.delete(notice)
    waiting.clear()
    if (notices.length === 0) return
    const released = release(notices)
      .catch(failed)
      .then(() => void releasing.delete(released))
    releasing.add(released)
    stir()
  }
  return {
    held: () => [...open.keys()],
    take: (notice) => {
      waiting.add(notice)
      const done = work(notice)
        .catch(failed)
        .then(() => {
          if (open.get(notice) === done) open.delete(notice)
          stir()
        })
      open.set(notice, done)
    },
    putBack,
    next: () =>
      new Promise((resolve) => {
        stir = resolve
      }),
    empty: async () => {
      while (open.size + releasing.size > 0) await Promise.all([...open.values(), ...releasing])
    },
  }
}
