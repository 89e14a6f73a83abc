import { setImmediate as turn } from 'node:timers/promises'
import type { Position } from '../geo/position.ts'
import type { ResponderRow, SiteRow } from '../roster/register.ts'
import type { Connection } from './database.ts'
import type { Seal } from './seal.ts'
import { type Statement, sql } from './sql.ts'

/** Where a row belongs: worked out before it is saved. */
interface Placed {
  readonly position: Position
  readonly accuracyM: number
  readonly landmass: number | null
}

export type PlacedSite = Omit<SiteRow, 'position' | 'accuracyM' | 'villageCode'> &
  Placed & {
    /** A site given by coordinates alone has its regency's code here. */
    readonly villageCode: string
  }

export type PlacedResponder = Omit<ResponderRow, 'position' | 'accuracyM'> & Placed & { readonly regencyCode: string }

/** Rows go in as one JSON parameter each time: lists inside cells survive, and PostgreSQL plans one statement. */
const CHUNK = 4_000

const base64 = (sealed: Buffer | null): string | null => sealed?.toString('base64') ?? null

const chunked = async <Row>(
  db: Connection,
  rows: readonly Row[],
  statementOf: (chunk: readonly Row[]) => Statement,
  progress: (done: number) => void,
): Promise<number> => {
  let saved = 0
  let running = Promise.resolve(0)
  for (let at = 0; at < rows.length; at += CHUNK) {
    // Sealed and written out while the database is busy with the chunk before, which left at the end of the last turn.
    const statement = statementOf(rows.slice(at, at + CHUNK))
    saved += await running
    progress(at)
    running = db.run(statement)
    // A failure is thrown by the await above or below, never left unheard.
    running.catch(() => undefined)
    await turn()
  }
  saved += await running
  progress(rows.length)
  return saved
}

/** Puts sites in, or brings them up to date by their code. Gives how many rows were written. */
export const saveSites = (
  db: Connection,
  seal: Seal,
  sites: readonly PlacedSite[],
  now: Date,
  progress: (done: number) => void = () => undefined,
): Promise<number> =>
  chunked(
    db,
    sites,
    (chunk) =>
      sql`
        INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, service_radius_km,
                          gardu_lng, gardu_lat, lumbung_lng, lumbung_lat, chair_name, chair_phone_sealed,
                          established_on, board_until, verified_on, synthetic, updated_at)
        SELECT site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, service_radius_km, gardu_lng,
               gardu_lat, lumbung_lng, lumbung_lat, chair_name, decode(chair_phone, 'base64'), established_on,
               board_until, verified_on, synthetic, ${now}
          FROM jsonb_to_recordset(${JSON.stringify(
            chunk.map((site) => ({
              site_code: site.siteCode,
              name: site.name,
              village_code: site.villageCode,
              lng: site.position[0],
              lat: site.position[1],
              accuracy_m: Math.round(site.accuracyM),
              landmass: site.landmass,
              hazards: site.hazards,
              service_radius_km: site.serviceRadiusKm,
              gardu_lng: site.gardu?.[0] ?? null,
              gardu_lat: site.gardu?.[1] ?? null,
              lumbung_lng: site.lumbung?.[0] ?? null,
              lumbung_lat: site.lumbung?.[1] ?? null,
              chair_name: site.chairName,
              chair_phone: base64(site.chairPhone === null ? null : seal.seal(site.chairPhone)),
              established_on: site.establishedOn,
              board_until: site.boardUntil,
              verified_on: site.verifiedOn,
              synthetic: site.synthetic,
            })),
          )}::jsonb) AS s(site_code text, name text, village_code text, lng float8, lat float8, accuracy_m int,
                          landmass int, hazards text[], service_radius_km float8, gardu_lng float8, gardu_lat float8,
                          lumbung_lng float8, lumbung_lat float8, chair_name text, chair_phone text,
                          established_on date, board_until date, verified_on date, synthetic boolean)
        ON CONFLICT (site_code) DO UPDATE
          SET name = excluded.name, village_code = excluded.village_code, lng = excluded.lng, lat = excluded.lat,
              accuracy_m = excluded.accuracy_m, landmass = excluded.landmass, hazards = excluded.hazards,
              service_radius_km = excluded.service_radius_km, gardu_lng = excluded.gardu_lng,
              gardu_lat = excluded.gardu_lat, lumbung_lng = excluded.lumbung_lng, lumbung_lat = excluded.lumbung_lat,
              chair_name = excluded.chair_name, chair_phone_sealed = excluded.chair_phone_sealed,
              established_on = excluded.established_on, board_until = excluded.board_until,
              verified_on = excluded.verified_on, synthetic = excluded.synthetic, updated_at = excluded.updated_at`,
    progress,
  )

