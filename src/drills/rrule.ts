import { readDay, readTimeMs } from './wall-clock.ts'
import { dayNumber, type WallDay, type WallRule, wallDay } from './wall-rule.ts'

const CODES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
type Frequency = (typeof FREQUENCIES)[number]

/** What is read; no other part of RFC 5545 is. The count of a rule would depend on when one begins to count. */
const PARTS = ['FREQ', 'INTERVAL', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'UNTIL'] as const

const refusal = (part: string, expected: string, got: string): RangeError =>
  new RangeError(`rrule, ${part}: expected ${expected}, got ${got}`)

const partsOf = (text: string): ReadonlyMap<string, string> => {
  const parts = new Map<string, string>()
  for (const one of text.replace(/^RRULE:/, '').split(';')) {
    const [name = '', value = ''] = one.split('=')
    if (!PARTS.some((known) => known === name) || value === '' || parts.has(name))
      throw new RangeError(`rrule: expected NAME=VALUE, each once, of ${PARTS.join(', ')}, got ${one}`)
    parts.set(name, value)
  }
  return parts
}

const numbers = (part: string, text: string | undefined, most: number, signed: boolean): readonly number[] | null => {
  if (text === undefined) return null
  return text.split(',').map((one) => {
    const value = /^[-+]?\d{1,2}$/.test(one) ? Number(one) : 0
    if (value === 0 || Math.abs(value) > most || (value < 0 && !signed))
      throw refusal(part, `numbers from 1 to ${most}${signed ? ', or from the end with a minus' : ''}`, one)
    return value
  })
}

interface Weekday {
  /** 0 Sunday to 6 Saturday */
  readonly weekday: number
  /** The nth of the month, from its end where negative; null: every one. */
  readonly nth: number | null
}

const weekdaysOf = (text: string | undefined, ordinals: boolean): readonly Weekday[] | null => {
  if (text === undefined) return null
  return text.split(',').map((one) => {
    const [, nth, code = ''] = /^([-+]?[1-5])?(SU|MO|TU|WE|TH|FR|SA)$/.exec(one) ?? []
    if (code === '' || (nth !== undefined && !ordinals))
      throw refusal('BYDAY', 'weekdays such as MO, or 2SA and -1SU with months', one)
    return { weekday: CODES.indexOf(code), nth: nth === undefined ? null : Number(nth) }
  })
}

const untilOf = (text: string | undefined): number | null => {
  if (text === undefined) return null
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? []
  try {
    readDay(`${year}-${month}-${day}`)
  } catch {
    throw refusal('UNTIL', 'a day such as 20301231', text)
  }
  return dayNumber(Number(year), Number(month), Number(day))
}

/** Weeks begin on Monday, as in RFC 5545; 1970-01-01 was a Thursday. */
const weekOf = ({ number }: WallDay): number => Math.floor((number + 3) / 7)

/** How many units lie between two days, a day's own unit counting from 0. */
const unitsBetween = (frequency: Frequency, first: WallDay, at: WallDay): number => {
  switch (frequency) {
    case 'DAILY':
      return at.number - first.number
    case 'WEEKLY':
      return weekOf(at) - weekOf(first)
    case 'MONTHLY':
      return (at.year - first.year) * 12 + at.month - first.month
    case 'YEARLY':
      return at.year - first.year
  }
}

const fitsWeekday = ({ weekday, nth }: Weekday, at: WallDay): boolean => {
  if (weekday !== at.weekday) return false
  if (nth === null) return true
  return nth > 0 ? Math.ceil(at.day / 7) === nth : Math.ceil((at.length - at.day + 1) / 7) === -nth
}

/**
 * Reads a recurrence rule of RFC 5545 whose first day is `from` (YYYY-MM-DD) at `time` (HH:MM): FREQ from DAILY to
 * YEARLY, INTERVAL, BYMONTH, BYMONTHDAY, BYDAY and UNTIL (a day). What a rule leaves open is taken from the first day,
 * as the RFC has it. Throws RangeError that names the part and quotes it.
 */
export const readRrule = (text: string, from: string, time: string): WallRule => {
  const parts = partsOf(text)
  const frequency = FREQUENCIES.find((one) => one === parts.get('FREQ'))
  if (frequency === undefined) throw refusal('FREQ', FREQUENCIES.join(', '), parts.get('FREQ') ?? 'nothing')
  const yearly = frequency === 'YEARLY'
  const byMonth = numbers('BYMONTH', parts.get('BYMONTH'), 12, false)
  const byDay = weekdaysOf(parts.get('BYDAY'), frequency === 'MONTHLY' || (yearly && byMonth !== null))
  const byMonthDay = numbers('BYMONTHDAY', parts.get('BYMONTHDAY'), 31, true)
  if (frequency === 'WEEKLY' && byMonthDay !== null) throw refusal('BYMONTHDAY', 'nothing beside WEEKLY', 'days')
  const every = parts.get('INTERVAL') ?? '1'
  if (!/^[1-9]\d{0,2}$/.test(every)) throw refusal('INTERVAL', 'a whole number from 1 to 999', every)
  const interval = Number(every)
  const { monthIndex, day } = readDay(from)
  const first = wallDay(dayNumber(Math.floor(monthIndex / 12), (monthIndex % 12) + 1, day))
  const months = byMonth ?? (yearly && byMonthDay === null && byDay === null ? [first.month] : null)
  const daysOpen = byMonthDay === null && byDay === null
  const monthDays = byMonthDay ?? (daysOpen && (yearly || frequency === 'MONTHLY') ? [first.day] : null)
  const weekdays = byDay ?? (frequency === 'WEEKLY' ? [{ weekday: first.weekday, nth: null }] : null)
  return {
    timesMs: [readTimeMs(time)],
    lastDay: untilOf(parts.get('UNTIL')),
    means: (at) =>
      at.number >= first.number &&
      unitsBetween(frequency, first, at) % interval === 0 &&
      (months === null || months.includes(at.month)) &&
      (monthDays === null || monthDays.some((one) => (one > 0 ? one : at.length + 1 + one) === at.day)) &&
      (weekdays === null || weekdays.some((one) => fitsWeekday(one, at))),
  }
}
