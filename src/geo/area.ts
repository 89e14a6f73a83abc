import {
  booleanPointInPolygon,
  buffer,
  centerOfMass,
  feature,
  featureCollection,
  multiLineString,
  pointOnFeature,
  area as squareMetres,
  union,
} from '@turf/turf'
import { boxesMeet, groupsOf } from './meeting.ts'
import { destinationFrom, distanceKm, EARTH_RADIUS_KM, type Position, requirePosition } from './position.ts'
import { requireRadius } from './radius.ts'
import { type Steps, toEnd } from './steps.ts'

/** A closed line: its last place is its first. Mutable only because the GeoJSON libraries want it so. */
export type Ring = [longitude: number, latitude: number][]

/** As GeoJSON has them, longitude first: rings of a polygon (outer first, then holes), or several polygons. */
export type AreaGeometry =
  | { readonly type: 'Polygon'; readonly coordinates: Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: Ring[][] }

export interface Bounds {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/**
 * A part of the Earth's surface, such as the reach of a flood. Plain: it survives JSON.
 * No area lies across the 180th meridian or a pole: there a circle's longitudes run past 180 and `contains` says no.
 */
export interface Area {
  readonly geometry: AreaGeometry
  /** A circle's centre; a polygon's centre of mass, or where that is outside (a crescent, two islands) a place on its edge or in it. */
  readonly centre: Position
  readonly bounds: Bounds
}

// Corners every 5 degrees: the sides of the polygon then run at most 0.1 % of the radius inside the true circle.
const DEGREES_PER_CORNER = 5

/** The polygons of an area, each with its rings. */
export const polygonsOf = (geometry: AreaGeometry): readonly (readonly Ring[])[] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates

const cornersOf = (geometry: AreaGeometry): readonly Position[] => polygonsOf(geometry).flat(2)

/** The box round places; from infinity to minus infinity round none. */
export const boundsAround = (places: readonly Position[]): Bounds => {
  const bounds = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const [longitude, latitude] of places) {
    bounds.west = Math.min(bounds.west, longitude)
    bounds.south = Math.min(bounds.south, latitude)
    bounds.east = Math.max(bounds.east, longitude)
    bounds.north = Math.max(bounds.north, latitude)
  }
  return bounds
}

const cornerAt = (centre: Position, km: number, bearing: number): Ring[number] => {
  const [longitude, latitude] = destinationFrom(centre, km, bearing)
  return [centre[0] + ((longitude - centre[0] + 540) % 360) - 180, latitude]
}

/** The area round a centre within a closed ring of corners that begin at the first and go anticlockwise. */
const areaRound = (centre: Position, corners: Ring): Area => {
  const ring = [...corners, ...corners.slice(0, 1)]
  return { geometry: { type: 'Polygon', coordinates: [ring] }, centre, bounds: boundsAround(ring) }
}

/** The area within `radiusKm` of the centre, as a polygon of 72 corners on the circle. Throws RangeError unless 0 < radiusKm <= 500. */
export const circle = (centre: Position, radiusKm: number): Area => {
  requirePosition('centre', centre)
  requireRadius('radiusKm', radiusKm)
  const corners: Ring = []
  // Anticlockwise, as RFC 7946 has outer rings.
  for (let bearing = 360; bearing > 0; bearing -= DEGREES_PER_CORNER) corners.push(cornerAt(centre, radiusKm, bearing))
  return areaRound(centre, corners)
}

/** The box round such a polygon, without its corners. Throws RangeError unless 0 < radiusKm <= 500. */
export const circleBounds = (centre: Position, radiusKm: number): Bounds => {
  requirePosition('centre', centre)
  requireRadius('radiusKm', radiusKm)
  return boundsAround([0, 90, 180, 270].map((bearing) => cornerAt(centre, radiusKm, bearing)))
}

