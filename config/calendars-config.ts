import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Calendar, DatedClosure, Hours } from '../src/drills/calendar.ts'
import { DAY_MS, readDay, readTimeMs } from '../src/drills/wall-clock.ts'
import type { Fault } from '../src/errors.ts'
import { DRILL_TYPES } from './drill-types.ts'
import { duration, regionCode } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

const hoursOf = (text: string): Hours | null => {
  const [from = '', to = ''] = text.split('-')
  return text === 'day' ? null : { fromMs: readTimeMs(from), toMs: readTimeMs(to) }
}

const closedError = 'day for the whole day, or hours such as "11:00-13:00", the first before the second'
const isClosed = (text: string): boolean => {
  try {
    const hours = hoursOf(text)
    return hours === null || hours.fromMs < hours.toMs
  } catch {
    return false
  }
}

const closed = z.string({ error: closedError }).refine(isClosed, { error: closedError })

const dayError = 'a day such as "2027-03-08", in quotes or not'
const isDay = (text: string): boolean => {
  try {
    readDay(text)
    return true
  } catch {
    return false
  }
}
const day = z.string({ error: dayError }).refine(isDay, { error: dayError })

const name = z.string().trim().min(1).max(80)
const regions = z.array(regionCode).min(1).optional().describe('left out: the whole country')
const types = z.array(z.enum(DRILL_TYPES)).min(1).optional().describe('left out: every kind of drill')

export const calendarSchema = z
  .strictObject({
    moveWithin: duration('1d', '28d').describe('so much later a drill may be held at most'),
    kinds: z
      .record(
        z.string().regex(/^[a-z]+(-[a-z]+)*$/, { error: 'small letters and hyphens' }),
        z.strictObject({ closed, types }),
      )
      .describe('what a kind of day in calendars/*.yaml closes'),
    weekly: z
      .array(z.strictObject({ day: z.enum(WEEKDAYS), closed, name, nameEn: name, regions, types }))
      .describe('hours of every week'),
  })
  .meta({ title: 'When villages do not drill' })

export const calendarYearSchema = z
  .strictObject({
    year: z.int().min(2026).max(2100),
    days: z.array(
      z
        .strictObject({
          date: day.optional().describe('one day'),
          from: day.optional().describe('the first of several days'),
          to: day.optional().describe('the last of them'),
          name,
          nameEn: name,
          kind: z.string().describe('one of calendar.yaml'),
          regions,
          source: name.optional().describe('the decree that sets the day'),
          provisional: z.literal(true).optional().describe('true until a source confirms the day'),
        })
        .refine(({ date, from, to }) => (date === undefined) === (from !== undefined && to !== undefined), {
          error: 'either date, or from and to',
        })
        .refine(({ date, from, to }) => date === undefined || (from === undefined && to === undefined), {
          error: 'either date, or from and to',
        })
        .refine(({ from = '', to = '' }) => from <= to, { error: 'from before to' })
        .refine(({ source, provisional }) => source !== undefined || provisional === true, {
          error: 'a source, or provisional: true while there is none',
        }),
    ),
  })
  .meta({ title: 'The days of one year on which villages do not drill' })

type Rules = z.output<typeof calendarSchema>

/** The days of one file; every fault is added. */
const readYear = (
  file: string,
  { kinds }: Rules,
  faults: Fault[],
): { readonly year: number; readonly days: readonly DatedClosure[] } | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, calendarYearSchema, faults)
  if (yaml === undefined || given === undefined) return undefined
  const { year } = given
  const days = given.days.flatMap(({ date = '', from = date, to = date, kind, ...one }, nth): DatedClosure[] => {
    const rule = kinds[kind]
    if (rule === undefined)
      faults.push({ path: yaml.placeOf(['days', nth, 'kind']), got: kind, expected: Object.keys(kinds).join(', ') })
    if (!from.startsWith(`${year}-`))
      faults.push({ path: yaml.placeOf(['days', nth]), got: from, expected: `a day of ${year}, the file's year` })
    if (rule === undefined) return []
    return [
      {
        ...{ name: one.name, nameEn: one.nameEn, from, to },
        hours: hoursOf(rule.closed),
        regions: one.regions ?? [],
        types: rule.types ?? [],
        provisional: one.provisional === true,
      },
    ]
  })
  return { year, days }
}

/** Reads calendar.yaml and every year in `folder`; adds every fault. */
export const readCalendar = (file: string, folder: string, faults: Fault[]): Calendar | undefined => {
  const yaml = readYaml(file, faults)
  const rules = yaml === undefined ? undefined : checkYaml(yaml, calendarSchema, faults)
  if (rules === undefined) return undefined
  const files = existsSync(folder) ? readdirSync(folder).filter((word) => /\.ya?ml$/.test(word)) : []
  const years = files.toSorted().flatMap((word) => readYear(join(folder, word), rules, faults) ?? [])
  return {
    years: [...new Set(years.map(({ year }) => year))].toSorted((one, other) => one - other),
    dated: years.flatMap(({ days }) => days).toSorted((one, other) => (one.from < other.from ? -1 : 1)),
    weekly: rules.weekly.map((one) => ({
      ...{ name: one.name, nameEn: one.nameEn },
      weekday: WEEKDAYS.indexOf(one.day),
      hours: hoursOf(one.closed),
      regions: one.regions ?? [],
      types: one.types ?? [],
    })),
    moveWithinDays: Math.floor(rules.moveWithin / DAY_MS),
  }
}
