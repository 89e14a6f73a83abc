import { recentWord } from '../intake/limits/recent-word.ts'
import type { Following, StreamNeeds } from '../intake/stream-routes.ts'
import { mayRead } from '../store/call-out-views.ts'
import {
  countsOf,
  lookAtTimeline,
  MOST_LINES,
  type TimelineLook,
  type TimelineNumbered,
} from '../store/stream-views.ts'
import type { Installation } from './installation.ts'

/** After these nothing happens any more. */
const OVER: readonly string[] = ['closed', 'stood-down']

/** Looks after which a line is shown whoever still writes: thirty seconds, and none of our transactions lives as long. */
const PATIENCE = 300

/**
 * Lines get their numbers before they are committed, so that a lower one may come to light after a higher one. Gives the
 * lines up to which nothing can come in between any more: those that an earlier look saw, once everybody is done who was
 * writing then. Whoever has read them may go on behind the last and misses nothing.
 */
export const settledLines = (): ((look: TimelineLook) => readonly TimelineNumbered[]) => {
  let waiting: { readonly upTo: bigint; readonly writing: ReadonlySet<string>; readonly looks: number } | undefined
  return ({ entries, writing }) => {
    const last = entries.at(-1)
    if (last === undefined) return []
    const seen = { upTo: BigInt(last.serial), writing: new Set(writing), looks: 1 }
    if (waiting === undefined) {
      waiting = seen
      return []
    }
    const { upTo, writing: before, looks } = waiting
    if (writing.some((one) => before.has(one)) && looks < PATIENCE) {
      waiting = { ...waiting, looks: looks + 1 }
      return []
    }
    waiting = seen.upTo > upTo ? seen : undefined
    return entries.filter(({ serial }) => BigInt(serial) <= upTo)
  }
}

/** What the stream of a call-out needs: rows, looked at anew each time; no transaction lasts longer than a look. */
export const streamNeeds = ({ database }: Installation): StreamNeeds => {
  // Many may follow one call-out: where it stands is counted once a second for all of them.
  const counts = recentWord(
    (callOutId) => countsOf(database, callOutId),
    () => performance.now(),
  )
  const following = (callOutId: string, begin: string): Following => {
    const settle = settledLines()
    let after = begin
    return {
      look: async () => {
        // Counted first: what it says is over has its last line in the timeline by then.
        const standing = await counts(callOutId)
        const look = await lookAtTimeline(database, callOutId, after)
        const entries = settle(look)
        after = entries.at(-1)?.serial ?? after
        const isLeft = look.entries.length > entries.length || look.entries.length === MOST_LINES
        return { entries, counts: standing ?? {}, over: OVER.includes(standing?.status ?? 'closed'), isLeft }
      },
    }
  }
  return {
    mayFollow: ({ operator, callOutId }) => mayRead(database, operator, callOutId),
    follow: ({ callOutId }, after) => following(callOutId, after),
  }
}
