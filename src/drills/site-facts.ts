import type { Site } from '../roster/site.ts'
import { addMonths, DAY_MS, instantOf, readDay } from './wall-clock.ts'

/** So long, by the calendar: `{ count: 24, unit: 'months' }`. */
export interface Span {
  /** Whole, at least 1 */
  readonly count: number
  readonly unit: 'days' | 'weeks' | 'months' | 'years'
}

/** What is known of a village's own history of drills. */
export interface SiteFact {
  /** When its last drill that was held ended; null: it never drilled. */
  readonly drilledAt: Date | null
  /** Its newest readiness, 0 to 100; null: nobody has measured it. */
  readonly readiness: number | null
  /**
   * By module when the first of its members' competencies ends, or ended and was not renewed; members who want no messages
   * do not count. Left out: nobody has one that ends.
   */
  readonly endings?: ReadonlyMap<string, Date>
}

/** The histories of sites at an instant. A site without an entry has none. */
export interface SiteFacts {
  readonly at: Date
  readonly bySite: ReadonlyMap<string, SiteFact>
}

/** Conditions that a village enters and leaves as time goes by. */
export interface HistoryConditions {
  /** Only villages at which no drill was ever held. */
  readonly neverDrilled?: true
  /** Only villages whose readiness is below it, 1 to 100, or was never measured. */
  readonly readinessBelow?: number
  /** Only villages whose last drill ended so long ago, or that never drilled. */
  readonly lastDrilledBefore?: Span
  /** Only villages where somebody's competency in a module ends within so long, or ended and was not renewed. */
  readonly expiring?: { readonly module: string; readonly within: Span }
}

/** Nothing is known of anybody: every village counts as one that never drilled. */
export const NO_FACTS: SiteFacts = { at: new Date(0), bySite: new Map() }

/** Whether a choice depends on what villages did: they enter and leave it. */
export const needsHistory = ({
  neverDrilled,
  readinessBelow,
  lastDrilledBefore,
  expiring,
}: HistoryConditions): boolean =>
  [neverDrilled, readinessBelow, lastDrilledBefore, expiring].some((condition) => condition !== undefined)

const MONTHS_PER: Readonly<Record<Span['unit'], number>> = { days: 0, weeks: 0, months: 1, years: 12 }
const DAYS_PER: Readonly<Record<Span['unit'], number>> = { days: 1, weeks: 7, months: 0, years: 0 }

const shifted = (at: Date, count: number, unit: Span['unit']): Date => {
  const wall = new Date(at.getTime() + 7 * 3_600_000)
  const day = addMonths(readDay(wall.toISOString().slice(0, 10)), count * MONTHS_PER[unit])
  return instantOf(day, count * DAYS_PER[unit], wall.getTime() % DAY_MS, 'WIB')
}

/** The instant that lies `span` before `at`; days and months are those of Jakarta's calendar. */
export const before = (at: Date, { count, unit }: Span): Date => shifted(at, -count, unit)

/** The same after it. */
export const after = (at: Date, { count, unit }: Span): Date => shifted(at, count, unit)

/**
 * The modules, by id, in which the competency of some member of a village ends within `within` of `at`, or ended and was
 * not renewed.
 */
export const expiringModules = (
  { endings = new Map() }: Pick<SiteFact, 'endings'>,
  within: Span,
  at: Date,
): readonly string[] => {
  const until = after(at, within)
  return [...endings].flatMap(([module, endsAt]) => (endsAt <= until ? [module] : [])).toSorted()
}

/** Whether a village's history meets every condition given. */
export const meetsHistory = (
  { siteCode }: Pick<Site, 'siteCode'>,
  { neverDrilled, readinessBelow, lastDrilledBefore, expiring }: HistoryConditions,
  { at, bySite }: SiteFacts,
): boolean => {
  const fact: SiteFact = bySite.get(siteCode) ?? { drilledAt: null, readiness: null }
  const { drilledAt, readiness } = fact
  if (neverDrilled && drilledAt !== null) return false
  if (readinessBelow !== undefined && readiness !== null && readiness >= readinessBelow) return false
  if (expiring !== undefined && !expiringModules(fact, expiring.within, at).includes(expiring.module)) return false
  return lastDrilledBefore === undefined || drilledAt === null || drilledAt <= before(at, lastDrilledBefore)
}
