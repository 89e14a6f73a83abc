/** Indonesia's three zones, the same all year: hours ahead of UTC (Keppres 41/1987). */
const OFFSET_HOURS = { WIB: 7, WITA: 8, WIT: 9 } as const
export type Zone = keyof typeof OFFSET_HOURS

const DAYS = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'] as const
const MONTHS = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
] as const

/** What the clocks of `zone` show, in a date's UTC fields. Throws RangeError for an invalid date. */
const wallOf = (at: Date, zone: Zone): Date => {
  if (Number.isNaN(at.getTime())) throw new RangeError('time to print: expected a date, got an invalid one')
  return new Date(at.getTime() + OFFSET_HOURS[zone] * 3_600_000)
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** `13.21 WIB`: hours and minutes with a full stop, as Indonesian writes them; seconds are cut off. */
export const localTime = (at: Date, zone: Zone): string => {
  const wall = wallOf(at, zone)
  return `${twoDigits(wall.getUTCHours())}.${twoDigits(wall.getUTCMinutes())} ${zone}`
}

/** `Sen 26/4`: the day of the week in three letters, the day, the month. */
export const localDate = (at: Date, zone: Zone): string => {
  const wall = wallOf(at, zone)
  return `${DAYS[wall.getUTCDay()]?.slice(0, 3)} ${wall.getUTCDate()}/${wall.getUTCMonth() + 1}`
}

/** `Senin, 26 April 2027` */
export const localDateLong = (at: Date, zone: Zone): string => {
  const wall = wallOf(at, zone)
  return `${DAYS[wall.getUTCDay()]}, ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`
}

/** `Senin, 26 April 2027 13.21 WIB` */
export const localMoment = (at: Date, zone: Zone): string => `${localDateLong(at, zone)} ${localTime(at, zone)}`
