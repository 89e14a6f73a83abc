import type { LandPolygon } from '../geo/landmass.ts'
import type { Position } from '../geo/position.ts'
import type { Projection } from './projection.ts'
import { type Panel, type Pixel, px } from './svg.ts'

/** Nearer than this to the last corner kept, a corner changes nothing that an eye sees. */
const THIN_PX = 0.5

/** Land is cut this far outside the panel, so that the cut, which is stroked like a coast, stays out of sight. */
const MARGIN_PX = 12

interface Side {
  holds(point: Pixel): boolean
  cut(from: Pixel, to: Pixel): Pixel
}

const cutAtX =
  (x: number) =>
  ([fromX, fromY]: Pixel, [toX, toY]: Pixel): Pixel => [x, fromY + ((toY - fromY) * (x - fromX)) / (toX - fromX)]

const cutAtY =
  (y: number) =>
  ([fromX, fromY]: Pixel, [toX, toY]: Pixel): Pixel => [fromX + ((toX - fromX) * (y - fromY)) / (toY - fromY), y]

const sidesOf = (panel: Panel): readonly Side[] => {
  const [left, top] = [panel.x - MARGIN_PX, panel.y - MARGIN_PX]
  const [right, bottom] = [panel.x + panel.width + MARGIN_PX, panel.y + panel.height + MARGIN_PX]
  return [
    { holds: ([x]) => x >= left, cut: cutAtX(left) },
    { holds: ([x]) => x <= right, cut: cutAtX(right) },
    { holds: ([, y]) => y >= top, cut: cutAtY(top) },
    { holds: ([, y]) => y <= bottom, cut: cutAtY(bottom) },
  ]
}

/** The part of a closed line on one side: Sutherland and Hodgman's cut, one side at a time. */
const cutTo = (side: Side, points: readonly Pixel[]): readonly Pixel[] => {
  const kept: Pixel[] = []
  for (const [at, to] of points.entries()) {
    // Before the first comes the last: at(-1).
    const from = points.at(at - 1) as Pixel
    if (side.holds(from) !== side.holds(to)) kept.push(side.cut(from, to))
    if (side.holds(to)) kept.push(to)
  }
  return kept
}

const thinned = (points: readonly Pixel[], leastPx: number): readonly Pixel[] => {
  const kept: Pixel[] = []
  for (const point of points) {
    const last = kept.at(-1)
    if (last === undefined || Math.hypot(point[0] - last[0], point[1] - last[1]) >= leastPx) kept.push(point)
  }
  return kept
}

/** Path data of a closed line: relative steps of whole tenths, which is short and does not drift. */
const closedPath = (points: readonly Pixel[]): string => {
  let [lastX, lastY] = [0, 0]
  const [start, ...steps] = points.map(([x, y]) => {
    const [stepX, stepY] = [Math.round(x * 10) - lastX, Math.round(y * 10) - lastY]
    lastX += stepX
    lastY += stepY
    return `${px(stepX / 10)} ${px(stepY / 10)}`
  })
  return `M${start}l${steps.join(' ')}z`.replaceAll(' -', '-')
}

const ringPath = (
  ring: readonly Position[],
  projection: Projection,
  sides: readonly Side[],
  leastPx: number,
): string => {
  const inside = sides.reduce<readonly Pixel[]>(
    (points, side) => cutTo(side, points),
    ring.slice(1).map((place) => projection.toPixel(place)),
  )
  const points = thinned(inside, leastPx)
  const [first] = points
  if (first === undefined) return ''
  // An islet smaller than a pixel is still somebody's home: it stays as a dot.
  return points.length < 3 ? `M${px(first[0])} ${px(first[1])}h.6v.6h-.6z` : closedPath(points)
}

/**
 * Path data of rings, cut to the panel and thinned: corners nearer than `leastPx` to the one before are left out.
 * To be filled by the even-odd rule, which leaves the lakes open.
 */
export const ringsPath = (
  rings: readonly (readonly Position[])[],
  projection: Projection,
  leastPx: number = THIN_PX,
): string => {
  const sides = sidesOf(projection.panel)
  return rings.map((ring) => ringPath(ring, projection, sides, leastPx)).join('')
}

export const landPath = (land: readonly LandPolygon[], projection: Projection, leastPx: number = THIN_PX): string =>
  ringsPath(
    land.flatMap(({ rings }) => rings),
    projection,
    leastPx,
  )
