import { timeZoneOf } from '../roster/region.ts'
import type { Site } from '../roster/site.ts'
import { type Calendar, type Closing, closingsAt } from './calendar.ts'
import {
  type DrillProgramme,
  followsHistory,
  type Occurrence,
  occurrences,
  occurrencesAhead,
  sitesOf,
  unknownCodes,
} from './drill-plan.ts'
import { type Placed, placed } from './free-time.ts'
import type { OccurrenceState } from './occurrence.ts'
import { START_GRACE_MS } from './reminder.ts'
import { NO_FACTS, type SiteFacts } from './site-facts.ts'
import { DAY_MS } from './wall-clock.ts'

/** How far back a drill that nobody planned is still written down as missed. Our choice: a month of outage. */
export const LOOK_BACK_MS = 30 * DAY_MS
const HORIZON_MS = 60 * DAY_MS
/** How long before its invitation an occurrence stands in the plan at the latest. */
const PLANNED_BEFORE_INVITE_MS = 14 * DAY_MS

/** Why the plan itself cancels an occurrence. Only what it cancelled may it put back. */
export const PLAN_REASONS = ['programme-removed', 'programme-changed', 'no-free-day', 'site-left-filter'] as const

/** An occurrence as it stands, from the look-back on. */
export interface KeptOccurrence {
  readonly id: string
  readonly siteCode: string
  /** Its turn; it is held later where the calendar wants that. */
  readonly slotAt: Date
  readonly startsAt: Date
  readonly endsAt: Date
  /** Its time and its facilitators were chosen by a saved year's plan. */
  readonly saved: boolean
  readonly state: OccurrenceState
  readonly closings: readonly Closing[]
  /** Cancelled because no time was free for it. */
  readonly crowdedOut: boolean
  /** Cancelled by the plan itself: it may come back. */
  readonly cancelledByPlan: boolean
  /** Its copy of the programme is the programme as it is now. */
  readonly sameTerms: boolean
}

/** What is known of a programme before it is planned again. */
export interface KnownPlan {
  readonly firstSeenAt: Date
  /** By site: the turn of its earliest occurrence with the timing that the programme has now. */
  readonly dutyFrom: ReadonlyMap<string, Date>
  readonly kept: readonly KeptOccurrence[]
}

export interface NewOccurrence extends Placed {
  readonly siteCode: string
  /** Cancelled: the calendar leaves no time for it. */
  readonly state: 'planned' | 'missed' | 'cancelled'
  readonly nextActionAt: Date | null
  readonly reason: string | null
}

/** How the kept occurrences of a programme are to be changed: site by site, earliest first. */
export interface Replan {
  readonly insert: readonly NewOccurrence[]
  /** Planned with other terms, or cancelled by an earlier plan: planned as the programme is now. */
  readonly renew: readonly NewOccurrence[]
  readonly cancel: readonly string[]
  /** No longer in the programme, but people were invited: they stay, and the timeline says so. */
  readonly keepInvited: readonly string[]
  /** The same two for villages that the filter no longer means, because they drilled or are readier now. */
  readonly leave: { readonly cancel: readonly string[]; readonly keepInvited: readonly string[] }
  /** Codes that the programme names and no site bears. */
  readonly unknownCodes: readonly string[]
}

const latest = (...instants: readonly Date[]): Date =>
  new Date(Math.max(...instants.map((instant) => instant.getTime())))
const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms)

const keyOf = (siteCode: string, slotAt: Date): string => `${slotAt.getTime()} ${siteCode}`

const asPlanned = (siteCode: string, place: Placed, inviteBeforeMs: number, now: Date): NewOccurrence => {
  const idle = { ...place, siteCode, nextActionAt: null }
  if (place.crowdedOut) return { ...idle, state: 'cancelled', reason: 'no-free-day' }
  if (later(place.startsAt, START_GRACE_MS) < now) return { ...idle, state: 'missed', reason: 'found-after-its-time' }
  const inviteAt = latest(later(place.startsAt, -inviteBeforeMs), now)
  return { ...idle, state: 'planned', nextActionAt: inviteAt, reason: null }
}

/** Until when a programme is planned: 60 days ahead, or the invitation's lead and 14 days if that is longer. */
export const horizonOf = ({ inviteBeforeMs }: Pick<DrillProgramme, 'inviteBeforeMs'>, now: Date): Date =>
  later(now, Math.max(HORIZON_MS, inviteBeforeMs + PLANNED_BEFORE_INVITE_MS))

/** Turns longer ago than anybody's duty whose drill a saved plan holds only now: a window may be long. */
const earlierTurns = (
  programme: DrillProgramme,
  site: Site,
  saved: readonly KeptOccurrence[],
  before: Date,
): readonly Occurrence[] =>
  saved
    .filter(({ siteCode, slotAt }) => siteCode === site.siteCode && slotAt < before)
    .flatMap(({ slotAt }) => occurrences(programme, site, slotAt, later(slotAt, 1)))