/** The surface in square km, on a sphere of the mean radius, within `radiusKm` of any place. */
export const circleKm2 = (radiusKm: number): number =>
  2 * Math.PI * EARTH_RADIUS_KM ** 2 * (1 - Math.cos(radiusKm / EARTH_RADIUS_KM))

/** A slice of the circle round a centre: clockwise from one bearing to the other, degrees from north; across north too. */
export interface Slice {
  readonly fromDeg: number
  readonly toDeg: number
  readonly radiusKm: number
}

const turn = (degrees: number): number => ((degrees % 360) + 360) % 360

// From 350 to 20 is 30 degrees wide; from a bearing to itself is the whole circle, because a slice of nothing warns nobody.
const isInSlice = ({ fromDeg, toDeg }: Slice, bearing: number): boolean =>
  turn(bearing - fromDeg) <= (turn(toDeg - fromDeg) || 360)

/**
 * A circle with slices that reach farther, such as a crater's: at each bearing the farthest of the circle and the slices
 * there. Corners every 5 degrees and at the sides of each slice. Throws RangeError unless every radius is in (0, 500].
 */
export const slicedCircle = (centre: Position, radiusKm: number, slices: readonly Slice[]): Area => {
  requirePosition('centre', centre)
  for (const each of [radiusKm, ...slices.map((slice) => slice.radiusKm)]) requireRadius('radiusKm', each)
  const bearings = new Set(slices.flatMap(({ fromDeg, toDeg }) => [turn(fromDeg), turn(toDeg)]))
  for (let bearing = 0; bearing < 360; bearing += DEGREES_PER_CORNER) bearings.add(bearing)
  const corners: Ring = []
  let later = 360
  for (const bearing of [...bearings].sort((one, two) => two - one)) {
    const middle = (bearing + later) / 2
    const reach = slices.filter((slice) => isInSlice(slice, middle)).map((slice) => slice.radiusKm)
    const km = Math.max(radiusKm, ...reach)
    // Both ends of each stretch between two bearings: at a slice's side the outline steps in along one bearing.
    for (const end of [later, bearing]) {
      const corner = cornerAt(centre, km, end)
      const last = corners.at(-1)
      if (last === undefined || distanceKm(last, corner) > 1e-6) corners.push(corner)
    }
    later = bearing
  }
  return areaRound(centre, corners.slice(0, -1))
}

