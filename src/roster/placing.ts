import type { Position } from '../geo/position.ts'
import { regencyOf } from './region.ts'
import type { ResponderRow, SiteRow } from './register.ts'
import type { Site } from './site.ts'

/** What has to be known of the country to say where a row belongs. */
export interface Ground {
  /** The land that a place stands on; null at sea. */
  landmassAt(position: Position): number | null
  /** The regency whose seat is closest. */
  nearestRegency(position: Position): string
}

interface Spot {
  readonly position: Position
  readonly accuracyM: number
  readonly landmass: number | null
}

export type SitedRow = Omit<SiteRow, keyof Spot | 'villageCode'> &
  Spot & {
    /** A site given by coordinates alone has the code of the nearest seat's regency here. */
    readonly villageCode: string
  }

export type HousedRow = Omit<ResponderRow, keyof Spot> & Spot & { readonly regencyCode: string }

/** What a person takes from a site, such as a member of a KSB who wrote no place. */
export type Home = Pick<Site, 'position' | 'accuracyM' | 'villageCode'>

/** Coordinates that come without an accuracy: a telephone's fix in the open, our own choice on the safe side. */
const GIVEN_ACCURACY_M = 100

/** A member lives somewhere in the village round the site: a village reaches about this far, as in placement.ts. */
const VILLAGE_M = 4_000

/** Says where a site belongs. Throws RangeError for a row that neither a village nor coordinates place. */
export const placeSite = (row: SiteRow, ground: Ground): SitedRow => {
  const { position, accuracyM, villageCode } = row
  if (position === null) throw new RangeError(`site ${row.siteCode}: expected a position, got none`)
  return {
    ...row,
    position,
    accuracyM: accuracyM ?? GIVEN_ACCURACY_M,
    landmass: ground.landmassAt(position),
    villageCode: villageCode ?? ground.nearestRegency(position),
  }
}

/**
 * Says where a person belongs: at the coordinates or the village's place, else at the site; under the regency of the
 * village, else of the first village served, else of the site, else of the nearest seat.
 *
 * Gives 'unknown-site' for a site code that `sites` does not hold, whatever else the row says: who a person belongs to
 * is not guessed. Throws RangeError for a row without coordinates, village and site.
 */
export const placeResponder = (
  row: ResponderRow,
  sites: ReadonlyMap<string, Home>,
  ground: Ground,
): HousedRow | 'unknown-site' => {
  const site = row.siteCode === null ? undefined : sites.get(row.siteCode)
  if (row.siteCode !== null && site === undefined) return 'unknown-site'
  const position = row.position ?? site?.position
  if (position === undefined) throw new RangeError(`responder ${row.externalId}: expected a place, got none`)
  const takenAccuracyM = row.position === null && site !== undefined ? site.accuracyM + VILLAGE_M : GIVEN_ACCURACY_M
  const code = row.villageCode ?? row.servesCodes[0] ?? site?.villageCode
  return {
    ...row,
    position,
    accuracyM: row.accuracyM ?? takenAccuracyM,
    landmass: ground.landmassAt(position),
    regencyCode: code === undefined ? ground.nearestRegency(position) : regencyOf(code),
  }
}
