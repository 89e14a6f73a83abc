import type { Ring } from './area.ts'

/** Of a great circle on our sphere: 2 π · 6,371.0088 / 360. */
export const KM_PER_DEGREE = 111.195

/** Narrower than half a metre: left over from joining outlines, and nobody stands in it. */
const SLIVER_KM = 0.0005

/** Surface in square km, above 0 where the ring turns anticlockwise; within 1 % for a ring smaller than a province. */
export const turningKm2 = (ring: Ring): number => {
  const [x0, y0] = ring[0] ?? [0, 0]
  let [twice, from] = [0, ring[0]]
  let [least, most] = [90, -90]
  for (const to of ring) {
    // Measured from the first place, so that a small ring far from 0, 0 keeps its digits.
    if (from !== undefined) twice += (from[0] - x0) * (to[1] - y0) - (to[0] - x0) * (from[1] - y0)
    least = Math.min(least, to[1])
    most = Math.max(most, to[1])
    from = to
  }
  return (twice / 2) * KM_PER_DEGREE ** 2 * Math.cos(((least + most) / 2) * (Math.PI / 180))
}

/**
 * Whether a ring has no width to speak of: fewer than three places, or all of them within half a metre of the line to
 * the one farthest from the first. A ring that crosses itself may have width and yet turn round nothing.
 */
export const isSliver = (ring: Ring): boolean => {
  const [x0, y0] = ring[0] ?? [0, 0]
  const shrink = Math.cos((y0 * Math.PI) / 180)
  const spots = ring.map(([lng, lat]) => [(lng - x0) * shrink * KM_PER_DEGREE, (lat - y0) * KM_PER_DEGREE] as const)
  let [farX, farY, length] = [0, 0, 0]
  for (const [x, y] of spots) if (Math.hypot(x, y) > length) [farX, farY, length] = [x, y, Math.hypot(x, y)]
  return ring.length < 4 || spots.every(([x, y]) => Math.abs(farX * y - farY * x) <= SLIVER_KM * length)
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
