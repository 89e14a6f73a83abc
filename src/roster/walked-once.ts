import type { Area } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import type { Responder } from './responder.ts'
import type { RosterIndex } from './roster-index.ts'
import type { Site } from './site.ts'

interface Near {
  readonly responder: Responder
  readonly km: number
}

interface Walk {
  readonly seen: Near[]
  readonly goOn: Iterator<Near, undefined, unknown>
}

/** The sites in an area, from a place outwards. */
interface Within {
  readonly place: Position
  readonly sites: readonly Site[]
}

/**
 * The same index, in which each walk outwards from a place is made once, however often it is asked for: whoever asks
 * again hears what was found before, and walks on from there. The sites in an area are sought once too. For one decision:
 * what was found is kept.
 */
export const walkedOnce = (index: RosterIndex): RosterIndex => {
  const walks = new Map<string, Walk>()
  const within = new Map<Area, Within>()
  return {
    ...index,
    sitesWithin: (area, place) => {
      const known = within.get(area)
      if (known !== undefined && known.place[0] === place[0] && known.place[1] === place[1]) return known.sites
      const sites = index.sitesWithin(area, place)
      within.set(area, { place, sites })
      return sites
    },
    nearby: (place, withinKm, kinds) => {
      const key = `${place[0]} ${place[1]} ${withinKm} ${kinds === undefined ? '' : [...kinds].toSorted()}`
      const known = walks.get(key)
      const walk: Walk = known ?? { seen: [], goOn: index.nearby(place, withinKm, kinds)[Symbol.iterator]() }
      if (known === undefined) walks.set(key, walk)
      const { seen, goOn } = walk
      return {
        [Symbol.iterator]: () => {
          let nth = 0
          return {
            next: () => {
              const before = seen[nth]
              nth += 1
              if (before !== undefined) return { done: false, value: before }
              const next = goOn.next()
              if (next.done !== true) seen.push(next.value)
              return next
            },
          }
        },
      }
    },
  }
}
