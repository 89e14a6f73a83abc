import type { Landmasses } from '../geo/landmass.ts'
import { distanceKm, type Position } from '../geo/position.ts'
import { itemAt } from './item-at.ts'
import { createPlacement } from './placement.ts'
import type { Region, RegionCode } from './region.ts'
import { shortenRegencyName } from './region-name.ts'

/** The town that a kabupaten or kota is governed from. */
export interface Seat {
  readonly regencyCode: RegionCode
  /** The regency's full name. */
  readonly name: string
  readonly seat: string
  readonly position: Position
  /** How far from `position` the town may really be, in metres. */
  readonly accuracyM: number
  readonly source: string
}

export interface PlacedRegion {
  readonly position: Position
  /** How far from `position` the real one may be, in metres. */
  readonly accuracyM: number
}

/** The lists that a gazetteer is made of, each ordered by code. Villages are asked for only when they are needed. */
export interface RegionTables {
  readonly provinces: readonly Region[]
  readonly regencies: readonly Region[]
  readonly districts: readonly Region[]
  readonly villages: () => readonly Region[]
}

/** The places of Indonesia: what they are called, what lies in them, and where they are taken to be. */
export interface Gazetteer {
  readonly seats: readonly Seat[]
  readonly regencies: readonly Region[]
  /** The region of any level with this dotted code. */
  find(code: string): Region | undefined
  /** `Warnasari, Kec. Pangalengan, Kab. Bandung`; a province by its name alone. An unlisted code stands for itself. */
  fullName(code: string): string
  /** `Kab. Bandung` for a regency or anything in it, at most 22 characters. An unlisted code stands for itself. */
  shortRegencyName(code: string): string
  /** Every village within a code, ordered by code; all of them for `''`, the village alone for a village's own code. */
  villagesOf(prefix: string): readonly Region[]
  /**
   * Where a village, district or regency is taken to be; undefined for a province or a code that is not listed.
   *
   * Coordinates of villages are not public, so a village is scattered round its regency's seat, on the seat's landmass,
   * and always in the same place. `accuracyM` says how wrong that may be, as far as about the regency's edge: 15 to
   * 80 km for a village. The far corner of a long regency, or a district on another island than its seat, can be worse.
   */
  placeOf(code: string): PlacedRegion | undefined
  /** The landmass (land polygon) under a place; undefined at sea. */
  landmassAt(position: Position): number | undefined
  /** The closest seat and its distance; of two as close, the one listed first. */
  nearestSeat(position: Position): { readonly seat: Seat; readonly km: number }
}

/** The first index whose code is not before `code`. */
const lowerBound = (regions: readonly Region[], code: string): number => {
  let [low, high] = [0, regions.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (itemAt(regions, middle).code < code) low = middle + 1
    else high = middle
  }
  return low
}

const within = (regions: readonly Region[], prefix: string): readonly Region[] => {
  if (prefix === '') return regions
  // '/' is the character after '.', so everything from `32.04` up to `32.04/` lies within 32.04.
  const own = regions.slice(lowerBound(regions, prefix), lowerBound(regions, `${prefix}/`))
  return own.filter(({ code }) => code === prefix || code.startsWith(`${prefix}.`))
}

/**
 * Joins the lists and the seats into a gazetteer. Districts and villages without a seat above them have names but no
 * place. Throws RangeError when there is no seat at all.
 */
export const createGazetteer = (tables: RegionTables, seats: readonly Seat[], landmasses: Landmasses): Gazetteer => {
  const [firstSeat] = seats
  if (firstSeat === undefined) throw new RangeError('a gazetteer needs at least one seat, got none')
  const upper = new Map<string, Region>()
  for (const region of [...tables.provinces, ...tables.regencies, ...tables.districts]) upper.set(region.code, region)
  let villages: readonly Region[] | undefined
  const allVillages = (): readonly Region[] => {
    villages ??= tables.villages()
    return villages
  }

  const find = (code: string): Region | undefined => {
    if (code.length !== 13) return upper.get(code)
    const village = allVillages()[lowerBound(allVillages(), code)]
    return village?.code === code ? village : undefined
  }

  const shortRegencyName = (code: string): string => {
    const regency = upper.get(code.slice(0, 5))
    return regency?.level === 'regency' ? shortenRegencyName(regency.code, regency.name) : code
  }

  const fullName = (code: string): string => {
    const region = find(code)
    if (region === undefined) return code
    if (region.level === 'province') return region.name
    if (region.level === 'regency') return shortRegencyName(code)
    if (region.level === 'district') return `Kec. ${region.name}, ${shortRegencyName(code)}`
    return `${region.name}, ${fullName(code.slice(0, 8))}`
  }

  const districtsOf = (regencyCode: string): number => within(tables.districts, regencyCode).length
  const byRegency = new Map<string, Seat>(seats.map((seat) => [seat.regencyCode, seat]))
  const placement = createPlacement(byRegency, districtsOf, landmasses)

  const nearestSeat = (position: Position): { readonly seat: Seat; readonly km: number } => {
    let best = { seat: firstSeat, km: distanceKm(position, firstSeat.position) }
    for (const seat of seats) {
      const km = distanceKm(position, seat.position)
      if (km < best.km) best = { seat, km }
    }
    return best
  }

  return {
    seats,
    regencies: tables.regencies,
    find,
    fullName,
    shortRegencyName,
    villagesOf: (prefix) => within(allVillages(), prefix),
    placeOf: (code) => (find(code) === undefined ? undefined : placement.place(code)),
    landmassAt: (position) => landmasses.at(position),
    nearestSeat,
  }
}
