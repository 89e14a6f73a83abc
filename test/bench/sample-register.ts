import { loadConfiguration } from '../../config/load.ts'
import { readIslands } from '../../src/gazetteer/islands.ts'
import { loadLandPolygons } from '../../src/gazetteer/land.ts'
import { loadGazetteer } from '../../src/gazetteer/load.ts'
import { createCoast } from '../../src/geo/coast.ts'
import { indexLandmasses } from '../../src/geo/landmass.ts'
import { readResponders, readSites } from '../../src/intake/import-csv.ts'
import { landmassAt, type Places } from '../../src/main/installation.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import { type HousedRow, placeResponder, placeSite, type SitedRow } from '../../src/roster/placing.ts'
import type { Responder, ResponderId } from '../../src/roster/responder.ts'
import { RESPONDER_COLUMNS, SITE_COLUMNS } from '../../src/roster/sample/columns.ts'
import { renderCsv } from '../../src/roster/sample/csv.ts'
import { generateSample } from '../../src/roster/sample/sample.ts'

/** The sample register of `kentongan sample`, as an import would have it. */
export interface SampleRegister {
  readonly places: Places
  readonly sites: readonly SitedRow[]
  readonly people: readonly HousedRow[]
}

/** The shipped configuration, whatever the environment says. */
export const shippedConfiguration = () => loadConfiguration({ env: {}, packageRoot: packageRoot() })

const make = (): SampleRegister => {
  const land = loadLandPolygons()
  const { seatsFile, islandsFile } = shippedConfiguration()
  const landmasses = indexLandmasses(land, readIslands(islandsFile))
  const gazetteer = loadGazetteer({ seatsFile, landmasses })
  const coast = createCoast(land)
  const places: Places = {
    gazetteer: () => gazetteer,
    landmasses: () => landmasses,
    land: () => land,
    coast: () => coast,
  }
  const sample = generateSample({ gazetteer, sites: 638, responders: 74_000, members: 5, seed: 1 })
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
  const reading = readResponders(renderCsv(RESPONDER_COLUMNS, sample.responders), { ...context, source: null })
  const people = reading.rows.flatMap((row) => {
    const housed = placeResponder(row, homes, ground)
    return housed === 'unknown-site' ? [] : [housed]
  })
  if (people.length !== sample.responders.length || sites.length !== sample.sites.length)
    throw new Error(`of ${sample.responders.length} sample people only ${people.length} were read`)
  return { places, sites, people }
}

let made: SampleRegister | undefined

/** Made once in a run: it takes some seconds. */
export const sampleRegister = (): SampleRegister => {
  made ??= make()
  return made
}

/** A person as the index keeps them, with the external id for the row's. */
export const responderOf = (row: HousedRow): Responder => ({
  ...row,
  id: row.externalId as ResponderId,
  home: row.position,
  optedOutAt: null,
})
