import { eventMap } from './event-map.ts'
import { nationalMap } from './national-map.ts'
import type { MapPicture } from './picture.ts'

/**
 * Draws the picture as one SVG document: of the country, or with an area of the event. Self-contained: no script, no
 * font, image or address outside itself. The same picture always gives the same bytes. Sites beyond the map's edge are
 * left out of the drawing and of the counts.
 */
export const drawMap = (picture: MapPicture): string =>
  picture.area === undefined ? nationalMap(picture) : eventMap(picture, picture.area)
