import type { Responder } from './responder.ts'
import type { RosterIndex } from './roster-index.ts'

interface Near {
  readonly responder: Responder
  readonly km: number
}

interface Walk {
  readonly seen: Near[]
  readonly goOn: Iterator<Near, unknown, unknown>
}

/**
 * The same index, in which each walk outwards from a place is made once, however often it is asked for: whoever asks
 * again hears what was found before, and walks on from there. For one decision: what was found is kept.
 */
export const walkedOnce = (index: RosterIndex): RosterIndex => {
  const walks = new Map<string, Walk>()
  return {
    ...index,
    *nearby(place, withinKm, kinds) {
      const key = `${place[0]} ${place[1]} ${withinKm} ${kinds === undefined ? '' : [...kinds].toSorted()}`
      const known = walks.get(key)
      const walk: Walk = known ?? { seen: [], goOn: index.nearby(place, withinKm, kinds)[Symbol.iterator]() }
      if (known === undefined) walks.set(key, walk)
      for (let nth = 0; ; nth += 1) {
        const before = walk.seen[nth]
        if (before !== undefined) yield before
        else {
          const next = walk.goOn.next()
          if (next.done === true) return
          walk.seen.push(next.value)
          yield next.value
        }
      }
    },
  }
}
