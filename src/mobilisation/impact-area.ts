import { type Area, centreOf, circle, polygonArea, reachKm, slicedCircle, unionInSteps } from '../geo/area.ts'
import { circlesRound, type Round } from '../geo/circles.ts'
import type { Coast } from '../geo/coast.ts'
import type { Position } from '../geo/position.ts'
import { soundArea } from '../geo/sound-area.ts'
import type { Steps } from '../geo/steps.ts'
import type { Hazard } from './hazard.ts'
import type { HazardEvent, Severity } from './hazard-event.ts'
import { type CoastReach, circlesOf, inlandOf, type RegionGround, stripsOf } from './impact/regions.ts'
import { FELT_PLACE_KM, type IntensityRing, type ShakingReach, shakingOf } from './impact/shaking.ts'

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
  /** By intensity, for an earthquake with a magnitude, before its level; null where level and steps decide. */
  readonly shaking: ShakingReach | null
  /** By distance from the shore, for a tsunami; null where the radius decides. */
  readonly coast: CoastReach | null
  /** A whole number: the usual need is multiplied at most so often where an area is wider than usual. */
  readonly growsAtMost: number
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
  /** What an operator should know about it, in sentences; left out where there is nothing. */
  readonly notes?: readonly string[]
  /** For an earthquake: how strongly it is expected to shake, strongest first. */
  readonly rings?: readonly IntensityRing[]
}

/** Where the things that an event names are. */
export interface ImpactGround {
  /** The places of `event.villageCodes`, in any order. */
  readonly villages: readonly Position[]
  /** `event.regions` with their places. */
  readonly regions: readonly RegionGround[]
  /** Asked for only where a shore matters, because it takes a while to load. */
  readonly coast: () => Coast
}

interface Radius {
  readonly radiusKm: number
  readonly because: string
}

/** The radius that hazards.yaml gives, whatever the sender gave. */
export const usualRadius = (event: HazardEvent, reach: HazardReach): Radius => {
  // The sender's own word: asked for as a plain lookup, "constructor" would find what every object inherits.
  const level = event.level?.toLowerCase() ?? ''
  const byLevel = Object.hasOwn(reach.byLevel, level) ? reach.byLevel[level] : undefined
  if (byLevel !== undefined) return { radiusKm: byLevel, because: `level ${event.level}` }
  const { magnitude } = event
  const step = magnitude === null ? undefined : reach.byMagnitude.findLast(({ from }) => magnitude >= from)
  if (step !== undefined) return { radiusKm: step.radiusKm, because: `magnitude ${magnitude}` }
  return { radiusKm: reach.radiusKm[event.severity], because: `severity ${event.severity}` }
}

const radiusOf = (event: HazardEvent, reach: HazardReach): Radius =>
  event.radiusKm === null
    ? usualRadius(event, reach)
    : { radiusKm: event.radiusKm, because: 'radius given by the sender' }

const noted = (notes: readonly string[]): Pick<ImpactArea, 'notes'> => (notes.length === 0 ? {} : { notes })

const joined = function* (areas: readonly Area[], because: string, notes: readonly string[]): Steps<ImpactArea> {
  const area = yield* unionInSteps(areas)
  return { area, centre: centreOf(area), radiusKm: reachKm(area), because, ...noted(notes) }
}

/** The sender's outline, mended where it must be. One that cannot be is taken as it is: what was accepted is answered. */
const byOutline = (geometry: Exclude<HazardEvent['geometry'], null | { type: 'Point' }>): ImpactArea => {
  const soundness = soundArea(geometry)
  const area = soundness.kind === 'sound' ? soundness.area : polygonArea(geometry)
  const notes = soundness.kind === 'sound' ? soundness.notes : [`taken as it was sent: ${soundness.reason}`]
  return {
    area,
    centre: centreOf(area),
    radiusKm: reachKm(area),
    because: 'polygon given by the sender',
    ...noted(notes),
  }
}

const byShaking = function* (
  event: HazardEvent,
  epicentre: Position,
  magnitude: number,
  reach: ShakingReach,
): Steps<ImpactArea> {
  const shaking = shakingOf({ epicentre, magnitude, depthKm: event.depthKm, felt: event.felt }, reach)
  const { because, notes, rings, outliers, radiusKm } = shaking
  const round = circle(epicentre, radiusKm)
  if (outliers.length === 0) return { area: round, centre: epicentre, radiusKm, because, ...noted(notes), rings }
  const places = circlesRound(outliers.map((centre) => ({ centre, radiusKm: FELT_PLACE_KM })))
  return { ...(yield* joined([round, places], because, notes)), rings }
}

/** A warning for a long coast names a hundred regencies. */
const NAMED = 8

const words = (regions: readonly RegionGround[]): string => {
  const named = regions.slice(0, NAMED).map(({ code }) => code)
  return [...named, ...(regions.length > NAMED ? [`${regions.length - NAMED} more`] : [])].join(', ')
}

