import { type TimeZone, UTC_OFFSET_HOURS } from '../roster/region.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/** A day of the calendar without a place on Earth. `monthIndex` counts months from year 0, so that months add up. */
export interface CalendarDay {
  readonly monthIndex: number
  /** 1 to 31 */
  readonly day: number
}

const lengthOfMonth = (monthIndex: number): number =>
  new Date(Date.UTC(Math.floor(monthIndex / 12), (monthIndex % 12) + 1, 0)).getUTCDate()

const DATE_PATTERN = /^([1-9]\d{3})-(\d{2})-(\d{2})$/
const TIME_PATTERN = /^([01]\d|2[0-3]):([0-5]\d)$/

/** Reads `YYYY-MM-DD`, years 1000 to 9999. Throws RangeError, quoting the text, for a day that no calendar has. */
export const readDay = (text: string): CalendarDay => {
  const [, year, month, day] = DATE_PATTERN.exec(text) ?? []
  const monthIndex = Number(year) * 12 + Number(month) - 1
  const inYear = Number(month) >= 1 && Number(month) <= 12
  if (!(inYear && Number(day) >= 1 && Number(day) <= lengthOfMonth(monthIndex)))
    throw new RangeError(`date: expected a day of the calendar as YYYY-MM-DD, got ${text}`)
  return { monthIndex, day: Number(day) }
}

/** Reads `HH:MM`, 00:00 to 23:59, as milliseconds after midnight. Throws RangeError, quoting the text, for anything else. */
export const readTimeMs = (text: string): number => {
  const [, hours, minutes] = TIME_PATTERN.exec(text) ?? []
  if (hours === undefined) throw new RangeError(`time: expected HH:MM from 00:00 to 23:59, got ${text}`)
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS
}

/** The day `months` later; a day that the month lacks becomes its last one (31 January + 1 is 28 or 29 February). */
export const addMonths = ({ monthIndex, day }: CalendarDay, months: number): CalendarDay => ({
  monthIndex: monthIndex + months,
  day: Math.min(day, lengthOfMonth(monthIndex + months)),
})

/** When the clocks of `zone` show `timeMs` after midnight on the day that lies `daysLater` after `day`. */
export const instantOf = (
  { monthIndex, day }: CalendarDay,
  daysLater: number,
  timeMs: number,
  zone: TimeZone,
): Date => {
  const midnightMs = Date.UTC(Math.floor(monthIndex / 12), monthIndex % 12, day) + daysLater * DAY_MS
  return new Date(midnightMs + timeMs - UTC_OFFSET_HOURS[zone] * HOUR_MS)
}
