import { distanceKm, type Position } from '../geo/position.ts'
import type { Look } from '../mobilisation/considered.ts'
import type { Choose } from '../mobilisation/replan.ts'
import type { Selection } from '../mobilisation/selection.ts'
import type { RosterIndex } from '../roster/roster-index.ts'

/** A degree of latitude is longer everywhere. */
const KM_PER_DEGREE = 110

/** How many people live within a radius. Most of the country is told apart by latitude alone. */
const livingWithin = ({ responders }: RosterIndex, place: Position, radiusKm: number): number => {
  const degrees = radiusKm / KM_PER_DEGREE
  let count = 0
  for (const { home } of responders)
    if (Math.abs(home[1] - place[1]) <= degrees && distanceKm(place, home) <= radiusKm) count += 1
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
  (want, without, among) => {
    const selection = choose(want, without, among)
    told(selection)
    return selection
  }
