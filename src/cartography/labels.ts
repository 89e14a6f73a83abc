import { PAPER } from './palette.ts'
import { type Panel, type Pixel, text, textWidth } from './svg.ts'

export interface LabelWish {
  readonly at: Pixel
  readonly words: string
  readonly size: number
  /** Room to leave between the middle of the mark and the words, in px. */
  readonly clear: number
  readonly fill: string
  readonly weight: number
}

export interface PlacedLabel extends LabelWish {
  /** Where the baseline of the words begins. */
  readonly start: Pixel
}

/** A square around a mark, which no label may cover. */
export const markBox = ([x, y]: Pixel, half: number): Panel => ({
  x: x - half,
  y: y - half,
  width: 2 * half,
  height: 2 * half,
})

const overlap = (a: Panel, b: Panel): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const isInside = (box: Panel, panel: Panel): boolean =>
  box.x >= panel.x &&
  box.y >= panel.y &&
  box.x + box.width <= panel.x + panel.width &&
  box.y + box.height <= panel.y + panel.height

/** Bold letters are about this much wider. */
const BOLD = 1.08

/** The boxes in which the words could stand, best first: right of the mark, left, above, below. */
const choices = ({ at: [x, y], words, size, clear, weight }: LabelWish): readonly Panel[] => {
  const [width, height] = [textWidth(words, size) * (weight >= 600 ? BOLD : 1), size * 1.2]
  return [
    { x: x + clear, y: y - height / 2, width, height },
    { x: x - clear - width, y: y - height / 2, width, height },
    { x: x - width / 2, y: y - clear - height, width, height },
    { x: x - width / 2, y: y + clear, width, height },
  ]
}

/**
 * Places the labels one after another, so the first wishes are served first. One that would leave the panel or cover a
 * mark or an earlier label everywhere is left out.
 */
export const placeLabels = (
  wishes: readonly LabelWish[],
  marks: readonly Panel[],
  panel: Panel,
): readonly PlacedLabel[] => {
  const taken = [...marks]
  return wishes.flatMap((wish) => {
    const box = choices(wish).find(
      (choice) => isInside(choice, panel) && !taken.some((other) => overlap(choice, other)),
    )
    if (box === undefined) return []
    taken.push(box)
    return [{ ...wish, start: [box.x, box.y + wish.size * 0.95] as const }]
  })
}

export const labelText = ({ start, words, size, fill, weight }: PlacedLabel): string =>
  text(start, words, { size, fill, weight, halo: PAPER })
