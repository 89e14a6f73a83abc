/**
 * Kemendagri region codes: `PP.KK.CC.VVVV` (province, kabupaten or kota, kecamatan, desa or kelurahan), as Kepmendagri
 * 300.2.2-2138/2025 lists them; 300.2.2-2430/2025 changed four islands in it and none of these. BPS numbers the same
 * places otherwise, in ten undotted digits: those are refused, because dots put into a BPS code name another place.
 */
export type RegionCode = string & { readonly __brand: 'RegionCode' }

export type RegionLevel = 'province' | 'regency' | 'district' | 'village'

export interface Region {
  readonly code: RegionCode
  readonly name: string
  readonly level: RegionLevel
}

const CODE_PATTERN = /^\d{2}(\.\d{2}(\.\d{2}(\.[1-3]\d{3})?)?)?$/

export type CodeReading =
  | { readonly kind: 'code'; readonly code: RegionCode; readonly level: RegionLevel }
  | { readonly kind: 'not-a-code'; readonly hint: string }

const LEVEL_BY_LENGTH: Readonly<Record<number, RegionLevel>> = {
  2: 'province',
  5: 'regency',
  8: 'district',
  13: 'village',
}

/** Reads a dotted code and says what is wrong with anything else. Says nothing about whether the place exists. */
export const readRegionCode = (text: string): CodeReading => {
  const trimmed = text.trim()
  const level = LEVEL_BY_LENGTH[trimmed.length]
  if (level !== undefined && CODE_PATTERN.test(trimmed)) return { kind: 'code', code: trimmed as RegionCode, level }
  if (/^\d{10}$/.test(trimmed))
    return {
      kind: 'not-a-code',
      hint: 'ten digits without dots could be a BPS code: write the Kemendagri code with dots, such as 32.04.15.2003',
    }
  if (/^\d{2}\.\d{2}\.4\d{4}$/.test(trimmed))
    return {
      kind: 'not-a-code',
      hint: 'this is the code of an island: write the code of the village, such as 32.04.15.2003',
    }
  if (/^\d+\.\d+$/.test(trimmed))
    return {
      kind: 'not-a-code',
      hint: 'a spreadsheet may have taken the code for a number: format the column as text and write it again',
    }
  return { kind: 'not-a-code', hint: 'write the Kemendagri code with dots: 32, 32.04, 32.04.15 or 32.04.15.2003' }
}

/** Whether `code` lies within `jurisdiction`; the empty jurisdiction is the whole country. */
export const liesWithin = (code: string, jurisdiction: string): boolean =>
  jurisdiction === '' ||
  code === jurisdiction ||
  // Asked three times for each person in line: no string is made of it.
  (code[jurisdiction.length] === '.' && code.startsWith(jurisdiction))

/** The kabupaten or kota (`PP.KK`) of a code of that level or below. Throws RangeError for a province. */
export const regencyOf = (code: string): RegionCode => {
  if (code.length < 5) throw new RangeError(`region ${code} is above the level of a regency`)
  return code.slice(0, 5) as RegionCode
}

/** A desa (or desa adat) has Pendamping Desa; a kelurahan, whose number begins with 1, has none. */
export const isDesa = (villageCode: string): boolean => /\.[23]\d{3}$/.test(villageCode)

/** Indonesia's three time zones; none has daylight saving. */
export type TimeZone = 'WIB' | 'WITA' | 'WIT'

const WITA_PROVINCES = new Set(['51', '52', '53', '63', '64', '65', '71', '72', '73', '74', '75', '76'])
const WIT_PROVINCES = new Set(['81', '82', '91', '92', '93', '94', '95', '96'])

/** The zone of a province's clocks: Kalimantan is split (61 and 62 keep WIB). */
export const timeZoneOf = (code: string): TimeZone => {
  const province = code.slice(0, 2)
  if (WITA_PROVINCES.has(province)) return 'WITA'
  return WIT_PROVINCES.has(province) ? 'WIT' : 'WIB'
}

/** Hours ahead of UTC. */
export const UTC_OFFSET_HOURS: Readonly<Record<TimeZone, number>> = { WIB: 7, WITA: 8, WIT: 9 }
