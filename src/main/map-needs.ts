import type { Bounds } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import type { Feature, FeaturePage, MapNeeds, MapQuery } from '../intake/map-routes.ts'
import { liesWithin } from '../roster/region.ts'
import type { Kind } from '../roster/responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { Site } from '../roster/site.ts'
import { contactsShown } from '../store/contacts.ts'
import type { Installation } from './installation.ts'

const insideBounds = ([lng, lat]: Position, bbox: Bounds | null): boolean =>
  bbox === null || (lng >= bbox.west && lng <= bbox.east && lat >= bbox.south && lat <= bbox.north)

/** Whose place a code is: shown to operators whose jurisdiction holds it. */
const mayShow = (code: string, jurisdiction: string): boolean =>
  liesWithin(code, jurisdiction) || liesWithin(jurisdiction, code)

/** Looked for round a site, in km. */
const NEAREST_WITHIN_KM = 100

const NAMED: readonly Kind[] = ['pendamping_desa', 'tagana']

/** The nearest of each named kind on the site's own land. */
export const nearestByKind = (site: Site, roster: RosterIndex, kinds: readonly Kind[] = NAMED) => {
  const found: Partial<Record<Kind, { readonly responderId: string; readonly km: number }>> = {}
  let left = kinds.length
  for (const { responder, km } of roster.nearby(site.position, NEAREST_WITHIN_KM)) {
    if (!kinds.includes(responder.kind) || found[responder.kind] !== undefined) continue
    if (site.landmass !== null && responder.landmass !== site.landmass) continue
    found[responder.kind] = { responderId: responder.id, km: Math.round(km * 100) / 100 }
    left -= 1
    if (left === 0) break
  }
  return found
}

const page = <Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  { limit, after }: Pick<MapQuery, 'limit' | 'after'>,
): { readonly shown: readonly Row[]; readonly next: string | null } => {
  const rest = after === null ? rows : rows.filter((row) => idOf(row) > after)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  return { shown, next: last !== undefined && rest.length > shown.length ? idOf(last) : null }
}

/** What the routes of the map need: everything from the index, contacts (masked) from the rows of one page. */
export const mapNeeds = ({ roster, database, seal }: Installation): MapNeeds => ({
  sites: async (query): Promise<FeaturePage> => {
    const index = await roster()
    const { shown, next } = page(
      index.sites.filter(
        (site) => mayShow(site.villageCode, query.operator.jurisdiction) && insideBounds(site.position, query.bbox),
      ),
      ({ siteCode }) => siteCode,
      query,
    )
    return {
      features: shown.map((site): Feature => {
        const { position, ...properties } = site
        return {
          type: 'Feature',
          id: site.siteCode,
          geometry: { type: 'Point', coordinates: position },
          properties: {
            ...properties,
            nearest: { pendamping_desa: null, tagana: null, ...nearestByKind(site, index) },
          },
        }
      }),
      next,
    }
  },
  responders: async (query): Promise<FeaturePage> => {
    const index = await roster()
    // The index keeps people in the order of their ids.
    const { shown, next } = page(
      index.responders.filter(
        (person) => mayShow(person.regencyCode, query.operator.jurisdiction) && insideBounds(person.home, query.bbox),
      ),
      ({ id }) => id,
      query,
    )
    const contacts = await contactsShown(
      database,
      seal,
      shown.map(({ id }) => id),
    )
    return {
      features: shown.map((person): Feature => {
        const { home, optedOutAt, optedOutUntil, ...properties } = person
        return {
          type: 'Feature',
          id: person.id,
          geometry: { type: 'Point', coordinates: home },
          properties: {
            ...properties,
            optedOut: optedOutAt !== null || optedOutUntil !== null,
            ...contacts.get(person.id),
          },
        }
      }),
      next,
    }
  },
})
