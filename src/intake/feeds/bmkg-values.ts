import { isPosition, type Position } from '../../geo/position.ts'
import type { FeltReport } from '../../mobilisation/hazard-event.ts'
import { type TimeZone, UTC_OFFSET_HOURS } from '../../roster/region.ts'

// How BMKG writes numbers, places and times in its feeds: everything is text.

/** A number with a decimal point and no sign within bounds, both included; null for anything else. */
export const readNumber =
  (least: number, most: number) =>
  (text: string): number | null => {
    const value = /^\d{1,4}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? value : null
  }

/** Deeper than any quake on Earth (about 750 km). */
const DEEPEST_KM = 800

/** `10 km` or `10`. */
export const readDepthKm = (text: string): number | null => readNumber(0, DEEPEST_KM)(text.replace(/\s*km$/i, ''))

const signed =
  (most: number, positive: string, negative: string) =>
  (text: string): number | null => {
    const [, digits = '', side = ''] = /^([\d.]+)\s*([A-Z]{2})$/i.exec(text) ?? []
    const value = readNumber(0, most)(digits)
    const word = side.toUpperCase()
    if (value === null || (word !== positive && word !== negative)) return null
    return word === negative ? -value : value
  }

/** `1.17 LS` is south (Lintang Selatan), `2.42 LU` north (Lintang Utara). */
export const readLatitude = signed(90, 'LU', 'LS')

/** `120.06 BT` is east (Bujur Timur), BB west (Bujur Barat). */
export const readLongitude = signed(180, 'BT', 'BB')

const PAIR = /^(-?\d{1,3}(?:\.\d{1,8})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,8})?)$/

/** Two numbers with a comma between; `latFirst` says which is the latitude. 0, 0 is no place of a quake of ours. */
export const readPair =
  (latFirst: boolean) =>
  (text: string): Position | null => {
    const [, first, second] = PAIR.exec(text) ?? []
    if (first === undefined || second === undefined) return null
    const [latitude, longitude] = latFirst ? [Number(first), Number(second)] : [Number(second), Number(first)]
    return isPosition(longitude, latitude) && (longitude !== 0 || latitude !== 0) ? [longitude, latitude] : null
  }

const MONTHS: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  mei: 5,
  may: 5,
  jun: 6,
  jul: 7,
  agu: 8,
  ags: 8,
  agt: 8,
  aug: 8,
  sep: 9,
  okt: 10,
  oct: 10,
  nov: 11,
  nop: 11,
  des: 12,
  dec: 12,
}

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const asDay = (year: number, month: number, day: number): Day | null => {
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = year >= 1900 && year <= 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? { year, month, day } : null
}

/** `06 Agu 2026`, with the months as Indonesians or the English shorten them, or in full. */
export const readWordedDay = (text: string): Day | null => {
  const [, day, word = '', year] = /^(\d{1,2})[ -]([A-Za-z]{3,10})[ -](\d{4})$/.exec(text) ?? []
  const month = MONTHS[word.slice(0, 3).toLowerCase()]
  return month === undefined ? null : asDay(Number(year), month, Number(day))
}

/** `26-09-26` or `26/09/2026`: day, month, year. */
export const readNumberedDay = (text: string): Day | null => {
  const [, day, month, year = ''] = /^(\d{2})[-/](\d{2})[-/](\d{2}|\d{4})$/.exec(text) ?? []
  return day === undefined ? null : asDay(Number(year.length === 2 ? `20${year}` : year), Number(month), Number(day))
}

interface TimeOfDay {
  readonly secondOfDay: number
  readonly zone: TimeZone
}

/** `09:59:47 WIB`; BMKG writes WIB even for Papua, but says so. */
export const readTimeOfDay = (text: string): TimeOfDay | null => {
  const [, hour, minute, second, word = ''] = /^(\d{2})[:.](\d{2})[:.](\d{2})\s*(WIB|WITA|WIT)$/i.exec(text) ?? []
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || hour === undefined) return null
  const zone = word.toUpperCase() as TimeZone
  return { secondOfDay: Number(hour) * 3600 + Number(minute) * 60 + Number(second), zone }
}

/** The instant of a day and a time on clocks in Indonesia. */
export const instantOf = ({ year, month, day }: Day, { secondOfDay, zone }: TimeOfDay): Date =>
  new Date(Date.UTC(year, month - 1, day) + secondOfDay * 1000 - UTC_OFFSET_HOURS[zone] * 3_600_000)

/** Words that turn what follows in the same clause round. */
const NOT = /\b(?:tidak|tdk|tak|bukan|belum|tanpa|nihil|no|not)\b/i

/**
 * Whether a sentence says that a tsunami may come: it names one, and nothing before that in the clause denies it. "Tidak
 * berpotensi tsunami" stands in nearly every quake of the feed.
 */
export const saysTsunami = (text: string | null): boolean =>
  (text ?? '').split(/[.;,!\n]/).some((clause) => {
    const at = clause.search(/tsunami/i)
    return at >= 0 && !NOT.test(clause.slice(0, at))
  })

const DIGITS: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 }

/** A Roman number from I to XII; null for anything else, also for ones that no Roman wrote. */
const readRoman = (text: string): number | null => {
  const values = [...text.toUpperCase()].map((letter) => DIGITS[letter] ?? 0)
  const sum = values.reduce((total, value, at) => total + (value < (values[at + 1] ?? 0) ? -value : value), 0)
  return ROMAN[sum] === text.toUpperCase() ? sum : null
}

const ROMAN: readonly string[] = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']

const FELT = /^(?:MMI\s+)?([IVX]{1,5})(?:\s*[-–]\s*([IVX]{1,5}))?(?:\s+MMI)?(?:\s+di)?\s+(\p{L}.*)$/iu

/** Districts of West Sumatra whose names begin with a Roman number: X Koto, IV Jurai. */
const NUMBERED_NAME = /^(?:Koto|Jurai|Nagari|Angkek)\b/i

/** More places than any bulletin names. */
const MOST_PLACES = 100

type Range = readonly [least: number, most: number]

/** A part such as `II - III Batang`; null where it says no intensity, and a fault where it says an impossible one. */
const readPart = (part: string): { readonly range: Range; readonly place: string } | null | 'impossible' => {
  const [, from, to, place = ''] = FELT.exec(part) ?? []
  if (from === undefined) return null
  const least = readRoman(from)
  const most = to === undefined ? least : readRoman(to)
  if (least === null || most === null) return 'impossible'
  return { range: [Math.min(least, most), Math.max(least, most)], place }
}

/**
 * Where it was felt: `III Pekalongan, II - III Batang`. A place without an intensity has that of the place before it.
 * `unread` are the parts that say no intensity.
 */
export const readFelt = (
  text: string | null,
  placeOf: (name: string) => Position | null,
): { readonly felt: readonly FeltReport[]; readonly unread: readonly string[] } => {
  const felt: FeltReport[] = []
  const unread: string[] = []
  let last: Range | null = null
  const parts = (text ?? '').split(/[,;]/).map((part) => part.trim())
  for (const part of parts.filter((one) => one !== '' && one !== '-').slice(0, MOST_PLACES)) {
    const read = readPart(part)
    const named = read === null || (read !== 'impossible' && last !== null && NUMBERED_NAME.test(read.place))
    const place = read === 'impossible' ? '' : named ? part : (read?.place ?? '')
    if (!named && read !== 'impossible') last = read?.range ?? last
    if (last === null || !/^\p{L}/u.test(place)) unread.push(part)
    else felt.push({ place: place.slice(0, 100), position: placeOf(place), least: last[0], most: last[1] })
  }
  return { felt, unread }
}