/**
 * Puts people in, or brings them up to date by source and external id. Consent that was withdrawn stays withdrawn: a
 * file that does not know of it changes nothing about it.
 */
export const saveResponders = (
  db: Connection,
  seal: Seal,
  people: readonly PlacedResponder[],
  now: Date,
  progress: (done: number) => void = () => undefined,
): Promise<number> =>
  chunked(
    db,
    people,
    (chunk) =>
      sql`
        INSERT INTO responder (id, source, external_id, name, kind, level, phone_sealed, phone_index, email_sealed,
                               email_index, channels, village_code, regency_code, serves_codes, site_code, lng, lat,
                               accuracy_m, landmass, skills, language, consent_on, opted_out_at, opted_out_until, unavailable_until,
                               born_year, synthetic, updated_at)
        SELECT gen_random_uuid(), source, external_id, name, kind, level, decode(phone, 'base64'), phone_index,
               decode(email, 'base64'), email_index, channels, village_code, regency_code, serves_codes, site_code, lng,
               lat, accuracy_m, landmass, skills, language, consent_on,
               -- Consent is withdrawn for a number: a new row with that number does not undo it.
               (SELECT max(o.opted_out_at) FROM responder o
                 WHERE o.phone_index = p.phone_index AND o.opted_out_at IS NOT NULL AND o.opted_out_until IS NULL),
               opted_out_until, unavailable_until, born_year, synthetic, ${now}
          FROM jsonb_to_recordset(${JSON.stringify(
            chunk.map((person) => ({
              source: person.source,
              external_id: person.externalId,
              name: person.name,
              kind: person.kind,
              level: person.level,
              phone: base64(person.phone === null ? null : seal.seal(person.phone)),
              phone_index: person.phone === null ? null : seal.index(person.phone),
              email: base64(person.email === null ? null : seal.seal(person.email)),
              email_index: person.email === null ? null : seal.index(person.email.toLowerCase()),
              channels: person.channels,
              village_code: person.villageCode,
              regency_code: person.regencyCode,
              serves_codes: person.servesCodes,
              site_code: person.siteCode,
              lng: person.position[0],
              lat: person.position[1],
              accuracy_m: Math.round(person.accuracyM),
              landmass: person.landmass,
              skills: person.skills,
              language: person.language,
              consent_on: person.consentOn,
              opted_out_until: person.optedOutUntil,
              unavailable_until: person.unavailableUntil,
              born_year: person.bornYear,
              synthetic: person.synthetic,
            })),
          )}::jsonb) AS p(source text, external_id text, name text, kind text, level text, phone text, phone_index text,
                          email text, email_index text, channels text[], village_code text, regency_code text,
                          serves_codes text[], site_code text, lng float8, lat float8, accuracy_m int, landmass int,
                          skills text[], language text, consent_on date, opted_out_until timestamptz,
                          unavailable_until timestamptz, born_year int, synthetic boolean)
        ON CONFLICT (source, external_id) DO UPDATE
          SET name = excluded.name, kind = excluded.kind, level = excluded.level, phone_sealed = excluded.phone_sealed,
              phone_index = excluded.phone_index, email_sealed = excluded.email_sealed,
              email_index = excluded.email_index, channels = excluded.channels, village_code = excluded.village_code,
              regency_code = excluded.regency_code, serves_codes = excluded.serves_codes,
              site_code = excluded.site_code, lng = excluded.lng, lat = excluded.lat, accuracy_m = excluded.accuracy_m,
              landmass = excluded.landmass, skills = excluded.skills, language = excluded.language,
              consent_on = excluded.consent_on,
              -- A file says nothing about consent that was withdrawn by text.
              opted_out_until = CASE WHEN responder.opted_out_at IS NOT NULL THEN responder.opted_out_until
                                     ELSE coalesce(excluded.opted_out_until, responder.opted_out_until) END,
              unavailable_until = coalesce(excluded.unavailable_until, responder.unavailable_until),
              born_year = excluded.born_year, synthetic = excluded.synthetic, updated_at = excluded.updated_at`,
    progress,
  )

/** Says that sites or responders changed, in the transaction that changed them: every process then builds its index anew. */
export const raiseRosterVersion = (db: Connection): Promise<number> =>
  db.run(sql`UPDATE roster_version SET version = version + 1 WHERE id = 1`)

/** Lets imports go in one after the other until the transaction ends, so that two of them cannot deadlock. */
export const lockRegister = (db: Connection): Promise<number> =>
  db.run(sql`SELECT pg_advisory_xact_lock(hashtextextended('kentongan register', 0))`)
