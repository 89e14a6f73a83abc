import { type Area, contains } from '../geo/area.ts'
import { distanceKm, type Position } from '../geo/position.ts'

/** A place whose region is known: the seat of a regency, a site. */
export interface CodedPlace {
  readonly code: string
  readonly position: Position
}

interface NearestCode {
  readonly code: string
  /** Great-circle distance. */
  readonly km: number
}

/** Coded places ready to be asked many times: about a microsecond for a thousand of them. */
export interface CodedPlaces {
  /** Of places equally near the one whose code is lower; undefined where there is no place at all. */
  nearest(point: Position): NearestCode | undefined
  /** The same among places whose code fits and that are at most `withinKm` away. */
  nearestOf(point: Position, withinKm: number, fits: (code: string) => boolean): NearestCode | undefined
  /** Every place that the area holds, in the order given. */
  within(area: Area): readonly CodedPlace[]
}

/** On the sphere that distances are measured on. */
const RADIANS_PER_KM = Math.PI / distanceKm([0, -90], [0, 90])

// A cosine of doubles carries an error of some 1e-15. Whoever is nearest by so little more is measured again, exactly:
// at 100 km this is a millimetre.
const DOUBT = 1e-12

/** The direction of a place from the middle of the Earth, of length 1. */
const directionOf = ([longitude, latitude]: Position): readonly [x: number, y: number, z: number] => {
  const [lng, lat] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180]
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)]
}

const nearer = (one: NearestCode | undefined, other: NearestCode): NearestCode =>
  one === undefined || other.km < one.km || (other.km === one.km && other.code < one.code) ? other : one

/**
 * Keeps the places as directions: the cosine of the angle between two is the sum of three products, which is so much
 * cheaper than a distance that looking at all of them beats a tree. Distances are measured for the few nearest only.
 * The list is copied: later changes are not seen.
 */
export const indexPlaces = (list: readonly CodedPlace[]): CodedPlaces => {
  const places = [...list]
  const directions = places.map(({ position }) => directionOf(position))
  const xs = Float64Array.from(directions, ([x]) => x)
  const ys = Float64Array.from(directions, ([, y]) => y)
  const zs = Float64Array.from(directions, ([, , z]) => z)
  const cosines = new Float64Array(places.length)

  /** Fills `cosines` for a point, and gives the greatest. */
  const look = (point: Position): number => {
    const [x, y, z] = directionOf(point)
    let greatest = Number.NEGATIVE_INFINITY
    // Typed arrays of one length: an index below it is always there.
    for (let at = 0; at < cosines.length; at += 1) {
      const cosine = x * (xs[at] as number) + y * (ys[at] as number) + z * (zs[at] as number)
      cosines[at] = cosine
      if (cosine > greatest) greatest = cosine
    }
    return greatest
  }

  /** The nearest of those whose cosine is at least so great and whose code will do, by the true distance. */
  const best = (point: Position, least: number, fits: (code: string) => boolean): NearestCode | undefined => {
    let found: NearestCode | undefined
    for (let at = 0; at < cosines.length; at += 1) {
      if ((cosines[at] as number) < least) continue
      const { code, position } = places[at] as CodedPlace
      if (fits(code)) found = nearer(found, { code, km: distanceKm(point, position) })
    }
    return found
  }

  return {
    nearest: (point) => best(point, look(point) - DOUBT, () => true),
    nearestOf: (point, withinKm, fits) => {
      look(point)
      const found = best(point, Math.cos(Math.min(Math.PI, withinKm * RADIANS_PER_KM)) - DOUBT, fits)
      return found !== undefined && found.km <= withinKm ? found : undefined
    },
    within: (area) => places.filter(({ position }) => contains(area, position)),
  }
}
