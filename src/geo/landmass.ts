import { type Islet, indexIslets } from './islet.ts'
import { distanceKm, type Position } from './position.ts'
import { requireRadius } from './radius.ts'

/** A piece of dry land. `rings` holds the outer ring first, then holes (lakes); each is closed: its last place is its first. */
export interface LandPolygon {
  /** Polygons that share an id are one landmass. A bridge such as Suramadu does not make one of two: see travel.ts. */
  readonly id: number
  readonly rings: readonly (readonly Position[])[]
}

/**
 * Tells which landmass a place is on.
 *
 * A place exactly on an edge is in when that edge is the western or southern one, out when it is the eastern or
 * northern one, so of two polygons that share an edge exactly one holds it. Edges are straight in degrees, as
 * GeoJSON says; none crosses the 180th meridian. Polygons should not overlap; where they do the first given wins, and
 * any of them before an islet.
 */
export interface Landmasses {
  /**
   * The landmass that holds the place: the polygon's id, or off every polygon that of the islet whose disc it is in.
   * Undefined at sea, in a lake, or for coordinates that cannot be.
   */
  at(place: Position): number | undefined
  /**
   * That landmass, or for a place off all of them the one with the nearest shore within `withinKm`; equal distances go
   * to the polygon given first. Within 1 % of the great circle for 100 km at Indonesia's latitudes. Beyond its disc an
   * islet is as far as its centre: shores are drawn roughly, so in doubt a place belongs to the mapped land.
   * Throws RangeError unless 0 < withinKm <= 500.
   */
  nearest(place: Position, withinKm: number): number | undefined
}

interface Edge {
  readonly polygon: number
  readonly id: number
  readonly fromLng: number
  readonly fromLat: number
  readonly toLng: number
  readonly toLat: number
}

/** Edges by the latitude bands that they touch; within a band, one polygon's edges lie together, in the order given. */
type Bands = ReadonlyMap<number, readonly Edge[]>

// About 5.5 km: world-atlas land-10m then has a few dozen edges of the Indonesian polygons in each band.
const BANDS_PER_DEGREE = 20

// A little less than the 111.195 km of our sphere, so that no band in reach is left out.
const KM_PER_DEGREE = 111

const bandOf = (lat: number): number => Math.floor(lat * BANDS_PER_DEGREE)

/** The edges of a closed ring. Throws RangeError for a ring that is open or has fewer than three corners. */
const edgesOf = (ring: readonly Position[], polygon: number, id: number): readonly Edge[] => {
  const edges: Edge[] = []
  const last = ring.at(-1)
  let from = ring[0]
  if (ring.length < 4 || from?.[0] !== last?.[0] || from?.[1] !== last?.[1])
    throw new RangeError(`ring of land polygon ${id}: expected a closed ring of at least 4 places, got ${ring.length}`)
  for (const to of ring) {
    if (from !== undefined && from !== to)
      edges.push({ polygon, id, fromLng: from[0], fromLat: from[1], toLng: to[0], toLat: to[1] })
    from = to
  }
  return edges
}

const bandsOf = (polygons: readonly LandPolygon[]): Bands => {
  const bands = new Map<number, Edge[]>()
  for (const [polygon, { id, rings }] of polygons.entries())
    for (const edge of rings.flatMap((ring) => edgesOf(ring, polygon, id))) {
      const top = bandOf(Math.max(edge.fromLat, edge.toLat))
      for (let band = bandOf(Math.min(edge.fromLat, edge.toLat)); band <= top; band += 1) {
        const edges = bands.get(band)
        if (edges === undefined) bands.set(band, [edge])
        else edges.push(edge)
      }
    }
  return bands
}

/** Whether a ray from the place towards the east meets the edge; an edge holds its southern end, not its northern one. */
const isCrossed = (edge: Edge, lng: number, lat: number): boolean =>
  edge.fromLat > lat !== edge.toLat > lat &&
  lng < edge.fromLng + ((lat - edge.fromLat) / (edge.toLat - edge.fromLat)) * (edge.toLng - edge.fromLng)

const landAt = (bands: Bands, [lng, lat]: Position): number | undefined => {
  let inside: Edge | undefined
  for (const edge of bands.get(bandOf(lat)) ?? []) {
    // An odd number of crossings, holes included, is inside; the first polygon that ends odd holds the place.
    if (inside !== undefined && inside.polygon !== edge.polygon) return inside.id
    if (isCrossed(edge, lng, lat)) inside = inside === undefined ? edge : undefined
  }
  return inside?.id
}

/** Distance in km to the closest place of the edge, which is looked for in the plane that touches the Earth at `place`. */
const shoreKm = (edge: Edge, place: Position): number => {
  const shrink = Math.cos((place[1] * Math.PI) / 180)
  // The first end is taken on the side of the 180th meridian where it is nearer, the second follows it.
  const fromLng = ((edge.fromLng - place[0] + 540) % 360) - 180
  const fromX = fromLng * shrink
  const fromY = edge.fromLat - place[1]
  const alongX = (edge.toLng - edge.fromLng) * shrink
  const alongY = edge.toLat - edge.fromLat
  const squared = alongX * alongX + alongY * alongY
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, -(fromX * alongX + fromY * alongY) / squared))
  return distanceKm(place, [edge.fromLng + share * (edge.toLng - edge.fromLng), edge.fromLat + share * alongY])
}

interface Shore {
  readonly id: number
  readonly polygon: number
  readonly km: number
}

const nearestShore = (bands: Bands, place: Position, withinKm: number): Shore | undefined => {
  const reach = withinKm / KM_PER_DEGREE
  const top = bandOf(place[1] + reach)
  let best: Shore | undefined
  for (let band = bandOf(place[1] - reach); band <= top; band += 1)
    for (const edge of bands.get(band) ?? []) {
      const km = shoreKm(edge, place)
      const isNearer = best === undefined || km < best.km || (km === best.km && edge.polygon < best.polygon)
      if (km <= withinKm && isNearer) best = { id: edge.id, polygon: edge.polygon, km }
    }
  return best
}

/**
 * Throws RangeError for a ring that is not closed, or an islet that cannot be or has a polygon's id. Takes about 0.1 s
 * for the 118,000 edges around Indonesia.
 */
export const indexLandmasses = (polygons: readonly LandPolygon[], islets: readonly Islet[] = []): Landmasses => {
  const bands = bandsOf(polygons)
  const taken = new Set(polygons.map(({ id }) => id))
  const doubled = islets.find(({ id }) => taken.has(id))
  if (doubled !== undefined) throw new RangeError(`islet ${doubled.id}: expected an id that no polygon has`)
  const discs = indexIslets(islets)
  const at = (place: Position): number | undefined => landAt(bands, place) ?? discs.at(place)?.id
  const nearestLand = (place: Position, withinKm: number): number | undefined => {
    const shore = nearestShore(bands, place, withinKm)
    const islet = discs.nearest(place, withinKm)
    return islet === undefined || (shore !== undefined && shore.km <= islet.km) ? shore?.id : islet.islet.id
  }
  return {
    at,
    nearest: (place, withinKm) => {
      requireRadius('withinKm', withinKm)
      return at(place) ?? nearestLand(place, withinKm)
    },
  }
}
