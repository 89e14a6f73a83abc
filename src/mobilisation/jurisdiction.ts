import { type Area, contains } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import { liesWithin } from '../roster/region.ts'
import type { CodedPlaces } from './coded-places.ts'

/** Borders are not public here, so a point this much nearer to a foreign place may still be ours. */
const BORDER_DOUBT_KM = 15

/**
 * Why a place is taken to be ours: `codes` it names regions of ours; `nearest-place` the nearest place that we know is
 * ours; `near-border` a foreign place is nearer, but not by much; `area-unproven` it names regions of ours and no point,
 * and the office answers for part of them only; `part-unproven` the office is below a regency, and the nearest place is
 * not in its part: the regency's seat, or a neighbour's.
 */
export type WithinBecause = 'codes' | 'nearest-place' | 'near-border' | 'area-unproven' | 'part-unproven'

/**
 * Why not: `codes-outside` it names regions that are not ours; `nearest-place-outside` it is clearly nearer to a foreign
 * place; `outside-area` it lies outside the office's polygon; `nowhere` it names no place, or none is known to us.
 */
export type OutsideBecause = 'codes-outside' | 'nearest-place-outside' | 'outside-area' | 'nowhere'

interface Within {
  readonly kind: 'within'
  /** Of a regency; of a province where the event names no more than that. */
  readonly regencyCode: string
  /** It may be a neighbour's: to be accepted with a warning, and by two. */
  readonly nearBorder: boolean
  readonly because: WithinBecause
  /** Regencies of places inside the event's polygon that are not this office's, in order. */
  readonly reaches: readonly string[]
}

export type Belonging =
  | Within
  | {
      readonly kind: 'outside'
      readonly because: OutsideBecause
      readonly nearestCode: string | null
      readonly outsideCodes: readonly string[]
    }

interface Polygons {
  /** The office's own, where it answers for part of its region only. */
  readonly jurisdictionArea?: Area | null
  /** The event's, of which the point is the middle. */
  readonly eventArea?: Area | null
}

/** Whether a code lies in a jurisdiction, or the jurisdiction (a kecamatan, a village) lies in the code. */
export const touches = (code: string, jurisdiction: string): boolean =>
  liesWithin(code, jurisdiction) || liesWithin(jurisdiction, code)

/** Of a regency's code, `32.04`. */
const REGENCY_LENGTH = 5

/** Whether a jurisdiction is a kecamatan or a village: of a regency only a part. */
export const isBelowRegency = (jurisdiction: string): boolean => jurisdiction.length > REGENCY_LENGTH

/** The regency of the first code that lies so deep. */
const regencyNamed = (codes: readonly string[]): string | undefined =>
  codes.find((code) => code.length >= REGENCY_LENGTH)?.slice(0, REGENCY_LENGTH)

/**
 * Whether a point is shown to lie in a jurisdiction itself: no known place is nearer than one with a code in it, or it
 * lies in the office's own polygon. A place that only holds the jurisdiction, such as the seat of its regency, shows
 * nothing.
 */
export const provenWithin = (
  point: Position,
  jurisdiction: string,
  jurisdictionArea: Area | null,
  places: Pick<CodedPlaces, 'nearest' | 'nearestOf'>,
): boolean => {
  if (jurisdictionArea !== null && contains(jurisdictionArea, point)) return true
  const nearest = places.nearest(point)
  if (nearest === undefined) return false
  // Of places equally near, any will do: a site may stand at the seat.
  return places.nearestOf(point, nearest.km, (code) => liesWithin(code, jurisdiction)) !== undefined
}

const foreignWithin = (area: Area | null, jurisdiction: string, places: CodedPlaces): readonly string[] => {
  if (area === null || jurisdiction === '') return []
  const foreign = places.within(area).filter(({ code }) => !touches(code, jurisdiction))
  return [...new Set(foreign.map(({ code }) => code.slice(0, 5)))].sort()
}

/** Of a village's code, `32.04.15.2003`. */
const VILLAGE_LENGTH = 13

/** Where there is no point, the sites of the villages named may still show that they lie in the office's polygon. */
const provenBySites = (codes: readonly string[], area: Area, places: CodedPlaces): boolean => {
  // A seat that stands in the polygon shows nothing about the rest of its regency.
  const villages = new Set(places.within(area).flatMap(({ code }) => (code.length === VILLAGE_LENGTH ? [code] : [])))
  return codes.every((code) => villages.has(code))
}

