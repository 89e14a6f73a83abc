import type { LandPolygon } from '../geo/landmass.ts'
import type { Position } from '../geo/position.ts'
import { graticule } from './furniture.ts'
import { landPath } from './outline.ts'
import { COAST, LAND, LAND_INK, SEA, SEA_INK, SHALLOWS, SOFT_INK } from './palette.ts'
import type { Projection } from './projection.ts'
import { type Panel, tag, text } from './svg.ts'

const SHALLOWS_THIN_PX = 1.5

const boxOf = ({ x, y, width, height }: Panel): Readonly<Record<string, number>> => ({ x, y, width, height })

/** Sea, shallows along the coast, land, graticule. */
export const ground = (land: readonly LandPolygon[], projection: Projection): string => {
  const coast = { d: landPath(land, projection), 'fill-rule': 'evenodd', 'stroke-linejoin': 'round' }
  // Broad and faint, the shallows need fewer corners than the coast.
  const shallows = { d: landPath(land, projection, SHALLOWS_THIN_PX), 'stroke-linejoin': 'round', fill: 'none' }
  return [
    tag('rect', { ...boxOf(projection.panel), fill: SEA }),
    // The stroke reaches as far into the land, where the land then covers it.
    tag('path', { ...shallows, stroke: SHALLOWS, 'stroke-width': 9, 'stroke-opacity': '0.45' }),
    tag('path', { ...coast, fill: LAND, stroke: COAST, 'stroke-width': 0.7 }),
    graticule(projection).lines,
  ].join('')
}

/** Everything within the panel, cut at its edge, with a thin frame. */
export const framed = (id: string, panel: Panel, contents: readonly string[]): string =>
  [
    tag('clipPath', { id }, tag('rect', { ...boxOf(panel), rx: 6 })),
    tag('g', { 'clip-path': `url(#${id})` }, contents),
    tag('rect', { ...boxOf(panel), rx: 6, fill: 'none', stroke: SOFT_INK, 'stroke-opacity': '0.5', 'stroke-width': 1 }),
  ].join('')

/** Names that help to find one's way on the map of the country; places chosen by eye, where the name has room. */
const SEA_NAMES: readonly (readonly [string, Position])[] = [
  ['SAMUDRA HINDIA', [102.6, -8.4]],
  ['SAMUDRA PASIFIK', [135.2, 4.4]],
  ['Laut Jawa', [110.8, -4.9]],
  ['Laut Natuna', [107.2, 2.4]],
  ['Laut Sulawesi', [122.4, 3.4]],
  ['Laut Banda', [126.6, -5.4]],
  ['Laut Flores', [120.6, -7.3]],
  ['Laut Maluku', [125.6, 0.3]],
  ['Laut Arafura', [135.6, -8.6]],
  ['Laut Seram', [130.6, -2.3]],
]

const LAND_NAMES: readonly (readonly [string, Position])[] = [
  ['SUMATERA', [102.6, -2.2]],
  ['JAWA', [109.3, -8.5]],
  ['KALIMANTAN', [113.6, -0.4]],
  ['SULAWESI', [120.6, -2.2]],
  ['PAPUA', [138.1, -4.3]],
]

export const seaNames = (projection: Projection): string =>
  SEA_NAMES.map(([name, place]) =>
    text(projection.toPixel(place), name, { size: 12.5, fill: SEA_INK, anchor: 'middle', italic: true, spacing: 1 }),
  ).join('')

export const landNames = (projection: Projection): string =>
  LAND_NAMES.map(([name, place]) =>
    text(projection.toPixel(place), name, {
      size: 13,
      fill: LAND_INK,
      anchor: 'middle',
      weight: 600,
      spacing: 3,
      halo: LAND,
    }),
  ).join('')
