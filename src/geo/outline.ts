import { type AreaGeometry, isInRing, joinedOutline, polygonsOf, type Ring } from './area.ts'
import { isSliver, KM_PER_DEGREE, loopsOf, turningKm2 } from './ring-loops.ts'
import { claimedLength, lengthOf, stretchesAt } from './scan-line.ts'
import { thinRing } from './thin.ts'

/** Polygons, each with its outer ring first, then its holes. */
export type Polygons = readonly (readonly Ring[])[]

/** A part of an outline once its rings are cut into loops. */
export interface LoosePart {
  readonly outers: readonly Ring[]
  readonly holes: readonly Ring[]
}

/** Cuts every ring where it visits a place twice, and leaves out what has no width. */
export const loosen = (polygons: Polygons): { readonly parts: readonly LoosePart[]; readonly slivers: number } => {
  let slivers = 0
  const loops = (ring: Ring): readonly Ring[] => {
    const wide = loopsOf(ring).filter((loop) => !isSliver(loop))
    if (wide.length === 0) slivers += 1
    return wide
  }
  const parts = polygons.map(([outer = [], ...holes]) => ({ outers: loops(outer), holes: holes.flatMap(loops) }))
  return { parts: parts.filter(({ outers }) => outers.length > 0), slivers }
}

/** Tolerances tried in turn, in km: 5 m is finer than any warning is drawn, 5 km wider than a village. */
const TOLERANCES_KM = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] as const

/** Every ring thinned by the least tolerance that leaves at most so many places; undefined where 5 km do not. */
export const thinned = <Shape>(
  shape: Shape,
  most: number,
  mapRings: (shape: Shape, change: (ring: Ring) => Ring) => Shape,
): { readonly shape: Shape; readonly toleranceKm: number; readonly places: number } | undefined => {
  for (const toleranceKm of TOLERANCES_KM) {
    let places = 0
    const thin = mapRings(shape, (ring) => {
      const fewer = thinRing(ring, toleranceKm, most - places)
      places += fewer.length
      return fewer
    })
    if (places <= most) return { shape: thin, toleranceKm, places }
  }
  return undefined
}

/** So many places of a ring, at most, are asked for where it lies. */
const ASKED = 64

const asked = (ring: Ring): Ring => {
  const stride = Math.ceil(ring.length / ASKED)
  return ring.filter((_, at) => at % stride === 0)
}

/** Whether some of the ring is inside the other; touching its edge is not. */
const dipsInto = (ring: Ring, outer: Ring): boolean => asked(ring).some((place) => isInRing(place, outer, 'edge-out'))

/** Whether none of the ring is outside the other. */
const liesWithin = (ring: Ring, outer: Ring): boolean => asked(ring).every((place) => isInRing(place, outer, 'edge-in'))

const largestFirst = (loops: readonly Ring[]): readonly Ring[] =>
  loops.toSorted((one, two) => Math.abs(turningKm2(two)) - Math.abs(turningKm2(one)))

/**
 * Polygons out of loops. A loop that turns the other way inside the largest one is a hole that touches its edge; any
 * other loop is a part of its own. A hole goes to the loop that it dips into; `strayHoles` counts those that dip into none.
 */
export const assemble = (parts: readonly LoosePart[]): { readonly polygons: Polygons; readonly strayHoles: number } => {
  let strayHoles = 0
  const polygons = parts.flatMap(({ outers, holes }) => {
    const built: Ring[][] = []
    for (const loop of largestFirst(outers)) {
      const around = built.find(([outer = []]) => turningKm2(outer) * turningKm2(loop) < 0 && liesWithin(loop, outer))
      if (around === undefined) built.push([loop])
      else around.push(loop)
    }
    for (const hole of holes) {
      const around = built.find(([outer = []]) => dipsInto(hole, outer))
      if (around === undefined) strayHoles += 1
      else around.push(hole)
    }
    return built
  })
  return { polygons, strayHoles }
}

/** How many parallels, and how much of the surface may be wrong before an outline is mended. */
const LINES = 256
const WRONG_SHARE = 0.001

/**
 * Whether the rings claim another surface than they cover: parts on top of each other, holes that leave their ring, an
 * 8 whose waist is on an edge. On the same parallels for both, so a sound outline agrees to the last digits.
 */
export const misclaims = (polygons: Polygons): boolean => {
  const signed = polygons.map((rings) => {
    const lats = rings.slice(0, 1).flatMap((outer) => outer.map(([, lat]) => lat))
    const signs = rings.map((ring, at) => ({ ring, sign: Math.sign(turningKm2(ring)) * (at === 0 ? 1 : -1) }))
    return { rings, signs, least: Math.min(...lats), most: Math.max(...lats) }
  })
  const south = Math.min(...signed.map(({ least }) => least))
  const north = Math.max(...signed.map(({ most }) => most))
  // One line through each part besides, or a small one between two lines would never be looked at.
  const parallels = signed.map(({ least, most }) => (least + most) / 2)
  for (let line = 0; line < LINES; line += 1) parallels.push(south + ((line + 0.5) * (north - south)) / LINES)
  let [claimed, covered] = [0, 0]
  for (const lat of parallels) {
    const met = signed.filter(({ least, most }) => least <= lat && lat <= most)
    covered += lengthOf(
      stretchesAt(
        met.map(({ rings }) => rings),
        lat,
      ),
    )
    for (const { signs } of met) for (const { ring, sign } of signs) claimed += claimedLength(ring, lat) * sign
  }
  return Math.abs(claimed - covered) > WRONG_SHARE * covered
}

/** Surface in square km, counted once where polygons lie on each other; along parallels, so right to about a hundredth. */
export const coveredKm2 = (polygons: Polygons): number => {
  const lats = polygons.flatMap((rings) => rings.slice(0, 1).flatMap((outer) => outer.map(([, lat]) => lat)))
  const [south, north] = lats.reduce(([least, most], lat) => [Math.min(least, lat), Math.max(most, lat)], [90, -90])
  const step = (north - south) / LINES
  let sum = 0
  for (let line = 0; line < LINES; line += 1) {
    const lat = south + (line + 0.5) * step
    sum += lengthOf(stretchesAt(polygons, lat)) * Math.cos((lat * Math.PI) / 180)
  }
  return sum * step * KM_PER_DEGREE ** 2
}

export const toGeometry = (polygons: Polygons): AreaGeometry => {
  const [only, ...others] = polygons
  return only !== undefined && others.length === 0
    ? { type: 'Polygon', coordinates: [...only] }
    : { type: 'MultiPolygon', coordinates: polygons.map((rings) => [...rings]) }
}

/** The polygons joined into one outline that neither crosses itself nor lies on itself; empty where nothing is left. */
export const mended = (polygons: Polygons): Polygons => {
  try {
    const joined = joinedOutline(polygons.map((rings) => toGeometry([rings])))
    const whole = joined === null ? [] : polygonsOf(joined)
    return whole.filter((rings) => rings.slice(0, 1).some((outer) => !isSliver(outer)))
  } catch {
    // The library gives up on a few tangles: then there is nothing to go by.
    return []
  }
}
