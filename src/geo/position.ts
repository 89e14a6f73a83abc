/** A place on the WGS 84 ellipsoid in degrees, longitude first (as GeoJSON has it; BMKG and CAP write latitude first). */
export type Position = readonly [longitude: number, latitude: number]

/** Mean radius of the Earth in km, IUGG. */
export const EARTH_RADIUS_KM = 6371.0088

const RADIANS_PER_DEGREE = Math.PI / 180

/** `distanceKm` of places that lie apart as numbers, as in a tree of thousands. */
export const kmBetween = (fromLng: number, fromLat: number, toLng: number, toLat: number): number => {
  const halfLat = Math.sin(((toLat - fromLat) * RADIANS_PER_DEGREE) / 2)
  const halfLng = Math.sin(((toLng - fromLng) * RADIANS_PER_DEGREE) / 2)
  const h =
    halfLat * halfLat +
    Math.cos(fromLat * RADIANS_PER_DEGREE) * Math.cos(toLat * RADIANS_PER_DEGREE) * halfLng * halfLng
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Great-circle distance in km on a sphere of the mean radius: within 0.6 % of the ellipsoid, symmetric, never negative. */
export const distanceKm = (from: Position, to: Position): number =>
  // Not taken apart as an array: a decision asks ten thousand times.
  kmBetween(from[0], from[1], to[0], to[1])

/** The place `km` away on the bearing `degrees` (0 = north, clockwise) along a great circle. */
export const destinationFrom = (from: Position, km: number, degrees: number): Position => {
  const angle = km / EARTH_RADIUS_KM
  const bearing = degrees * RADIANS_PER_DEGREE
  const lat = from[1] * RADIANS_PER_DEGREE
  const toLat = Math.asin(Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing))
  const turn = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(lat),
    Math.cos(angle) - Math.sin(lat) * Math.sin(toLat),
  )
  const lng = from[0] + turn / RADIANS_PER_DEGREE
  return [((lng + 540) % 360) - 180, toLat / RADIANS_PER_DEGREE]
}

/** Whether the two numbers can be a place: finite, longitude in [-180, 180], latitude in [-90, 90]. */
export const isPosition = (longitude: number, latitude: number): boolean =>
  Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90

/**
 * Whether the place lies in a box around Indonesia (94 to 142 E, 12 S to 7 N), a degree or so wider than the country.
 * A coarse check against swapped or mistyped coordinates: the box holds parts of its neighbours and much sea.
 */
export const insideIndonesia = ([longitude, latitude]: Position): boolean =>
  longitude >= 94 && longitude <= 142 && latitude >= -12 && latitude <= 7

/** Throws RangeError, naming what was given, unless `isPosition`. */
export const requirePosition = (name: string, [longitude, latitude]: Position): void => {
  if (!isPosition(longitude, latitude))
    throw new RangeError(
      `${name}: expected longitude within ±180 and latitude within ±90, got ${longitude}, ${latitude}`,
    )
}
