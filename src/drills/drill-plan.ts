import { liesWithin, type TimeZone, timeZoneOf } from '../roster/region.ts'
import type { ChannelName, Kind } from '../roster/responder.ts'
import type { Site } from '../roster/site.ts'
import type { CurriculumModule } from './curriculum.ts'
import { type RuledTiming, ruledStarts } from './ruled-starts.ts'
import { type HistoryConditions, meetsHistory, NO_FACTS, needsHistory, type SiteFacts } from './site-facts.ts'
import { addMonths, DAY_MS, instantOf, readDay, readTimeMs } from './wall-clock.ts'

/** Which villages drill. A filter without conditions is every village. */
export type SitesChosen =
  | { readonly kind: 'codes'; readonly codes: readonly string[] }
  | { readonly kind: 'region'; readonly region: string }
  | ({
      readonly kind: 'filter'
      readonly hazard?: string
      readonly region?: string
      readonly codes?: readonly string[]
    } & HistoryConditions)

/** When they drill: at one instant everywhere, once by the local clock, or again and again by the local clock. */
export type DrillTiming =
  | { readonly kind: 'instant'; readonly at: Date }
  /** `wall` is YYYY-MM-DDTHH:MM */
  | { readonly kind: 'local'; readonly wall: string }
  | {
      readonly kind: 'every'
      /** Whole, at least 1 */
      readonly count: number
      readonly unit: 'days' | 'weeks' | 'months' | 'years'
      /** The first day, YYYY-MM-DD; every other is counted from it. */
      readonly from: string
      /** HH:MM */
      readonly time: string
    }
  | RuledTiming

/**
 * What is rehearsed of the call-out at the start: nothing; the alert, in which people say whether they could come and
 * nobody sets out; or all of it.
 */
export type Rehearsed = 'none' | 'alert' | 'call-out'

/** What a facilitator has to bring: every skill, and one of the levels. */
export interface Wants {
  /** By the words of the roster. */
  readonly skills?: readonly string[]
  /** In small letters. */
  readonly levels?: readonly string[]
}

export type TeamWants = Readonly<Partial<Record<Kind, Wants>>>

/** A drill or training as its file describes it. */
export interface DrillProgramme {
  readonly id: string
  /** What is done, such as `gladi-lapang`; src/drills/drill-words.ts has the words for it. */
  readonly type: string
  readonly hazard: string
  /** What is rehearsed besides; left out: nothing. */
  readonly alsoHazards?: readonly string[]
  /** How many of the village's own people have to come for it to count as attended; left out: half of those invited. */
  readonly attendanceLeast?: number
  readonly sites: SitesChosen
  readonly when: DrillTiming
  /** Whose clock the times are read by. */
  readonly zone: TimeZone | 'site'
  readonly durationMs: number
  /** What becomes of a drill on a closed day: held at the next free time, or on its day all the same. */
  readonly closedDays: 'move' | 'keep'
  /** Facilitators wanted beside the village's own people. */
  readonly team: Readonly<Partial<Record<Kind, number>>>
  /** What facilitators of a kind have to bring; left out: nothing. */
  readonly teamWants?: TeamWants
  /** How many of the village's own people have a place; who says yes beyond them waits. Left out: everybody has one. */
  readonly places?: number
  /** So long before the start a facilitator who has said nothing gets a substitute; left out: half of the invitation's lead. */
  readonly substituteBeforeMs?: number
  readonly inviteBeforeMs: number
  /** At most 3, longest first. */
  readonly remindBeforeMs: readonly number[]
  /** For each of these the channel that it goes by, null: on each of a person's channels; left out, so do all. */
  readonly remindBy?: readonly (ChannelName | null)[]
  readonly rehearse: Rehearsed
  /** What it teaches, as the modules were when it was read; local wisdom only in its regions. Left out: no module. */
  readonly curriculum?: readonly CurriculumModule[]
  /** Its turns may be laid anywhere in a window by a year's plan; left out: they stay on their days. */
  readonly plan?: {
    /** How long after its turn a drill may begin at the latest. */
    readonly withinMs: number
    /** Great circle from a facilitator's home, at most. */
    readonly travelKmMost: number
    /** How many drills of a year's plan one facilitator may have; left out: as many as they can. */
    readonly drillsMost?: number
  }
}

/** What times depend on: a programme whose timing stays keeps its occurrences. */
export type DrillSchedule = Pick<DrillProgramme, 'when' | 'zone' | 'durationMs'>

export interface Occurrence {
  readonly startsAt: Date
  readonly endsAt: Date
  /** The zone that its times are printed in. */
  readonly zone: TimeZone
}

/**
 * The sites of a programme, in the order given. A code that no site bears chooses nothing: see `unknownCodes`. Without
 * `facts` every village counts as one that never drilled.
 */
export const sitesOf = (
  { sites: chosen }: Pick<DrillProgramme, 'sites'>,
  sites: readonly Site[],
  facts: SiteFacts = NO_FACTS,
): readonly Site[] => {
  switch (chosen.kind) {
    case 'codes': {
      const codes = new Set(chosen.codes)
      return sites.filter(({ siteCode }) => codes.has(siteCode))
    }
    case 'region':
      return sites.filter(({ villageCode }) => liesWithin(villageCode, chosen.region))
    case 'filter': {
      const { hazard, region = '' } = chosen
      const codes = chosen.codes && new Set(chosen.codes)
      return sites.filter(
        (site) =>
          liesWithin(site.villageCode, region) &&
          (hazard === undefined || site.hazards.includes(hazard)) &&
          (codes === undefined || codes.has(site.siteCode)) &&
          meetsHistory(site, chosen, facts),
      )
    }
  }
}

