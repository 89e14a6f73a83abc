import { indexPositions, type NearestIndex } from '../geo/nearest.ts'
import { MAX_RADIUS_KM } from '../geo/radius.ts'
import type { Kind, Responder } from './responder.ts'
import type { Site } from './site.ts'

type SiteOnMap = Pick<Site, 'siteCode' | 'name' | 'position' | 'landmass'>
type ResponderOnMap = Pick<Responder, 'id' | 'kind' | 'home' | 'landmass'>

/** What one kind of people means to one site. */
export interface CoverageRow {
  readonly siteCode: string
  readonly name: string
  readonly kind: Kind
  /** Nearest first, equal distances by responder id; fewer than asked for when no more live within 500 km. */
  readonly nearest: readonly { readonly responderId: Responder['id']; readonly km: number }[]
  /** How many live within 10 km and within 25 km. */
  readonly countWithin: { readonly 10: number; readonly 25: number }
}

/** The people of one kind on one landmass. */
interface Pool {
  readonly people: readonly ResponderOnMap[]
  readonly index: NearestIndex
}

const poolKey = (kind: Kind, landmass: number): string => `${kind} ${landmass}`

const poolsOf = (responders: readonly ResponderOnMap[], kinds: readonly Kind[]): ReadonlyMap<string, Pool> => {
  const groups = new Map<string, ResponderOnMap[]>()
  // Sorted by id first: the index orders equal distances by place in the list.
  for (const responder of [...responders].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (responder.landmass === null || !kinds.includes(responder.kind)) continue
    const key = poolKey(responder.kind, responder.landmass)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [responder])
    else group.push(responder)
  }
  return new Map(
    [...groups].map(([key, people]) => [key, { people, index: indexPositions(people.map(({ home }) => home)) }]),
  )
}

/** Nobody: what a site on a landmass without such people, or on none that we know, can reach. */
const NOBODY: Pool = { people: [], index: indexPositions([]) }

const countsOf = ({ index }: Pool, site: SiteOnMap): CoverageRow['countWithin'] => {
  const near = index.within(site.position, 25)
  return { 10: near.filter(({ km }) => km <= 10).length, 25: near.length }
}

const nearestOf = ({ people, index }: Pool, site: SiteOnMap, perKind: number): CoverageRow['nearest'] =>
  index.within(site.position, MAX_RADIUS_KM, perKind).flatMap((neighbour) =>
    // The slice holds the one person whom the index names.
    people.slice(neighbour.index, neighbour.index + 1).map(({ id }) => ({ responderId: id, km: neighbour.km })),
  )

/**
 * The `perKind` nearest people of each kind for every site, a row for each site and kind in the order given.
 *
 * Nearness is great-circle km between the site and the home, not road distance. Only people on the site's own
 * landmass count, for the sea lies between it and the rest; where a landmass is not known nobody counts, rather than
 * anybody. Says nothing about whether a person may be called. Throws RangeError unless `perKind` is a whole number
 * of at least 1.
 */
export const coverage = (
  sites: readonly SiteOnMap[],
  responders: readonly ResponderOnMap[],
  kinds: readonly Kind[],
  perKind: number,
): readonly CoverageRow[] => {
  if (!(Number.isInteger(perKind) && perKind >= 1))
    throw new RangeError(`perKind: expected a whole number of at least 1, got ${perKind}`)
  const pools = poolsOf(responders, kinds)
  return sites.flatMap((site) =>
    kinds.map((kind) => {
      const pool = (site.landmass !== null && pools.get(poolKey(kind, site.landmass))) || NOBODY
      return {
        siteCode: site.siteCode,
        name: site.name,
        kind,
        nearest: nearestOf(pool, site, perKind),
        countWithin: countsOf(pool, site),
      }
    }),
  )
}
