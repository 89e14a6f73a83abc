import type { Bounds } from '../geo/area.ts'
import { distanceKm, type Position } from '../geo/position.ts'

/** What tells one quake from another, as one agency sees it. */
export interface Quake {
  /** Origin time. */
  readonly at: Date
  readonly position: Position
  /** Null where the agency has none yet. */
  readonly magnitude: number | null
}

/** How near two reports must lie to be one quake. */
interface Likeness {
  readonly withinMs: number
  readonly withinKm: number
  readonly magnitudes: number
}

/**
 * First solutions of BMKG and USGS for one quake differ by seconds of origin time, a few tenths of magnitude, and up to
 * about two degrees at sea, where stations are far (research: 2 degrees; 200 km is a little less). A whole unit of
 * magnitude is what the first reports of the largest quakes miss (Tohoku 2011: 7.9 first, 9.1 at last).
 */
const ONE_QUAKE: Likeness = { withinMs: 60_000, withinKm: 200, magnitudes: 1 }

/**
 * An origin time that is corrected by minutes (research: up to 10). Aftershocks come in the same minutes, so place and
 * magnitude must be nearly the same. Ours: an aftershock this like its quake asks for the same people at the same place.
 */
const CORRECTED: Likeness = { withinMs: 600_000, withinKm: 50, magnitudes: 0.3 }

/** Ours: without a magnitude on one side, time and place must say more. */
const UNMEASURED_KM = 100

/** Magnitudes are given in tenths: 5.3 and 5.6 differ by 0.3, whatever floating point makes of it. */
const TOLERANCE = 1e-9

const fits = (like: Likeness, apartMs: number, apartKm: number, difference: number | null): boolean => {
  if (apartMs > like.withinMs) return false
  if (difference === null) return like === ONE_QUAKE && apartKm <= UNMEASURED_KM
  return apartKm <= like.withinKm && difference <= like.magnitudes + TOLERANCE
}

/** Two reports that differ by more are never one quake. */
export const QUAKES_APART_MS = Math.max(ONE_QUAKE.withinMs, CORRECTED.withinMs)

/** Degrees of a great circle that 200 km are: 1.8, and a little more. */
const MARGIN_DEG = 1.9

/** Indonesia lies within 11 degrees of the equator, where a degree of longitude is hardly shorter; 15 to be sure. */
const WIDER = 1 / Math.cos((15 * Math.PI) / 180)

/** A box that holds every place at which another agency may put a quake that lies in this one. */
export const widened = ({ west, south, east, north }: Bounds): Bounds => ({
  west: west - MARGIN_DEG * WIDER,
  south: south - MARGIN_DEG,
  east: east + MARGIN_DEG * WIDER,
  north: north + MARGIN_DEG,
})

/**
 * Whether two agencies, or one agency twice, speak of one quake; `because` says it in a sentence for the row.
 *
 * One quake: within 60 s, 200 km and 1.0 of magnitude; or, as a corrected time, within 10 min, 50 km and 0.3. Bounds
 * are included. Where a magnitude is missing: within 60 s and 100 km. The order of the two does not matter.
 */
export const sameQuake = (
  a: Quake,
  b: Quake,
): { readonly same: true; readonly because: string } | { readonly same: false } => {
  const apartMs = Math.abs(a.at.getTime() - b.at.getTime())
  const apartKm = distanceKm(a.position, b.position)
  const difference = a.magnitude === null || b.magnitude === null ? null : Math.abs(a.magnitude - b.magnitude)
  if (![ONE_QUAKE, CORRECTED].some((like) => fits(like, apartMs, apartKm, difference))) return { same: false }
  const measured =
    difference === null ? 'apart, one without a magnitude' : `and ${difference.toFixed(1)} of magnitude apart`
  return {
    same: true,
    because: `same quake: ${Math.round(apartMs / 1000)} s, ${Math.round(apartKm)} km ${measured}`,
  }
}
