import { INK, PAPER, SOFT_INK } from './palette.ts'
import type { MapPicture } from './picture.ts'
import { escapeText, FONTS, fitText, type Pixel, tag, text, textWidth } from './svg.ts'

export const MARGIN = 28

/** Title, subtitle and ribbon along the top; `counted` stands at the right. */
export const heading = (picture: MapPicture, width: number): string => {
  const ribbonWidth = picture.ribbon === undefined ? 0 : textWidth(picture.ribbon, 15) + 28
  const left = MARGIN + (ribbonWidth === 0 ? 0 : ribbonWidth + 14)
  return [
    picture.ribbon === undefined
      ? ''
      : tag('rect', { x: MARGIN, y: 22, width: ribbonWidth, height: 30, rx: 4, fill: '#6a1b9a' }) +
        text([MARGIN + ribbonWidth / 2, 42.5], picture.ribbon, {
          size: 15,
          fill: PAPER,
          weight: 700,
          anchor: 'middle',
        }),
    text([left, 46], fitText(picture.title, 27, width - left - MARGIN), { size: 27, fill: INK, weight: 700 }),
    picture.subtitle === undefined
      ? ''
      : text([MARGIN, 72], fitText(picture.subtitle, 15, width - 2 * MARGIN), { size: 15, fill: SOFT_INK }),
  ].join('')
}

/** The whole drawing, with what a reader who cannot see it is told. */
export const page = (
  picture: MapPicture,
  described: string,
  [width, height]: Pixel,
  contents: readonly string[],
): string =>
  tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': 'map-title map-desc',
      'font-family': FONTS,
      lang: 'id',
    },
    [
      tag('title', { id: 'map-title' }, escapeText(picture.title)),
      tag('desc', { id: 'map-desc' }, escapeText(described)),
      tag('rect', { width, height, fill: PAPER }),
      ...contents,
    ],
  )
