import { readRegionCode } from '../../roster/region.ts'
import { showText } from '../shown.ts'
import type { CapArea } from './cap-alert.ts'

/** What is known of the codes that a message names. */
export interface KnownPlaces {
  /** Whether the code of a village is one of the table; left out, every well-formed one is taken. */
  readonly villageExists?: (code: string) => boolean
  /** Whether the code of a province, regency or district is one of the table. */
  readonly regionOf: (code: string) => boolean
}

export interface NamedPlaces {
  readonly villageCodes: readonly string[]
  /** Of provinces, regencies and districts. */
  readonly regionCodes: readonly string[]
  readonly warnings: readonly string[]
}

/** The names under which senders give the Ministry of Home Affairs' codes. */
const KEMENDAGRI = /kemendagri|depdagri|permendagri|kode[\s_-]*wilayah|^wilayah$|(^|[^a-z])adm[\s_-]?[1-4]$/i

const BPS = /(^|[^a-z])bps([^a-z]|$)/i

/** The places that geocodes name: codes of the Kemendagri table, and warnings about what only looks like them. */
export const placesOf = (
  areas: readonly CapArea[],
  { villageExists = () => true, regionOf }: KnownPlaces,
): NamedPlaces => {
  const villages = new Set<string>()
  const regions = new Set<string>()
  const warnings: string[] = []
  for (const { valueName, value } of areas.flatMap(({ geocodes }) => geocodes)) {
    const isOurs = KEMENDAGRI.test(valueName)
    if (!isOurs && !BPS.test(valueName)) continue
    for (const text of value.split(/[\s,;]+/).filter((part) => part !== '')) {
      const reading = readRegionCode(text)
      if (!isOurs || reading.kind === 'not-a-code') {
        const why = reading.kind === 'not-a-code' ? reading.hint : 'codes of BPS name other places'
        warnings.push(`geocode ${showText(valueName)} ${showText(text)} is not used: ${why}`)
      } else if (reading.level === 'village' ? villageExists(reading.code) : regionOf(reading.code))
        (reading.level === 'village' ? villages : regions).add(reading.code)
      else warnings.push(`geocode ${showText(text)} is not used: no ${reading.level} of the table has it`)
    }
  }
  return { villageCodes: [...villages], regionCodes: [...regions], warnings }
}