const byRegionCoasts = function* (
  event: HazardEvent,
  reach: CoastReach,
  ground: ImpactGround,
): Steps<ImpactArea | undefined> {
  const { areas, inland } = yield* stripsOf(ground.regions, event.level?.toLowerCase() ?? null, reach, ground.coast())
  const circles = circlesOf(inland, null)
  if (areas.length + circles.length === 0) return undefined
  const notes = inland.length === 0 ? [] : [`no shore found for ${words(inland)}: taken by its place`]
  const rounds = circles.length === 0 ? [] : [circlesRound(circles)]
  return yield* joined([...areas, ...rounds], `coast of ${words(ground.regions)} by level`, notes)
}

const byPointCoast = function* (
  event: HazardEvent,
  place: Position,
  radius: Radius,
  reach: CoastReach,
  coast: Coast,
): Steps<ImpactArea | undefined> {
  const km = inlandOf(event.level?.toLowerCase() ?? null, reach)
  const strip = yield* coast.strip([{ place, withinKm: radius.radiusKm }], km)
  return (
    strip && (yield* joined([strip], `${radius.because}: the coast within ${radius.radiusKm} km, ${km} km inland`, []))
  )
}

const byPoint = function* (
  event: HazardEvent,
  centre: Position,
  reach: HazardReach,
  ground: ImpactGround,
): Steps<ImpactArea> {
  const { magnitude, sectors } = event
  const radius = radiusOf(event, reach)
  const { radiusKm, because } = radius
  const isOurs = event.radiusKm === null
  if (isOurs && reach.shaking !== null && magnitude !== null)
    return yield* byShaking(event, centre, magnitude, reach.shaking)
  const strip =
    isOurs && reach.coast !== null ? yield* byPointCoast(event, centre, radius, reach.coast, ground.coast()) : undefined
  if (strip !== undefined) return strip
  if (sectors.length === 0) return { area: circle(centre, radiusKm), centre, radiusKm, because }
  const area = slicedCircle(centre, radiusKm, sectors)
  const slices = sectors.map(({ fromDeg, toDeg, radiusKm: km }) => `${km} km from ${fromDeg}° to ${toDeg}°`)
  return { area, centre, radiusKm: reachKm(area), because: `${because}, with ${slices.join(', ')}` }
}

/**
 * The circle that is an event's whole area: round a point, where neither shaking nor a coast nor sectors give it another
 * shape. Null where it has one, or no point, or no hazard.
 */
export const plainCircle = (event: HazardEvent, reaches: HazardReaches): Round | null => {
  const { hazard, geometry, radiusKm, magnitude, sectors } = event
  if (hazard === null || geometry?.type !== 'Point' || sectors.length > 0) return null
  const { shaking, coast } = reaches[hazard]
  const isShaped = radiusKm === null && (coast !== null || (shaking !== null && magnitude !== null))
  return isShaped ? null : { centre: geometry.coordinates, radiusKm: radiusOf(event, reaches[hazard]).radiusKm }
}

const byNames = function* (event: HazardEvent, reach: HazardReach, ground: ImpactGround): Steps<ImpactArea> {
  const { radiusKm, because } = radiusOf(event, reach)
  const villages = ground.villages.map((centre): Round => ({ centre, radiusKm }))
  const regions = circlesOf(ground.regions, event.radiusKm)
  const rounds = [...villages, ...regions]
  const [first, ...others] = rounds
  if (first === undefined) throw new RangeError('an impact area needs a geometry or the place of a village or a region')
  const source = villages.length > 0 ? because : `regions ${words(ground.regions)}`
  if (others.length > 0) return yield* joined([circlesRound(rounds)], source, [])
  return { area: circle(first.centre, first.radiusKm), ...first, because: source }
}

/**
 * The area where an alert asks for help.
 *
 * The sender's polygon first, mended where it must be; then for a tsunami the coast of the regions that it names, by
 * their levels; then round a point: the sender's radius, else for an earthquake with a magnitude the intensity formula
 * with what was felt (impact/intensity.ts, impact/shaking.ts), for a tsunami the coast within the hazard's radius, for
 * all others the hazard's radius for its level, magnitude or severity, with the sender's sectors joined. Without any
 * geometry: circles round the places of the villages, and round those of the regions (impact/regions.ts). Villages and
 * regions beside a geometry widen nothing else, they name what lies in it.
 *
 * In steps, because the coasts that a warning for half the country names take about a second. Throws RangeError where
 * there is neither geometry nor a place, or no hazard.
 */
export const impactArea = function* (
  event: HazardEvent,
  reaches: HazardReaches,
  ground: ImpactGround,
): Steps<ImpactArea> {
  if (event.hazard === null) throw new RangeError('an event without a hazard has no impact area')
  const reach = reaches[event.hazard]
  const { geometry } = event
  if (geometry !== null && geometry.type !== 'Point') return byOutline(geometry)
  if (reach.coast !== null && event.radiusKm === null && ground.regions.length > 0) {
    const coasts = yield* byRegionCoasts(event, reach.coast, ground)
    if (coasts !== undefined) return coasts
  }
  return yield* geometry === null ? byNames(event, reach, ground) : byPoint(event, geometry.coordinates, reach, ground)
}
