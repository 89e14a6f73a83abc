import { type Area, areaKm2, type Bounds, boundsAround, boundsOf, polygonsOf, type Ring } from './area.ts'
import { boxesMeet } from './meeting.ts'
import { lengthOf, sharedLength, stretchesAt } from './scan-line.ts'

/** How many parallels a measurement is made on: about 0.5 % for a circle. More parts share them. */
const LINES = { all: 2048, least: 8, most: 128 } as const

/**
 * The box round the area in degrees, as the four numbers that a row keeps.
 * @internal for tests and tools
 */
export const boxOf = (area: Area): Bounds => boundsOf(area)

interface Part {
  readonly rings: readonly Ring[]
  readonly box: Bounds
}

const partsOf = (area: Area): readonly Part[] =>
  polygonsOf(area.geometry).map((rings) => ({ rings, box: boundsAround(rings.flat()) }))

/**
 * The share of the smaller area that lies in the other, 0 to 1: 0 where they are apart, 1 where one holds the other.
 *
 * Measured along parallels (2,048 in all, 8 to 128 for each part of the smaller), so it is right to about a hundredth
 * and takes any outline, crossed or not, in time that grows with the number of places. The same whichever is named
 * first, except between areas of one size.
 */
export const overlapShare = (one: Area, two: Area): number => {
  if (!boxesMeet(boundsOf(one), boundsOf(two))) return 0
  const [small, large] = areaKm2(one) <= areaKm2(two) ? [one, two] : [two, one]
  const [ours, theirs] = [partsOf(small), partsOf(large)]
  const lines = Math.max(LINES.least, Math.min(LINES.most, Math.floor(LINES.all / ours.length)))
  let [own, shared] = [0, 0]
  for (const { rings, box } of ours) {
    const near = theirs.filter((part) => boxesMeet(part.box, box)).map((part) => part.rings)
    const step = (box.north - box.south) / lines
    for (let line = 0; line < lines; line += 1) {
      const lat = box.south + (line + 0.5) * step
      const weight = step * Math.cos((lat * Math.PI) / 180)
      const stretches = stretchesAt([rings], lat)
      own += lengthOf(stretches) * weight
      shared += sharedLength(stretches, stretchesAt(near, lat)) * weight
    }
  }
  return own === 0 ? 0 : Math.min(1, shared / own)
}
