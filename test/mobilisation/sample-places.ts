import type { Position } from '../../src/geo/position.ts'
import { type CodedPlace, indexPlaces } from '../../src/mobilisation/coded-places.ts'
import { belonging } from '../../src/mobilisation/jurisdiction.ts'

export const SEATS: readonly CodedPlace[] = [
  { code: '32.04', position: [107.5, -7] },
  { code: '32.05', position: [107.9, -7] },
  { code: '34.02', position: [110.3, -7.9] },
]
export const SITE: CodedPlace = { code: '32.04.15.2003', position: [107.8, -7] }

/** East of Bandung's seat by so many km, towards Garut's, which lies 44.1 km away. */
export const eastKm = (km: number): Position => [107.5 + km / (111.195 * Math.cos((7 * Math.PI) / 180)), -7]

/** To whom an event belongs among these places. */
export const belongingAmong = (
  codes: readonly string[],
  point: Position | null,
  jurisdiction: string,
  places: readonly CodedPlace[],
  polygons?: Parameters<typeof belonging>[4],
): ReturnType<typeof belonging> => belonging(codes, point, jurisdiction, indexPlaces(places), polygons)
