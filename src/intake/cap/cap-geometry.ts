import { circle, polygonsOf, type Ring } from '../../geo/area.ts'
import { MAX_RADIUS_KM } from '../../geo/radius.ts'
import type { Geometry } from '../../mobilisation/hazard-event.ts'
import type { CapArea, CapCircle } from './cap-alert.ts'

export interface Drawn {
  readonly geometry: Geometry | null
  /** Of a point; null where the hazard's own reach decides. */
  readonly radiusKm: number | null
  readonly warnings: readonly string[]
}

/** Where several points are named, and none has a radius: a hamlet. */
const SMALL_RADIUS_KM = 1

const isSame = (a: Ring[number] | undefined, b: Ring[number] | undefined): boolean =>
  a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1]

/** Twice the surface in square degrees: 0 for a line that goes out and comes back. */
const surface = (ring: Ring): number => {
  const [origin] = ring
  if (origin === undefined) return 0
  let sum = 0
  for (let i = 1; i < ring.length; i += 1) {
    const [from, to] = [ring[i - 1] ?? origin, ring[i] ?? origin]
    sum += (from[0] - origin[0]) * (to[1] - origin[1]) - (to[0] - origin[0]) * (from[1] - origin[1])
  }
  return Math.abs(sum)
}

/** About 10 square metres in square degrees: less is a line that rounding opened. */
const NO_SURFACE = 1e-9

/** 0, 0 lies in the sea off Ghana: programs write it where they know no place. */
const isNowhere = ([longitude, latitude]: readonly [number, number]): boolean => longitude === 0 && latitude === 0

const clean = (rings: readonly Ring[], warnings: string[]): readonly Ring[] => {
  let doubled = 0
  const kept: Ring[] = []
  for (const ring of rings) {
    const places = ring.filter((place, at) => at === 0 || !isSame(place, ring[at - 1]))
    doubled += ring.length - places.length
    if (places.length >= 4 && surface(places) > NO_SURFACE) kept.push(places)
  }
  if (doubled > 0) warnings.push(`${doubled} doubled places of polygons were left out`)
  const slivers = rings.length - kept.length
  if (slivers > 0) warnings.push(`${slivers} polygons without surface were left out`)
  return kept
}

const ringsOf = ({ centre, radiusKm }: CapCircle): readonly Ring[] =>
  polygonsOf(circle(centre, radiusKm).geometry).map(([outer]) => outer ?? [])

/**
 * One geometry for all areas of a message, longitude first: one circle stays a point with its radius (0 lets the hazard
 * decide), everything else becomes polygons. Doubled places, polygons without surface and places at 0, 0 are left out
 * with a warning; circles beyond 500 km are cut to that.
 */
export const drawAreas = (areas: readonly CapArea[]): Drawn => {
  const warnings: string[] = []
  const rings = clean(
    areas.flatMap(({ polygons }) => polygons),
    warnings,
  )
  const all = areas.flatMap(({ circles }) => circles)
  const placed = all.filter(({ centre }) => !isNowhere(centre))
  if (placed.length < all.length) warnings.push('a circle round 0, 0 was left out: it means that no place is known')
  const circles = placed.map((one) => {
    if (one.radiusKm <= MAX_RADIUS_KM) return one
    warnings.push(`a circle of ${one.radiusKm} km was cut to ${MAX_RADIUS_KM} km`)
    return { ...one, radiusKm: MAX_RADIUS_KM }
  })
  const [first, ...others] = circles
  if (first !== undefined && others.length === 0 && rings.length === 0)
    return {
      geometry: { type: 'Point', coordinates: first.centre },
      radiusKm: first.radiusKm > 0 ? first.radiusKm : null,
      warnings,
    }
  const round = circles.flatMap((one) => {
    if (one.radiusKm > 0) return ringsOf(one)
    warnings.push(`a point beside other places was taken as a circle of ${SMALL_RADIUS_KM} km`)
    return ringsOf({ ...one, radiusKm: SMALL_RADIUS_KM })
  })
  const [outer, ...more] = [...rings, ...round]
  if (outer === undefined) return { geometry: null, radiusKm: null, warnings }
  const geometry: Geometry =
    more.length === 0
      ? { type: 'Polygon', coordinates: [outer] }
      : { type: 'MultiPolygon', coordinates: [outer, ...more].map((ring) => [ring]) }
  return { geometry, radiusKm: null, warnings: [...new Set(warnings)] }
}
