import { graticule, northMark, numeral, scaleBar } from './furniture.ts'
import { framed, ground, landNames, seaNames } from './ground.ts'
import { heading, MARGIN, page } from './page.ts'
import { INK, PAPER, QUIET_SITE, SITE, SOFT_INK, toneOf } from './palette.ts'
import type { MapPicture, SiteOnPicture } from './picture.ts'
import { fitProjection, INDONESIA, type Projection } from './projection.ts'
import { escapeText, fitText, type Panel, tag, text } from './svg.ts'

const WIDTH = 1600
const HEIGHT = 812
const PANEL: Panel = { x: MARGIN, y: 92, width: WIDTH - 2 * MARGIN, height: 620 }

/** A named circle tells its name to a pointer resting on it. */
const circles = (sites: readonly SiteOnPicture[], { toPixel }: Projection, radius: number, isNamed: boolean): string =>
  sites
    .map(({ position, name }) => {
      const [x, y] = toPixel(position)
      return tag('circle', { cx: x, cy: y, r: radius }, isNamed ? tag('title', {}, escapeText(name)) : '')
    })
    .join('')

/** Wide faint circles: where villages lie close they add up to a glow. */
const glow = (sites: readonly SiteOnPicture[], projection: Projection, colour: string): string =>
  tag('g', { fill: colour, 'fill-opacity': '0.08' }, circles(sites, projection, 10, false))

const dots = (sites: readonly SiteOnPicture[], projection: Projection, colour: string, radius: number): string =>
  tag('g', { fill: colour, stroke: PAPER, 'stroke-width': 0.7 }, circles(sites, projection, radius, true))

const legendEntry = (x: number, colour: string, id: string, en: string, count: number): string =>
  [
    tag('circle', { cx: x + 10, cy: 741, r: 10, fill: colour, 'fill-opacity': '0.14' }),
    tag('circle', { cx: x + 10, cy: 741, r: 4, fill: colour }),
    text([x + 30, 739], `${numeral(count)} ${id}`, { size: 15, fill: INK, weight: 600 }),
    text([x + 30, 756], en, { size: 12, fill: SOFT_INK }),
  ].join('')

/** All Indonesia with its sites. People, area and destination are not for this map. */
export const nationalMap = (picture: MapPicture): string => {
  const projection = fitProjection(INDONESIA, PANEL)
  const shown = picture.sites.filter(({ position }) => projection.shows(position))
  const affected = shown.filter((site) => site.affected)
  const quiet = shown.filter((site) => !site.affected)
  const tone = toneOf(picture.hazard)
  const quietColour = affected.length === 0 ? SITE : QUIET_SITE
  const described = `Peta Indonesia dengan ${numeral(shown.length)} Kampung Siaga Bencana, ${numeral(affected.length)} di antaranya terdampak.`
  return page(
    picture,
    described,
    [WIDTH, HEIGHT],
    [
      heading(picture, WIDTH),
      framed('map-frame', PANEL, [
        ground(picture.land, projection),
        glow(shown, projection, quietColour),
        seaNames(projection),
        landNames(projection),
        dots(quiet, projection, quietColour, 2.8),
        dots(affected, projection, tone, 4),
        graticule(projection).names,
        scaleBar([PANEL.x + 24, PANEL.y + PANEL.height - 22], projection.pxPerKm, 220),
        northMark([PANEL.x + PANEL.width - 36, PANEL.y + 40]),
      ]),
      legendEntry(MARGIN, quietColour, 'Kampung Siaga Bencana (KSB)', 'disaster-ready villages', quiet.length),
      affected.length === 0 ? '' : legendEntry(MARGIN + 400, tone, 'KSB terdampak', 'affected', affected.length),
      text([MARGIN, 792], fitText(picture.credits, 11, WIDTH - 2 * MARGIN), { size: 11, fill: SOFT_INK }),
    ],
  )
}
