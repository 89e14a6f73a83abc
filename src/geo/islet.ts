import { indexPositions } from './nearest.ts'
import { isPosition, type Position } from './position.ts'

/** An island that the land polygons leave out, taken to be a disc. */
export interface Islet {
  /** A landmass like a polygon's id, and of none of them. */
  readonly id: number
  readonly centre: Position
  /** More than 0 and at most 50. */
  readonly radiusKm: number
}

export interface Islets {
  /** The islet that the place is on; where discs overlap the one whose centre is nearest, then the one given first. */
  at(place: Position): Islet | undefined
  /** The islet whose centre is nearest within `withinKm`, in (0, 500]; of equals the one given first. */
  nearest(place: Position, withinKm: number): { readonly islet: Islet; readonly km: number } | undefined
}

const MOST_KM = 50

/** Throws RangeError for a radius that cannot be, two islets of one id, or a centre that is no place on Earth. */
export const indexIslets = (islets: readonly Islet[]): Islets => {
  const ids = new Set<number>()
  for (const { id, radiusKm } of islets) {
    if (ids.has(id)) throw new RangeError(`islet ${id}: expected an id of its own, got one given before`)
    if (!(radiusKm > 0 && radiusKm <= MOST_KM))
      throw new RangeError(`islet ${id}: expected a radius of more than 0 and at most ${MOST_KM} km, got ${radiusKm}`)
    ids.add(id)
  }
  const centres = indexPositions(islets.map(({ centre }) => centre))
  // Without islets nothing is found, however far is looked.
  const widestKm = Math.max(1, ...islets.map(({ radiusKm }) => radiusKm))

  // The index holds the islets in their order, hence the casts.
  return {
    at: (place) => {
      if (!isPosition(...place)) return undefined
      for (const { index, km } of centres.walk(place, widestKm)) {
        const islet = islets[index] as Islet
        if (km <= islet.radiusKm) return islet
      }
      return undefined
    },
    nearest: (place, withinKm) => {
      if (!isPosition(...place)) return undefined
      const [found] = centres.within(place, withinKm, 1)
      return found && { islet: islets[found.index] as Islet, km: found.km }
    },
  }
}
