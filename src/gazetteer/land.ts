import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { Unavailable } from '../errors.ts'
import type { LandPolygon } from '../geo/landmass.ts'
import type { Position } from '../geo/position.ts'

const requireFrom = createRequire(import.meta.url)

// West, south, east, north in degrees: Indonesia (95..141.1 E, 11.1 S..6.1 N) and the shores some 500 km around.
const NEIGHBOURHOOD = [90, -16, 146, 12] as const

const toPosition = ([longitude = Number.NaN, latitude = Number.NaN]: readonly number[]): Position => [
  longitude,
  latitude,
]

/** Whether the box round the ring meets the neighbourhood; the polygon itself is then kept whole, never cut. */
const isNear = (ring: readonly Position[]): boolean => {
  const [west, south, east, north] = NEIGHBOURHOOD
  let [minLng, minLat, maxLng, maxLat] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of ring) {
    minLng = Math.min(minLng, lng)
    maxLng = Math.max(maxLng, lng)
    minLat = Math.min(minLat, lat)
    maxLat = Math.max(maxLat, lat)
  }
  return maxLng >= west && minLng <= east && maxLat >= south && minLat <= north
}

/**
 * The land of Indonesia's neighbourhood: the polygons of Natural Earth 1:10 million (public domain, in world-atlas)
 * whose boxes meet 90..146 E, 16 S..12 N. The largest is all of Eurasia.
 *
 * A polygon's id is its place in the file, so ids are stable as long as world-atlas stays at the pinned version.
 * Shores are drawn to within about a kilometre; islets such as Pulau Pramuka are left out (islands.ts). Takes about 0.3 s.
 * Throws Unavailable when the package cannot be read.
 */
export const loadLandPolygons = (): readonly LandPolygon[] => {
  const polygons: LandPolygon[] = []
  let id = 0
  for (const rings of readLand()) {
    id += 1
    const places = rings.map((ring) => ring.map(toPosition))
    if (places[0] !== undefined && isNear(places[0])) polygons.push({ id, rings: places })
  }
  return polygons
}

const readLand = (): readonly (readonly (readonly number[][])[])[] => {
  let topology: Topology<{ land: GeometryCollection }>
  try {
    topology = JSON.parse(readFileSync(requireFrom.resolve('world-atlas/land-10m.json'), 'utf8'))
  } catch (cause) {
    throw new Unavailable('read the land polygons: world-atlas/land-10m.json cannot be read', { cause })
  }
  return feature(topology, topology.objects.land).features.flatMap(({ geometry }) => {
    if (geometry.type === 'MultiPolygon') return geometry.coordinates
    return geometry.type === 'Polygon' ? [geometry.coordinates] : []
  })
}
