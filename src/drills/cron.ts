import type { WallDay, WallRule } from './wall-rule.ts'

interface Field {
  readonly name: string
  readonly least: number
  readonly most: number
  /** Names for numbers, the first for `least`. */
  readonly names: readonly string[]
}

const MINUTE: Field = { name: 'minute', least: 0, most: 59, names: [] }
const HOUR: Field = { name: 'hour', least: 0, most: 23, names: [] }
const DAY: Field = { name: 'day of the month', least: 1, most: 31, names: [] }
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH: Field = { name: 'month', least: 1, most: 12, names: MONTHS }
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
/** 7 is Sunday too, as in every cron. */
const WEEKDAY: Field = { name: 'weekday', least: 0, most: 7, names: WEEKDAYS }

const refusal = ({ name, least, most }: Field, text: string): RangeError =>
  new RangeError(`cron, ${name}: expected numbers from ${least} to ${most}, ranges, lists or steps, got ${text}`)

const numberOf = (field: Field, text: string): number => {
  const named = field.names.indexOf(text.toLowerCase())
  if (named !== -1) return field.least + named
  const value = /^\d{1,2}$/.test(text) ? Number(text) : -1
  if (value < field.least || value > field.most) throw refusal(field, text)
  return value
}

/** Start, end, step; of `*` only the step. */
const PART = /^(?:\*|([\da-z]+)(?:-([\da-z]+))?)(?:\/([1-9]\d?))?$/i

const valuesOf = (field: Field, text: string): ReadonlySet<number> => {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const found = PART.exec(part)
    if (found === null) throw refusal(field, part)
    const [, start, end, step] = found
    const first = start === undefined ? field.least : numberOf(field, start)
    // `5/10` is 5, 15, 25 …, and `5` only 5.
    const open = start === undefined || step !== undefined ? field.most : first
    const last = end === undefined ? open : numberOf(field, end)
    if (last < first) throw refusal(field, part)
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value)
  }
  return values
}

const CRON = /^\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$/

/**
 * Reads the five fields of cron: minute, hour, day of the month, month, weekday; `*`, numbers, `jan`, `mon`, ranges,
 * lists, steps. Where both the day of the month and the weekday are given, either is enough, as in every cron; a field
 * that begins with `*` counts as not given. Throws RangeError, naming the field and quoting it.
 */
export const readCron = (text: string): WallRule => {
  const [, minute = '', hour = '', day = '', month = '', weekday = ''] = CRON.exec(text) ?? []
  if (weekday === '') throw new RangeError(`cron: expected 5 fields (minute hour day month weekday), got ${text}`)
  const minutes = [...valuesOf(MINUTE, minute)]
  const hours = [...valuesOf(HOUR, hour)]
  const [days, months, weekdays] = [valuesOf(DAY, day), valuesOf(MONTH, month), valuesOf(WEEKDAY, weekday)]
  const either = !(day.startsWith('*') || weekday.startsWith('*'))
  const means = (at: WallDay): boolean => {
    const onDay = days.has(at.day)
    const onWeekday = weekdays.has(at.weekday) || (at.weekday === 0 && weekdays.has(7))
    return months.has(at.month) && (either ? onDay || onWeekday : onDay && onWeekday)
  }
  const timesMs = hours.flatMap((one) => minutes.map((other) => (one * 60 + other) * 60_000))
  return { timesMs: timesMs.toSorted((one, other) => one - other), means, lastDay: null }
}
