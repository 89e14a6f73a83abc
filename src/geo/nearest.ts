import KDBush from 'kdbush'
import { type Outwards, outwardsFrom } from './outwards.ts'
import { type Position, requirePosition } from './position.ts'
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
 * All ways give the same total order: by great-circle km, equal distances by index; a place exactly `withinKm` away
 * belongs. All throw RangeError unless 0 < withinKm <= 500, or if the centre is no place on Earth.
 */
export interface NearestIndex {
  /** The nearest `limit` places (all, if left out) within the radius. Throws RangeError unless `limit` is a whole number >= 1. */
  within(centre: Position, withinKm: number, limit?: number): readonly Neighbour[]
  /** The same places one by one, each found when it is asked for: stopping after a few dozen costs only those. */
  walk(centre: Position, withinKm: number): Generator<Neighbour, undefined>
  /** The same walk without an object for each place: for whoever passes many by. */
  outwards(centre: Position, withinKm: number): Outwards
}

/** Ours: places of one leaf of the tree. A walk measures whole leaves, and mostly stops after a dozen places. */
const LEAF = 16

/** Throws RangeError if a position is no place on Earth. The positions are copied: later changes are not seen. */
export const indexPositions = (positions: readonly Position[]): NearestIndex => {
  const tree = new KDBush(positions.length, LEAF)
  for (const [index, place] of positions.entries()) {
    requirePosition(`positions[${index}]`, place)
    tree.add(place[0], place[1])
  }
  tree.finish()

  const outwards = (centre: Position, withinKm: number): Outwards => {
    requirePosition('centre', centre)
    requireRadius('withinKm', withinKm)
    return outwardsFrom(centre, withinKm, tree)
  }

  const walked = function* (going: Outwards): Generator<Neighbour, undefined> {
    for (let index = going.next(); index >= 0; index = going.next()) yield { index, km: going.km() }
  }

  return {
    within: (centre, withinKm, limit = Number.POSITIVE_INFINITY) => {
      const going = outwards(centre, withinKm)
      if (!(limit >= 1 && (Number.isInteger(limit) || limit === Number.POSITIVE_INFINITY)))
        throw new RangeError(`limit: expected a whole number of at least 1, got ${limit}`)
      const nearest: Neighbour[] = []
      for (const neighbour of walked(going)) {
        nearest.push(neighbour)
        if (nearest.length === limit) break
      }
      return nearest
    },
    // What is asked for amiss is refused at once, not at the first step.
    walk: (centre, withinKm) => walked(outwards(centre, withinKm)),
    outwards,
  }
}
