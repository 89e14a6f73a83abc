import { type Area, contains } from '../geo/area.ts'
import { indexPositions } from '../geo/nearest.ts'
import { distanceKm, type Position } from '../geo/position.ts'
import { requireRadius } from '../geo/radius.ts'
import { itemAt } from './item-at.ts'
import type { Kind, Responder } from './responder.ts'
import type { Site } from './site.ts'

/** A walk past people, from one to the next nearest. */
export interface Walk {
  /** Undefined after the last. */
  next(): Responder | undefined
  /** How far the one who was given last lives. */
  km(): number
}

/** The register as it stood at one version, ready to be searched. */
export interface RosterIndex {
  readonly version: bigint
  readonly responders: readonly Responder[]
  readonly sites: readonly Site[]
  /**
   * People nearest first; equal distances by responder id. Only those of some kinds where they are named. Throws
   * RangeError unless 0 < withinKm <= 500.
   */
  nearby(
    place: Position,
    withinKm: number,
    kinds?: ReadonlySet<Kind>,
  ): Iterable<{ readonly responder: Responder; readonly km: number }>
  /** The same of one kind, for whoever passes most of them by. */
  outwards(place: Position, withinKm: number, kind: Kind): Walk
  /** Sites that stand in the area, nearest to `place` first. */
  sitesWithin(area: Area, place: Position): readonly Site[]
  /** The nearest site within `withinKm`, or undefined. */
  nearestSite(place: Position, withinKm: number): { readonly site: Site; readonly km: number } | undefined
}

/** People of one kind, by where they live. */
const byHome = (people: readonly Responder[]) => {
  const homes = indexPositions(people.map(({ home }) => home))
  return (place: Position, withinKm: number): Walk => {
    const going = homes.outwards(place, withinKm)
    return { next: () => people[going.next()], km: going.km }
  }
}

/** Several walks as one: whoever is the nearest of all, equal distances by id. */
const together = (walks: readonly Walk[]): Walk => {
  const heads = walks.map((walk) => ({ walk, responder: walk.next() }))
  let reached = 0
  return {
    next: () => {
      let [first, firstKm, firstId]: [(typeof heads)[number] | undefined, number, string] = [undefined, Infinity, '']
      for (const head of heads) {
        const id = head.responder?.id
        const km = head.walk.km()
        if (id === undefined || km > firstKm || (km === firstKm && id > firstId)) continue
        ;[first, firstKm, firstId] = [head, km, id]
      }
      if (first === undefined) return undefined
      const { responder } = first
      reached = firstKm
      first.responder = first.walk.next()
      return responder
    },
    km: () => reached,
  }
}

/** Builds the index; sorts the responders by id first, so that equal distances always come in the same order. */
export const indexRoster = (version: bigint, unsorted: readonly Responder[], sites: readonly Site[]): RosterIndex => {
  const responders = [...unsorted].sort((left, right) => (left.id < right.id ? -1 : 1))
  // Apart, because a choice wants some kinds only, and a rare one would be looked for among thousands of others.
  const people = new Map<Kind, Responder[]>()
  for (const responder of responders) {
    const alike = people.get(responder.kind) ?? []
    alike.push(responder)
    people.set(responder.kind, alike)
  }
  const walks = new Map([...people].map(([kind, alike]) => [kind, byHome(alike)]))
  const nobody = byHome([])
  const places = indexPositions(sites.map(({ position }) => position))
  return {
    version,
    responders,
    sites,
    nearby: (place, withinKm, kinds = new Set(walks.keys())) => {
      requireRadius('withinKm', withinKm)
      return {
        // No generator: a decision takes thousands of steps.
        [Symbol.iterator]: () => {
          const walk = together([...kinds].map((kind) => (walks.get(kind) ?? nobody)(place, withinKm)))
          return {
            next: () => {
              const responder = walk.next()
              return responder === undefined
                ? { done: true, value: undefined }
                : { done: false, value: { responder, km: walk.km() } }
            },
          }
        },
      }
    },
    outwards: (place, withinKm, kind) => (walks.get(kind) ?? nobody)(place, withinKm),
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
