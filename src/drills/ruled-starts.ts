import { type TimeZone, UTC_OFFSET_HOURS } from '../roster/region.ts'
import { readCron } from './cron.ts'
import { readRrule } from './rrule.ts'
import { DAY_MS, instantOf, readDay } from './wall-clock.ts'
import { nextDays, type WallRule, wallStarts } from './wall-rule.ts'

/** Times by a rule, read by the local clock. */
export type RuledTiming =
  /** Five fields of cron; nothing before the day `from`, YYYY-MM-DD. */
  | { readonly kind: 'cron'; readonly cron: string; readonly from: string }
  /** A recurrence rule of RFC 5545 whose first day is `from`, YYYY-MM-DD, at `time`, HH:MM. */
  | { readonly kind: 'rrule'; readonly rrule: string; readonly from: string; readonly time: string }

interface Ruled {
  readonly rule: WallRule
  readonly firstDay: number
  readonly next: (from: number) => number | null
}

/** A rule is read once and remembers its days, for as long as its programme is there. */
const read = new WeakMap<RuledTiming, Ruled>()

const ruledOf = (when: RuledTiming): Ruled => {
  const known = read.get(when)
  if (known !== undefined) return known
  const rule = when.kind === 'cron' ? readCron(when.cron) : readRrule(when.rrule, when.from, when.time)
  const firstDay = (instantOf(readDay(when.from), 0, 0, 'WIB').getTime() + UTC_OFFSET_HOURS.WIB * 3_600_000) / DAY_MS
  const ruled = { rule, firstDay, next: nextDays(rule) }
  read.set(when, ruled)
  return ruled
}

/** The starts of a rule from `from` on, earliest first. Throws RangeError for a rule that cannot be read. */
export const ruledStarts = function* (when: RuledTiming, zone: TimeZone, from: Date): Generator<Date, undefined> {
  const { rule, firstDay, next } = ruledOf(when)
  const offsetMs = UTC_OFFSET_HOURS[zone] * 3_600_000
  for (const ms of wallStarts(rule, next, firstDay, from.getTime() + offsetMs)) yield new Date(ms - offsetMs)
}

/** Ours: a drill a day and not more often than every hour; more would be a slip of the pen. */
const MOST_A_YEAR = 366
const LEAST_APART_MS = 3_600_000

/** What is wrong with a rule's first year, or null: too many starts, two within an hour, none at all. */
export const whyUnbounded = (when: RuledTiming): string | null => {
  let [first, last, count]: [number | null, number, number] = [null, 0, 0]
  for (const at of ruledStarts(when, 'WIB', new Date(0))) {
    const ms = at.getTime()
    if (first !== null && ms - last < LEAST_APART_MS) return 'starts an hour apart at least'
    if (first !== null && ms - first >= MOST_A_YEAR * DAY_MS) return null
    first ??= ms
    last = ms
    count += 1
    if (count > MOST_A_YEAR) return `at most ${MOST_A_YEAR} starts a year`
  }
  return first === null ? 'a rule that means some day' : null
}