const requireRing = (ring: Ring): void => {
  const [first, last] = [ring.at(0), ring.at(-1)]
  if (ring.length < 4 || first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
    throw new RangeError(`ring: expected a closed ring of at least 4 places, got ${ring.length}`)
  for (const place of ring) requirePosition('ring', place)
}

/** The area of a GeoJSON geometry. Throws RangeError if it is empty, a ring is not closed, or a place is not on Earth. */
export const polygonArea = (geometry: AreaGeometry): Area => {
  const polygons = polygonsOf(geometry)
  if (polygons.length === 0 || polygons.some((rings) => rings.length === 0))
    throw new RangeError('geometry: expected at least one ring in each polygon, got none')
  for (const ring of polygons.flat()) requireRing(ring)
  // Turf gives bare number lists: a point has two.
  const mass = centerOfMass(geometry).geometry.coordinates as [number, number]
  const centre = booleanPointInPolygon(mass, geometry)
    ? mass
    : (pointOnFeature(geometry).geometry.coordinates as [number, number])
  return { geometry, centre, bounds: boundsAround(cornersOf(geometry)) }
}

/**
 * The outlines joined into one that neither crosses itself nor lies on itself: what any of them goes round, less its
 * holes. Null where nothing is left. The library throws on a few broken outlines. About 0.1 ms a place, and more a crossing.
 */
export const joinedOutline = (outlines: readonly AreaGeometry[]): AreaGeometry | null => {
  // The library joins no fewer than two; two of these cost nothing.
  const nothing: AreaGeometry = { type: 'MultiPolygon', coordinates: [] }
  const joined = union(featureCollection([...outlines, nothing, nothing].map((geometry) => feature(geometry))))
  // Turf gives bare number lists: its corners have two, as those that went in.
  return joined && (joined.geometry as AreaGeometry)
}

/** The area of one or more polygons, which must not lie on each other. */
const areaOf = (polygons: Ring[][]): Area => {
  const [only, ...others] = polygons
  return polygonArea(
    only !== undefined && others.length === 0
      ? { type: 'Polygon', coordinates: only }
      : { type: 'MultiPolygon', coordinates: polygons },
  )
}

/**
 * One area that covers all of them and nothing else, a group of outlines that may meet in each step. The polygons of
 * each must not lie on each other. Throws RangeError if there is none, or they have no surface.
 */
export const unionInSteps = function* (areas: readonly Area[]): Steps<Area> {
  const [only, ...others] = areas
  if (only !== undefined && others.length === 0) return only
  const parts = areas.flatMap((area) =>
    polygonsOf(area.geometry).map((rings) => ({ of: area, rings: [...rings], box: boundsAround(rings.flat()) })),
  )
  const polygons: Ring[][] = []
  // Joining is slow, so that those with nobody to meet are left alone.
  for (const group of groupsOf(parts, (one, two) => one.of !== two.of && boxesMeet(one.box, two.box))) {
    const outline: AreaGeometry = { type: 'MultiPolygon', coordinates: group.map(({ rings }) => rings) }
    const joined = group.length === 1 ? outline : joinedOutline([outline])
    if (joined !== null && squareMetres(joined) > 0) polygons.push(...polygonsOf(joined).map((rings) => [...rings]))
    yield
  }
  if (polygons.length === 0) throw new RangeError(`union: expected areas with a surface, got ${areas.length} without`)
  return areaOf(polygons)
}

/** The same at once. */
export const unionOf = (areas: readonly Area[]): Area => toEnd(unionInSteps(areas))

/** One area of several that do not meet. Throws RangeError for none. */
export const apart = (areas: readonly Area[]): Area =>
  areaOf(areas.flatMap(({ geometry }) => polygonsOf(geometry).map((rings) => [...rings])))

/** Whether the place is within the ring; its edge as asked. */
export const isInRing = (place: Position, ring: Ring, edge: 'edge-in' | 'edge-out'): boolean =>
  booleanPointInPolygon([...place], { type: 'Polygon', coordinates: [ring] }, { ignoreBoundary: edge === 'edge-out' })

/** Round the ends of a widened line, the corners of a quarter turn: within 2 % of the width. */
const CORNERS_PER_QUARTER = 4

/** The area within `km` of any of the lines, of two places or more each. Needs at least one line, and km above 0. */
export const widened = (lines: readonly Ring[], km: number): Area => {
  // Undefined only for a width below 0.
  const wide = buffer(multiLineString([...lines]), km, { units: 'kilometers', steps: CORNERS_PER_QUARTER })
  return polygonArea(wide?.geometry as AreaGeometry)
}

/** Whether the place is in the area; its edge belongs to it, a hole does not. */
export const contains = ({ geometry, bounds }: Area, place: Position): boolean =>
  // Not taken apart as an array: a decision asks of every site in the country, and most lie outside the box.
  place[0] >= bounds.west &&
  place[0] <= bounds.east &&
  place[1] >= bounds.south &&
  place[1] <= bounds.north &&
  booleanPointInPolygon([place[0], place[1]], geometry)

export const boundsOf = ({ bounds }: Area): Bounds => bounds

export const centreOf = ({ centre }: Area): Position => centre

/** Surface on the sphere in square km, holes left out. */
export const areaKm2 = ({ geometry }: Area): number => squareMetres(geometry) / 1e6

/** Distance in km from the centre to the farthest corner: a circle of this radius around the centre covers the area. */
export const reachKm = ({ geometry, centre }: Area): number =>
  cornersOf(geometry).reduce((farthest, corner) => Math.max(farthest, distanceKm(centre, corner)), 0)
