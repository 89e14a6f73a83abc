import type { Area } from '../../geo/area.ts'
import type { Round } from '../../geo/circles.ts'
import type { Coast } from '../../geo/coast.ts'
import type { Position } from '../../geo/position.ts'
import type { Steps } from '../../geo/steps.ts'

/** A region that a message names, with where it is taken to be. */
export interface RegionGround {
  readonly code: string
  /** In lower case; null where the message names the region alone. */
  readonly level: string | null
  /** A regency's seat or a district's place; for a province the seats of all its regencies; none where not known. */
  readonly places: readonly Position[]
}

// No outlines of regions are public, so a circle stands for one. Ours: a regency of Java has some 1,200 square km, a
// circle of 20 km; elsewhere they are wider, but most people live round the seat. A district's place is itself only
// scattered round that seat, so its circle is wider than the 9 km of an average one.
const REGENCY_KM = 20
const DISTRICT_KM = 12

/** A region's code is as long as its level is low: `32`, `32.04`, `32.04.15`. */
const isDistrict = (code: string): boolean => code.length > 5
const isProvince = (code: string): boolean => code.length < 5

/** Circles round the places of the regions; `radiusKm` is the sender's, null for the default of the region's level. */
export const circlesOf = (regions: readonly RegionGround[], radiusKm: number | null): readonly Round[] =>
  regions.flatMap(({ code, places }) =>
    places.map((centre) => ({ centre, radiusKm: radiusKm ?? (isDistrict(code) ? DISTRICT_KM : REGENCY_KM) })),
  )

/** How a tsunami's area is found, from config/hazards.yaml. */
export interface CoastReach {
  /** km from the shore, by level in lower case. */
  readonly inlandKm: Readonly<Record<string, number>>
  /** How far from the place of the shore nearest to a regency's seat the regency's shore goes. */
  readonly alongKm: number
}

// A regency that is named has a shore, however far its seat lies from it (Garut: 52 km); of a province that is named,
// only the regencies near the sea are meant.
const SHORE_OF_REGENCY_KM = 150
const SHORE_OF_PROVINCE_KM = 30

/** The strip for a level; a level that is missing or unknown takes the widest: not known is not harmless. */
export const inlandOf = (level: string | null, reach: CoastReach): number => {
  const word = level ?? ''
  const known = Object.hasOwn(reach.inlandKm, word) ? reach.inlandKm[word] : undefined
  return known ?? Math.max(...Object.values(reach.inlandKm))
}

export interface Strips {
  readonly areas: readonly Area[]
  /** Regions without a shore in reach. */
  readonly inland: readonly RegionGround[]
}

/**
 * The strips of coast of the regions, one area for each width: along the shore that is nearest to each region's place,
 * `alongKm` to either side, as far inland as the region's level (else the message's) says.
 */
export const stripsOf = function* (
  regions: readonly RegionGround[],
  level: string | null,
  reach: CoastReach,
  coast: Coast,
): Steps<Strips> {
  const shoresBy = new Map<number, Position[]>()
  const inland: RegionGround[] = []
  for (const region of regions) {
    const withinKm = isProvince(region.code) ? SHORE_OF_PROVINCE_KM : SHORE_OF_REGENCY_KM
    const shores = region.places.flatMap((place) => {
      const shore = coast.nearest({ place, withinKm })
      return shore === undefined ? [] : [shore.place]
    })
    if (shores.length === 0) inland.push(region)
    const km = inlandOf(region.level ?? level, reach)
    shoresBy.set(km, [...(shoresBy.get(km) ?? []), ...shores])
    yield
  }
  const areas: Area[] = []
  for (const [km, shores] of shoresBy) {
    const searches = shores.map((place) => ({ place, withinKm: reach.alongKm }))
    const strip = yield* coast.strip(searches, km)
    if (strip !== undefined) areas.push(strip)
  }
  return { areas, inland }
}
