import type KDBush from 'kdbush'
import { EARTH_RADIUS_KM, kmBetween, type Position } from './position.ts'

/** A walk from a centre over places, from one to the next nearest. */
export interface Outwards {
  /** The index of the next place, or -1 when there is none left. */
  next(): number
  /** Great-circle distance of the place that was given last. */
  km(): number
}

/** A part of the tree, with the box that holds its places. */
interface Part {
  readonly first: number
  readonly last: number
  readonly splitsLongitude: boolean
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

const RADIANS_PER_DEGREE = Math.PI / 180

// A bound is a sum of other rounded numbers than the distances that it must not exceed: doubles carry 1e-16, and a
// billionth of 500 km is less than a millimetre.
const BOUND_DOUBT = 1e-9

/** Of an angle: the squared sine of its half, which grows with the distance and costs one sine. */
const haversine = (degrees: number): number => {
  const half = Math.sin((degrees * RADIANS_PER_DEGREE) / 2)
  return half * half
}

const kmOf = (h: number): number => 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h))) * (1 - BOUND_DOUBT)

/** No place in the box is nearer than so many km; the formula is that of geokdbush. */
const leastKm = (centre: Position, { west, south, east, north }: Part): number => {
  const longitude = centre[0]
  const latitude = centre[1]
  if (longitude >= west && longitude <= east)
    return latitude < south
      ? kmOf(haversine(south - latitude))
      : latitude > north
        ? kmOf(haversine(latitude - north))
        : 0
  // The nearest place of the meridian that is the box's nearer side; beyond a quarter of the globe it is at a pole.
  const across = Math.min(haversine(longitude - west), haversine(longitude - east))
  const turned = 1 - 2 * across
  const lat = latitude * RADIANS_PER_DEGREE
  const vertex = turned <= 0 ? (latitude > 0 ? 90 : -90) : Math.atan(Math.tan(lat) / turned) / RADIANS_PER_DEGREE
  const cosLat = Math.cos(lat)
  const at = (side: number): number =>
    cosLat * Math.cos(side * RADIANS_PER_DEGREE) * across + haversine(latitude - side)
  return kmOf(vertex > south && vertex < north ? at(vertex) : Math.min(at(south), at(north)))
}

/**
 * Walks over the places of a tree from a centre outwards, each found when it is asked for: by great-circle km, equal
 * distances by index, up to `withinKm`. Only what lies about as near as the last place given is looked at, and that
 * once. The centre has to be a place on Earth.
 *
 * A heap in two lists, and no generator: a decision walks past ten thousand people, and an object for each of them cost
 * more than the walk.
 */
export const outwardsFrom = (
  centre: Position,
  withinKm: number,
  tree: Pick<KDBush, 'ids' | 'coords' | 'nodeSize'>,
): Outwards => {
  // How far, and what: a place by its index, a part of the tree by the complement of its place in `parts`. Indexes stay
  // within the lists, hence the casts.
  const far: number[] = []
  const what: number[] = []
  const parts: Part[] = []
  let reached = 0
  const isBefore = (km: number, one: number, at: number): boolean =>
    // Of equals a part first, for what is in it may come before; then by index.
    km < (far[at] as number) || (km === far[at] && one < (what[at] as number))
  const put = (km: number, one: number): void => {
    if (km > withinKm) return
    let at = far.length
    far.push(km)
    what.push(one)
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(km, one, above)) break
      far[at] = far[above] as number
      what[at] = what[above] as number
      at = above
    }
    far[at] = km
    what[at] = one
  }
  const dropFirst = (): void => {
    const km = far.pop() as number
    const one = what.pop() as number
    const size = far.length
    if (size === 0) return
    let at = 0
    for (let below = 1; below < size; below = 2 * at + 1) {
      if (below + 1 < size && isBefore(far[below + 1] as number, what[below + 1] as number, below)) below += 1
      if (isBefore(km, one, below)) break
      far[at] = far[below] as number
      what[at] = what[below] as number
      at = below
    }
    far[at] = km
    what[at] = one
  }
  const putPart = (part: Part): void => {
    if (part.first > part.last) return
    parts.push(part)
    put(leastKm(centre, part), ~(parts.length - 1))
  }
  const putPlace = (at: number): void => {
    const [longitude, latitude] = [tree.coords[2 * at] as number, tree.coords[2 * at + 1] as number]
    put(kmBetween(centre[0], centre[1], longitude, latitude), tree.ids[at] as number)
  }
  const open = ({ first, last, splitsLongitude, west, south, east, north }: Part): void => {
    if (last - first <= tree.nodeSize) {
      for (let at = first; at <= last; at += 1) putPlace(at)
      return
    }
    const middle = (first + last) >> 1
    putPlace(middle)
    const [lower, upper] = [
      { first, last: middle - 1 },
      { first: middle + 1, last },
    ]
    const split = tree.coords[2 * middle + (splitsLongitude ? 0 : 1)] as number
    const box = { splitsLongitude: !splitsLongitude, west, south, east, north }
    putPart(splitsLongitude ? { ...box, ...lower, east: split } : { ...box, ...lower, north: split })
    putPart(splitsLongitude ? { ...box, ...upper, west: split } : { ...box, ...upper, south: split })
  }
  putPart({ first: 0, last: tree.ids.length - 1, splitsLongitude: true, west: -180, south: -90, east: 180, north: 90 })
  return {
    next: () => {
      while (far.length > 0) {
        reached = far[0] as number
        const one = what[0] as number
        dropFirst()
        if (one >= 0) return one
        open(parts[~one] as Part)
      }
      return -1
    },
    km: () => reached,
  }
}
