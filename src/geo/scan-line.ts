import type { Ring } from './area.ts'

/** Part of a parallel, from west to east, in degrees. */
export type Stretch = readonly [west: number, east: number]

interface Meeting {
  readonly lng: number
  /** 1 where the line runs north, -1 where it runs south. */
  readonly turn: number
}

/** Where a ring meets a parallel; an edge holds its southern end, not its northern one. */
const meetingsOf = (ring: Ring, lat: number): readonly Meeting[] => {
  const meetings: Meeting[] = []
  let from = ring.at(0)
  for (const to of ring) {
    if (from !== undefined && from[1] > lat !== to[1] > lat) {
      const lng = from[0] + ((lat - from[1]) / (to[1] - from[1])) * (to[0] - from[0])
      meetings.push({ lng, turn: to[1] > from[1] ? 1 : -1 })
    }
    from = to
  }
  return meetings
}

/** What of a parallel lies in a polygon, its rings taken by turns: in, out (a hole), in. Ordered from west to east. */
const stretchesOf = (rings: readonly Ring[], lat: number): readonly Stretch[] => {
  const meetings = rings.flatMap((ring) => meetingsOf(ring, lat)).sort((one, two) => one.lng - two.lng)
  const stretches: Stretch[] = []
  let start: number | undefined
  for (const { lng } of meetings) {
    if (start !== undefined) stretches.push([start, lng])
    start = start === undefined ? lng : undefined
  }
  return stretches
}

/** What of a parallel lies in at least one of the polygons: apart, ordered from west to east. */
export const stretchesAt = (polygons: readonly (readonly Ring[])[], lat: number): readonly Stretch[] => {
  const all = polygons.flatMap((rings) => stretchesOf(rings, lat)).sort((one, two) => one[0] - two[0])
  const apart: [number, number][] = []
  for (const [west, east] of all) {
    const last = apart.at(-1)
    if (last !== undefined && west <= last[1]) last[1] = Math.max(last[1], east)
    else apart.push([west, east])
  }
  return apart
}

/** Degrees of the parallel in all of the stretches. */
export const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, [west, east]) => sum + east - west, 0)

/** Degrees of the parallel that lie in both lists, each apart and ordered. */
export const sharedLength = (ours: readonly Stretch[], theirs: readonly Stretch[]): number => {
  let shared = 0
  for (const [west, east] of ours)
    for (const [from, to] of theirs) shared += Math.max(0, Math.min(east, to) - Math.max(west, from))
  return shared
}

/**
 * Degrees of the parallel that a ring claims by its turns: what is gone round twice counts twice, and what is gone round
 * the other way is taken off. On a ring that does not cross itself, the length inside it, with a sign.
 */
export const claimedLength = (ring: Ring, lat: number): number =>
  meetingsOf(ring, lat).reduce((sum, { lng, turn }) => sum + lng * turn, 0)
