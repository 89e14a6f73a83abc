import { type Crossing, type Destination, type Home, type Reach, type Travel, travelTo } from '../geo/travel.ts'
import { landsTowards } from '../roster/island.ts'
import type { Kind, Responder } from '../roster/responder.ts'
import { paceOf, type ReachPolicy, type RoadsUnder } from './pace.ts'

type Person = Pick<Responder, 'kind' | 'home' | 'accuracyM' | 'landmass' | 'regencyCode'>

/** How people get to one place. */
export interface Ways {
  /** How long it takes somebody from home; null where no open path of crossings leads to the place. */
  reachOf(person: Person): Reach | null
  /** The minutes of that alone; null likewise. */
  minutesOf(person: Person): number | null
  /** As `leastMinutes` of a travel: for none of the kinds less than this from so many km away. */
  leastMinutes(km: number): number
}

/**
 * The ways to a place for people of some kinds, each kind at its own pace, over the crossings that are open. A place at
 * sea, or where the land is not known, rules nobody out. Throws RangeError for a kind that is not among `kinds`.
 */
export const waysTo = (
  destination: Destination,
  crossings: readonly Crossing[],
  roads: RoadsUnder,
  kinds: Iterable<Kind, unknown, unknown>,
  policy: ReachPolicy,
): Ways => {
  // Kinds of one pace share one travel: each costs a search over all crossings.
  const byPace = new Map<string, Travel>()
  const travels = new Map<Kind, Travel>()
  for (const kind of kinds) {
    const pace = paceOf(kind, roads, policy)
    const key = JSON.stringify(pace)
    const travel = byPace.get(key) ?? travelTo(destination, crossings, pace)
    byPace.set(key, travel)
    travels.set(kind, travel)
  }
  const paces = [...byPace.values()]
  const landOf = destination.landmass === null ? null : landsTowards(destination.landmass)
  const travelOf = ({ kind }: Person): Travel => {
    const travel = travels.get(kind)
    if (travel === undefined) throw new RangeError(`ways: expected one of ${[...travels.keys()]}, got ${kind}`)
    return travel
  }
  const homeOf = (person: Person): Home => ({
    position: person.home,
    accuracyM: person.accuracyM,
    landmass: landOf === null ? person.landmass : landOf(person),
  })
  return {
    reachOf: (person) => travelOf(person).reachFrom(homeOf(person)),
    minutesOf: (person) => {
      const minutes = travelOf(person).minutesFrom(homeOf(person))
      return minutes === Infinity ? null : minutes
    },
    leastMinutes: (km) => {
      let least = Number.POSITIVE_INFINITY
      for (const travel of paces) least = Math.min(least, travel.leastMinutes(km))
      return least
    },
  }
}
