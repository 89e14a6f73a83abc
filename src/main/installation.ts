import { statSync } from 'node:fs'
import type { Configuration } from '../../config/load.ts'
import { type Clock, steadyClock } from '../clock.ts'
import { attachEmbedded } from '../embedded/server.ts'
import { InvalidInput } from '../errors.ts'
import { readIslands } from '../gazetteer/islands.ts'
import { loadLandPolygons } from '../gazetteer/land.ts'
import { loadGazetteer } from '../gazetteer/load.ts'
import { type Coast, createCoast } from '../geo/coast.ts'
import { indexLandmasses, type Landmasses, type LandPolygon } from '../geo/landmass.ts'
import type { Log } from '../log.ts'
import type { Gazetteer } from '../roster/gazetteer.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { Site } from '../roster/site.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { applyMigrations, pendingMigrations } from '../store/migrate.ts'
import { openRoster, openSites } from '../store/roster.ts'
import { createSeal, type Seal } from '../store/seal.ts'
import { installationSecret } from './secret.ts'

/** What every command works with: the rows, the keys, the places. */
export interface Installation {
  readonly configuration: Configuration
  readonly log: Log
  readonly clock: Clock
  readonly databaseUrl: string
  readonly database: Database
  readonly seal: Seal
  readonly places: Places
  /** The register, never older than the rows at the time of asking. */
  roster(): Promise<RosterIndex>
  sites(): Promise<readonly Site[]>
  /** Sets the clock to the database's time again. */
  setClock(): Promise<void>
  /** Lets go of everything; the embedded server stops when nobody else uses it. */
  close(): Promise<void>
}

/** The places of Indonesia, read when they are first asked for. */
export interface Places {
  gazetteer(): Gazetteer
  landmasses(): Landmasses
  land(): readonly LandPolygon[]
  coast(): Coast
}

/** Off-shore by less than this counts as on the nearest land: coasts are drawn at 1:10 million. */
const SHORE_KM = 15

/** The land that a place stands on, or the nearest within 15 km; null at sea. */
export const landmassAt = (places: Places, [longitude, latitude]: readonly [number, number]): number | null =>
  places.landmasses().nearest([longitude, latitude], SHORE_KM) ?? null

const onceAsked = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const openedPlaces = new Map<string, Places>()

/** Names a file as it is now: another once it is written again. */
const asItIs = (file: string): string => {
  const found = statSync(file, { throwIfNoEntry: false })
  return `${file} ${found?.mtimeMs} ${found?.size}`
}

/** The places by these tables; a process that opens several installations reads them once. */
export const openPlaces = ({ seatsFile, islandsFile }: Configuration): Places => {
  const key = `${asItIs(seatsFile)} ${asItIs(islandsFile)}`
  const places = openedPlaces.get(key) ?? readPlaces(seatsFile, islandsFile)
  openedPlaces.set(key, places)
  return places
}

const readPlaces = (seatsFile: string, islandsFile: string): Places => {
  const land = onceAsked(loadLandPolygons)
  const landmasses = onceAsked(() => indexLandmasses(land(), readIslands(islandsFile)))
  const coast = onceAsked(() => createCoast(land()))
  const whenAsked: Landmasses = {
    at: (place) => landmasses().at(place),
    nearest: (place, withinKm) => landmasses().nearest(place, withinKm),
  }
  return { land, landmasses, coast, gazetteer: onceAsked(() => loadGazetteer({ seatsFile, landmasses: whenAsked })) }
}

/** One pool for everything that one process asks of the database. */
const POOL = 8

/** An API that waits for 30 s on a slow query would do better to say 503: the pool is opened by role and name. */
export const openInstallation = async (options: {
  readonly configuration: Configuration
  readonly log: Log
  /** For pg_stat_activity: kentongan api, kentongan worker … */
  readonly name: string
  readonly pool?: number
  readonly clock?: Clock
}): Promise<Installation> => {
  const { configuration, log } = options
  const { environment } = configuration
  const secret = installationSecret(environment.home, environment.secret)
  const embedded =
    environment.databaseUrl === null
      ? await attachEmbedded({ home: environment.home, log: (line, fields) => log.info(line, fields) })
      : null
  const databaseUrl = environment.databaseUrl ?? embedded?.url ?? ''
  try {
    if (embedded !== null) await applyMigrations(databaseUrl, (line) => log.info(line))
    else await requireMigrated(databaseUrl)
    const database = openDatabase({
      url: databaseUrl,
      max: options.pool ?? POOL,
      name: options.name,
      onError: (reason) => log.warn('a database connection was lost', { reason }),
    })
    // Asked once for the connection, which takes its time, and once for the answer.
    await database.time()
    const steady = steadyClock(await database.time())
    const clock = options.clock ?? steady
    return {
      configuration,
      log,
      clock,
      databaseUrl,
      database,
      seal: createSeal(secret),
      places: openPlaces(configuration),
      roster: openRoster(database),
      sites: openSites(database),
      setClock: async () => steady.set(await database.time()),
      close: async () => {
        await database.close()
        await embedded?.release()
      },
    }
  } catch (thrown) {
    await embedded?.release()
    throw thrown
  }
}

const requireMigrated = async (databaseUrl: string): Promise<void> => {
  const pending = await pendingMigrations(databaseUrl)
  if (pending.length === 0) return
  throw new InvalidInput('The database is not migrated', [
    {
      path: 'DATABASE_URL',
      got: `${pending.length} migrations not applied (${pending.join(', ')})`,
      expected: 'an up-to-date database',
      hint: 'run: npx kentongan migrate',
    },
  ])
}
