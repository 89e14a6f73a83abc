import { type Area, apart, type Bounds, boundsAround, type Ring, widened } from './area.ts'
import type { LandPolygon } from './landmass.ts'
import { boxesMeet, groupsOf } from './meeting.ts'
import { distanceKm, type Position } from './position.ts'
import { requireRadius } from './radius.ts'
import type { Steps } from './steps.ts'
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
   * is right to a fifth of `inlandKm`. Stretches that come near each other are one step. Throws RangeError unless 0 < km <= 500 for each distance.
   */
  strip(searches: readonly ShoreSearch[], inlandKm: number): Steps<Area | undefined>
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

/** Some edges in a row: those that begin at its places, but for the last. */
interface Run {
  /** Where the second place of the first edge stands in its shore. */
  readonly at: number
  readonly places: readonly Position[]
  readonly bounds: Bounds
}

interface Shore {
  readonly places: readonly Position[]
  readonly runs: readonly Run[]
}

/** An edge of a shore; `at` is where its second place stands. */
interface Edge {
  readonly at: number
  readonly from: Position
  readonly to: Position
}

// Most of Indonesia's 118,000 edges are far from any search: whole runs of them are passed over by their box.
const EDGES_PER_RUN = 64

const shoreOf = (places: readonly Position[]): Shore => {
  const runs: Run[] = []
  for (let start = 0; start + 1 < places.length; start += EDGES_PER_RUN) {
    const some = places.slice(start, start + EDGES_PER_RUN + 1)
    runs.push({ at: start + 1, places: some, bounds: boundsAround(some) })
  }
  return { places, runs }
}

/** The edges whose boxes come within reach, so that distances are measured to few. */
const edgesNear = ({ runs }: Shore, { place, withinKm }: ShoreSearch): readonly Edge[] => {
  const north = withinKm / KM_PER_DEGREE
  // Meridians draw together towards the poles: the farther parallel of the search needs the wider box.
  const widest = Math.min(89, Math.abs(place[1]) + north)
  const east = north / Math.cos((widest * Math.PI) / 180)
  const box = { west: place[0] - east, east: place[0] + east, south: place[1] - north, north: place[1] + north }
  const near: Edge[] = []
  for (const { at, places, bounds } of runs) {
    if (!boxesMeet(bounds, box)) continue
    let from: Position | undefined
    // Counted by hand and compared one by one: for each search some thousand edges are looked at.
    let nth = at - 1
    for (const to of places) {
      if (
        from !== undefined &&
        Math.max(from[0], to[0]) >= box.west &&
        Math.min(from[0], to[0]) <= box.east &&
        Math.max(from[1], to[1]) >= box.south &&
        Math.min(from[1], to[1]) <= box.north
      )
        near.push({ at: nth, from, to })
      from = to
      nth += 1
    }
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

interface Line {
  readonly places: Ring
  /** Round all that is near enough to be in its strip. */
  readonly box: Bounds
}

// A strip is a little wider than asked for where it is reckoned in a plane.
const BOX_WIDER_BY = 1.1

const boxWithin = (places: Ring, km: number): Bounds => {
  const { west, south, east, north } = boundsAround(places)
  const up = (km * BOX_WIDER_BY) / KM_PER_DEGREE
  const along = up / Math.cos((Math.min(89, Math.max(Math.abs(south), Math.abs(north)) + up) * Math.PI) / 180)
  return { west: west - along, south: south - up, east: east + along, north: north + up }
}

/** Takes the outer rings of the land for shores. */
export const createCoast = (land: readonly LandPolygon[]): Coast => {
  const shores = land.flatMap(({ rings }) => rings.slice(0, 1).map(shoreOf))

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
    strip: function* (searches, inlandKm) {
      for (const { withinKm } of searches) requireRadius('withinKm', withinKm)
      requireRadius('inlandKm', inlandKm)
      const lines: Line[] = []
      for (const shore of shores) {
        const meant = meantOf(shore, searches)
        if (meant.size === 0) continue
        for (const stretch of stretchesOf(shore.places, meant)) {
          const places = thinLine(
            stretch.map(([lng, lat]) => [lng, lat]),
            inlandKm * SIMPLER_BY,
          )
          lines.push({ places, box: boxWithin(places, inlandKm) })
        }
        yield
      }
      const strips: Area[] = []
      for (const group of groupsOf(lines, (one, two) => boxesMeet(one.box, two.box))) {
        strips.push(
          widened(
            group.map(({ places }) => places),
            inlandKm,
          ),
        )
        yield
      }
      return strips.length === 0 ? undefined : apart(strips)
    },
  }
}
