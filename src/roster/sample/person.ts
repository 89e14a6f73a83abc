import { destinationFrom, type Position } from '../../geo/position.ts'
import type { Chance } from '../chance.ts'
import type { Gazetteer } from '../gazetteer.ts'
import { regencyOf } from '../region.ts'
import type { Kind } from '../responder.ts'
import type { SampleResponder } from './columns.ts'
import { drawName } from './names.ts'

/** Coordinates in a file: five decimals, about a metre. */
export const degrees = (value: number): string => value.toFixed(5)

/** A day of a year and, within `months`, a month of it. */
export const drawDay = (year: number, months: number, chance: Chance): string =>
  `${year}-${String(1 + chance.below(months)).padStart(2, '0')}-${String(1 + chance.below(28)).padStart(2, '0')}`

/** A place 0.1 km to `withinKm` away, on land; after four draws at sea, the place itself. */
export const drawNear = (place: Position, withinKm: number, gazetteer: Gazetteer, chance: Chance): Position => {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const home = destinationFrom(place, chance.between(0.1, withinKm), chance.between(0, 360))
    if (gazetteer.landmassAt(home) !== undefined) return home
  }
  return place
}

/** Begins the external ids of a kind. */
const PREFIX: Readonly<Record<Kind, string>> = {
  tagana: 'TAG',
  pendamping_desa: 'PDS',
  pkh: 'PKH',
  tksk: 'TKS',
  psm: 'PSM',
  pensosmas: 'PSS',
  karang_taruna: 'KTR',
  bhabinkamtibmas: 'BKB',
  ksb_member: 'KSB',
  volunteer: 'RLW',
}

/** What is particular to a person; the rest is drawn. */
export interface Trait {
  readonly kind: Kind
  /** The village that the person lives in. */
  readonly villageCode: string
  readonly level?: string
  readonly servesCodes?: readonly string[]
  readonly siteCode?: string
  readonly skills?: readonly string[]
  readonly home?: Position
}

export type Recruit = (trait: Trait) => SampleResponder

// Nine digits a number: `+6284` begins no number that Indonesia has assigned. The step has no factor in common with
// 10^9, so the numbers of a register differ until a thousand million of them are drawn.
const PHONE_NUMBERS = 1e9
const PHONE_STEP = 137_438_953

const NO_EMAIL = 0.03
const UNAVAILABLE_SHARE = 0.01
const HOME_WITHIN_KM = 2

/**
 * Makes up people one after the other, each with a phone number and an external id of their own. Homes are as far wrong
 * as the village's place is (see placeOf). Throws RangeError for a village that has no place.
 */
export const recruiter = (gazetteer: Gazetteer, chance: Chance): Recruit => {
  const issued = new Map<string, number>()
  const firstPhone = chance.below(PHONE_NUMBERS)
  let people = 0

  const issue = (kind: Kind, villageCode: string): string => {
    const series = `${PREFIX[kind]}-${regencyOf(villageCode)}`
    const number = (issued.get(series) ?? 0) + 1
    issued.set(series, number)
    return `${series}-${String(number).padStart(5, '0')}`
  }

  return ({ kind, villageCode, level = '', servesCodes = [], siteCode = '', skills = [], home }) => {
    const village = gazetteer.placeOf(villageCode)
    if (village === undefined) throw new RangeError(`village ${villageCode} has no place in the gazetteer`)
    people += 1
    const name = drawName(villageCode.slice(0, 2), chance)
    const [longitude, latitude] = home ?? drawNear(village.position, HOME_WITHIN_KM, gazetteer, chance)
    const phone = String((firstPhone + people * PHONE_STEP) % PHONE_NUMBERS).padStart(9, '0')
    const mailbox = `${name.toLowerCase().replaceAll(' ', '.')}${people}`
    const email = chance.next() < NO_EMAIL ? '' : `${mailbox}@${kind.replaceAll('_', '-')}.contoh.invalid`
    return {
      external_id: issue(kind, villageCode),
      source: 'contoh',
      name,
      kind,
      level,
      phone: `+6284${phone}`,
      email,
      channels: email === '' ? 'sms' : 'sms;email',
      village_code: villageCode,
      serves_codes: servesCodes.join(';'),
      site_code: siteCode,
      longitude: degrees(longitude),
      latitude: degrees(latitude),
      accuracy_m: String(village.accuracyM),
      skills: skills.join(';'),
      language: 'id',
      consent_on: drawDay(2025, 12, chance),
      opted_out_until: '',
      unavailable_until: chance.next() < UNAVAILABLE_SHARE ? drawDay(2027, 6, chance) : '',
      born_year: String(1966 + chance.below(40)),
      synthetic: 'true',
    }
  }
}
