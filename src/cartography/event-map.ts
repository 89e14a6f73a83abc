import { type Area, boundsOf, polygonsOf } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import { eventLabels } from './event-labels.ts'
import { eventLegend } from './event-legend.ts'
import { graticule, northMark, numeral, scaleBar } from './furniture.ts'
import { framed, ground } from './ground.ts'
import { labelText } from './labels.ts'
import { locator } from './locator.ts'
import { personMark, pinMark, siteMark } from './marks.ts'
import { ringsPath } from './outline.ts'
import { heading, MARGIN, page } from './page.ts'
import { INK, QUIET_SITE, SOFT_INK, STATE_LOOKS, STATES, toneOf } from './palette.ts'
import type { MapPicture, PersonOnPicture, SiteOnPicture } from './picture.ts'
import { boundsWithRoom, fitProjection, type Projection } from './projection.ts'
import { escapeText, type Panel, px, tag, text, wrapText } from './svg.ts'

const WIDTH = 1400
const HEIGHT = 960
const SIDE_WIDTH = 310
const PANEL: Panel = { x: MARGIN, y: 92, width: WIDTH - SIDE_WIDTH - 3 * MARGIN, height: HEIGHT - 92 - MARGIN }
const SIDE_X = PANEL.x + PANEL.width + MARGIN
const LOCATOR: Panel = { x: SIDE_X, y: 770, width: SIDE_WIDTH, height: 122 }

/** A village's surroundings at the least: closer, the coastlines that we have would mean nothing. */
const LEAST_KM = 4

const frameOf = (picture: MapPicture, area: Area): Projection => {
  const { west, south, east, north } = boundsOf(area)
  const places: readonly Position[] = [
    [west, south],
    [east, north],
    ...picture.people.map(({ position }) => position),
    ...(picture.destination === undefined ? [] : [picture.destination.position]),
  ]
  return fitProjection(boundsWithRoom(places, 0.08, LEAST_KM), PANEL)
}

const areaShape = (area: Area, projection: Projection, tone: string): string =>
  tag('path', {
    d: ringsPath(polygonsOf(area.geometry).flat(), projection),
    'fill-rule': 'evenodd',
    fill: tone,
    'fill-opacity': '0.17',
    stroke: tone,
    'stroke-width': 2,
    'stroke-linejoin': 'round',
  })

const siteMarks = (sites: readonly SiteOnPicture[], { toPixel }: Projection, tone: string): string =>
  // The affected are drawn over the rest.
  sites
    .toSorted((a, b) => Number(a.affected) - Number(b.affected))
    .map(({ position, name, affected }) => siteMark(toPixel(position), affected ? tone : QUIET_SITE, escapeText(name)))
    .join('')

/** Thin straight lines from those who are coming: who comes from where, not which road. */
const ways = ({ destination, people }: MapPicture, { toPixel }: Projection): string => {
  const coming = people.filter(({ state }) => state === 'yes')
  if (destination === undefined || coming.length === 0) return ''
  const [toX, toY] = toPixel(destination.position)
  const lines = coming.map(({ position }) => {
    const [x, y] = toPixel(position)
    return `M${px(x)} ${px(y)}L${px(toX)} ${px(toY)}`
  })
  return tag('path', {
    d: lines.join(''),
    fill: 'none',
    stroke: STATE_LOOKS.yes.colour,
    'stroke-width': 1.1,
    'stroke-opacity': '0.6',
    'stroke-dasharray': '5 4',
  })
}

const described = ({ title, sites, people }: MapPicture): string => {
  const answers = STATES.map((state) => ({
    id: STATE_LOOKS[state].id,
    count: people.filter((person) => person.state === state).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ id, count }) => `${id.toLowerCase()} ${numeral(count)}`)
  const affected = sites.filter((site) => site.affected).length
  return [
    `Peta ${title}: wilayah terdampak, ${numeral(affected)} KSB terdampak`,
    ...(answers.length === 0 ? [] : [`${numeral(people.length)} petugas (${answers.join(', ')})`]),
  ].join(' dan ')
}

const peopleMarks = (people: readonly PersonOnPicture[], { toPixel }: Projection): string =>
  STATES.toReversed()
    .flatMap((state) => people.filter((person) => person.state === state))
    .map(({ position, kind, label, state }) => {
      const { colour, id } = STATE_LOOKS[state]
      return personMark(toPixel(position), kind, colour, escapeText(`${label}: ${id}`))
    })
    .join('')

/** All of one event: its area, the sites around it, who was asked to come and what they answered. */
export const eventMap = (picture: MapPicture, area: Area): string => {
  const projection = frameOf(picture, area)
  const tone = toneOf(picture.hazard)
  const shown = { ...picture, sites: picture.sites.filter(({ position }) => projection.shows(position)) }
  const pin = picture.destination === undefined ? '' : pinMark(projection.toPixel(picture.destination.position), INK)
  const credits = wrapText(picture.credits, 10, SIDE_WIDTH)
  return page(
    picture,
    described(shown),
    [WIDTH, HEIGHT],
    [
      heading(picture, WIDTH),
      framed('map-frame', PANEL, [
        ground(picture.land, projection),
        areaShape(area, projection, tone),
        ways(picture, projection),
        siteMarks(shown.sites, projection, tone),
        peopleMarks(picture.people, projection),
        pin,
        ...eventLabels(shown, projection, tone).map(labelText),
        graticule(projection).names,
        scaleBar([PANEL.x + 24, PANEL.y + PANEL.height - 22], projection.pxPerKm, 200),
        northMark([PANEL.x + PANEL.width - 36, PANEL.y + 40]),
      ]),
      eventLegend(shown, tone, { x: SIDE_X, y: PANEL.y, width: SIDE_WIDTH, height: LOCATOR.y - PANEL.y }),
      locator(picture.land, projection, LOCATOR, tone),
      ...credits.map((line, at) =>
        text([SIDE_X, LOCATOR.y + LOCATOR.height + 16 + at * 13], line, { size: 10, fill: SOFT_INK }),
      ),
    ],
  )
}
