import type { LinearProgram, Row, Term } from './linear-program.ts'
import {
  ABOVE_FAIR_KM,
  dayCost,
  fairShareOf,
  hopefulOf,
  mayGo,
  type Planned,
  unservedKm,
  weekCost,
} from './year-plan.ts'
import type { Team, Turn } from './year-turns.ts'

/** A program, and what is meant by the variables that come out as 1. */
export interface Stage<Meaning> {
  readonly program: LinearProgram
  readonly meanings: ReadonlyMap<string, Meaning>
}

export interface InWeek {
  readonly turn: number
  readonly team: Team
  readonly week: number
}

const DAYS_A_WEEK = 7

/** Rows that grow with their variables: one for each name, with the strictest limit that came with any of them. */
const rowsBy = () => {
  const named = new Map<string, { readonly terms: Term[]; most: number }>()
  return {
    add: (name: string, term: Term, most = Infinity): void => {
      const own = named.get(name)
      if (own === undefined) named.set(name, { terms: [term], most })
      else {
        own.terms.push(term)
        own.most = Math.min(own.most, most)
      }
    },
    rows: (limit: number, sense: Row['sense'] = '<='): readonly Row[] =>
      [...named.values()].map(({ terms }) => ({ terms, sense, limit })),
    /** Only where so many could be too many. */
    limited: (): readonly Row[] =>
      [...named.values()].flatMap(({ terms, most }): Row[] =>
        terms.length > most ? [{ terms, sense: '<=', limit: most }] : [],
      ),
    lists: (): readonly (readonly Term[])[] => [...named.values()].map(({ terms }) => terms),
  }
}

/**
 * Which week and which team each turn gets; or, at `unservedKm`, none. A facilitator takes at most seven drills a week,
 * and no more a year than the strictest of their programmes says. Every whole plan keeps all this, so that no plan costs
 * less than this program's bound.
 */
export const weekStage = (turns: readonly Turn[]): Stage<InWeek> => {
  const meanings = new Map<string, InWeek>()
  const costs: Term[] = []
  const [once, weekly, loads] = [rowsBy(), rowsBy(), rowsBy()]
  for (const [nth, turn] of hopefulOf(turns)) {
    costs.push([unservedKm(turn), `u${nth}`])
    once.add(`${nth}`, [1, `u${nth}`])
    for (const week of new Set(turn.times.map((time) => time.week)))
      for (const [which, team] of turn.teams.entries()) {
        const times = turn.times.filter((time) => time.week === week && mayGo(team, time))
        if (times.length === 0) continue
        const name = `x${nth}_${week}_${which}`
        meanings.set(name, { turn: nth, team, week })
        // Its cheapest day: what the day stage can make of it at best, so that the bound holds for the whole.
        costs.push([weekCost(turn, team, week) + Math.min(...times.map(dayCost)), name])
        once.add(`${nth}`, [1, name])
        for (const id of team.ids) {
          weekly.add(`${id} ${week}`, [1, name])
          loads.add(id, [1, name], turn.drillsMost)
        }
      }
  }
  const fair = fairShareOf(turns)
  const rows = [
    ...once.rows(1, '='),
    ...weekly.rows(DAYS_A_WEEK).filter(({ terms }) => terms.length > DAYS_A_WEEK),
    ...loads.limited(),
    ...loads.lists().map((terms, nth): Row => ({ terms: [...terms, [-1, `e${nth}`]], sense: '<=', limit: fair })),
  ]
  costs.push(...loads.lists().map((_, nth): Term => [ABOVE_FAIR_KM, `e${nth}`]))
  const binaries = [...meanings.keys(), ...hopefulOf(turns).map(([nth]) => `u${nth}`)]
  return { program: { costs, rows, binaries }, meanings }
}

/** Which day and hour of its week each turn gets with its team, if any: nobody is at two drills on a day. */
export const dayStage = (turns: readonly Turn[], weeks: readonly InWeek[]): Stage<Planned> => {
  const meanings = new Map<string, Planned>()
  const costs: Term[] = []
  const [once, daily] = [rowsBy(), rowsBy()]
  for (const { turn: nth, team, week } of weeks) {
    const own = turns[nth]
    if (own === undefined) continue
    costs.push([unservedKm(own), `u${nth}`])
    once.add(`${nth}`, [1, `u${nth}`])
    for (const [which, time] of own.times.entries()) {
      if (time.week !== week || !mayGo(team, time)) continue
      const name = `y${nth}_${which}`
      meanings.set(name, { turn: nth, team, time })
      costs.push([dayCost(time), name])
      once.add(`${nth}`, [1, name])
      for (const id of team.ids) for (const day of time.days) daily.add(`${id} ${day}`, [1, name])
    }
  }
  const rows = [...once.rows(1, '='), ...daily.rows(1).filter(({ terms }) => terms.length > 1)]
  return { program: { costs, rows, binaries: [...meanings.keys(), ...weeks.map(({ turn }) => `u${turn}`)] }, meanings }
}

/** What a solution's ones mean. */
export const chosenOf = <Meaning>({ meanings }: Stage<Meaning>, ones: readonly string[]): readonly Meaning[] =>
  ones.flatMap((name) => meanings.get(name) ?? [])
