import { around } from 'geokdbush'
import KDBush from 'kdbush'
import { distanceKm, type Position, requirePosition } from './position.ts'
import { requireRadius } from './radius.ts'

export interface Neighbour {
  /** Index into the array given when the index was built. */
  readonly index: number
  /** Great-circle distance from the centre. */
  readonly km: number
}

/**
 * Finds the places nearest to a centre.
 *
 * Both ways give the same total order: by great-circle km, equal distances by index; a place exactly `withinKm` away
 * belongs. Both throw RangeError unless 0 < withinKm <= 500, or if the centre is no place on Earth.
 */
export interface NearestIndex {
  /** The nearest `limit` places (all, if left out) within the radius. Throws RangeError unless `limit` is a whole number >= 1. */
  within(centre: Position, withinKm: number, limit?: number): readonly Neighbour[]
  /** The same places one by one, found in batches as they are asked for: stopping after a few dozen costs only those. */
  walk(centre: Position, withinKm: number): Generator<Neighbour, undefined>
}

const FIRST_BATCH = 64
const BATCH_GROWTH = 4

// Asked for beyond a limit, so that an equal or two at its edge do not cost a second batch.
const SPARE = 8

// geokdbush adds up the same formula in another order, so two places closer than this share of their distance
// may come in either order. Doubles carry 1e-16; a billionth is less than a millimetre at 500 km.
const ORDER_DOUBT = 1e-9

const byKmThenIndex = (a: Neighbour, b: Neighbour): number => a.km - b.km || a.index - b.index

/** Throws RangeError if a position is no place on Earth. The positions are copied: later changes are not seen. */
export const indexPositions = (positions: readonly Position[]): NearestIndex => {
  const places = [...positions]
  const tree = new KDBush(places.length)
  for (const [index, place] of places.entries()) {
    requirePosition(`positions[${index}]`, place)
    tree.add(place[0], place[1])
  }
  tree.finish()

  const found = (centre: Position, withinKm: number, count: number): Neighbour[] =>
    // geokdbush's Earth is smaller than ours by 1.4 millionths, so its circle of the same km is wider by as much:
    // it misses nobody on the edge. Its indexes are those of `places`, hence the cast.
    around(tree, centre[0], centre[1], count, withinKm).map((index) => ({
      index,
      km: distanceKm(centre, places[index] as Position),
    }))

  const batches = function* (centre: Position, withinKm: number, first: number): Generator<Neighbour, undefined> {
    let given = 0
    for (let count = first; ; count *= BATCH_GROWTH) {
      const batch = found(centre, withinKm, count).sort(byKmThenIndex)
      const isLast = batch.length < count
      // Places as far as the farthest of a batch wait for the next one, which may bring an equal with a lower index.
      const farthestKm = batch.reduce((farthest, { km }) => Math.max(farthest, km), 0)
      const sureKm = isLast ? Number.POSITIVE_INFINITY : farthestKm * (1 - ORDER_DOUBT)
      for (const neighbour of batch.slice(given)) {
        if (neighbour.km > withinKm) return
        if (neighbour.km >= sureKm) break
        given += 1
        yield neighbour
      }
      if (isLast) return
    }
  }

  const check = (centre: Position, withinKm: number): void => {
    requirePosition('centre', centre)
    requireRadius('withinKm', withinKm)
  }

  return {
    within: (centre, withinKm, limit = Number.POSITIVE_INFINITY) => {
      check(centre, withinKm)
      if (!(limit >= 1 && (Number.isInteger(limit) || limit === Number.POSITIVE_INFINITY)))
        throw new RangeError(`limit: expected a whole number of at least 1, got ${limit}`)
      const nearest: Neighbour[] = []
      for (const neighbour of batches(centre, withinKm, limit + SPARE)) {
        nearest.push(neighbour)
        if (nearest.length === limit) break
      }
      return nearest
    },
    walk: (centre, withinKm) => {
      check(centre, withinKm)
      return batches(centre, withinKm, FIRST_BATCH)
    },
  }
}
