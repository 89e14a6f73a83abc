import type { Ring } from './area.ts'

/** Of a great circle on our sphere: 2 π · 6,371.0088 / 360. */
export const KM_PER_DEGREE = 111.195

/** Narrower than half a metre: left over from joining outlines, and nobody stands in it. */
const SLIVER_KM = 0.0005

/** Surface in square km, above 0 where the ring turns anticlockwise; within 1 % for a ring smaller than a province. */
export const turningKm2 = (ring: Ring): number => {
  const [x0, y0] = ring[0] ?? [0, 0]
  let [twice, east, north] = [0, 0, 0]
  let [least, most] = [90, -90]
  for (const [lng, lat] of ring) {
    // Measured from the first place, so that a small ring far from 0, 0 keeps its digits.
    twice += east * (lat - y0) - (lng - x0) * north
    ;[east, north] = [lng - x0, lat - y0]
    ;[least, most] = [Math.min(least, lat), Math.max(most, lat)]
  }
  return (twice / 2) * KM_PER_DEGREE ** 2 * Math.cos(((least + most) / 2) * (Math.PI / 180))
}

type Spot = readonly [x: number, y: number]

const farthestFrom = ([fromX, fromY]: Spot, spots: readonly Spot[]): Spot => {
  let [farX, farY, most] = [fromX, fromY, 0]
  for (const [x, y] of spots) {
    const km = Math.hypot(x - fromX, y - fromY)
    if (km > most) [farX, farY, most] = [x, y, km]
  }
  return [farX, farY]
}

/**
 * Whether a ring has no width to speak of: fewer than three places, or all of them within half a metre of the line
 * between two that are about as far apart as any. A ring that crosses itself may have width and yet turn round nothing.
 */
export const isSliver = (ring: Ring): boolean => {
  const [x0, y0] = ring[0] ?? [0, 0]
  const shrink = Math.cos((y0 * Math.PI) / 180)
  const spots = ring.map(([lng, lat]): Spot => [(lng - x0) * shrink * KM_PER_DEGREE, (lat - y0) * KM_PER_DEGREE])
  const [oneX, oneY] = farthestFrom([0, 0], spots)
  const [otherX, otherY] = farthestFrom([oneX, oneY], spots)
  const [alongX, alongY] = [otherX - oneX, otherY - oneY]
  const allowed = SLIVER_KM * Math.hypot(alongX, alongY)
  return ring.length < 4 || spots.every(([x, y]) => Math.abs(alongX * (y - oneY) - alongY * (x - oneX)) <= allowed)
}

/** Whether no place comes twice, as far as a number made of both its degrees tells; a chance likeness only costs time. */
const visitsOnce = (ring: Ring): boolean =>
  new Set(ring.map(([lng, lat]) => lng * 1_000_003 + lat)).size === ring.length - 1

/**
 * The ring cut wherever it comes back to a place where it was before: closed rings that visit no place twice. A doubled
 * place, a spike there and back, and the waist of an 8 all vanish so. One pass.
 */
export const loopsOf = (ring: Ring): readonly Ring[] => {
  if (visitsOnce(ring)) return [ring]
  const loops: Ring[] = []
  const path: Ring = []
  const indexOf = new Map<string, number>()
  for (const place of ring) {
    const key = `${place[0]},${place[1]}`
    const before = indexOf.get(key)
    if (before === undefined) {
      indexOf.set(key, path.length)
      path.push(place)
      continue
    }
    const loop = path.splice(before + 1)
    for (const [lng, lat] of loop) indexOf.delete(`${lng},${lat}`)
    if (loop.length > 1) loops.push([place, ...loop, place])
  }
  return loops
}
