import { numeral } from './furniture.ts'
import { looksOf, personMark, pinMark, shapeMark, siteMark } from './marks.ts'
import { INK, QUIET_SITE, RULE, SOFT_INK, STATE_LOOKS, STATES } from './palette.ts'
import type { MapPicture } from './picture.ts'
import { fitText, type Panel, type Pixel, tag, text, textWidth } from './svg.ts'

const ROW_PX = 23
const WORDS_AT = 30

interface Row {
  draw(at: Pixel): string
  readonly id: string
  readonly en: string
  readonly count: number | null
}

const rowAt = (row: Row, [x, y]: Pixel, width: number): string => {
  const words = fitText(row.id, 14, width - WORDS_AT)
  const idWidth = textWidth(words, 14)
  const count = row.count === null ? '' : numeral(row.count)
  const room = width - WORDS_AT - idWidth - 8 - textWidth(count, 14)
  return [
    row.draw([x + 11, y]),
    text([x + WORDS_AT, y + 5], words, { size: 14, fill: INK }),
    row.en === ''
      ? ''
      : text([x + WORDS_AT + idWidth + 6, y + 5], fitText(row.en, 11.5, room - 6), { size: 11.5, fill: SOFT_INK }),
    count === '' ? '' : text([x + width, y + 5], count, { size: 14, fill: INK, weight: 700, anchor: 'end' }),
  ].join('')
}

const areaRow = (tone: string): Row => ({
  draw: ([x, y]) =>
    tag('rect', {
      x: x - 9,
      y: y - 6,
      width: 18,
      height: 12,
      rx: 3,
      fill: tone,
      'fill-opacity': '0.2',
      stroke: tone,
      'stroke-width': 1.5,
    }),
  id: 'Wilayah terdampak',
  en: 'impact area',
  count: null,
})

const siteRow = (colour: string, id: string, en: string, count: number): Row => ({
  draw: (at) => siteMark(at, colour),
  id,
  en,
  count,
})

const pinRow = (label: string): Row => ({
  draw: ([x, y]) => tag('g', { transform: `translate(${x} ${y + 8}) scale(.6)` }, pinMark([0, 0], INK)),
  id: label,
  en: '',
  count: null,
})

const wayRow = (colour: string): Row => ({
  draw: ([x, y]) =>
    tag('path', { d: `M${x - 10} ${y}h20`, stroke: colour, 'stroke-width': 1.5, 'stroke-dasharray': '4 3' }),
  id: 'Menuju lokasi',
  en: 'on the way, straight line',
  count: null,
})

/** The legend of one event, section by section: only what the picture holds, each with its number. */
export const eventLegend = (picture: MapPicture, tone: string, panel: Panel): string => {
  const affected = picture.sites.filter((site) => site.affected).length
  const quiet = picture.sites.length - affected
  const isComing = picture.people.some(({ state }) => state === 'yes')
  const places: readonly Row[] = [
    areaRow(tone),
    ...(affected > 0 ? [siteRow(tone, 'KSB terdampak', 'affected', affected)] : []),
    ...(quiet > 0 ? [siteRow(QUIET_SITE, 'KSB lain', 'other disaster-ready villages', quiet)] : []),
    ...(picture.destination === undefined ? [] : [pinRow(picture.destination.label)]),
    ...(picture.destination !== undefined && isComing ? [wayRow(STATE_LOOKS.yes.colour)] : []),
  ]
  const states: readonly Row[] = STATES.map((state) => ({
    ...STATE_LOOKS[state],
    draw: (at: Pixel) => personMark(at, 'tagana', STATE_LOOKS[state].colour),
    count: picture.people.filter((person) => person.state === state).length,
  })).filter(({ count }) => count > 0)
  const kinds: readonly Row[] = looksOf(picture.people.map(({ kind }) => kind)).map(({ shape, id, en }) => ({
    draw: (at: Pixel) => shapeMark(at, shape, SOFT_INK),
    id,
    en,
    count: null,
  }))
  let y = panel.y
  return [
    ['LOKASI', 'places', places] as const,
    ['JAWABAN', 'answers', states] as const,
    ['PETUGAS', 'people', kinds] as const,
  ]
    .filter(([, , rows]) => rows.length > 0)
    .map(([id, en, rows]) => {
      const headed = [
        text([panel.x, y + 12], id, { size: 12, fill: INK, weight: 700, spacing: 1.5 }),
        text([panel.x + textWidth(id, 12) + id.length * 1.5 + 8, y + 12], en, { size: 11.5, fill: SOFT_INK }),
        tag('path', { d: `M${panel.x} ${y + 20}h${panel.width}`, stroke: RULE, 'stroke-width': 1 }),
      ]
      const drawn = rows.map((row, at) => rowAt(row, [panel.x, y + 36 + at * ROW_PX], panel.width))
      y += 36 + rows.length * ROW_PX + 8
      return [...headed, ...drawn].join('')
    })
    .join('')
}
