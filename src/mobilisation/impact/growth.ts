import { circleKm2 } from '../../geo/area.ts'
import type { HazardEvent } from '../hazard-event.ts'
import { type HazardReaches, usualRadius } from '../impact-area.ts'

/** An area this much wider than usual is usual still. */
const TOLERANCE = 1.1

/**
 * The surface in square km, on the sphere, of the circle that hazards.yaml gives an event by its level, magnitude or
 * severity, whatever radius or outline its sender gave. Throws RangeError for an event without a hazard.
 */
export const usualAreaKm2 = (event: HazardEvent, reaches: HazardReaches): number => {
  if (event.hazard === null) throw new RangeError('an event without a hazard has no usual area')
  return circleKm2(usualRadius(event, reaches[event.hazard]).radiusKm)
}

/**
 * By what whole number a wide area multiplies the usual need: the areas of the usual size that it would take to cover
 * it, rounded up, where 10 % more than usual is as usual; at least 1, at most `atMost`. Throws RangeError unless
 * areaKm2 >= 0, usualKm2 > 0 and atMost is a whole number from 1.
 */
export const growthFactor = (areaKm2: number, usualKm2: number, atMost: number): number => {
  if (!(areaKm2 >= 0 && usualKm2 > 0 && Number.isInteger(atMost) && atMost >= 1))
    throw new RangeError(
      `growth: expected areas in square km and a whole number, got ${areaKm2}, ${usualKm2}, ${atMost}`,
    )
  return Math.min(atMost, Math.max(1, Math.ceil(areaKm2 / usualKm2 / TOLERANCE)))
}
