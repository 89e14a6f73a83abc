import { type AreaGeometry, polygonsOf, type Ring } from './area.ts'
import { isPosition } from './position.ts'

/** Why an outline cannot be used, and what its sender can do about it. */
export interface Refusal {
  readonly reason: string
  readonly hint: string
}

/** The limits of the intake, which counts before it reads: an agency's largest alert had 150 polygons, another 41,009 places. */
const MAX_PARTS = 1_000
const MAX_PLACES = 100_000

/** Where something is, for a sender who looks at a map: three decimals are about 100 m. */
export const near = ([lng, lat]: readonly [number, number]): string => `${lng.toFixed(3)}, ${lat.toFixed(3)}`

const ringRefusal = (ring: Ring, name: string): Refusal | undefined => {
  const [first, last] = [ring.at(0), ring.at(-1)]
  if (first === undefined || ring.length < 4)
    return { reason: `${name} has ${ring.length} places`, hint: 'give at least 4, the last equal to the first' }
  if (first[0] !== last?.[0] || first[1] !== last[1])
    return { reason: `${name} is not closed`, hint: 'repeat its first place as the last' }
  let from = first
  for (const to of ring) {
    if (!isPosition(to[0], to[1]))
      return {
        reason: `${name} has a place at ${to[0]}, ${to[1]}`,
        hint: 'longitude first, within ±180 and ±90 degrees',
      }
    // No edge of a real outline is wider than half the Earth: this one was meant to go the other way round.
    if (Math.abs(to[0] - from[0]) > 180)
      return {
        reason: `${name} crosses the 180th meridian near ${near(to)}`,
        hint: 'cut it in two there, as RFC 7946 asks',
      }
    from = to
  }
  return undefined
}

/** What makes an outline unusable whatever is mended; undefined where nothing does. */
export const refusalOf = (geometry: AreaGeometry): Refusal | undefined => {
  const polygons = polygonsOf(geometry)
  if (polygons.length === 0 || polygons.some((rings) => rings.length === 0))
    return { reason: 'a polygon without a ring', hint: 'give each polygon its outer ring' }
  const rings = polygons.flat()
  if (rings.length > MAX_PARTS)
    return { reason: `${rings.length} rings`, hint: `give at most ${MAX_PARTS}, or simplify the outline` }
  const places = rings.reduce((sum, ring) => sum + ring.length, 0)
  if (places > MAX_PLACES)
    return { reason: `${places} places`, hint: `give at most ${MAX_PLACES}, or simplify the outline` }
  for (const [part, partRings] of polygons.entries())
    for (const [at, ring] of partRings.entries()) {
      const refusal = ringRefusal(ring, `ring ${at + 1} of polygon ${part + 1}`)
      if (refusal !== undefined) return refusal
    }
  return undefined
}
