import { GRATICULE, INK, PAPER, SOFT_INK } from './palette.ts'
import type { Projection } from './projection.ts'
import { type Pixel, px, tag, text } from './svg.ts'

/** Steps of a graticule in degrees, and how many lines at most cross the longer side. */
const STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01]
const MOST_LINES = 12

/** A number as Indonesians write it: comma for the decimals, point for the thousands. */
export const numeral = (value: number): string => {
  const [whole = '', decimals] = String(Math.round(value * 1000) / 1000).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.')
  return decimals === undefined ? grouped : `${grouped},${decimals}`
}

const longitudeName = (lng: number): string => `${numeral(Math.abs(lng))}° ${lng < 0 ? 'BB' : 'BT'}`

const latitudeName = (lat: number): string => {
  if (lat === 0) return '0°'
  return `${numeral(Math.abs(lat))}° ${lat < 0 ? 'LS' : 'LU'}`
}

const multiplesWithin = (low: number, high: number, step: number): readonly number[] => {
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, at) => {
    // Rounded, so that 0.1 × 3 is written 0.3.
    return Math.round((first + at) * step * 1000) / 1000
  })
}

/** Meridians and parallels at a round step, and apart from them their degrees along the left and upper edges. */
export const graticule = ({
  visible,
  panel,
  toPixel,
}: Projection): { readonly lines: string; readonly names: string } => {
  const extent = Math.max(visible.east - visible.west, visible.north - visible.south)
  const step = STEPS.findLast((candidate) => extent / candidate <= MOST_LINES) ?? 10
  const look = { size: 10, fill: SOFT_INK, halo: PAPER }
  const meridians = multiplesWithin(visible.west, visible.east, step).map((lng) => ({ lng, x: toPixel([lng, 0])[0] }))
  const parallels = multiplesWithin(visible.south, visible.north, step).map((lat) => ({ lat, y: toPixel([0, lat])[1] }))
  const lines = [
    ...meridians.map(({ x }) => `M${px(x)} ${px(panel.y)}v${px(panel.height)}`),
    ...parallels.map(({ y }) => `M${px(panel.x)} ${px(y)}h${px(panel.width)}`),
  ]
  // Names too near a corner would run out of the panel or into each other.
  const [right, bottom] = [panel.x + panel.width - 40, panel.y + panel.height - 12]
  const names = [
    ...meridians
      .filter(({ x }) => x > panel.x + 60 && x < right)
      .map(({ lng, x }) => text([x, panel.y + 14], longitudeName(lng), { ...look, anchor: 'middle' })),
    ...parallels
      .filter(({ y }) => y > panel.y + 26 && y < bottom)
      .map(({ lat, y }) => text([panel.x + 6, y - 3], latitudeName(lat), look)),
  ]
  const stroke = { stroke: GRATICULE, 'stroke-opacity': '0.4', 'stroke-width': 0.7, fill: 'none' }
  return { lines: tag('path', { d: lines.join(''), ...stroke }), names: names.join('') }
}

/** The longest of 1, 2, 5, 10 … km that is at most `mostPx` long. */
export const roundKm = (pxPerKm: number, mostPx: number): number => {
  const most = mostPx / pxPerKm
  const power = 10 ** Math.floor(Math.log10(most))
  return Math.max(...[1, 2, 5].map((digit) => digit * power).filter((km) => km <= most))
}

/** A bar of two halves, its left end at `at`; right for the middle of the map and along every meridian. */
export const scaleBar = ([x, y]: Pixel, pxPerKm: number, mostPx: number): string => {
  const km = roundKm(pxPerKm, mostPx)
  const length = km * pxPerKm
  const look = { size: 11, fill: INK, halo: PAPER, anchor: 'middle' as const }
  return tag('g', {}, [
    tag('rect', { x, y, width: length, height: 6, fill: PAPER, stroke: INK, 'stroke-width': 1 }),
    tag('rect', { x, y, width: length / 2, height: 6, fill: INK }),
    text([x, y - 5], '0', look),
    text([x + length / 2, y - 5], numeral(km / 2), look),
    text([x + length, y - 5], `${numeral(km)} km`, look),
  ])
}

/** An arrow to the north, `U` for utara. */
export const northMark = ([x, y]: Pixel): string =>
  tag('g', { transform: `translate(${px(x)} ${px(y)})` }, [
    tag('circle', { r: 19, fill: PAPER, 'fill-opacity': '0.85', stroke: SOFT_INK, 'stroke-width': 0.8 }),
    tag('path', { d: 'M0-8L5 12L0 8z', fill: INK }),
    tag('path', { d: 'M0-8L-5 12L0 8z', fill: PAPER, stroke: INK, 'stroke-width': 0.8 }),
    text([0, -9], 'U', { size: 9, fill: INK, weight: 700, anchor: 'middle' }),
  ])