const byCodes = (codes: readonly string[], area: Area | null, places: CodedPlaces): Belonging => {
  const regencyCode = regencyNamed(codes) ?? codes[0]
  if (regencyCode === undefined) return { kind: 'outside', because: 'nowhere', nearestCode: null, outsideCodes: [] }
  const doubt = area !== null && !provenBySites(codes, area, places)
  const because = doubt ? 'area-unproven' : 'codes'
  return { kind: 'within', regencyCode, nearBorder: doubt, because, reaches: [] }
}

/**
 * To which regency an event belongs, and whether that is within the sender's jurisdiction: the prefix of a code ('' is
 * the whole country), and where the office answers for part of it only, a polygon.
 *
 * `codes` are those of the villages and regions that the event names: they must lie in the prefix, all of them, and the
 * first that is at least a regency's names it. A point (a polygon's middle) must be ours too, for the call goes out
 * round it: without codes it belongs to the regency of the nearest coded place, and only one that is clearly nearer to a
 * foreign place (by more than 15 km) is outside; the office's polygon must hold it. Codes alone do not show where in
 * the office's polygon they lie, unless a site of that very village stands in it: then there is a doubt. So there is
 * below a regency about a point, with codes or without, that is not proven to lie in the jurisdiction itself.
 */
export const belonging = (
  codes: readonly string[],
  point: Position | null,
  jurisdiction: string,
  places: CodedPlaces,
  { jurisdictionArea = null, eventArea = null }: Polygons = {},
): Belonging => {
  const outsideCodes = codes.filter((code) => !liesWithin(code, jurisdiction))
  const [firstCode = null] = codes
  if (outsideCodes.length > 0)
    return { kind: 'outside', because: 'codes-outside', nearestCode: firstCode, outsideCodes }
  if (point === null) return byCodes(codes, jurisdictionArea, places)

  const nearest = places.nearest(point)
  if (nearest === undefined) return { kind: 'outside', because: 'nowhere', nearestCode: null, outsideCodes }
  const isOurs = touches(nearest.code, jurisdiction)
  const ours = isOurs
    ? nearest
    : places.nearestOf(point, nearest.km + BORDER_DOUBT_KM, (code) => touches(code, jurisdiction))
  if (ours === undefined)
    return { kind: 'outside', because: 'nearest-place-outside', nearestCode: nearest.code, outsideCodes }
  if (jurisdictionArea !== null && !contains(jurisdictionArea, point))
    return { kind: 'outside', because: 'outside-area', nearestCode: nearest.code, outsideCodes }
  const isProven = !isBelowRegency(jurisdiction) || provenWithin(point, jurisdiction, jurisdictionArea, places)
  const known = codes.length === 0 ? 'nearest-place' : 'codes'
  return {
    kind: 'within',
    regencyCode: regencyNamed(codes) ?? ours.code.slice(0, REGENCY_LENGTH),
    nearBorder: !isOurs,
    because: isProven ? (isOurs ? known : 'near-border') : 'part-unproven',
    reaches: foreignWithin(eventArea, jurisdiction, places),
  }
}

const DOUBTS: Readonly<Record<WithinBecause, string | null>> = {
  codes: null,
  'nearest-place': null,
  'near-border': 'the point is nearer to a place outside your jurisdiction: check that it is yours',
  'part-unproven': 'the nearest known place is not in your part of the regency: check that the point is',
  'area-unproven': 'the codes do not show that this lies in your part of the region: give a point too',
}

const MOST_NAMED = 5

/** What the sender is told about a place that was taken all the same, in sentences; none where nothing is in doubt. */
export const doubtsAbout = ({ because, reaches }: Within): readonly string[] => {
  const doubt = DOUBTS[because]
  const named = reaches.slice(0, MOST_NAMED).join(', ')
  const more = reaches.length > MOST_NAMED ? ` and ${reaches.length - MOST_NAMED} more` : ''
  return [
    ...(doubt === null ? [] : [doubt]),
    ...(reaches.length === 0
      ? []
      : [`the area reaches beyond your jurisdiction (${named}${more}): its middle decides, tell the BPBD there`]),
  ]
}
