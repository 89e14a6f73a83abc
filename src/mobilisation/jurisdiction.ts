import { distanceKm, type Position } from '../geo/position.ts'
import { liesWithin } from '../roster/region.ts'

/** A place whose region is known: the seat of a regency, a site. */
export interface CodedPlace {
  readonly code: string
  readonly position: Position
}

/** Borders are not public here, so a point this much nearer to a foreign place may still be ours. */
const BORDER_DOUBT_KM = 15

export type Belonging =
  | { readonly kind: 'within'; readonly regencyCode: string; readonly nearBorder: boolean }
  | { readonly kind: 'outside'; readonly nearestCode: string | null; readonly outsideCodes: readonly string[] }

/** Whether a code lies in a jurisdiction, or the jurisdiction (a kecamatan, a village) lies in the code. */
export const touches = (code: string, jurisdiction: string): boolean =>
  liesWithin(code, jurisdiction) || liesWithin(jurisdiction, code)

const nearestOf = (places: readonly CodedPlace[], point: Position): { code: string; km: number } | undefined => {
  let best: { code: string; km: number } | undefined
  for (const { code, position } of places) {
    const km = distanceKm(point, position)
    if (best === undefined || km < best.km || (km === best.km && code < best.code)) best = { code, km }
  }
  return best
}

/**
 * To which regency an event belongs, and whether that is within the sender's jurisdiction. Village codes must lie in it,
 * all of them, and the first names the regency; a point must too, for the call goes out round it: without codes it
 * belongs to the regency of our nearest coded place, and only one that is clearly nearer to a foreign place (by more
 * than 15 km) is outside. Says "outside" with a null code where no place is known at all.
 */
export const belonging = (
  villageCodes: readonly string[],
  point: Position | null,
  jurisdiction: string,
  places: readonly CodedPlace[],
): Belonging => {
  const outsideCodes = villageCodes.filter((code) => !liesWithin(code, jurisdiction))
  const [firstCode] = villageCodes
  if (firstCode !== undefined && outsideCodes.length > 0)
    return { kind: 'outside', nearestCode: firstCode, outsideCodes }
  if (point === null)
    return firstCode === undefined
      ? { kind: 'outside', nearestCode: null, outsideCodes }
      : { kind: 'within', regencyCode: firstCode.slice(0, 5), nearBorder: false }
  const nearest = nearestOf(places, point)
  const ours = nearestOf(
    places.filter(({ code }) => touches(code, jurisdiction)),
    point,
  )
  if (nearest === undefined || ours === undefined || ours.km > nearest.km + BORDER_DOUBT_KM)
    return { kind: 'outside', nearestCode: nearest?.code ?? null, outsideCodes }
  return {
    kind: 'within',
    regencyCode: (firstCode ?? ours.code).slice(0, 5),
    nearBorder: !touches(nearest.code, jurisdiction),
  }
}
