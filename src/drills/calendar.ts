import { liesWithin, type TimeZone, UTC_OFFSET_HOURS } from '../roster/region.ts'
import { DAY_MS } from './wall-clock.ts'

/** A part of every day concerned, in milliseconds after local midnight. */
export interface Hours {
  readonly fromMs: number
  readonly toMs: number
}

interface Closed {
  /** In Bahasa Indonesia, such as `Hari Suci Nyepi`. */
  readonly name: string
  readonly nameEn: string
  /** Null: the whole day. */
  readonly hours: Hours | null
  /** Codes of the regions concerned; none: everywhere. */
  readonly regions: readonly string[]
  /** Kinds of drill concerned; none: all. */
  readonly types: readonly string[]
}

/** Days of one year on which no drill is held. */
export interface DatedClosure extends Closed {
  /** The first and the last local day, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  /** No source has confirmed the date yet. */
  readonly provisional: boolean
}

/** Hours of every week at which no drill is held. */
export interface WeeklyClosure extends Closed {
  /** 0 is Sunday. */
  readonly weekday: number
}

/** When villages do not drill. */
export interface Calendar {
  /** Years whose days are known: of others only the weekly hours are. */
  readonly years: readonly number[]
  readonly dated: readonly DatedClosure[]
  readonly weekly: readonly WeeklyClosure[]
  /** So many days later a drill may be held at most because of closed days. */
  readonly moveWithinDays: number
}

/** Why a drill is not held at a time: what is kept with it and shown. */
export interface Closing {
  readonly name: string
  readonly nameEn: string
  /** The local day, YYYY-MM-DD, on which it stands in the way. */
  readonly day: string
  readonly provisional: boolean
}

/** Where, and what kind of drill. */
export interface Held {
  readonly villageCode: string
  readonly zone: TimeZone
  readonly type: string
}

/** Ours: a drill longer than this takes a break for hours that are closed; only whole days stand in its way. */
const BREAKS_FROM_MS = 6 * 3_600_000

/** The local day and the time of it that the clocks of a zone show. */
export const localOf = (at: Date, zone: TimeZone): { readonly day: string; readonly ms: number } => {
  const local = at.getTime() + UTC_OFFSET_HOURS[zone] * 3_600_000
  return { day: new Date(local).toISOString().slice(0, 10), ms: ((local % DAY_MS) + DAY_MS) % DAY_MS }
}

/** Of each local day that a drill touches its part, in milliseconds after midnight. */
const partsOf = (startsAt: Date, endsAt: Date, zone: TimeZone): readonly (Hours & { readonly day: string })[] => {
  const parts: (Hours & { readonly day: string })[] = []
  for (let at = startsAt.getTime(); at < endsAt.getTime(); ) {
    const { day, ms } = localOf(new Date(at), zone)
    const toMs = Math.min(DAY_MS, ms + endsAt.getTime() - at)
    parts.push({ day, fromMs: ms, toMs })
    at += toMs - ms
  }
  return parts
}

const meets = (one: Hours, { hours }: Closed, isLong: boolean): boolean =>
  hours === null || (!isLong && one.fromMs < hours.toMs && hours.fromMs < one.toMs)

/**
 * Everything for which a drill is not held from `startsAt` to `endsAt`, dated before weekly, each on its first day;
 * empty where it may be held. A village is concerned by what is closed in a region that it lies in, by its own clock.
 */
export const closingsAt = (
  { dated, weekly }: Calendar,
  { villageCode, zone, type }: Held,
  startsAt: Date,
  endsAt: Date,
): readonly Closing[] => {
  const concerns = ({ regions, types }: Closed): boolean =>
    (regions.length === 0 || regions.some((region) => liesWithin(villageCode, region))) &&
    (types.length === 0 || types.includes(type))
  const isLong = endsAt.getTime() - startsAt.getTime() > BREAKS_FROM_MS
  const parts = partsOf(startsAt, endsAt, zone)
  const found: Closing[] = []
  const add = (closed: Closed, provisional: boolean, isOn: (day: string) => boolean): void => {
    const part = parts.find((one) => isOn(one.day) && meets(one, closed, isLong))
    if (part !== undefined && concerns(closed))
      found.push({ name: closed.name, nameEn: closed.nameEn, day: part.day, provisional })
  }
  for (const closed of dated) add(closed, closed.provisional, (day) => closed.from <= day && day <= closed.to)
  for (const closed of weekly) add(closed, false, (day) => new Date(day).getUTCDay() === closed.weekday)
  return found
}

/** Years of any of our clocks within [from, to) of which the calendar knows no days, in their order. */
export const yearsMissing = ({ years }: Pick<Calendar, 'years'>, from: Date, to: Date): readonly number[] => {
  const yearOf = (at: Date, zone: TimeZone): number => Number(localOf(at, zone).day.slice(0, 4))
  const last = yearOf(new Date(to.getTime() - 1), 'WIT')
  const missing: number[] = []
  for (let year = yearOf(from, 'WIB'); year <= last; year += 1) if (!years.includes(year)) missing.push(year)
  return missing
}
