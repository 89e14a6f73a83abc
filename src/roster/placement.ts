import type { Landmasses } from '../geo/landmass.ts'
import { destinationFrom, distanceKm, type Position } from '../geo/position.ts'
import { type Chance, seededChance } from './chance.ts'

/** A seat whose coordinates fall in the sea is looked for ashore this far: shores are drawn to about a kilometre. */
const ASHORE_WITHIN_KM = 15

// Districts go round the seat in a disc that grows with their number: 1.5 km each, 3 to 35 km, our own choice, but not
// beyond the regency's reach, so that they stay out of the neighbours' towns.
const DISTRICT_KM = { each: 1.5, least: 3, most: 35 } as const
const VILLAGE_KM = { least: 0.5, most: 4 } as const

/** Off every mapped shore (Pulau Pramuka) there is no land to test: everything stays this close to the seat. */
const ISLET_KM = 0.5

// Where a regency ends is not in our tables: half the way to the third nearest seat stands for it. Java: 10 to 20 km.
const REACH_KM = { least: 5, most: 60 } as const

const ATTEMPTS = 24

const clamp = (value: number, { least, most }: { readonly least: number; readonly most: number }): number =>
  Math.min(most, Math.max(least, value))

/** What a placement has to know of a seat. */
interface Anchor {
  readonly regencyCode: string
  readonly position: Position
  readonly accuracyM: number
}

interface Spot {
  readonly position: Position
  readonly accuracyM: number
}

interface Base {
  readonly centre: Position
  readonly landmass: number | undefined
  readonly districtKm: number
  readonly accuracyM: number
  /** From the centre to about the regency's edge, in metres. */
  readonly reachM: number
}

/** The first place on the landmass on rings of 0.25, 0.5, ... km round the seat, sixteen bearings a ring. */
const ashore = (seat: Position, landmass: number | undefined, landmasses: Landmasses): Position => {
  if (landmass === undefined || landmasses.at(seat) === landmass) return seat
  for (let km = 0.25; km <= ASHORE_WITHIN_KM; km += 0.25)
    for (let bearing = 0; bearing < 360; bearing += 22.5) {
      const place = destinationFrom(seat, km, bearing)
      if (landmasses.at(place) === landmass) return place
    }
  return seat
}

/** A place `least` to `most` km from the centre, on the landmass; each failed draw comes nearer to the centre. */
const scatter = (
  centre: Position,
  most: number,
  least: number,
  isFit: (at: Position) => boolean,
  chance: Chance,
): Position => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const shrink = 1 - attempt / ATTEMPTS
    const km = shrink * (least + (most - least) * Math.sqrt(chance.next()))
    const place = destinationFrom(centre, km, chance.between(0, 360))
    if (isFit(place)) return place
  }
  return centre
}

export interface Placement {
  /** A regency, its district or its village; undefined for one without a seat. Each is placed once and kept. */
  place(code: string): Spot | undefined
}

/**
 * Scatters districts round their regency's seat and villages round their district, always on the landmass of the seat
 * and always in the same place, because a place is drawn from the region's code alone. `districtsOf` counts a regency's
 * districts.
 */
export const createPlacement = (
  seats: ReadonlyMap<string, Anchor>,
  districtsOf: (regencyCode: string) => number,
  landmasses: Landmasses,
): Placement => {
  const bases = new Map<string, Base>()
  const placed = new Map<string, Spot>()

  const reachOf = (seat: Anchor): number => {
    const others = [...seats.values()].filter((other) => other !== seat)
    const nearest = others.map((other) => distanceKm(seat.position, other.position)).sort((one, two) => one - two)
    return clamp((nearest[2] ?? Infinity) / 2, REACH_KM)
  }

  const measure = (seat: Anchor): Base => {
    const landmass = landmasses.nearest(seat.position, ASHORE_WITHIN_KM)
    const reachKm = reachOf(seat)
    const roomKm = clamp(districtsOf(seat.regencyCode) * DISTRICT_KM.each, DISTRICT_KM)
    return {
      centre: ashore(seat.position, landmass, landmasses),
      landmass,
      districtKm: landmass === undefined ? ISLET_KM : Math.min(roomKm, reachKm),
      accuracyM: seat.accuracyM,
      reachM: Math.round(reachKm * 10) * 100,
    }
  }

  const baseOf = (regencyCode: string): Base | undefined => {
    const known = bases.get(regencyCode)
    const seat = seats.get(regencyCode)
    if (known !== undefined || seat === undefined) return known
    const base = measure(seat)
    bases.set(regencyCode, base)
    return base
  }

  const placeWithin = (base: Base, code: string): Spot => {
    const isFit = (at: Position): boolean => base.landmass === undefined || landmasses.at(at) === base.landmass
    const chance = seededChance(code)
    if (code.length <= 8)
      return {
        position: scatter(base.centre, base.districtKm, 0, isFit, chance),
        accuracyM: base.accuracyM + base.reachM,
      }
    const district = remember(base, code.slice(0, 8))
    const islet = base.landmass === undefined
    const [most, least] = islet ? [ISLET_KM, 0] : [VILLAGE_KM.most, VILLAGE_KM.least]
    const position = scatter(district.position, most, least, isFit, chance)
    return { position, accuracyM: district.accuracyM + VILLAGE_KM.most * 1000 }
  }

  const remember = (base: Base, code: string): Spot => {
    const known = placed.get(code)
    if (known !== undefined) return known
    const place = placeWithin(base, code)
    placed.set(code, place)
    return place
  }

  return {
    place: (code) => {
      const base = baseOf(code.slice(0, 5))
      if (base === undefined) return undefined
      return code.length === 5 ? { position: base.centre, accuracyM: base.accuracyM } : remember(base, code)
    },
  }
}
