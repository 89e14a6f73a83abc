import type { Ring } from './area.ts'
import { KM_PER_DEGREE } from './ring-loops.ts'

type Place = Ring[number]

/** Kilometres east and north in one plane. */
type Spot = readonly [x: number, y: number]

// The plane is as wide as the line's own parallel nearest the equator, so lengths in it are never too short.
const toPlane = (line: readonly Place[]): readonly Spot[] => {
  const nearest = line.reduce((least, [, lat]) => Math.min(least, Math.abs(lat)), 90)
  const shrink = Math.cos((nearest * Math.PI) / 180)
  return line.map(([lng, lat]) => [lng * shrink * KM_PER_DEGREE, lat * KM_PER_DEGREE])
}

const away = ([fromX, fromY]: Spot, [x, y]: Spot): Spot => [x - fromX, y - fromY]

/** The angle brought into -π to π. */
const turned = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle))

/**
 * Which places of a line are kept: the first, the last, and each from which the next could not be reached within the
 * tolerance. From each kept place a sleeve of directions is narrowed by every place passed; a line that leaves the
 * sleeve, or comes back by more than the tolerance, begins a new one at the place before. One pass, ended early once more
 * than `most` are kept.
 */
const keptOf = (spots: readonly Spot[], toleranceKm: number, most: number): readonly number[] => {
  // A place may lie off the kept line and beyond its end at once: together they must not pass the tolerance.
  const allowed = toleranceKm / Math.SQRT2
  const kept = [0]
  let [middle, left, right, farthest] = [0, Number.NaN, Number.NaN, 0]
  let [anchor, before] = [spots[0], spots[0]]
  for (const [at, spot] of spots.entries()) {
    if (kept.length > most || anchor === undefined || before === undefined) break
    let [dx, dy] = away(anchor, spot)
    const angle = turned(Math.atan2(dy, dx) - middle)
    // Nothing is outside a sleeve that is not there yet: no comparison with NaN holds.
    if (angle < right || angle > left || Math.hypot(dx, dy) < farthest - allowed) {
      kept.push(at - 1)
      anchor = before
      ;[dx, dy] = away(anchor, spot)
      ;[left, right, farthest] = [Number.NaN, Number.NaN, 0]
    }
    before = spot
    const far = Math.hypot(dx, dy)
    farthest = Math.max(farthest, far)
    if (far <= allowed) continue
    const half = Math.asin(allowed / far)
    if (Number.isNaN(left)) [middle, left, right] = [Math.atan2(dy, dx), half, -half]
    else [left, right] = [Math.min(left, angle + half), Math.max(right, angle - half)]
  }
  return [...kept, spots.length - 1]
}

/**
 * The line with fewer places: its first, its last, and as many between as it takes for every place left out to lie
 * within `toleranceKm` of the new line. Takes time in proportion to the places, however they wind.
 */
export const thinLine = (line: readonly Place[], toleranceKm: number): Place[] =>
  keptOf(toPlane(line), toleranceKm, line.length).flatMap((at) => line.slice(at, at + 1))

const indexOfMost = (spots: readonly Spot[], measure: (spot: Spot) => number): number => {
  let best = { at: 0, value: -1 }
  for (const [at, spot] of spots.entries()) {
    const value = measure(spot)
    if (value > best.value) best = { at, value }
  }
  return best.at
}

/**
 * The closed ring with fewer places, every place left out within `toleranceKm` of the new outline. It keeps its first
 * place, the one farthest from that, and at least one beside the line between them, so it never loses its surface.
 * Once it is known to need more than `most` places it is given up: the answer then has more than `most`, and is no ring.
 */
export const thinRing = (ring: Ring, toleranceKm: number, most: number): Ring => {
  const spots = toPlane(ring)
  const [x0, y0] = spots[0] ?? [0, 0]
  const far = indexOfMost(spots, ([x, y]) => Math.hypot(x - x0, y - y0))
  const [x1, y1] = spots[far] ?? [0, 0]
  const there = keptOf(spots.slice(0, far + 1), toleranceKm, most)
  const back = keptOf(spots.slice(far), toleranceKm, most).map((at) => at + far)
  const wide = indexOfMost(spots, ([x, y]) => Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)))
  const kept =
    there.length + back.length > 4
      ? [...there, ...back.slice(1)]
      : [0, ...[far, wide].sort((one, two) => one - two), ring.length - 1]
  return kept.flatMap((at) => ring.slice(at, at + 1))
}
