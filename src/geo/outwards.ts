import type KDBush from 'kdbush'
import { EARTH_RADIUS_KM, kmBetween, type Position } from './position.ts'

/** A walk from a centre over places, from one to the next nearest. */
export interface Outwards {
  /** The index of the next place, or -1 when there is none left. */
  next(): number
  /** Great-circle distance of the place that was given last. */
  km(): number
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
const leastKm = (centre: Position, west: number, south: number, east: number, north: number): number => {
  const longitude = centre[0]
  const latitude = centre[1]
  if (longitude >= west && longitude <= east)
    return latitude < south
      ? kmOf(haversine(south - latitude))
      : latitude > north
        ? kmOf(haversine(latitude - north))
        : 0
  // The nearest place of the meridian that is the box's nearer side; from beyond a quarter of the globe it is over a pole.
  const across = Math.min(haversine(longitude - west), haversine(longitude - east))
  const lat = latitude * RADIANS_PER_DEGREE
  const vertex = Math.atan2(Math.tan(lat), 1 - 2 * across) / RADIANS_PER_DEGREE
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
 * Plain lists of numbers, and no generator: a decision walks dozens of times, and an object for each step cost more than
 * the walk.
 */
export const outwardsFrom = (
  centre: Position,
  withinKm: number,
  tree: Pick<KDBush, 'ids' | 'coords' | 'nodeSize'>,
): Outwards => {
  // A heap of how far, and what: a place by its index, a part of the tree by the complement of its number. Indexes stay
  // within the lists, hence the casts.
  const far: number[] = []
  const what: number[] = []
  // Of each part the first and the last place, and how deep it lies; and the box that holds its places.
  const ranges: number[] = []
  const boxes: number[] = []
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
  const putPart = (
    first: number,
    last: number,
    depth: number,
    west: number,
    south: number,
    east: number,
    north: number,
  ): void => {
    if (first > last) return
    put(leastKm(centre, west, south, east, north), ~(ranges.length / 3))
    ranges.push(first, last, depth)
    boxes.push(west, south, east, north)
  }
  const putPlace = (at: number): void => {
    const [longitude, latitude] = [tree.coords[2 * at] as number, tree.coords[2 * at + 1] as number]
    put(kmBetween(centre[0], centre[1], longitude, latitude), tree.ids[at] as number)
  }
  const open = (part: number): void => {
    const [first, last, depth] = ranges.slice(3 * part, 3 * part + 3) as [number, number, number]
    if (last - first <= tree.nodeSize) {
      for (let at = first; at <= last; at += 1) putPlace(at)
      return
    }
    const [west, south, east, north] = boxes.slice(4 * part, 4 * part + 4) as [number, number, number, number]
    const middle = (first + last) >> 1
    putPlace(middle)
    // The tree is split by longitude and by latitude in turn.
    if (depth % 2 === 0) {
      const split = tree.coords[2 * middle] as number
      putPart(first, middle - 1, depth + 1, west, south, split, north)
      putPart(middle + 1, last, depth + 1, split, south, east, north)
    } else {
      const split = tree.coords[2 * middle + 1] as number
      putPart(first, middle - 1, depth + 1, west, south, east, split)
      putPart(middle + 1, last, depth + 1, west, split, east, north)
    }
  }
  putPart(0, tree.ids.length - 1, 0, -180, -90, 180, 90)
  return {
    next: () => {
      while (far.length > 0) {
        reached = far[0] as number
        const one = what[0] as number
        dropFirst()
        if (one >= 0) return one
        open(~one)
      }
      return -1
    },
    km: () => reached,
  }
}
