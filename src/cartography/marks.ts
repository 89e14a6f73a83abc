import { PAPER, type Wording } from './palette.ts'
import { type Pixel, px, tag } from './svg.ts'

/** An SVG path around the origin, about 10 px across and of about equal weight to the eye. */
type Shape = string

interface KindLook extends Wording {
  readonly shape: Shape
}

const CIRCLE: Shape = 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z'
const SQUARE: Shape = 'M-4.5-4.5h9v9h-9z'
const TRIANGLE: Shape = 'M0-5.8L5.6 4.4H-5.6z'
const DIAMOND: Shape = 'M0-6.2L6.2 0L0 6.2L-6.2 0z'
const TRIANGLE_DOWN: Shape = 'M0 5.8L5.6-4.4H-5.6z'
const PENTAGON: Shape = 'M0-5.8L5.5-1.8L3.4 4.7H-3.4L-5.5-1.8z'
const HEXAGON: Shape = 'M-2.9-5H2.9L5.8 0L2.9 5H-2.9L-5.8 0z'
const CROSS: Shape = 'M-2-5.6h4v3.6h3.6v4h-3.6v3.6h-4v-3.6h-3.6v-4h3.6z'
const SHIELD: Shape = 'M-5-5H5V.5Q5 4 0 6.2Q-5 4-5 .5z'
const STAR: Shape = 'M0-6.6L1.9-2.2L6.4-2L2.9 1L4 5.6L0 3.1L-4 5.6L-2.9 1L-6.4-2L-1.9-2.2z'

/** Every kind of the roster, in the order of the legend. */
const KIND_LOOKS: ReadonlyMap<string, KindLook> = new Map([
  ['tagana', { shape: CIRCLE, id: 'Tagana', en: 'disaster cadet' }],
  ['pendamping_desa', { shape: SQUARE, id: 'Pendamping Desa', en: 'village facilitator' }],
  ['pkh', { shape: TRIANGLE, id: 'Pendamping PKH', en: 'family facilitator' }],
  ['tksk', { shape: DIAMOND, id: 'TKSK', en: 'district social worker' }],
  ['psm', { shape: TRIANGLE_DOWN, id: 'PSM', en: 'community social worker' }],
  ['pensosmas', { shape: PENTAGON, id: 'Pensosmas', en: 'social counsellor' }],
  ['karang_taruna', { shape: HEXAGON, id: 'Karang Taruna', en: 'youth organisation' }],
  ['bhabinkamtibmas', { shape: SHIELD, id: 'Bhabinkamtibmas', en: 'village police' }],
  ['ksb_member', { shape: STAR, id: 'Anggota KSB', en: 'member of a KSB' }],
  ['volunteer', { shape: CROSS, id: 'Relawan', en: 'volunteer' }],
])

const OTHER_KIND: KindLook = { shape: CROSS, id: 'Lainnya', en: 'other' }

/** The looks of the kinds given, each once, in the order of the legend; what is not of the roster comes last, as one. */
export const looksOf = (kinds: readonly string[]): readonly KindLook[] => [
  ...[...KIND_LOOKS].filter(([kind]) => kinds.includes(kind)).map(([, look]) => look),
  ...(kinds.every((kind) => KIND_LOOKS.has(kind)) ? [] : [OTHER_KIND]),
]

const placed = ([x, y]: Pixel, scale: number): string =>
  `translate(${px(x)} ${px(y)})${scale === 1 ? '' : ` scale(${px(scale)})`}`

/** A shape that stands out by a white rim. `told` is what a pointer resting on it reads. */
const mark = (at: Pixel, shape: Shape, fill: string, told: string, scale: number): string =>
  tag(
    'path',
    { d: shape, transform: placed(at, scale), fill, stroke: PAPER, 'stroke-width': 1.2 },
    told === '' ? '' : tag('title', {}, told),
  )

/** A person: shape by kind, colour by state. `told` is markup-safe text. */
export const personMark = (at: Pixel, kind: string, colour: string, told = ''): string =>
  mark(at, (KIND_LOOKS.get(kind) ?? OTHER_KIND).shape, colour, told, 1)

export const shapeMark = (at: Pixel, shape: Shape, colour: string): string => mark(at, shape, colour, '', 1)

/** A KSB: a house. */
export const siteMark = (at: Pixel, colour: string, told = ''): string =>
  mark(at, 'M-6 6.5V-1L0-7L6-1V6.5H1.8V2H-1.8V6.5z', colour, told, 1.2)

/** Where people are asked to go: a pin whose point is the place. */
export const pinMark = (at: Pixel, colour: string): string =>
  tag('g', { transform: placed(at, 1) }, [
    tag('ellipse', { cx: 0, cy: 1, rx: 6, ry: 2.4, fill: '#000000', 'fill-opacity': '0.25' }),
    tag('path', {
      d: 'M0 0C-3-8-11-12-11-20A11 11 0 1 1 11-20C11-12 3-8 0 0z',
      fill: colour,
      stroke: PAPER,
      'stroke-width': 1.6,
    }),
    tag('circle', { cx: 0, cy: -20, r: 4.2, fill: PAPER }),
  ])
