import { distanceKm } from '../geo/position.ts'
import { timeZoneOf, UTC_OFFSET_HOURS } from '../roster/region.ts'
import { KINDS, type Kind } from '../roster/responder.ts'
import type { Site } from '../roster/site.ts'
import { brings, type RosterPerson, whyNotAsked } from './assignment.ts'
import { type Calendar, closingsAt, localOf } from './calendar.ts'
import { type DrillProgramme, occurrences, sitesOf } from './drill-plan.ts'
import { timesOf } from './free-time.ts'
import type { SitePriority } from './site-priority.ts'
import { DAY_MS } from './wall-clock.ts'

/** A programme whose turns a year's plan may lay anywhere in their windows. */
export type PlannedProgramme = DrillProgramme & { readonly plan: NonNullable<DrillProgramme['plan']> }

/** Facilitators who could go together, of each kind as many as the programme wants. */
export interface Team {
  readonly ids: readonly string[]
  /** All ways out, great circle. */
  readonly km: number
  /** `km` and what is added for water in between and for a Pendamping Desa of other villages. */
  readonly cost: number
  /** None of them can be asked to a drill that begins before it. */
  readonly freeFrom: Date
  /** Days, counted as in `FreeTime`, on which one of them is at a drill that is kept as it was planned before. */
  readonly busyDays?: ReadonlySet<number>
}

/** One time at which a drill may be held: of each day the hour that is free and nearest to the programme's own. */
export interface FreeTime {
  readonly startsAt: Date
  readonly endsAt: Date
  /** Days of a clock of UTC+8 that it touches, counted from 1970: drills on different days never meet. */
  readonly days: readonly number[]
  readonly week: number
  readonly hoursOff: number
}

/** Why a turn is not in the plan. */
export type Unserved = 'window-over' | 'no-free-day' | 'nobody-near' | 'all-away' | 'all-busy'

export interface Turn {
  readonly programmeId: string
  readonly site: Site
  readonly slotAt: Date
  /** How many drills of the plan a facilitator of it may have in all; Infinity: as many as they can. */
  readonly drillsMost: number
  /** How far its village goes before others. */
  readonly priority: SitePriority
  /** Cheapest first, at most six. */
  readonly teams: readonly Team[]
  /** Earliest first. */
  readonly times: readonly FreeTime[]
  /** What stands in the way whatever else is planned. */
  readonly hopeless: Unserved | null
}

/** Ours, in km: a boat is dearer than a road, and a Pendamping Desa knows the villages that are theirs. */
const OTHER_LAND_KM = 100
const NOT_SERVING_KM = 25
const MOST_TEAMS = 6
/** Of latitude, rounded down: most people of the country are ruled out by it. */
const LEAST_KM_PER_DEGREE = 110
/** People of a kind beyond those wanted who are tried as well. */
const SPARE = 3
const NATIONAL_OFFSET_MS = UTC_OFFSET_HOURS.WITA * 3_600_000
/** 1970-01-01 was a Thursday: weeks begin on Monday. */
const MONDAY_SHIFT = 3

const byCost = (one: Team, other: Team): number => one.cost - other.cost || (one.ids.join() < other.ids.join() ? -1 : 1)

const subsetsOf = (people: readonly Team[], wanted: number): readonly (readonly Team[])[] => {
  if (wanted === 0) return [[]]
  return people.flatMap((person, nth) =>
    subsetsOf(people.slice(nth + 1), wanted - 1).map((others) => [person, ...others]),
  )
}

const together = (members: readonly Team[]): Team => ({
  ids: members.flatMap(({ ids }) => ids),
  km: members.reduce((sum, { km }) => sum + km, 0),
  cost: members.reduce((sum, { cost }) => sum + cost, 0),
  freeFrom: new Date(Math.max(0, ...members.map(({ freeFrom }) => freeFrom.getTime()))),
})

const alone = (person: RosterPerson, site: Site, now: Date): Team => {
  const km = distanceKm(person.home, site.position)
  const away = person.kind === 'pendamping_desa' && !person.servesCodes.includes(site.villageCode) ? NOT_SERVING_KM : 0
  return {
    ids: [person.id],
    km,
    cost: km + away + (person.landmass === site.landmass ? 0 : OTHER_LAND_KM),
    freeFrom: person.unavailableUntil ?? now,
  }
}

