import type { AreaGeometry, Ring } from '../../src/geo/area.ts'

/** A closed ring of so many corners round a centre; `reach` gives each corner's distance in degrees. */
export const ringRound = (
  corners: number,
  reach: (at: number) => number,
  [lng, lat]: readonly [number, number] = [107, -7],
): Ring => {
  const ring: Ring = []
  for (let at = 0; at < corners; at += 1) {
    const angle = (2 * Math.PI * at) / corners
    ring.push([lng + reach(at) * Math.cos(angle), lat + reach(at) * Math.sin(angle)])
  }
  return [...ring, ...ring.slice(0, 1)]
}

export const box = (west: number, south: number, wide: number, high = wide): Ring => [
  [west, south],
  [west + wide, south],
  [west + wide, south + high],
  [west, south + high],
  [west, south],
]

export const polygon = (...rings: Ring[]): AreaGeometry => ({ type: 'Polygon', coordinates: rings })

export const polygons = (...parts: Ring[][]): AreaGeometry => ({ type: 'MultiPolygon', coordinates: parts })

/** Numbers from 0 to 1 that look random and are the same each time. */
export const draws = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
