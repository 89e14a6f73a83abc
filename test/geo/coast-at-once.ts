import { type Area, type Ring, widened } from '../../src/geo/area.ts'
import type { ShoreSearch } from '../../src/geo/coast.ts'
import type { LandPolygon } from '../../src/geo/landmass.ts'
import { distanceKm, type Position } from '../../src/geo/position.ts'
import { thinLine } from '../../src/geo/thin.ts'

const kmTo = (from: Position, to: Position, place: Position): { readonly place: Position; readonly km: number } => {
  const shrink = Math.cos((place[1] * Math.PI) / 180)
  const [x, y] = [(to[0] - from[0]) * shrink, to[1] - from[1]]
  const squared = x * x + y * y
  const towards = (place[0] - from[0]) * shrink * x + (place[1] - from[1]) * y
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, towards / squared))
  const at: Position = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]
  return { place: at, km: distanceKm(place, at) }
}

const shoresOf = (land: readonly LandPolygon[]): readonly (readonly Position[])[] =>
  land.flatMap(({ rings }) => rings.slice(0, 1))

/** The nearest place of the shores, measured to every edge. */
export const nearestAtOnce = (land: readonly LandPolygon[], { place, withinKm }: ShoreSearch) => {
  let best: { readonly place: Position; readonly km: number } | undefined
  for (const shore of shoresOf(land))
    for (const [at, to] of shore.entries()) {
      const found = kmTo(shore[at - 1] ?? to, to, place)
      if (found.km <= (best?.km ?? withinKm)) best = found
    }
  return best
}

/** The strip as it was made before it was made in steps: every edge measured, all stretches widened as one. */
export const stripAtOnce = (
  land: readonly LandPolygon[],
  searches: readonly ShoreSearch[],
  inlandKm: number,
): Area | undefined => {
  const lines: Ring[] = []
  for (const shore of shoresOf(land)) {
    let open: Ring | undefined
    for (const [at, to] of shore.entries()) {
      const from = shore[at - 1]
      const meant = from !== undefined && searches.some(({ place, withinKm }) => kmTo(from, to, place).km <= withinKm)
      if (!meant) open = undefined
      else if (open === undefined) {
        open = [[...from], [...to]]
        lines.push(open)
      } else open.push([...to])
    }
  }
  const thin = lines.map((line) => thinLine(line, inlandKm * 0.1))
  return thin.length === 0 ? undefined : widened(thin, inlandKm)
}