/** The cheapest teams within reach, or null where some kind has too few people. */
const teamsOf = (
  site: Site,
  { team, teamWants = {}, plan }: PlannedProgramme,
  people: Readonly<Record<Kind, readonly RosterPerson[]>>,
  now: Date,
): readonly Team[] | null => {
  let teams: readonly Team[] = [together([])]
  for (const kind of KINDS) {
    const wanted = team[kind] ?? 0
    if (wanted === 0) continue
    const near = people[kind]
      .filter(
        (person) =>
          person.siteCode !== site.siteCode &&
          Math.abs(person.home[1] - site.position[1]) * LEAST_KM_PER_DEGREE <= plan.travelKmMost &&
          brings(person, { teamWants }),
      )
      .map((person) => alone(person, site, now))
      .filter(({ km }) => km <= plan.travelKmMost)
      .sort(byCost)
    if (near.length < wanted) return null
    const groups = subsetsOf(near.slice(0, wanted + SPARE), wanted).map(together)
    teams = teams
      .flatMap((one) => groups.map((group) => together([one, group])))
      .sort(byCost)
      .slice(0, MOST_TEAMS)
  }
  return teams
}

/** Days of a clock of UTC+8 that a drill touches, counted from 1970. */
export const daysOf = (startsAt: Date, endsAt: Date): readonly number[] => {
  const dayOf = (ms: number): number => Math.floor((ms + NATIONAL_OFFSET_MS) / DAY_MS)
  const first = dayOf(startsAt.getTime())
  return Array.from({ length: dayOf(endsAt.getTime() - 1) - first + 1 }, (_, nth) => first + nth)
}

const timesIn = (programme: PlannedProgramme, site: Site, calendar: Calendar, slotAt: Date, now: Date): FreeTime[] => {
  const held = { villageCode: site.villageCode, zone: timeZoneOf(site.villageCode), type: programme.type }
  const { ms: ownMs } = localOf(slotAt, held.zone)
  const times: FreeTime[] = []
  for (let dayMs = 0; dayMs <= programme.plan.withinMs; dayMs += DAY_MS)
    for (const ms of timesOf(ownMs, programme.durationMs)) {
      const startsAt = new Date(slotAt.getTime() + dayMs + ms - ownMs)
      const endsAt = new Date(startsAt.getTime() + programme.durationMs)
      if (startsAt < slotAt || startsAt <= now || startsAt.getTime() - slotAt.getTime() > programme.plan.withinMs)
        continue
      if (closingsAt(calendar, held, startsAt, endsAt).length > 0) continue
      const days = daysOf(startsAt, endsAt)
      const week = Math.floor((Math.min(...days) + MONDAY_SHIFT) / 7)
      times.push({ startsAt, endsAt, days, week, hoursOff: Math.abs(ms - ownMs) / 3_600_000 })
      break
    }
  return times
}

const hopelessOf = (
  turn: Pick<Turn, 'times'> & { teams: readonly Team[] | null },
  lastAt: Date,
  now: Date,
): Unserved | null => {
  if (lastAt <= now) return 'window-over'
  const last = turn.times.at(-1)
  if (last === undefined) return 'no-free-day'
  if (turn.teams === null) return 'nobody-near'
  return turn.teams.some(({ freeFrom }) => freeFrom <= last.startsAt) ? null : 'all-away'
}

/**
 * The turns of programmes within [from, to), each with the times and the teams that it may have. People who have opted
 * out or whom no channel reaches are nobody's team; who is away goes only to what begins after. `priorityOf` says
 * how far a village goes before others.
 */
export const turnsOf = (
  programmes: readonly PlannedProgramme[],
  sites: readonly Site[],
  roster: readonly RosterPerson[],
  calendar: Calendar,
  priorityOf: (site: Site) => SitePriority,
  [from, to]: readonly [Date, Date],
  now: Date,
): readonly Turn[] => {
  const people = Object.fromEntries(KINDS.map((kind): [Kind, RosterPerson[]] => [kind, []])) as Record<
    Kind,
    RosterPerson[]
  >
  for (const person of roster)
    if (whyNotAsked({ ...person, unavailableUntil: null }, from, now) === null) people[person.kind].push(person)
  return programmes.flatMap((programme) =>
    sitesOf(programme, sites).flatMap((site) => {
      const teams = teamsOf(site, programme, people, now)
      const priority = priorityOf(site)
      const drillsMost = programme.plan.drillsMost ?? Infinity
      return occurrences(programme, site, from, to).map(({ startsAt: slotAt }): Turn => {
        const times = timesIn(programme, site, calendar, slotAt, now)
        const hopeless = hopelessOf({ times, teams }, new Date(slotAt.getTime() + programme.plan.withinMs), now)
        return { programmeId: programme.id, site, slotAt, drillsMost, priority, times, teams: teams ?? [], hopeless }
      })
    }),
  )
}
