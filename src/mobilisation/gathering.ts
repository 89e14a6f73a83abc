import { type Area, contains } from '../geo/area.ts'
import { distanceKm, insideIndonesia, type Position } from '../geo/position.ts'
import { MAX_RADIUS_KM } from '../geo/radius.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { Site } from '../roster/site.ts'
import type { Hazard } from './hazard.ts'
import type { HazardEvent, MusterPoint } from './hazard-event.ts'
import type { ImpactArea } from './impact-area.ts'

/** Hazards in whose area nobody may be asked to gather before it is over. */
const DEADLY: ReadonlySet<Hazard | null> = new Set(['tsunami', 'volcano'])

/** Whether nobody may be asked to gather where it strikes. */
export const isDeadly = (hazard: Hazard | null): boolean => DEADLY.has(hazard)

/** Ours: farther than this beyond an area nobody gathers at a gardu of our own choice. */
const BEYOND_KM = 60

/** Where a site's people gather. */
export const garduOf = ({ gardu, position }: Pick<Site, 'gardu' | 'position'>): Position => gardu ?? position

/** Where people gather for an event, and on what ground that was chosen. */
export type Gathering =
  | { readonly kind: 'muster-point'; readonly musterPoint: MusterPoint }
  | { readonly kind: 'gardu'; readonly site: Site }
  /** In the middle of the area. */
  | { readonly kind: 'scene' }
  /** No safe place is known: people wait for the posko's word. */
  | { readonly kind: 'wait' }

type Asking = Pick<HazardEvent, 'mode' | 'hazard' | 'musterPoint'>

const nearestBeyond = (
  { centre, radiusKm }: ImpactArea,
  sites: readonly Site[],
  isSafe: (place: Position) => boolean,
): Site | undefined => {
  const within = Math.min(MAX_RADIUS_KM, radiusKm + BEYOND_KM)
  return sites
    .map((site) => ({ site, km: distanceKm(centre, garduOf(site)) }))
    .filter(({ site, km }) => km <= within && isSafe(garduOf(site)))
    .toSorted((left, right) => left.km - right.km || (left.site.siteCode < right.site.siteCode ? -1 : 1))[0]?.site
}

/**
 * Where people are asked to come: the muster point that the sender named, else the gardu of the affected site nearest to
 * the middle, else the middle itself. Nobody is asked to gather in the area of a tsunami or a volcano, nor in `waters`,
 * the areas where a tsunami may come, or round other volcanoes, whatever the event itself is: there the next of these that is safe is taken, then
 * the nearest safe gardu within 60 km beyond the area, then none. The area of an exercise or a test harms nobody at the
 * muster point that it names, a real tsunami does. `middleAtSea` says that nobody can stand in the middle.
 */
export const gatheringOf = (
  { mode, hazard, musterPoint }: Asking,
  impact: ImpactArea,
  waters: readonly Area[],
  roster: Pick<RosterIndex, 'sites' | 'sitesWithin'>,
  middleAtSea: boolean,
): Gathering => {
  const deadly = DEADLY.has(hazard)
  const isDry = (place: Position): boolean => !waters.some((water) => contains(water, place))
  const isSafe = (place: Position): boolean => isDry(place) && !(deadly && contains(impact.area, place))
  const isGood = mode === 'actual' ? isSafe : isDry
  if (musterPoint !== null && isGood(musterPoint.position)) return { kind: 'muster-point', musterPoint }
  const affected = deadly ? [] : roster.sitesWithin(impact.area, impact.centre)
  const near = affected.find((site) => isSafe(garduOf(site)))
  if (near !== undefined) return { kind: 'gardu', site: near }
  const atScene = !deadly && affected.length === 0 && musterPoint === null && isSafe(impact.centre)
  if (atScene && !(waters.length > 0 && middleAtSea)) return { kind: 'scene' }
  const site = nearestBeyond(impact, roster.sites, isSafe)
  return site === undefined ? { kind: 'wait' } : { kind: 'gardu', site }
}

/** What can be said against a muster point. */
export type MusterDoubt =
  | { readonly kind: 'abroad' }
  | { readonly kind: 'in-danger'; readonly hazard: Hazard | null }
  /** km beyond the circle round the area, and how many may be. */
  | { readonly kind: 'too-far'; readonly km: number; readonly withinKm: number }

/**
 * What speaks against the sender's muster point: it lies abroad, within the area of a tsunami or a volcano, or more than
 * `withinKm` beyond the circle round the area; null where nothing does. Of an event without an area only the first.
 */
export const musterDoubt = (
  { hazard, musterPoint }: Asking,
  impact: ImpactArea | null,
  withinKm: number,
): MusterDoubt | null => {
  if (musterPoint === null) return null
  const { position } = musterPoint
  if (!insideIndonesia(position)) return { kind: 'abroad' }
  if (impact === null) return null
  if (contains(impact.area, position)) return DEADLY.has(hazard) ? { kind: 'in-danger', hazard } : null
  const km = distanceKm(impact.centre, position) - impact.radiusKm
  return km > withinKm ? { kind: 'too-far', km, withinKm } : null
}
