import { type Area, type Bounds, boundsAround, widened } from './area.ts'
import type { LandPolygon } from './landmass.ts'
import { distanceKm, type Position } from './position.ts'
import { requireRadius } from './radius.ts'
import { thinLine } from './thin.ts'

/** A place and how far from it the shore is meant. */
export interface ShoreSearch {
  readonly place: Position
  readonly withinKm: number
}

/** Shores of the sea, as the land's outlines have them; a lake has none. */
export interface Coast {
  /** The nearest place of any shore and its distance in km; undefined where none lies `withinKm`. */
  nearest(search: ShoreSearch): { readonly place: Position; readonly km: number } | undefined
  /**
   * The strip within `inlandKm` of the shore, on both its sides, along all the shore that the searches reach; undefined
   * where they reach none. A stretch is made of whole edges as drawn. Simplified before it is widened: its inland edge
   * is right to a fifth of `inlandKm`. Throws RangeError unless 0 < km <= 500 for each distance.
   */
  strip(searches: readonly ShoreSearch[], inlandKm: number): Area | undefined
}

// A little less than the 111.195 km of our sphere, so that no edge in reach is left out.
const KM_PER_DEGREE = 111

/** The part of the half-width that a shore may be simplified by. */
const SIMPLER_BY = 0.1

/** The place of the edge closest to `place`, in the plane that touches the Earth there. */
const closestOn = (from: Position, to: Position, place: Position): Position => {
  const shrink = Math.cos((place[1] * Math.PI) / 180)
  const [alongX, alongY] = [(to[0] - from[0]) * shrink, to[1] - from[1]]
  const squared = alongX * alongX + alongY * alongY
  const towards = (place[0] - from[0]) * shrink * alongX + (place[1] - from[1]) * alongY
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, towards / squared))
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]
}

interface Shore {
  readonly places: readonly Position[]
  readonly bounds: Bounds
}

/** An edge of a shore; `at` is where its second place stands. */
interface Edge {
  readonly at: number
  readonly from: Position
  readonly to: Position
}

/** The edges whose boxes come within reach, so that distances are measured to few. */
const edgesNear = ({ places, bounds }: Shore, { place, withinKm }: ShoreSearch): readonly Edge[] => {
  const north = withinKm / KM_PER_DEGREE
  // Meridians draw together towards the poles: the farther parallel of the search needs the wider box.
  const widest = Math.min(89, Math.abs(place[1]) + north)
  const east = north / Math.cos((widest * Math.PI) / 180)
  const near: Edge[] = []
  if (bounds.west > place[0] + east || bounds.east < place[0] - east) return near
  if (bounds.south > place[1] + north || bounds.north < place[1] - north) return near
  let from: Position | undefined
  // Counted by hand: entries() makes a pair for each of the 118,000 places of Indonesia's neighbourhood.
  let at = 0
  for (const to of places) {
    if (
      from !== undefined &&
      Math.max(from[0], to[0]) >= place[0] - east &&
      Math.min(from[0], to[0]) <= place[0] + east &&
      Math.max(from[1], to[1]) >= place[1] - north &&
      Math.min(from[1], to[1]) <= place[1] + north
    )
      near.push({ at, from, to })
    from = to
    at += 1
  }
  return near
}

/** The stretches of a shore whose edges are meant, each as long as it goes. */
const stretchesOf = (shore: readonly Position[], meant: ReadonlySet<number>): readonly (readonly Position[])[] => {
  const stretches: Position[][] = []
  let open: Position[] | undefined
  for (const [at, to] of shore.entries()) {
    if (!meant.has(at)) {
      open = undefined
      continue
    }
    if (open === undefined) {
      open = [...shore.slice(at - 1, at)]
      stretches.push(open)
    }
    open.push(to)
  }
  return stretches
}

/** Takes the outer rings of the land for shores. */
export const createCoast = (land: readonly LandPolygon[]): Coast => {
  const shores = land.flatMap(({ rings }) =>
    rings.slice(0, 1).map((places): Shore => ({ places, bounds: boundsAround(places) })),
  )

  const meantOf = (shore: Shore, searches: readonly ShoreSearch[]): ReadonlySet<number> =>
    new Set(
      searches.flatMap((search) =>
        edgesNear(shore, search).flatMap(({ at, from, to }) =>
          distanceKm(search.place, closestOn(from, to, search.place)) <= search.withinKm ? [at] : [],
        ),
      ),
    )

  return {
    nearest: (search) => {
      requireRadius('withinKm', search.withinKm)
      let best: { readonly place: Position; readonly km: number } | undefined
      for (const shore of shores)
        for (const { from, to } of edgesNear(shore, search)) {
          const place = closestOn(from, to, search.place)
          const km = distanceKm(search.place, place)
          if (km <= (best?.km ?? search.withinKm)) best = { place, km }
        }
      return best
    },
    strip: (searches, inlandKm) => {
      for (const { withinKm } of searches) requireRadius('withinKm', withinKm)
      requireRadius('inlandKm', inlandKm)
      const stretches = shores.flatMap((shore) => stretchesOf(shore.places, meantOf(shore, searches)))
      const lines = stretches.map((stretch) =>
        thinLine(
          stretch.map(([lng, lat]) => [lng, lat]),
          inlandKm * SIMPLER_BY,
        ),
      )
      if (lines.length === 0) return undefined
      return widened(lines, inlandKm)
    },
  }
}
