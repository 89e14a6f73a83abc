import { readResponders, readSites } from '../../src/intake/import-csv.ts'
import type { ResponderContext } from '../../src/intake/responder-rows.ts'

export const VILLAGE = '32.04.15.2003'
export const OTHER = '32.04.15.2004'

export const CONTEXT: ResponderContext = {
  villageExists: (code) => code === VILLAGE || code === OTHER,
  placeOf: (code) => (code === VILLAGE ? { position: [107.55, -7.2], accuracyM: 9_000 } : undefined),
  source: null,
}

export const SITE = {
  site_code: 'KSB-1',
  name: 'KSB Warnasari',
  village_code: VILLAGE,
  longitude: '107.52',
  latitude: '-7.19',
  hazards: 'flood;tanah longsor;101',
  service_radius_km: '7.5',
  gardu_longitude: '107.521',
  gardu_latitude: '-7.191',
  lumbung_longitude: '',
  lumbung_latitude: '',
  chair_name: 'Ibu Sari',
  chair_phone: '0812-3456-789',
  established_on: '2021-11-16',
  board_until: '2027-10-09',
  verified_on: '2026-09-26',
  synthetic: '',
}

export const PERSON = {
  external_id: 'TAG-1',
  source: 'dinsos',
  name: 'Budi Santoso',
  kind: 'tagana',
  level: 'Muda',
  phone: '+628123456789',
  email: 'budi@dinsos.go.id',
  channels: '',
  village_code: VILLAGE,
  serves_codes: '',
  site_code: '',
  longitude: '107.52',
  latitude: '-7.19',
  accuracy_m: '50',
  skills: 'Dapur Umum;logistik',
  language: '',
  consent_on: '2025-09-16',
  opted_out_until: '',
  unavailable_until: '',
  born_year: '1990',
  synthetic: 'false',
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
export const csv = (...rows: readonly Record<string, string>[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.map(cell).join(','))
    .join('\r\n')

export const siteWith = (changes: Partial<typeof SITE>) => readSites(csv({ ...SITE, ...changes }), CONTEXT)
export const personWith = (changes: Partial<typeof PERSON>) => readResponders(csv({ ...PERSON, ...changes }), CONTEXT)
