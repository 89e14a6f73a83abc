import type { Configuration } from '../../config/load.ts'
import { readResponders, readSites } from '../intake/import-csv.ts'
import { landmassAt, openPlaces, type Places } from '../main/installation.ts'
import type { SufficientPolicy } from '../mobilisation/sufficient-policy.ts'
import { placeResponder, placeSite } from '../roster/placing.ts'
import type { Responder, ResponderId } from '../roster/responder.ts'
import { indexRoster, type RosterIndex } from '../roster/roster-index.ts'
import { RESPONDER_COLUMNS, SITE_COLUMNS } from '../roster/sample/columns.ts'
import { renderCsv } from '../roster/sample/csv.ts'
import { generateSample } from '../roster/sample/sample.ts'
import { USUAL_LEARNING } from '../simulation/usual-learning.ts'
import type { World } from '../simulation/world.ts'

/** The day of all simulated events: figures must not change with the day on which they are asked for. */
const SIMULATED_DAY = new Date('2026-06-01T00:00:00+07:00')

/** As many as the usual sample has. */
const SITES = 638

export interface Sizes {
  /** Tagana and Pendamping Desa together. */
  readonly responders: number
  /** KSB members of each site. */
  readonly members: number
  readonly seed: number
}

/** The synthetic register of `kentongan sample`, as an import would have it, without a database. */
const sampleRoster = (places: Places, { responders, members, seed }: Sizes): RosterIndex => {
  const gazetteer = places.gazetteer()
  const sample = generateSample({ gazetteer, sites: SITES, responders, members, seed })
  const context = {
    villageExists: (code: string) => gazetteer.find(code) !== undefined,
    placeOf: (code: string) => gazetteer.placeOf(code),
  }
  const ground = {
    landmassAt: (at: readonly [number, number]) => landmassAt(places, at),
    nearestRegency: (at: readonly [number, number]) => gazetteer.nearestSeat(at).seat.regencyCode,
  }
  const sites = readSites(renderCsv(SITE_COLUMNS, sample.sites), context).rows.map((row) => placeSite(row, ground))
  const homes = new Map(sites.map((site) => [site.siteCode, site]))
  const { rows } = readResponders(renderCsv(RESPONDER_COLUMNS, sample.responders), { ...context, source: null })
  const people = rows.flatMap((row): readonly Responder[] => {
    const housed = placeResponder(row, homes, ground)
    if (housed === 'unknown-site') return []
    return [{ ...housed, id: housed.externalId as ResponderId, home: housed.position, optedOutAt: null }]
  })
  return indexRoster(1n, people, sites)
}

/** How the configuration has odds learned; where it calls people in another way, the usual one. */
const learningOf = (wave: SufficientPolicy | null): typeof USUAL_LEARNING =>
  wave === null ? USUAL_LEARNING : { odds: wave.odds, halfLifeMs: wave.halfLifeMs, fairness: wave.fairness }

/** A world on a register that is there, under the rules of the configuration. */
export const worldOf = (configuration: Configuration, places: Places, roster: RosterIndex): World => {
  const gazetteer = places.gazetteer()
  const { callOut, need } = configuration.policy
  const { reach, crossings } = configuration
  return {
    roster,
    villages: gazetteer.villagesOf('').map(({ code }) => code),
    placeOf: (code) => gazetteer.placeOf(code)?.position,
    landmassAt: (place) => landmassAt(places, place),
    rules: { ...callOut, ...learningOf(callOut.wave ?? null), need, reach, crossings },
    now: SIMULATED_DAY,
  }
}

/** A world on the synthetic register. */
export const syntheticWorld = (configuration: Configuration, sizes: Sizes): World => {
  const places = openPlaces(configuration)
  return worldOf(configuration, places, sampleRoster(places, sizes))
}
