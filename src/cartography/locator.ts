import type { LandPolygon } from '../geo/landmass.ts'
import { framed } from './ground.ts'
import { landPath } from './outline.ts'
import { COAST, LAND, PAPER, SEA } from './palette.ts'
import { fitProjection, INDONESIA, type Projection } from './projection.ts'
import { type Panel, tag } from './svg.ts'

/** A small map of the country with a frame around what the large one shows, and a ring where that frame is tiny. */
export const locator = (land: readonly LandPolygon[], shown: Projection, panel: Panel, tone: string): string => {
  const projection = fitProjection(INDONESIA, panel)
  const [left, top] = projection.toPixel([shown.visible.west, shown.visible.north])
  const [right, bottom] = projection.toPixel([shown.visible.east, shown.visible.south])
  const [width, height] = [right - left, bottom - top]
  const [cx, cy] = [left + width / 2, top + height / 2]
  const ring = { cx, cy, r: 9, fill: 'none' }
  return framed('locator-frame', panel, [
    tag('rect', { x: panel.x, y: panel.y, width: panel.width, height: panel.height, fill: SEA }),
    tag('path', {
      d: landPath(land, projection, 1),
      'fill-rule': 'evenodd',
      fill: LAND,
      stroke: COAST,
      'stroke-width': 0.5,
    }),
    width < 12
      ? tag('circle', { ...ring, stroke: PAPER, 'stroke-width': 4 }) +
        tag('circle', { ...ring, stroke: tone, 'stroke-width': 2 }) +
        tag('circle', { cx, cy, r: 2, fill: tone })
      : tag('rect', {
          x: left,
          y: top,
          width,
          height,
          fill: tone,
          'fill-opacity': '0.18',
          stroke: tone,
          'stroke-width': 2,
        }),
  ])
}
