import { type Area, contains } from '../geo/area.ts'
import { indexPositions } from '../geo/nearest.ts'
import { distanceKm, type Position } from '../geo/position.ts'
import { itemAt } from './item-at.ts'
import type { Responder } from './responder.ts'
import type { Site } from './site.ts'

/** The register as it stood at one version, ready to be searched. */
export interface RosterIndex {
  readonly version: bigint
  readonly responders: readonly Responder[]
  readonly sites: readonly Site[]
  /** People nearest first; equal distances by responder id. Throws RangeError unless 0 < withinKm <= 500. */
  nearby(place: Position, withinKm: number): Iterable<{ readonly responder: Responder; readonly km: number }>
  /** The same people one by one, undefined after the last: for whoever passes most of them by. */
  outwards(place: Position, withinKm: number): () => Responder | undefined
  /** Sites that stand in the area, nearest to `place` first. */
  sitesWithin(area: Area, place: Position): readonly Site[]
  /** The nearest site within `withinKm`, or undefined. */
  nearestSite(place: Position, withinKm: number): { readonly site: Site; readonly km: number } | undefined
}

/** Builds the index; sorts the responders by id first, so that equal distances always come in the same order. */
export const indexRoster = (version: bigint, unsorted: readonly Responder[], sites: readonly Site[]): RosterIndex => {
  const responders = [...unsorted].sort((left, right) => (left.id < right.id ? -1 : 1))
  const homes = indexPositions(responders.map(({ home }) => home))
  const places = indexPositions(sites.map(({ position }) => position))
  return {
    version,
    responders,
    sites,
    *nearby(place, withinKm) {
      for (const { index, km } of homes.walk(place, withinKm)) yield { responder: itemAt(responders, index), km }
    },
    outwards: (place, withinKm) => {
      const going = homes.outwards(place, withinKm)
      return () => responders[going.next()]
    },
    sitesWithin: (area, place) =>
      sites
        .filter(({ position }) => contains(area, position))
        .map((site) => ({ site, km: distanceKm(place, site.position) }))
        .sort((left, right) => left.km - right.km || (left.site.siteCode < right.site.siteCode ? -1 : 1))
        .map(({ site }) => site),
    nearestSite: (place, withinKm) => {
      const [nearest] = places.within(place, withinKm, 1)
      return nearest === undefined ? undefined : { site: itemAt(sites, nearest.index), km: nearest.km }
    },
  }
}