/** Whether villages enter and leave a programme by what they did. */
export const followsHistory = ({ sites: chosen }: Pick<DrillProgramme, 'sites'>): boolean =>
  chosen.kind === 'filter' && needsHistory(chosen)

/** Codes that a programme names and no site bears, in the order of the programme. */
export const unknownCodes = (
  { sites: chosen }: Pick<DrillProgramme, 'sites'>,
  sites: readonly Site[],
): readonly string[] => {
  if (chosen.kind === 'region' || chosen.codes === undefined) return []
  const known = new Set(sites.map(({ siteCode }) => siteCode))
  return chosen.codes.filter((code) => !known.has(code))
}

/** The zone whose clock tells a programme's times at a site: its own, or that of the site's province. */
export const zoneFor = (
  { zone }: Pick<DrillProgramme, 'zone'>,
  { villageCode }: Pick<Site, 'villageCode'>,
): TimeZone => (zone === 'site' ? timeZoneOf(villageCode) : zone)

type Repeating = Extract<DrillTiming, { kind: 'every' }>

const MONTHS_PER: Readonly<Record<Repeating['unit'], number>> = { days: 0, weeks: 0, months: 1, years: 12 }
const DAYS_PER: Readonly<Record<Repeating['unit'], number>> = { days: 1, weeks: 7, months: 0, years: 0 }
/** No unit lasts longer: a count of units never reaches farther than so many days each. */
const LONGEST_DAYS: Readonly<Record<Repeating['unit'], number>> = { days: 1, weeks: 7, months: 31, years: 366 }

/** The starts from `from` on, earliest first, for as long as time lasts. Each is counted from the first day, so nothing drifts. */
const repeatedStarts = function* (when: Repeating, zone: TimeZone, from: Date): Generator<Date, undefined> {
  if (!(Number.isInteger(when.count) && when.count >= 1))
    throw new RangeError(`every: expected a whole number of ${when.unit} of at least 1, got ${when.count}`)
  const firstDay = readDay(when.from)
  const timeMs = readTimeMs(when.time)
  const startOf = (nth: number): Date =>
    instantOf(
      addMonths(firstDay, nth * when.count * MONTHS_PER[when.unit]),
      nth * when.count * DAYS_PER[when.unit],
      timeMs,
      zone,
    )
  const longestMs = when.count * LONGEST_DAYS[when.unit] * DAY_MS
  // A lower bound, so that a programme of many years ago costs no walk through all of them.
  const surelyPassed = Math.max(0, Math.floor((from.getTime() - startOf(0).getTime()) / longestMs))
  for (let nth = surelyPassed; ; nth += 1) {
    const startsAt = startOf(nth)
    if (Number.isNaN(startsAt.getTime())) return // past the end of what a Date can hold: the year 275760
    if (startsAt >= from) yield startsAt
  }
}

const localStart = (wall: string, zone: TimeZone): Date => {
  const middle = wall.indexOf('T')
  return instantOf(readDay(wall.slice(0, middle)), 0, readTimeMs(wall.slice(middle + 1)), zone)
}

const startsFrom = (when: DrillTiming, zone: TimeZone, from: Date): Iterable<Date> => {
  switch (when.kind) {
    case 'instant':
      return when.at >= from ? [when.at] : []
    case 'local': {
      const startsAt = localStart(when.wall, zone)
      return startsAt >= from ? [startsAt] : []
    }
    case 'every':
      return repeatedStarts(when, zone, from)
    case 'cron':
    case 'rrule':
      return ruledStarts(when, zone, from)
  }
}

const gather = (programme: DrillSchedule, site: Site, from: Date, to: Date, atLeast: number): readonly Occurrence[] => {
  if (!(programme.durationMs > 0))
    throw new RangeError(`duration: expected more than 0 ms, got ${programme.durationMs}`)
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()))
    throw new RangeError('from, to: expected two instants')
  const zone = zoneFor(programme, site)
  const found: Occurrence[] = []
  for (const startsAt of startsFrom(programme.when, zone, from)) {
    if (startsAt >= to && found.length >= atLeast) break
    found.push({ startsAt, endsAt: new Date(startsAt.getTime() + programme.durationMs), zone })
  }
  return found
}

/**
 * The times at which a programme's drill starts at a site within [from, to), earliest first.
 *
 * Months and years are counted from the first day: one on the 31st falls on the last day of a shorter month and comes
 * back to the 31st after it; one on 29 February falls on the 28th in other years. Empty when `to` is not after `from`.
 * Throws RangeError for a date or time that cannot be, a duration that is not above 0, or a count below 1.
 */
export const occurrences = (programme: DrillSchedule, site: Site, from: Date, to: Date): readonly Occurrence[] =>
  gather(programme, site, from, to, 0)

/** The same, and the next one after it where the window holds none: a yearly drill is on the list from the first day. */
export const occurrencesAhead = (programme: DrillSchedule, site: Site, from: Date, to: Date): readonly Occurrence[] =>
  gather(programme, site, from, to, 1)
