import { distanceKm, type Position } from './position.ts'

/** A harbour or a bridgehead, and the land that it stands on. */
export interface Landing {
  readonly position: Position
  readonly landmass: number
}

/** A way from one landing to another, as long in both directions: a bridge or a ferry. */
export interface Crossing {
  readonly id: string
  readonly ends: readonly [Landing, Landing]
  /** More than 0; with the usual waiting. */
  readonly minutes: number
}

/** How somebody gets along over land. */
export interface Pace {
  /** By road, more than 0. */
  readonly kmPerHour: number
  /** Kilometres of road for each of the great circle, at least 1. */
  readonly detour: number
  /** Minutes before setting out, at least 0. */
  readonly readyMin: number
}

export interface Destination {
  readonly position: Position
  /** null at sea, or where the land is not known. */
  readonly landmass: number | null
}

export interface Home extends Destination {
  /** How far from `position` the home may really be, in metres. */
  readonly accuracyM: number
}

export interface Reach {
  /** As if the home were where it is taken to be. */
  readonly minutes: number
  /** From the nearest and from the farthest place on the home's land where it may be. */
  readonly fromMinutes: number
  readonly toMinutes: number
  /** The crossings of the fastest way in their order, by id. */
  readonly via: readonly string[]
}

/** Where the way over a home's land ends: at the destination itself, or at a landing with the rest of the way to go. */
interface Gate {
  readonly position: Position
  readonly minutes: number
  readonly via: readonly string[]
}

const requirePace = ({ kmPerHour, detour, readyMin }: Pace): void => {
  if (!(kmPerHour > 0 && detour >= 1 && readyMin >= 0 && Number.isFinite(kmPerHour * detour + readyMin)))
    throw new RangeError(
      `pace: expected more than 0 km/h, a detour of at least 1 and at least 0 min to get ready, got ${kmPerHour}, ${detour} and ${readyMin}`,
    )
}

/** A crossing in one direction. */
interface Leg {
  readonly id: string
  readonly minutes: number
  readonly from: Landing
  readonly to: Landing
  /** Legs that end on the land where this one begins, by their numbers, and how far over land from there to here. */
  readonly before: readonly { readonly leg: number; readonly km: number }[]
}

const legsOf = (crossings: readonly Crossing[]): readonly Leg[] => {
  const legs = crossings.flatMap(({ id, minutes, ends: [one, two] }) => {
    if (!(minutes > 0 && Number.isFinite(minutes)))
      throw new RangeError(`crossing ${id}: expected more than 0 min, got ${minutes}`)
    return [
      { id, minutes, from: one, to: two },
      { id, minutes, from: two, to: one },
    ]
  })
  return legs.map((leg) => ({
    ...leg,
    before: legs.flatMap(({ to }, nth) =>
      to.landmass === leg.from.landmass ? [{ leg: nth, km: distanceKm(to.position, leg.from.position) }] : [],
    ),
  }))
}

type Gates = ReadonlyMap<number, readonly Gate[]>

/** What is the same for every journey over the same crossings. */
interface Network {
  readonly legs: readonly Leg[]
  /** By destination and pace: people are called to the same villages again and again. */
  readonly gates: Map<string, Gates>
}

/** Ours: so many destinations at most, some ten kilobytes each. */
const MOST_KEPT = 1_000
const networks = new WeakMap<readonly Crossing[], Network>()

const networkOf = (crossings: readonly Crossing[]): Network => {
  const network = networks.get(crossings) ?? { legs: legsOf(crossings), gates: new Map<string, Gates>() }
  networks.set(crossings, network)
  return network
}

/**
 * Dijkstra's way from the destination outwards over the few crossings, as gates by landmass. A landing from which it is
 * no slower to go on over land to a gate already found is left out: from anywhere on that land the other gate is then as
 * fast, because great circles keep to the triangle inequality.
 */
const gatesOver = (destination: Landing, legs: readonly Leg[], overLand: (km: number) => number): Gates => {
  const gates = new Map<number, Gate[]>()
  // Of each leg the fastest way known to the destination that begins with it, and on to which gate.
  const best = new Float64Array(legs.length).fill(Infinity)
  const onTo: Gate[] = []
  const done = new Uint8Array(legs.length)
  const lead = (nth: number, km: number, gate: Gate): void => {
    const minutes = (legs[nth] as Leg).minutes + (overLand(km) + gate.minutes)
    if (done[nth] === 1 || minutes >= (best[nth] as number)) return
    best[nth] = minutes
    onTo[nth] = gate
  }
  /** The leg whose best way is the fastest; of equals the one given first. -1: no way is known of any. */
  const fastest = (): number => {
    let [first, minutes] = [-1, Infinity]
    for (let nth = 0; nth < legs.length; nth += 1)
      if (done[nth] === 0 && (best[nth] as number) < minutes) [first, minutes] = [nth, best[nth] as number]
    return first
  }
  const atDestination: Gate = { position: destination.position, minutes: 0, via: [] }
  gates.set(destination.landmass, [atDestination])
  for (const [nth, { to }] of legs.entries())
    if (to.landmass === destination.landmass) lead(nth, distanceKm(to.position, destination.position), atDestination)
  for (let next = fastest(); next >= 0; next = fastest()) {
    const { id, from, before } = legs[next] as Leg
    const { position, landmass } = from
    const minutes = best[next] as number
    done[next] = 1
    const known = gates.get(landmass) ?? []
    if (known.some((other) => overLand(distanceKm(position, other.position)) + other.minutes <= minutes)) continue
    const gate = { position, minutes, via: [id, ...(onTo[next] as Gate).via] }
    gates.set(landmass, [...known, gate])
    for (const { leg, km } of before) lead(leg, km, gate)
  }
  return gates
}

