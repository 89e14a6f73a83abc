import { distanceKm, type Position } from '../geo/position.ts'
import type { Look } from '../mobilisation/considered.ts'
import type { Choose } from '../mobilisation/replan.ts'
import type { Selection } from '../mobilisation/selection.ts'
import type { RosterIndex } from '../roster/roster-index.ts'

/** A degree of latitude is longer everywhere; a degree of longitude is too, times the cosine of its latitude. */
const KM_PER_DEGREE = 110

/** Homes as longitude and latitude in turn, kept as long as their register: objects would have to be fetched one by one. */
const packed = new WeakMap<RosterIndex, Float64Array>()

const homesOf = (roster: RosterIndex): Float64Array => {
  const homes = packed.get(roster) ?? Float64Array.from(roster.responders.flatMap(({ home }) => home))
  packed.set(roster, homes)
  return homes
}

/** How many people live within a radius. */
const livingWithin = (roster: RosterIndex, place: Position, radiusKm: number): number => {
  const homes = homesOf(roster)
  const [longitude, latitude] = place
  const high = radiusKm / KM_PER_DEGREE
  // At the latitude of the radius farthest from the equator, where degrees of longitude are shortest.
  const wide = high / Math.max(0.01, Math.cos(((Math.abs(latitude) + high) * Math.PI) / 180))
  let count = 0
  for (let at = 0; at < homes.length; at += 2) {
    const lng = homes[at] ?? 0
    const lat = homes[at + 1] ?? 0
    if (
      Math.abs(lat - latitude) <= high &&
      Math.abs(lng - longitude) <= wide &&
      distanceKm(place, [lng, lat]) <= radiusKm
    )
      count += 1
  }
  return count
}

/** What a choice looked at round a place, with how many people within its radius it had no need to look at. */
export const lookOf = (
  threadId: string | null,
  selection: Selection,
  { roster, place, radiusKm }: { readonly roster: RosterIndex; readonly place: Position; readonly radiusKm: number },
): Look => ({
  threadId,
  selection,
  farther: Math.max(0, livingWithin(roster, place, radiusKm) - selection.considered),
})

/** The same choice; what it says each time that it is asked is handed to `told`. */
export const witnessed =
  (choose: Choose, told: (selection: Selection) => void): Choose =>
  (want, without, among, skills) => {
    const selection = choose(want, without, among, skills)
    told(selection)
    return selection
  }
