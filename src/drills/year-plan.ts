import type { FreeTime, Team, Turn, Unserved } from './year-turns.ts'

/** A turn with its time and its people; `turn` counts in the list of turns. */
export interface Planned {
  readonly turn: number
  readonly team: Team
  readonly time: FreeTime
}

export interface YearPlan {
  /** In the order of the turns; no turn twice. */
  readonly planned: readonly Planned[]
  /** By the number of the turn, in their order. */
  readonly unserved: readonly { readonly turn: number; readonly reason: Unserved }[]
}

/** Ours, in km of travel: what a plan is judged by beside the ways. A turn left out is dearer than any way. */
const UNSERVED_KM = 5_000
/** For each point of priority as much of it again: where not all can be served, those who go first are. */
const UNSERVED_SHARE = 0.1
/** For each week after the first possible, and as much again for each point of priority: who goes first waits least. */
const WEEK_KM = 1
/** For each drill above a facilitator's fair share. */
export const ABOVE_FAIR_KM = 20
const DAY_KM = 0.1
const HOUR_KM = 0.5

/** What it costs to leave a turn out. */
export const unservedKm = ({ priority }: Pick<Turn, 'priority'>): number =>
  UNSERVED_KM * (1 + UNSERVED_SHARE * priority.points)

/** A team at a week: ways and waiting. */
export const weekCost = (turn: Turn, team: Team, week: number): number =>
  team.cost + (week - Math.min(...turn.times.map((time) => time.week))) * WEEK_KM * (1 + turn.priority.points)

/** A day within its week: early in the week, near the hour that the programme names. */
export const dayCost = ({ hoursOff, days, week }: FreeTime): number =>
  hoursOff * HOUR_KM + (Math.min(...days) + 3 - week * 7) * DAY_KM

/** Turns that something may be done for, with their numbers. */
export const hopefulOf = (turns: readonly Turn[]): readonly (readonly [nth: number, turn: Turn])[] =>
  turns.map((turn, nth) => [nth, turn] as const).filter(([, { hopeless }]) => hopeless === null)

export const mayGo = ({ freeFrom, busyDays }: Team, { startsAt, days }: FreeTime): boolean =>
  freeFrom <= startsAt && (busyDays === undefined || days.every((day) => !busyDays.has(day)))

/** How many drills nobody should pass: the seats of all turns shared among everybody who might take one, rounded up. */
export const fairShareOf = (turns: readonly Turn[]): number => {
  const people = new Set(turns.flatMap(({ teams }) => teams.flatMap(({ ids }) => ids)))
  const seats = hopefulOf(turns).reduce(
    (sum, [, { teams }]) => sum + Math.max(...teams.map(({ ids }) => ids.length)),
    0,
  )
  return Math.ceil(seats / Math.max(1, people.size))
}

/** Drills of each facilitator. */
export const loadsOf = ({ planned }: Pick<YearPlan, 'planned'>): ReadonlyMap<string, number> => {
  const loads = new Map<string, number>()
  for (const { team } of planned) for (const id of team.ids) loads.set(id, (loads.get(id) ?? 0) + 1)
  return loads
}

/** How evenly drills are shared among those who have any: the most and the median of one, and the Gini coefficient. */
export const spreadOf = (loads: readonly number[]) => {
  const sorted = loads.toSorted((one, other) => one - other)
  const [count, total] = [sorted.length, sorted.reduce((sum, load) => sum + load, 0)]
  const ranked = sorted.reduce((sum, load, nth) => sum + (nth + 1) * load, 0)
  return {
    most: sorted.at(-1) ?? 0,
    median: sorted[Math.floor((count - 1) / 2)] ?? 0,
    gini: total === 0 ? 0 : (2 * ranked) / (count * total) - (count + 1) / count,
  }
}

/** What a plan costs in km: ways, waiting, unfair loads, hours and, for each turn left out in vain, `unservedKm`. */
export const costOf = (turns: readonly Turn[], plan: YearPlan): number => {
  const fair = fairShareOf(turns)
  let cost = 0
  for (const { turn: nth, team, time } of plan.planned) {
    const turn = turns[nth]
    if (turn !== undefined) cost += weekCost(turn, team, time.week) + dayCost(time)
  }
  for (const load of loadsOf(plan).values()) cost += Math.max(0, load - fair) * ABOVE_FAIR_KM
  const planned = new Set(plan.planned.map(({ turn }) => turn))
  for (const [nth, turn] of hopefulOf(turns)) if (!planned.has(nth)) cost += unservedKm(turn)
  return cost
}

/** Keeps who is where on which day, and how often in all. */
const diary = () => {
  const taken = new Set<string>()
  const loads = new Map<string, number>()
  const daysOf = (team: Team, time: FreeTime): string[] =>
    team.ids.flatMap((id) => time.days.map((day) => `${id} ${day}`))
  return {
    isFree: (team: Team, time: FreeTime): boolean => daysOf(team, time).every((day) => !taken.has(day)),
    mayTake: ({ ids }: Team, most: number): boolean => ids.every((id) => (loads.get(id) ?? 0) < most),
    take: (team: Team, time: FreeTime): void => {
      for (const day of daysOf(team, time)) taken.add(day)
      for (const id of team.ids) loads.set(id, (loads.get(id) ?? 0) + 1)
    },
  }
}

/**
 * A plan without a solver: what is `given` stays; then turn by turn, those of the highest priority first, then by
 * their days, the cheapest team at the first time at which all of it is free. Nobody is at two drills on a day.
 */
export const nearestFirst = (turns: readonly Turn[], given: readonly Planned[] = []): YearPlan => {
  const { isFree, mayTake, take } = diary()
  for (const { team, time } of given) take(team, time)
  const planned = [...given]
  const done = new Set(given.map(({ turn }) => turn))
  const waiting = hopefulOf(turns)
    .filter(([nth]) => !done.has(nth))
    .toSorted(
      ([, one], [, other]) =>
        other.priority.points - one.priority.points || one.slotAt.getTime() - other.slotAt.getTime(),
    )
  for (const [nth, turn] of waiting) {
    for (const team of turn.teams) {
      if (!mayTake(team, turn.drillsMost)) continue
      const time = turn.times.find((one) => mayGo(team, one) && isFree(team, one))
      if (time === undefined) continue
      take(team, time)
      planned.push({ turn: nth, team, time })
      done.add(nth)
      break
    }
  }
  const unserved = turns.flatMap(({ hopeless }, turn) =>
    done.has(turn) ? [] : [{ turn, reason: hopeless ?? ('all-busy' as const) }],
  )
  return { planned: planned.sort((one, other) => one.turn - other.turn), unserved }
}
