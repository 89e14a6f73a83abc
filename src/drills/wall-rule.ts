import { DAY_MS } from './wall-clock.ts'

/** A day of the calendar, as rules look at it. */
export interface WallDay {
  /** Counted from 1 January 1970. */
  readonly number: number
  readonly year: number
  /** 1 to 12 */
  readonly month: number
  /** 1 to 31 */
  readonly day: number
  /** 0 Sunday to 6 Saturday */
  readonly weekday: number
  /** Days of its month: 28 to 31 */
  readonly length: number
}

/** The days and times that a rule means by a clock on the wall. */
export interface WallRule {
  /** Milliseconds after midnight, ascending, at least one. */
  readonly timesMs: readonly number[]
  readonly means: (day: WallDay) => boolean
  /** The number of the last day that it can mean; null: it never ends. */
  readonly lastDay: number | null
}

export const wallDay = (number: number): WallDay => {
  const at = new Date(number * DAY_MS)
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() + 1]
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return { number, year, month, day: at.getUTCDate(), weekday: at.getUTCDay(), length }
}

export const dayNumber = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS

/** A rule that means no day for so long means none: 29 February comes after 8 years, on a given weekday after 40. */
const BARREN_DAYS = 41 * 366

/**
 * The number of the first day from a given one on that a rule means, or null. Remembered, because tens of thousands of
 * villages ask for the same days again and again.
 */
export const nextDays = ({ means, lastDay }: Pick<WallRule, 'means' | 'lastDay'>) => {
  const known = new Map<number, number | null>()
  const search = (from: number): number | null => {
    const end = Math.min(lastDay ?? Number.POSITIVE_INFINITY, from + BARREN_DAYS)
    for (let number = from; number <= end; number += 1) if (means(wallDay(number))) return number
    return null
  }
  return (from: number): number | null => {
    const found = known.get(from)
    if (found !== undefined) return found
    const next = search(from)
    known.set(from, next)
    return next
  }
}

/** Starts by the wall's clock, in milliseconds as if it stood in Greenwich, from `fromMs` on, earliest first. */
export const wallStarts = function* (
  { timesMs }: Pick<WallRule, 'timesMs'>,
  next: (from: number) => number | null,
  firstDay: number,
  fromMs: number,
): Generator<number, undefined> {
  let number = next(Math.max(firstDay, Math.floor(fromMs / DAY_MS)))
  while (number !== null) {
    for (const timeMs of timesMs) if (number * DAY_MS + timeMs >= fromMs) yield number * DAY_MS + timeMs
    number = next(number + 1)
  }
}
