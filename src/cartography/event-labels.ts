import { type LabelWish, markBox, type PlacedLabel, placeLabels } from './labels.ts'
import { INK, SOFT_INK } from './palette.ts'
import type { MapPicture } from './picture.ts'
import type { Projection } from './projection.ts'
import type { Panel, Pixel } from './svg.ts'

/** A pin stands above its place. */
const pinBox = ([x, y]: Pixel): Panel => ({ x: x - 12, y: y - 32, width: 24, height: 36 })

/**
 * The names that find room on the map of an event, in this order: where to go, the affected sites, the other sites,
 * the people who are there or coming.
 */
export const eventLabels = (picture: MapPicture, projection: Projection, tone: string): readonly PlacedLabel[] => {
  const { people } = picture
  const { toPixel } = projection
  const destinations = picture.destination === undefined ? [] : [picture.destination]
  const sites = picture.sites.toSorted((a, b) => Number(b.affected) - Number(a.affected))
  const marks = [
    ...destinations.map(({ position }) => pinBox(toPixel(position))),
    ...sites.map(({ position }) => markBox(toPixel(position), 8)),
    ...people.map(({ position }) => markBox(toPixel(position), 5)),
  ]
  const wishes: readonly LabelWish[] = [
    ...destinations.map(({ position, label }) => {
      return { at: toPixel(position), words: label, size: 14, clear: 14, fill: INK, weight: 700 }
    }),
    ...sites.map(({ position, name, affected }) => {
      return { at: toPixel(position), words: name, size: 12, clear: 11, fill: affected ? tone : SOFT_INK, weight: 600 }
    }),
    ...people
      .filter(({ state }) => state === 'yes' || state === 'arrived')
      .map(({ position, label }) => ({
        at: toPixel(position),
        words: label,
        size: 10,
        clear: 8,
        fill: INK,
        weight: 400,
      })),
  ]
  return placeLabels(wishes, marks, projection.panel)
}
