import { type Area, contains, polygonArea } from '../geo/area.ts'
import { overlapShare } from '../geo/overlap.ts'
import { liesWithin } from '../roster/region.ts'
import { type CodedPlaces, indexPlaces } from './coded-places.ts'
import type { HazardEvent } from './hazard-event.ts'
import { isBelowRegency, provenWithin, touches } from './jurisdiction.ts'

/** Where a message says that it happens. */
export interface Whereabouts extends Pick<HazardEvent, 'villageCodes' | 'geometry'> {
  /** Of the regency that it was taken to belong to; '' where it says no place. */
  readonly regencyCode: string
  readonly regions: readonly { readonly code: string }[]
}

/** What an office answers for. */
export interface Office {
  /** Prefix of a Kemendagri code; '' is the whole country. */
  readonly jurisdiction: string
  /** Where it answers for part of its region only; null: for all of it. */
  readonly jurisdictionArea: Area | null
}

/** The codes of a message: of the regency that it belongs to, and of every village and region that it names. */
const codesOf = ({ regencyCode, villageCodes, regions }: Omit<Whereabouts, 'geometry'>): readonly string[] => [
  ...new Set([regencyCode, ...villageCodes, ...regions.map(({ code }) => code)].filter((code) => code !== '')),
]

/**
 * Whether a message is a jurisdiction's matter: a code of it lies in the jurisdiction, or the jurisdiction (a kecamatan, a
 * regency of a province that is named whole) in the code. A bulletin for three regencies is the matter of all three.
 */
export const concerns = (message: Omit<Whereabouts, 'geometry'>, jurisdiction: string): boolean =>
  jurisdiction === '' || codesOf(message).some((code) => touches(code, jurisdiction))

const NO_PLACES = indexPlaces([])

const reaches = (geometry: Whereabouts['geometry'], area: Area): boolean => {
  // Codes alone do not show where in them it is.
  if (geometry === null) return true
  return geometry.type === 'Point'
    ? contains(area, geometry.coordinates)
    : overlapShare(area, polygonArea(geometry)) > 0
}

/**
 * Whether a message is an office's to act on, wherever in its region: it concerns the jurisdiction; and below a regency,
 * where that is shared with the whole regency, every village and region that it names lies in the jurisdiction, or where
 * it names none its point (an outline's middle) is proven to. Without `places` only the office's own polygon proves that.
 */
export const isMatterOf = (
  message: Whereabouts,
  { jurisdiction, jurisdictionArea }: Office,
  places: CodedPlaces | null,
): boolean => {
  if (!isBelowRegency(jurisdiction)) return concerns(message, jurisdiction)
  const { geometry } = message
  const codes = codesOf({ ...message, regencyCode: '' })
  if (codes.length > 0) return codes.every((code) => liesWithin(code, jurisdiction))
  if (geometry === null) return false
  const point = geometry.type === 'Point' ? geometry.coordinates : polygonArea(geometry).centre
  return provenWithin(point, jurisdiction, jurisdictionArea, places ?? NO_PLACES)
}

/**
 * Whether an office may decide about a message: it is its matter and, where the office answers for part of its region
 * only and the message's place is known, its point lies in that part, or its outline reaches into it. What an office
 * sees goes by `concerns` alone: whoever may have to help a neighbouring office looks beyond its own part.
 */
export const mayDecideAbout = (message: Whereabouts, office: Office, places: CodedPlaces | null): boolean =>
  isMatterOf(message, office, places) &&
  (office.jurisdictionArea === null || reaches(message.geometry, office.jurisdictionArea))
