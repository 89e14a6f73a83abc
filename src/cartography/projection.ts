import type { Bounds } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import type { Panel, Pixel } from './svg.ts'

/** Km in a degree of latitude on the sphere that src/geo measures on. */
const KM_PER_DEGREE = 111.195

/**
 * Equirectangular: degrees drawn straight, longitudes narrowed by the cosine of the middle latitude. One scale holds
 * within 2 % all over a map of Indonesia (11 degrees from the equator at most) and within 0.2 % on one of 100 km.
 */
export interface Projection {
  readonly panel: Panel
  /** What the panel shows: at least the bounds asked for. */
  readonly visible: Bounds
  readonly pxPerKm: number
  toPixel(place: Position): Pixel
  /** Whether the place is on the panel; false for one that cannot be. */
  shows(place: Position): boolean
}

/** The box that `insideIndonesia` tests, so that every place which passes it is on the map of the country. */
export const INDONESIA: Bounds = { west: 94, south: -12, east: 142, north: 7 }

/** Fits the bounds into the panel, centred, as large as they go. The bounds must have a height and a width. */
export const fitProjection = (bounds: Bounds, panel: Panel): Projection => {
  const middleLng = (bounds.west + bounds.east) / 2
  const middleLat = (bounds.south + bounds.north) / 2
  const narrowing = Math.cos((middleLat * Math.PI) / 180)
  const pxPerLat = Math.min(
    panel.width / ((bounds.east - bounds.west) * narrowing),
    panel.height / (bounds.north - bounds.south),
  )
  const pxPerLng = pxPerLat * narrowing
  // Rounding must not cut off a place on the very edge of what was asked for.
  const visible = {
    west: Math.min(bounds.west, middleLng - panel.width / 2 / pxPerLng),
    south: Math.min(bounds.south, middleLat - panel.height / 2 / pxPerLat),
    east: Math.max(bounds.east, middleLng + panel.width / 2 / pxPerLng),
    north: Math.max(bounds.north, middleLat + panel.height / 2 / pxPerLat),
  }
  return {
    panel,
    visible,
    pxPerKm: pxPerLat / KM_PER_DEGREE,
    toPixel: ([lng, lat]) => [panel.x + (lng - visible.west) * pxPerLng, panel.y + (visible.north - lat) * pxPerLat],
    shows: ([lng, lat]) => lng >= visible.west && lng <= visible.east && lat >= visible.south && lat <= visible.north,
  }
}

/** Bounds around the places, widened on each side by `share` of their size and to at least `leastKm` across. */
export const boundsWithRoom = (places: readonly Position[], share: number, leastKm: number): Bounds => {
  const lngs = places.map(([lng]) => lng)
  const lats = places.map(([, lat]) => lat)
  const edges = (values: readonly number[], least: number): readonly [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const half = Math.max((high - low) * (0.5 + share), least / 2)
    return [(low + high) / 2 - half, (low + high) / 2 + half]
  }
  const [west, east] = edges(lngs, leastKm / KM_PER_DEGREE)
  const [south, north] = edges(lats, leastKm / KM_PER_DEGREE)
  return { west, south, east, north }
}
