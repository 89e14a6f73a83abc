import type { Position } from '../geo/position.ts'
import type { ChannelName, Kind, Responder, ResponderId } from '../roster/responder.ts'
import { indexRoster, type RosterIndex } from '../roster/roster-index.ts'
import type { Site } from '../roster/site.ts'
import type { Connection } from './database.ts'
import { gatheringOne } from './gather.ts'
import { prepared, sql } from './sql.ts'

interface ResponderRow {
  id: string
  kind: string
  lng: number
  lat: number
  accuracy_m: number
  updated_at: Date
  landmass: number | null
  regency_code: string
  site_code: string | null
  serves_codes: string[]
  skills: string[]
  level: string | null
  channels: string[]
  opted_out_at: Date | null
  opted_out_until: Date | null
  unavailable_until: Date | null
}

const responderOf = (row: ResponderRow): Responder => ({
  id: row.id as ResponderId,
  // The database checks these words against the same lists.
  kind: row.kind as Kind,
  home: [row.lng, row.lat],
  accuracyM: row.accuracy_m,
  positionAt: row.updated_at,
  landmass: row.landmass,
  regencyCode: row.regency_code,
  siteCode: row.site_code,
  servesCodes: row.serves_codes,
  skills: row.skills,
  level: row.level,
  channels: row.channels as ChannelName[],
  optedOutAt: row.opted_out_at,
  optedOutUntil: row.opted_out_until,
  unavailableUntil: row.unavailable_until,
})

interface SiteRow {
  site_code: string
  name: string
  village_code: string
  lng: number
  lat: number
  accuracy_m: number
  landmass: number | null
  hazards: string[]
  service_radius_km: number | null
  gardu_lng: number | null
  gardu_lat: number | null
  lumbung_lng: number | null
  lumbung_lat: number | null
  synthetic: boolean
}

const placeOf = (lng: number | null, lat: number | null): Position | null =>
  lng === null || lat === null ? null : [lng, lat]

const siteOf = (row: SiteRow): Site => ({
  siteCode: row.site_code,
  name: row.name,
  villageCode: row.village_code,
  position: [row.lng, row.lat],
  accuracyM: row.accuracy_m,
  landmass: row.landmass,
  hazards: row.hazards,
  serviceRadiusKm: row.service_radius_km,
  gardu: placeOf(row.gardu_lng, row.gardu_lat),
  lumbung: placeOf(row.lumbung_lng, row.lumbung_lat),
  synthetic: row.synthetic,
})

/** The number that every change of sites or responders raises. */
export const rosterVersion = async (db: Connection): Promise<bigint> => {
  const [row] = await db.rows<{ version: string }>(
    prepared('roster-version', sql`SELECT version FROM roster_version WHERE id = 1`),
  )
  return BigInt(row?.version ?? 0)
}

/** All sites in the order of their codes' bytes, whatever order the database has for words. */
export const loadSites = async (db: Connection): Promise<readonly Site[]> =>
  (await db.rows<SiteRow>(sql`SELECT * FROM site ORDER BY site_code COLLATE "C"`)).map(siteOf)

const loadResponders = async (db: Connection): Promise<readonly Responder[]> =>
  (
    await db.rows<ResponderRow>(sql`
      SELECT id, kind, lng, lat, accuracy_m, updated_at, landmass, regency_code, site_code, serves_codes, skills, level,
             channels, opted_out_at, opted_out_until, unavailable_until
        FROM responder`)
  ).map(responderOf)

/** Keeps what `load` made of the register until the register changes: one short query says whether it did. */
const keptByVersion = <Made>(db: Connection, load: (version: bigint) => Promise<Made>): (() => Promise<Made>) => {
  let kept: { readonly version: bigint; readonly made: Promise<Made> } | undefined
  const versionNow = gatheringOne(() => rosterVersion(db))
  return async () => {
    // Read before the rows: a change between the two is loaded and then loaded once more, never missed.
    const version = await versionNow()
    if (kept === undefined || kept.version !== version) {
      const loading = { version, made: load(version) }
      kept = loading
      loading.made.catch(() => {
        if (kept === loading) kept = undefined
      })
    }
    return kept.made
  }
}

/** Gives the index of everybody, never older than the rows at the time of asking. */
export const openRoster = (db: Connection): (() => Promise<RosterIndex>) =>
  keptByVersion(db, async (version) => indexRoster(version, await loadResponders(db), await loadSites(db)))

/** Gives the sites alone, for those who need no people: a hundredth of the rows. */
export const openSites = (db: Connection): (() => Promise<readonly Site[]>) => keptByVersion(db, () => loadSites(db))
