/** Ours: however often it failed, a feed is asked again within this; its warnings are worth more than the requests. */
const LONGEST_PAUSE_MS = 15 * 60_000

/** Ours: a server that asks for more patience than this gets this much. */
const LONGEST_ASKED_MS = 60 * 60_000

/** Ours: a pause is stretched by up to a tenth, so that feeds which failed together do not come back together. */
const JITTER = 0.1

const MINUTE_MS = 60_000

/** A number in [0, 1) that is always the same for the same text (FNV-1a, 32 bits). */
const shareOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0
  return hash / 2 ** 32
}

interface Paced {
  readonly name: string
  readonly everyMs: number
}

/** When a feed that was never asked is asked first: within one of its periods, and not all feeds at once. */
export const firstPollAt = ({ name, everyMs }: Paced, now: Date): Date =>
  new Date(now.getTime() + Math.floor(shareOf(name) * everyMs))

/**
 * When a feed is asked next, after a poll at `now` that made it `failures` failed polls in a row (0: it went well).
 *
 * After a success: one period later. After failures: the period doubled for each beyond the first, at most 15 minutes
 * (or the period, where that is longer), and up to a tenth more by the feed's name. `askedMs`, what the server asked
 * for, counts where it is longer, up to an hour.
 */
export const nextPollAt = (feed: Paced, now: Date, failures: number, askedMs: number | null): Date => {
  if (failures === 0) return new Date(now.getTime() + feed.everyMs)
  // Beyond 2^20 times the period is longer than any pause.
  const doubled = feed.everyMs * 2 ** Math.min(failures - 1, 20)
  const pause = Math.min(doubled, Math.max(LONGEST_PAUSE_MS, feed.everyMs))
  const stretched = pause * (1 + JITTER * shareOf(`${feed.name} ${failures}`))
  const asked = Math.min(Math.max(askedMs ?? 0, 0), LONGEST_ASKED_MS)
  return new Date(now.getTime() + Math.round(Math.max(stretched, asked)))
}

/**
 * When a host may be asked again: `now` where fewer than `perMinute` requests lie within the last 60 s, else the instant
 * at which enough of them are older. `sentAt` in any order; requests ahead of `now` count, clocks differ a little.
 */
export const mayAskAt = (sentAt: readonly Date[], perMinute: number, now: Date): Date => {
  const recent = sentAt
    .map((at) => at.getTime())
    .filter((at) => at > now.getTime() - MINUTE_MS)
    .toSorted((a, b) => b - a)
  const blocking = recent[perMinute - 1]
  return blocking === undefined ? now : new Date(blocking + MINUTE_MS)
}

/** Requests a minute that a feed costs at its ordinary pace. */
export const requestsPerMinute = ({ everyMs }: Pick<Paced, 'everyMs'>): number => MINUTE_MS / everyMs
