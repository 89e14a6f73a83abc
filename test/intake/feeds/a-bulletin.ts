import { readInatewsJson } from '../../../src/intake/feeds/inatews.ts'
import type { FeedReading } from '../../../src/intake/feeds/reading.ts'
import { bytes, CONTEXT } from './readings.ts'

/** Three regencies, each at another level. */
export const AREAS = [
  { province: 'Nusa Tenggara Timur', district: 'Sikka', level: 'AWAS', date: '21-10-26', time: '09:22:00 WIB' },
  { province: 'Nusa Tenggara Timur', district: 'Ende', level: 'Waspada', date: '21-10-26', time: '09:31:00 WIB' },
  { province: 'Sulawesi Selatan', district: 'Selayar', level: 'siaga', date: '21-10-26', time: '09:48:00 WIB' },
]

/** The first bulletin of a tsunami, written for these tests. */
export const INFO = {
  event: 'Gempabumi',
  date: '21-10-26',
  time: '09:14:05 WIB',
  point: { coordinates: '122.34,-8.12' },
  latitude: '8.12 LS',
  longitude: '122.34 BT',
  magnitude: '7.4',
  depth: '12 Km',
  area: '61 km barat laut Sikka',
  eventid: '20261021091405',
  potential: 'Berpotensi tsunami',
  subject: 'Warning Tsunami PD-1',
  headline: 'Peringatan dini tsunami untuk Nusa Tenggara Timur',
  description: 'Gempa kuat, M 7.4.',
  instruction: '-',
  timesent: '21/10/2026 09:17:29WIB',
  wzarea: AREAS,
}

/** A quake without one. */
export const WEAK = {
  ...INFO,
  magnitude: '5.1',
  potential: 'Tidak berpotensi tsunami',
  subject: 'Gempa M 5.1',
  headline: 'Gempa M 5.1, tidak berpotensi tsunami',
  wzarea: [],
  felt: 'IV Sigi',
}

/** Reads a bulletin within a document of a status and a msgType. */
export const readBulletin = (info: unknown, status = 'Actual', msgType?: string): FeedReading =>
  readInatewsJson(bytes({ identifier: 'x', status, msgType, info }), CONTEXT)
