import type { TimeZone } from '../roster/region.ts'
import { UTC_OFFSET_HOURS } from '../roster/region.ts'
import { addMonths, readDay } from './wall-clock.ts'

/** How long the board of a KSB serves where the register does not say until when: three years, as boards are appointed. */
export const BOARD_MONTHS = 36

/** A turn of a programme that was not held, and why. */
export interface TurnNotHeld {
  readonly programmeId: string
  readonly slotAt: Date
  /** `done`: it took place, and fewer came than it requires. */
  readonly state: 'missed' | 'cancelled' | 'done'
  readonly reason: string | null
}

/** What is known of a KSB. Days are YYYY-MM-DD. */
export interface SiteStanding {
  readonly siteCode: string
  readonly name: string
  readonly villageCode: string
  readonly zone: TimeZone
  readonly establishedOn: string | null
  readonly boardUntil: string | null
  readonly hasGardu: boolean
  readonly hasLumbung: boolean
  /** Pendamping Desa who serve its village. */
  readonly pendamping: number
  /** Tagana who live in its kecamatan. */
  readonly tagana: number
  /** When the last drill ended that was held; null: none. */
  readonly lastHeldAt: Date | null
  /** Drills held in the last twelve months, and in the twelve before. */
  readonly heldLately: number
  readonly heldBefore: number
  /** Its latest turn that was not held, where none was held since. */
  readonly notHeld: TurnNotHeld | null
  readonly nextAt: Date | null
}

export interface StandingRules {
  /** After so many months without a drill one is overdue. */
  readonly months: number
  /** A board's end is told so many days ahead. */
  readonly soonDays: number
}

export type Due =
  | { readonly code: 'never-drilled' }
  | { readonly code: 'drilled-long-ago'; readonly day: string }
  | { readonly code: 'turn-not-held'; readonly day: string; readonly turn: TurnNotHeld }
  /** `reckoned`: the register does not say it; three years from when the KSB was established. */
  | { readonly code: 'board-ended' | 'board-ends-soon'; readonly day: string; readonly reckoned: boolean }
  | { readonly code: 'board-unknown' }

const DAY_MS = 86_400_000

/** The day that the clocks of a zone show. */
export const localDay = (at: Date, zone: TimeZone): string =>
  new Date(at.getTime() + UTC_OFFSET_HOURS[zone] * 3_600_000).toISOString().slice(0, 10)

const laterDay = (day: string, months: number): string => {
  const { monthIndex, day: ofMonth } = addMonths(readDay(day), months)
  return new Date(Date.UTC(Math.floor(monthIndex / 12), monthIndex % 12, ofMonth)).toISOString().slice(0, 10)
}

/** Until when the board serves; null where neither that nor the founding is known. */
export const boardEnd = ({
  boardUntil,
  establishedOn,
}: Pick<SiteStanding, 'boardUntil' | 'establishedOn'>): { readonly day: string; readonly reckoned: boolean } | null => {
  if (boardUntil !== null) return { day: boardUntil, reckoned: false }
  return establishedOn === null ? null : { day: laterDay(establishedOn, BOARD_MONTHS), reckoned: true }
}

const boardDue = (site: SiteStanding, today: string, soon: string): readonly Due[] => {
  const end = boardEnd(site)
  if (end === null) return [{ code: 'board-unknown' }]
  if (end.day < today) return [{ code: 'board-ended', ...end }]
  return end.day <= soon ? [{ code: 'board-ends-soon', ...end }] : []
}

const drillDue = ({ lastHeldAt, zone, notHeld }: SiteStanding, today: string, months: number): readonly Due[] => {
  const held: readonly Due[] = ((): readonly Due[] => {
    if (lastHeldAt === null) return [{ code: 'never-drilled' }]
    const day = localDay(lastHeldAt, zone)
    return laterDay(day, months) < today ? [{ code: 'drilled-long-ago', day }] : []
  })()
  return notHeld === null
    ? held
    : [...held, { code: 'turn-not-held', day: localDay(notHeld.slotAt, zone), turn: notHeld }]
}

/** What is overdue at a KSB, or soon will be; nothing where all is in order. */
export const dueOf = (site: SiteStanding, { months, soonDays }: StandingRules, now: Date): readonly Due[] => {
  const today = localDay(now, site.zone)
  const soon = localDay(new Date(now.getTime() + soonDays * DAY_MS), site.zone)
  return [...drillDue(site, today, months), ...boardDue(site, today, soon)]
}

export type Trend = 'up' | 'down' | 'same'

export const trendOf = (lately: number, before: number): Trend =>
  lately === before ? 'same' : lately > before ? 'up' : 'down'

/** The KSB of a region in figures. */
export interface RegionStanding {
  readonly regionCode: string
  readonly sites: number
  readonly withGardu: number
  readonly withLumbung: number
  /** Of those in a desa: served by a Pendamping Desa. A kelurahan has none. */
  readonly desa: number
  readonly withPendamping: number
  readonly withTagana: number
  /** Sites that held a drill in the last twelve months. */
  readonly drilledLately: number
  readonly neverDrilled: number
  readonly heldLately: number
  readonly heldBefore: number
  readonly trend: Trend
}

/** Sites by the first part of their codes that `groupOf` gives, in the order of codes. */
export const standingByRegion = (
  sites: readonly SiteStanding[],
  groupOf: (villageCode: string) => string,
  isDesa: (villageCode: string) => boolean,
): readonly RegionStanding[] => {
  const groups = new Map<string, SiteStanding[]>()
  for (const site of sites) {
    const code = groupOf(site.villageCode)
    groups.set(code, [...(groups.get(code) ?? []), site])
  }
  return [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([regionCode, members]) => {
      const count = (test: (site: SiteStanding) => boolean): number => members.filter(test).length
      const sum = (of: 'heldLately' | 'heldBefore'): number => members.reduce((all, site) => all + site[of], 0)
      const [heldLately, heldBefore] = [sum('heldLately'), sum('heldBefore')]
      return {
        regionCode,
        sites: members.length,
        withGardu: count(({ hasGardu }) => hasGardu),
        withLumbung: count(({ hasLumbung }) => hasLumbung),
        desa: count(({ villageCode }) => isDesa(villageCode)),
        withPendamping: count(({ villageCode, pendamping }) => isDesa(villageCode) && pendamping > 0),
        withTagana: count(({ tagana }) => tagana > 0),
        drilledLately: count(({ heldLately: held }) => held > 0),
        neverDrilled: count(({ lastHeldAt }) => lastHeldAt === null),
        heldLately,
        heldBefore,
        trend: trendOf(heldLately, heldBefore),
      }
    })
}
