import type { Ring } from '../../geo/area.ts'

/** Larger rings are outlines of districts, drawn by machines: looking through them would cost more than it tells. */
const MAX_PLACES = 2_000

/** Sides compared before the search is given up: a ring that needs more was made to cost time. */
const MAX_COMPARED = 50_000

type Place = Ring[number]

/** Whether c lies left (positive) or right (negative) of the way from a to b. */
const side = (a: Place, b: Place, c: Place): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

interface Side {
  readonly from: Place
  readonly to: Place
}

const west = ({ from, to }: Side): number => Math.min(from[0], to[0])

const east = ({ from, to }: Side): number => Math.max(from[0], to[0])

const cross = (one: Side, other: Side): boolean =>
  side(one.from, one.to, other.from) * side(one.from, one.to, other.to) < 0 &&
  side(other.from, other.to, one.from) * side(other.from, other.to, one.to) < 0

/**
 * Whether two sides of a closed ring run through each other, as in a figure of eight. Touching and doubled sides do
 * not. A ring of over 2,000 places, or one that takes too many comparisons, is not looked through.
 */
export const crossesItself = (ring: Ring): boolean => {
  if (ring.length > MAX_PLACES) return false
  const sides = ring.flatMap((to, at): Side[] => {
    const from = ring[at - 1]
    return from === undefined ? [] : [{ from, to }]
  })
  sides.sort((a, b) => west(a) - west(b))
  let compared = 0
  for (const [at, one] of sides.entries())
    for (let next = at + 1; next < sides.length; next += 1) {
      const other = sides[next]
      if (other === undefined || west(other) > east(one)) break
      compared += 1
      if (compared > MAX_COMPARED) return false
      if (cross(one, other)) return true
    }
  return false
}
