import { type Area, centreOf, circle, polygonArea, reachKm, unionOf } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import type { Hazard } from './hazard.ts'
import type { HazardEvent, Severity } from './hazard-event.ts'

/** One step of a scale: from this value on, this radius. */
export interface RadiusStep {
  readonly from: number
  readonly radiusKm: number
}

/** How far a hazard reaches, from config/hazards.yaml. A level decides first, then a magnitude, then the severity. */
export interface HazardReach {
  readonly radiusKm: Readonly<Record<Severity, number>>
  readonly byLevel: Readonly<Record<string, number>>
  /** Rising by `from`. */
  readonly byMagnitude: readonly RadiusStep[]
}

export type HazardReaches = Readonly<Record<Hazard, HazardReach>>

/** Where help is needed. */
export interface ImpactArea {
  readonly area: Area
  readonly centre: Position
  /** From the centre to the farthest edge. */
  readonly radiusKm: number
  /** In words: where the size came from. */
  readonly because: string
}

const radiusOf = (event: HazardEvent, reach: HazardReach): { radiusKm: number; because: string } => {
  if (event.radiusKm !== null) return { radiusKm: event.radiusKm, because: 'radius given by the sender' }
  // The sender's own word: asked for as a plain lookup, "constructor" would find what every object inherits.
  const level = event.level?.toLowerCase() ?? ''
  const byLevel = Object.hasOwn(reach.byLevel, level) ? reach.byLevel[level] : undefined
  if (byLevel !== undefined) return { radiusKm: byLevel, because: `level ${event.level}` }
  const { magnitude } = event
  const step = magnitude === null ? undefined : reach.byMagnitude.findLast(({ from }) => magnitude >= from)
  if (step !== undefined) return { radiusKm: step.radiusKm, because: `magnitude ${magnitude}` }
  return { radiusKm: reach.radiusKm[event.severity], because: `severity ${event.severity}` }
}

/**
 * The area where an alert asks for help: the sender's polygon as it is; round a point, the sender's radius or the
 * hazard's for its level, magnitude or severity; and with village codes alone, a circle round each village's place.
 * `villagePlaces` are the places of `event.villageCodes`, in any order; villages beside a geometry widen nothing, they
 * name what lies in it. Throws RangeError where there is neither geometry nor a village's place, or no hazard.
 */
export const impactArea = (
  event: HazardEvent,
  reaches: HazardReaches,
  villagePlaces: readonly Position[],
): ImpactArea => {
  if (event.hazard === null) throw new RangeError('an event without a hazard has no impact area')
  const { radiusKm, because } = radiusOf(event, reaches[event.hazard])
  const { geometry } = event
  if (geometry !== null && geometry.type !== 'Point') {
    const area = polygonArea(geometry)
    return { area, centre: centreOf(area), radiusKm: reachKm(area), because: 'polygon given by the sender' }
  }
  const centres = geometry === null ? villagePlaces : [geometry.coordinates]
  const [first, ...others] = centres
  if (first === undefined) throw new RangeError('an impact area needs a geometry or the place of a village')
  if (others.length === 0) return { area: circle(first, radiusKm), centre: first, radiusKm, because }
  const area = unionOf(centres.map((centre) => circle(centre, radiusKm)))
  return { area, centre: centreOf(area), radiusKm: reachKm(area), because }
}