const gatesTo = (
  destination: Landing,
  crossings: readonly Crossing[],
  { kmPerHour, detour }: Pace,
  overLand: (km: number) => number,
): Gates => {
  const { legs, gates } = networkOf(crossings)
  const key = `${destination.position} ${destination.landmass} ${kmPerHour} ${detour}`
  const kept = gates.get(key)
  if (kept !== undefined) return kept
  const found = gatesOver(destination, legs, overLand)
  if (gates.size >= MOST_KEPT) gates.clear()
  gates.set(key, found)
  return found
}

/** The ways to one destination at one pace. */
export interface Travel {
  /** How long it takes from a home; null when no path of crossings leads there, and for a home on no known land. */
  reachFrom(home: Home): Reach | null
  /** The minutes of that alone; Infinity where no path leads there. */
  minutesFrom(home: Destination): number
  /**
   * Minutes that nobody can do with less whose home lies so many km of great circle from the destination, wherever and
   * on whatever land: what a walk by straight distance must know to give people in order of minutes (by-reach.ts).
   * Never falls as the km rise.
   */
  leastMinutes(km: number): number
}

// Kilometres and minutes are sums of rounded numbers: a bound this much lower is under every sum that it should be under.
const ROUNDING_MIN = 1e-6

/**
 * How long it takes to the destination: getting ready, the way over land, and open crossings wherever land ends. Over
 * land is the great circle times `detour` at `kmPerHour`, not a road, and a bay between two shores of one land is not
 * gone round.
 *
 * Worked out once for all homes; each then costs a distance or two. Equal times take the way with the crossing given
 * first. A destination on no known land rules nobody out: everybody goes there straight. The bounds of a reach hold
 * while the home is on the land that it is taken to be on. Throws RangeError for a pace or minutes that cannot be.
 */
export const travelTo = (destination: Destination, crossings: readonly Crossing[], pace: Pace): Travel => {
  requirePace(pace)
  const overLand = (km: number): number => (km * pace.detour * 60) / pace.kmPerHour
  const { position, landmass } = destination
  const straight: readonly Gate[] = [{ position, minutes: 0, via: [] }]
  const gates = landmass === null ? undefined : gatesTo({ position, landmass }, crossings, pace, overLand)
  const nowhere: readonly Gate[] = []
  const gatesFor = (home: Destination): readonly Gate[] => {
    if (gates === undefined) return straight
    return home.landmass === null ? nowhere : (gates.get(home.landmass) ?? nowhere)
  }
  // Only a walk in order of reach asks for it: not the many travels to the KSB of teams.
  let known: readonly { readonly km: number; readonly minutes: number }[] | undefined
  const onTheWay = () =>
    [...(gates?.values() ?? [straight])]
      .flat()
      .map((gate) => ({
        km: distanceKm(gate.position, position),
        minutes: pace.readyMin + gate.minutes - ROUNDING_MIN,
      }))
      .sort((one, other) => one.minutes - other.minutes)
  return {
    reachFrom: (home) => {
      const doubtKm = home.accuracyM / 1000
      let [minutes, fromMinutes, toMinutes] = [Infinity, Infinity, Infinity]
      let via: readonly string[] | null = null
      for (const gate of gatesFor(home)) {
        const km = distanceKm(home.position, gate.position)
        const beyond = pace.readyMin + gate.minutes
        if (beyond + overLand(km) < minutes) [minutes, via] = [beyond + overLand(km), gate.via]
        fromMinutes = Math.min(fromMinutes, beyond + overLand(Math.max(0, km - doubtKm)))
        toMinutes = Math.min(toMinutes, beyond + overLand(km + doubtKm))
      }
      return via === null ? null : { minutes, fromMinutes, toMinutes, via }
    },
    minutesFrom: (home) => {
      let minutes = Infinity
      for (const gate of gatesFor(home))
        minutes = Math.min(minutes, pace.readyMin + gate.minutes + overLand(distanceKm(home.position, gate.position)))
      return minutes
    },
    leastMinutes: (km) => {
      let least = Infinity
      // As if each gate lay on the straight way from the home: nearer to it than that it cannot be.
      known ??= onTheWay()
      for (const gate of known) {
        if (gate.minutes >= least) break
        least = Math.min(least, gate.minutes + overLand(Math.max(0, km - gate.km)))
      }
      return least
    },
  }
}
