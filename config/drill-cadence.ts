import { z } from 'zod'
import type { DrillTiming } from '../src/drills/drill-plan.ts'
import { type RuledTiming, whyUnbounded } from '../src/drills/ruled-starts.ts'
import type { Span } from '../src/drills/site-facts.ts'
import { readDay, readTimeMs } from '../src/drills/wall-clock.ts'
import { reasonOf } from '../src/errors.ts'

/** A Monday, so that every 14 days means every second Monday unless a programme says from when. */
export const DEFAULT_FROM = '2026-01-05'

const notThrowing =
  (read: (text: string) => unknown) =>
  (text: string): boolean => {
    try {
      read(text)
      return true
    } catch {
      return false
    }
  }

export const EVERY = /^([1-9]\d{0,3}) ?(d|days?|weeks?|months?|years?)$/
const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::[0-5]\d)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

const isMoment = (text: string): boolean => {
  const [, day = '', time = ''] = LOCAL.exec(text) ?? INSTANT.exec(text) ?? []
  return notThrowing(readDay)(day) && notThrowing(readTimeMs)(time)
}

const momentError =
  'a local time such as 2027-04-26T10:00, or an instant with its offset such as 2027-04-26T10:00+07:00'
const everyError = 'a rhythm such as 14d, 2 weeks, 6 months or 1 year'

/** The keys of a programme that say when. */
export const cadenceKeys = {
  startsAt: z.string().refine(isMoment, { error: momentError }).optional().describe(momentError),
  every: z.string().regex(EVERY, { error: everyError }).optional().describe(everyError),
  cron: z
    .string()
    .max(200)
    .optional()
    .describe('minute hour day month weekday by the local clock, such as "0 9 1 */6 *"'),
  rrule: z
    .string()
    .max(200)
    .optional()
    .describe('RFC 5545: FREQ, INTERVAL, BYMONTH, BYMONTHDAY, BYDAY, UNTIL; its first day is from'),
  from: z
    .string()
    .refine(notThrowing(readDay), { error: 'a day such as 2026-12-01' })
    .optional()
    .describe(`with every, cron or rrule: the first day; ${DEFAULT_FROM} unless given`),
  time: z
    .string()
    .refine(notThrowing(readTimeMs), { error: 'a time from 00:00 to 23:59, such as 09:00' })
    .optional()
    .describe('with every or rrule: the local time'),
}

type Keys = 'startsAt' | 'every' | 'cron' | 'rrule' | 'from' | 'time'
type Given = { readonly [Key in Keys]?: string | undefined }

const UNITS = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as const

const isInitial = (letter: string): letter is keyof typeof UNITS => letter in UNITS

/** `2 weeks` in its parts; undefined for what `EVERY` does not match. */
export const spanOf = (text: string): Span | undefined => {
  const [, count = '', unit = ''] = EVERY.exec(text) ?? []
  const initial = unit.charAt(0)
  return isInitial(initial) ? { count: Number(count), unit: UNITS[initial] } : undefined
}

const ruleOf = ({ cron, rrule, from = DEFAULT_FROM, time = '' }: Given): RuledTiming | undefined => {
  if (cron !== undefined) return { kind: 'cron', cron, from }
  return rrule === undefined ? undefined : { kind: 'rrule', rrule, from, time }
}

const whyNot = (rule: RuledTiming): string | null => {
  try {
    return whyUnbounded(rule)
  } catch (thrown) {
    // `cron, hour: expected numbers …, got 25`: the value is quoted by the fault itself.
    return reasonOf(thrown).replace(/^(.*?): expected /, '$1: ')
  }
}

/** Tells `complain` of keys that do not go together, and of rules that mean nothing or too much. */
export const checkCadence = (given: Given, complain: (key: Keys, expected: string) => void): void => {
  const { startsAt, every, cron, rrule, from, time } = given
  if ([startsAt, every, cron, rrule].filter((key) => key !== undefined).length !== 1) {
    complain('every', 'either startsAt, every, cron or rrule: one of them, and only one')
    return
  }
  const timed = every !== undefined || rrule !== undefined
  if (timed && time === undefined) {
    complain('time', 'with every or rrule: a local time such as 09:00')
    return
  }
  if (!timed && time !== undefined) complain('time', 'nothing: it belongs to every and rrule')
  if (startsAt !== undefined && from !== undefined) complain('from', 'nothing: it belongs to every, cron and rrule')
  const rule = ruleOf(given)
  const fault = rule === undefined ? null : whyNot(rule)
  if (rule !== undefined && fault !== null) complain(rule.kind, fault)
}

export const timingOf = (given: Given): DrillTiming => {
  const { startsAt = '', every = '', from = DEFAULT_FROM, time = '' } = given
  const span = spanOf(every)
  if (span !== undefined) return { kind: 'every', ...span, from, time }
  const rule = ruleOf(given)
  if (rule !== undefined) return rule
  return LOCAL.test(startsAt) ? { kind: 'local', wall: startsAt } : { kind: 'instant', at: new Date(startsAt) }
}
