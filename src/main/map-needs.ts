import type { Bounds } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import type { Feature, FeaturePage, MapNeeds, MapQuery } from '../intake/map-routes.ts'
import { whyIneligible } from '../mobilisation/eligibility.ts'
import { liesWithin } from '../roster/region.ts'
import type { Kind, Responder, ResponderId } from '../roster/responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { Site } from '../roster/site.ts'
import { flaggedContacts } from '../store/contact-flags.ts'
import { type ContactShown, contactsShown } from '../store/contacts.ts'
import type { Connection } from '../store/database.ts'
import type { Installation } from './installation.ts'

const insideBounds = ([lng, lat]: Position, bbox: Bounds | null): boolean =>
  bbox === null || (lng >= bbox.west && lng <= bbox.east && lat >= bbox.south && lat <= bbox.north)

/** Whose place a code is: shown to operators whose jurisdiction holds it. */
const mayShow = (code: string, jurisdiction: string): boolean =>
  liesWithin(code, jurisdiction) || liesWithin(jurisdiction, code)

/** Looked for round a site, in km. */
const NEAREST_WITHIN_KM = 100

const NAMED = ['pendamping_desa', 'tagana'] as const satisfies readonly Kind[]
type Named = (typeof NAMED)[number]

interface Near {
  readonly responderId: ResponderId
  readonly km: number
}
type NearestByKind = Readonly<Partial<Record<Named, Near>>>

const isNamed = (kind: Kind): kind is Named => NAMED.some((named) => named === kind)

/**
 * The nearest of each named kind on the site's own land, km to two decimals. Nobody for a site on no land that we know:
 * the sea may lie between, and the coverage says the same.
 */
const nearestByKind = (site: Site, roster: RosterIndex): NearestByKind => {
  const found: Partial<Record<Named, Near>> = {}
  if (site.landmass === null) return found
  let left = NAMED.length
  for (const { responder, km } of roster.nearby(site.position, NEAREST_WITHIN_KM)) {
    const { id, kind, landmass } = responder
    if (!isNamed(kind) || found[kind] !== undefined || landmass !== site.landmass) continue
    found[kind] = { responderId: id, km: Math.round(km * 100) / 100 }
    left -= 1
    if (left === 0) break
  }
  return found
}

/** With the name; null where the row has gone since the index was made. */
const named = (near: Near | undefined, people: ReadonlyMap<string, ContactShown>) =>
  near === undefined ? null : { ...near, name: people.get(near.responderId)?.name ?? null }

/** By the rule that decides who is called, with everything else that it asks answered with yes. */
const hasOptedOut = (person: Responder, now: Date): boolean =>
  whyIneligible(person, {
    kinds: { has: () => true },
    jurisdiction: '',
    landmass: null,
    mutualAid: [],
    alreadyCalled: new Set(),
    needsPhone: false,
    now,
  }) === 'opted-out'

/** The rows after the cursor; they come in the order of their ids, compared as JavaScript compares text. */
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

/** More bad contacts than these are a gateway's fault and not theirs. */
const MOST_FLAGGED = 10_000

/** Why somebody cannot be reached, by the person's id. */
const flagsByPerson = async (db: Connection) => {
  const byPerson = new Map<string, { channel: string; reason: string; since: Date; lastAt: Date; count: number }[]>()
  for (const flagged of await flaggedContacts(db, { jurisdiction: '' }, { limit: MOST_FLAGGED })) {
    const { responderId, channel, reason, since, lastAt, count } = flagged
    byPerson.set(responderId, [...(byPerson.get(responderId) ?? []), { channel, reason, since, lastAt, count }])
  }
  return byPerson
}

/** What the routes of the map need: everything from the index, contacts (masked) from the rows of one page. */
export const mapNeeds = ({ roster, database, seal, clock }: Installation): MapNeeds => ({
  sites: async (query): Promise<FeaturePage> => {
    const index = await roster()
    const { shown, next } = page(
      index.sites.filter(
        (site) => mayShow(site.villageCode, query.operator.jurisdiction) && insideBounds(site.position, query.bbox),
      ),
      // In the order of bytes, as loadSites gives them: JavaScript's own for all but rare signs beyond the basic plane.
      ({ siteCode }) => siteCode,
      query,
    )
    const nearest = shown.map((site) => nearestByKind(site, index))
    const people = await contactsShown(
      database,
      seal,
      nearest.flatMap((near) => Object.values(near).map(({ responderId }) => responderId)),
    )
    return {
      features: shown.map((site, at): Feature => {
        const { position, ...properties } = site
        return {
          type: 'Feature',
          id: site.siteCode,
          geometry: { type: 'Point', coordinates: position },
          properties: {
            ...properties,
            nearest: Object.fromEntries(NAMED.map((kind) => [kind, named(nearest[at]?.[kind], people)])),
          },
        }
      }),
      next,
    }
  },
  responders: async (query): Promise<FeaturePage> => {
    const index = await roster()
    const flags = query.flagged ? await flagsByPerson(database) : null
    // The index keeps people in the order of their ids.
    const { shown, next } = page(
      index.responders.filter(
        (person) =>
          mayShow(person.regencyCode, query.operator.jurisdiction) &&
          insideBounds(person.home, query.bbox) &&
          (flags === null || flags.has(person.id)),
      ),
      ({ id }) => id,
      query,
    )
    const contacts = await contactsShown(
      database,
      seal,
      shown.map(({ id }) => id),
    )
    const now = clock.now()
    return {
      features: shown.map((person): Feature => {
        const { home, optedOutAt: _since, optedOutUntil: _until, ...properties } = person
        return {
          type: 'Feature',
          id: person.id,
          geometry: { type: 'Point', coordinates: home },
          properties: {
            ...properties,
            optedOut: hasOptedOut(person, now),
            ...contacts.get(person.id),
            ...(flags === null ? {} : { flags: flags.get(person.id) }),
          },
        }
      }),
      next,
    }
  },
})
