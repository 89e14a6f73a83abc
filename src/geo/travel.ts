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

/** A crossing in one direction, and the fastest way known to the destination that begins with it: on to which gate. */
interface Leg {
  readonly id: string
  readonly minutes: number
  readonly from: Landing
  readonly to: Landing
  /** Infinity: none is known. */
  best: number
  onTo: Gate
}

const NO_GATE: Gate = { position: [0, 0], minutes: Infinity, via: [] }

const requirePace = ({ kmPerHour, detour, readyMin }: Pace): void => {
  if (!(kmPerHour > 0 && detour >= 1 && readyMin >= 0 && Number.isFinite(kmPerHour * detour + readyMin)))
    throw new RangeError(
      `pace: expected more than 0 km/h, a detour of at least 1 and at least 0 min to get ready, got ${kmPerHour}, ${detour} and ${readyMin}`,
    )
}

const legsOf = (crossings: readonly Crossing[]): Leg[] =>
  crossings.flatMap(({ id, minutes, ends: [one, two] }) => {
    if (!(minutes > 0 && Number.isFinite(minutes)))
      throw new RangeError(`crossing ${id}: expected more than 0 min, got ${minutes}`)
    return [
      { id, minutes, from: one, to: two, best: Infinity, onTo: NO_GATE },
      { id, minutes, from: two, to: one, best: Infinity, onTo: NO_GATE },
    ]
  })

/** The leg whose best way is the fastest; of equals the one given first. */
const fastestOf = (legs: ReadonlySet<Leg>): Leg | undefined => {
  let fastest: Leg | undefined
  for (const leg of legs) if (leg.best < (fastest?.best ?? Infinity)) fastest = leg
  return fastest
}

/**
 * Dijkstra's way from the destination outwards over the few crossings, as gates by landmass. A landing from which it is
 * no slower to go on over land to a gate already found is left out: from anywhere on that land the other gate is then as
 * fast, because great circles keep to the triangle inequality.
 */
const gatesTo = (
  destination: Landing,
  crossings: readonly Crossing[],
  overLand: (km: number) => number,
): ReadonlyMap<number, readonly Gate[]> => {
  const gates = new Map<number, Gate[]>()
  const waiting = new Set(legsOf(crossings))
  const minutesTo = (gate: Gate, position: Position): number =>
    overLand(distanceKm(position, gate.position)) + gate.minutes
  const open = (landmass: number, gate: Gate): void => {
    gates.set(landmass, [...(gates.get(landmass) ?? []), gate])
    for (const leg of waiting) {
      if (leg.to.landmass !== landmass) continue
      const minutes = leg.minutes + minutesTo(gate, leg.to.position)
      if (minutes < leg.best) [leg.best, leg.onTo] = [minutes, gate]
    }
  }
  open(destination.landmass, { position: destination.position, minutes: 0, via: [] })
  for (let next = fastestOf(waiting); next !== undefined; next = fastestOf(waiting)) {
    const { id, from, best: minutes, onTo } = next
    const { position, landmass } = from
    waiting.delete(next)
    const known = gates.get(landmass) ?? []
    if (known.every((other) => minutesTo(other, position) > minutes))
      open(landmass, { position, minutes, via: [id, ...onTo.via] })
  }
  return gates
}

/** The ways to one destination at one pace. */
export interface Travel {
  /** How long it takes from a home; null when no path of crossings leads there, and for a home on no known land. */
  reachFrom(home: Home): Reach | null
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
  const gates = landmass === null ? undefined : gatesTo({ position, landmass }, crossings, overLand)
  const gatesFor = (home: Home): readonly Gate[] => {
    if (gates === undefined) return straight
    return home.landmass === null ? [] : (gates.get(home.landmass) ?? [])
  }
  const onTheWay = [...(gates?.values() ?? [straight])].flat().map((gate) => ({
    km: distanceKm(gate.position, position),
    minutes: pace.readyMin + gate.minutes - ROUNDING_MIN,
  }))
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
    leastMinutes: (km) => {
      let least = Infinity
      // As if each gate lay on the straight way from the home: nearer to it than that it cannot be.
      for (const gate of onTheWay) least = Math.min(least, gate.minutes + overLand(Math.max(0, km - gate.km)))
      return least
    },
  }
}
