import { distanceKm, type Position } from '../geo/position.ts'
import { positionIn, type Row, refuse, textIn, villageOf } from './row.ts'

/** What the checks must know of the country. */
export interface PlaceContext {
  readonly villageExists: (code: string) => boolean
  /** Where a village is taken to be, and how wrong that may be in metres. */
  readonly placeOf: (code: string) => { readonly position: Position; readonly accuracyM: number } | undefined
}

export interface Place {
  readonly villageCode: string | null
  readonly position: Position | null
  readonly accuracyM: number | null
}

/**
 * No village is this far from where it is taken to be, even in the largest regency: coordinates beyond it have a wrong
 * sign or digit, or belong to another row.
 */
const MAX_ASTRAY_KM = 500

/**
 * Where a row is: its coordinates; else its village's place, or that of the first of `otherVillages`, with how wrong
 * it may be. Coordinates far from the row's own village are refused.
 */
export const placeIn = (
  row: Row,
  { villageExists, placeOf }: PlaceContext,
  otherVillages: readonly string[],
): Place => {
  const text = textIn(row, 'village_code')
  const villageCode = text === null ? null : villageOf(row, 'village_code', text, villageExists)
  const position = positionIn(row, 'longitude', 'latitude')
  const [anchor] = villageCode === null ? otherVillages : [villageCode]
  const taken = anchor === undefined ? undefined : placeOf(anchor)
  if (position === null) return { villageCode, position: taken?.position ?? null, accuracyM: taken?.accuracyM ?? null }
  if (villageCode !== null && taken !== undefined && distanceKm(position, taken.position) > MAX_ASTRAY_KM)
    refuse(
      row,
      'longitude',
      `and the latitude lie over ${MAX_ASTRAY_KM} km from the village`,
      'check the sign, or the village_code',
    )
  return { villageCode, position, accuracyM: null }
}
