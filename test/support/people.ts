import type { Position } from '../../src/geo/position.ts'
import { regencyOf } from '../../src/roster/region.ts'
import type { Kind } from '../../src/roster/responder.ts'
import type { PlacedResponder, PlacedSite } from '../../src/store/register.ts'

/** Where the floods of the scenarios are: Kecamatan Pangalengan, Kab. Bandung, on Java. */
export const PANGALENGAN: Position = [107.5161, -7.1908]

const KM_PER_DEGREE = 111.195 // mean radius 6371.0088 km, IUGG

/** The place so far north and east of another; good to a few metres near the equator. */
export const placeFrom = ([longitude, latitude]: Position, { kmNorth = 0, kmEast = 0 }): Position => [
  longitude + kmEast / (KM_PER_DEGREE * Math.cos((latitude * Math.PI) / 180)),
  latitude + kmNorth / KM_PER_DEGREE,
]

/** No operator gives out numbers that begin with 84; one for each id such as R-0007. */
export const phoneOf = (id: string): string => `+62840000${id.slice(-4)}`

export const mailOf = (id: string): string => `${id.toLowerCase()}@contoh.invalid`

export type Person = Omit<PlacedResponder, 'landmass'>

interface Given extends Partial<Omit<Person, 'externalId' | 'kind'>> {
  readonly kmNorth?: number
  readonly kmEast?: number
  /** With an e-mail address beside the phone. */
  readonly mail?: boolean
}

const personOf =
  (kind: Kind, village: string) =>
  (id: string, { kmNorth = 1, kmEast = 0, mail = false, ...given }: Given = {}): Person => {
    const phone = given.phone === undefined ? phoneOf(id) : given.phone
    const email = given.email === undefined ? (mail ? mailOf(id) : null) : given.email
    return {
      externalId: id,
      source: 'scenario',
      name: `Warga ${id}`,
      kind,
      level: null,
      channels: [...(phone === null ? [] : (['sms'] as const)), ...(email === null ? [] : (['email'] as const))],
      villageCode: village,
      servesCodes: [],
      siteCode: null,
      position: placeFrom(PANGALENGAN, { kmNorth, kmEast }),
      accuracyM: 50,
      skills: [],
      language: 'id',
      consentOn: '2026-01-01',
      optedOutUntil: null,
      unavailableUntil: null,
      bornYear: 1990,
      synthetic: true,
      regencyCode: regencyOf(given.villageCode ?? village),
      ...given,
      phone,
      email,
    }
  }

export const aTagana = personOf('tagana', '32.04.15.2003')
export const aPendamping = personOf('pendamping_desa', '32.04.15.2003')
export const aPsm = personOf('psm', '32.04.15.2003')
export const aMember = personOf('ksb_member', '32.04.15.2003')

export const aSite = (siteCode: string, given: Partial<PlacedSite> = {}): Omit<PlacedSite, 'landmass'> => ({
  siteCode,
  name: 'KSB Pangalengan',
  villageCode: '32.04.15.2003',
  position: PANGALENGAN,
  accuracyM: 50,
  hazards: ['flood'],
  serviceRadiusKm: 5,
  gardu: null,
  lumbung: null,
  chairName: null,
  chairPhone: null,
  establishedOn: null,
  boardUntil: null,
  verifiedOn: null,
  synthetic: true,
  ...given,
})