/** The time that a saved plan gave an occurrence, or null where there is none or it cannot be any more. */
const savedPlace = (
  programme: DrillProgramme,
  site: Site,
  calendar: Calendar,
  { startsAt: slotAt, zone }: Occurrence,
  row: KeptOccurrence | undefined,
): Placed | null => {
  if (row === undefined || !row.saved || programme.plan === undefined) return null
  const { startsAt, endsAt } = row
  if (endsAt.getTime() - startsAt.getTime() !== programme.durationMs) return null
  if (startsAt.getTime() - slotAt.getTime() > programme.plan.withinMs) return null
  const held = { villageCode: site.villageCode, zone: timeZoneOf(site.villageCode), type: programme.type }
  if (closingsAt(calendar, held, startsAt, endsAt).length > 0) return null
  return { startsAt, endsAt, zone, slotAt, closings: [], moved: false, crowdedOut: false }
}

/**
 * Compares a programme with what is kept of it.
 *
 * Ahead, each site has every occurrence up to the horizon and at least the next one. Behind, an occurrence counts as
 * missed only where it was somebody's duty: within 30 days, since the programme was first seen, and at a site that had
 * an occurrence of the same timing before; so neither a new village nor a new hour is blamed for the past.
 *
 * An occurrence on a closed day is held where `placed` says, and known by its turn: another calendar moves what is
 * planned, and nothing to which people were invited. A time of a saved year's plan stays for as long as the programme's
 * window, its duration and the calendar allow it; then the occurrence goes where `placed` says.
 *
 * A village may enter and leave a programme whose filter looks at its history (`facts`). When it was in it nobody knows
 * afterwards, so such a programme blames nobody for what was never planned; what was planned becomes missed as ever.
 */
export const replan = (
  programme: DrillProgramme,
  sites: readonly Site[],
  calendar: Calendar,
  known: KnownPlan,
  now: Date,
  facts: SiteFacts = NO_FACTS,
): Replan => {
  const horizon = horizonOf(programme, now)
  // Far enough to judge every occurrence that is kept, whatever the horizon was when it was planned.
  const judgedTo = latest(horizon, later(lastStart(known.kept), 1))
  const kept = new Map(known.kept.map((row) => [keyOf(row.siteCode, row.slotAt), row]))
  // Few: only turns before anybody's duty are looked for here.
  const heldLater = known.kept.filter((row) => row.saved && row.startsAt > now && row.slotAt < now)
  const expected = new Set<string>()
  const insert: NewOccurrence[] = []
  const renew: NewOccurrence[] = []
  const chosen = sitesOf(programme, sites, facts)
  const byHistory = followsHistory(programme)
  for (const site of chosen) {
    const { siteCode } = site
    const dutyFrom = latest(known.firstSeenAt, later(now, -LOOK_BACK_MS), known.dutyFrom.get(siteCode) ?? now)
    const behind = byHistory ? [] : occurrences(programme, site, dutyFrom, now)
    const ahead = occurrencesAhead(programme, site, now, judgedTo)
    const saved = earlierTurns(programme, site, heldLater, byHistory ? now : dutyFrom)
    for (const occurrence of [...behind, ...ahead, ...saved]) {
      const key = keyOf(siteCode, occurrence.startsAt)
      const row = kept.get(key)
      const place =
        savedPlace(programme, site, calendar, occurrence, row) ?? placed(programme, site, calendar, occurrence)
      expected.add(key)
      if (row === undefined) {
        if (occurrence.startsAt < horizon || occurrence === ahead[0])
          insert.push(asPlanned(siteCode, place, programme.inviteBeforeMs, now))
      } else if (place.startsAt > now && isStale(row, place))
        renew.push(asPlanned(siteCode, place, programme.inviteBeforeMs, now))
    }
  }
  const gone = known.kept.filter((row) => row.startsAt > now && !expected.has(keyOf(row.siteCode, row.slotAt)))
  const within = new Set(chosen.map(({ siteCode }) => siteCode))
  const registered = new Set(sites.map(({ siteCode }) => siteCode))
  const left = ({ siteCode }: KeptOccurrence): boolean => byHistory && registered.has(siteCode) && !within.has(siteCode)
  const idsOf = (rows: readonly KeptOccurrence[], wanted: OccurrenceState): readonly string[] =>
    rows.filter(({ state }) => state === wanted).map(({ id }) => id)
  const changed = gone.filter((row) => !left(row))
  const leaving = gone.filter(left)
  return {
    insert,
    renew,
    cancel: idsOf(changed, 'planned'),
    keepInvited: idsOf(changed, 'invited'),
    leave: { cancel: idsOf(leaving, 'planned'), keepInvited: idsOf(leaving, 'invited') },
    unknownCodes: unknownCodes(programme, sites),
  }
}

const wordOf = (closings: readonly Closing[]): string =>
  closings.map(({ name, day, provisional }) => `${day} ${provisional} ${name}`).join('\n')

const isAsPlaced = (row: KeptOccurrence, place: Placed): boolean =>
  row.sameTerms &&
  row.crowdedOut === place.crowdedOut &&
  row.startsAt.getTime() === place.startsAt.getTime() &&
  wordOf(row.closings) === wordOf(place.closings)

const isStale = (row: KeptOccurrence, place: Placed): boolean => {
  if (row.state === 'planned') return !isAsPlaced(row, place)
  const mayComeBack = row.state === 'cancelled' && row.cancelledByPlan
  return mayComeBack && !(row.crowdedOut && isAsPlaced(row, place))
}

const lastStart = (kept: readonly KeptOccurrence[]): Date =>
  new Date(kept.reduce((last, { startsAt }) => Math.max(last, startsAt.getTime()), 0))
