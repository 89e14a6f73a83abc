import fc from 'fast-check'
import { costOf, type Planned } from '../../src/drills/year-plan.ts'
import { type PlannedProgramme, type Turn, turnsOf } from '../../src/drills/year-turns.ts'
import { aPerson, aProgramme, aSite, NO_CALENDAR } from './sample.ts'

const DAY_MS = 86_400_000
const VILLAGE = '32.04.15.2003'
const SPAN = [new Date('2027-01-01T00:00Z'), new Date('2027-02-10T00:00Z')] as const
const NOW = new Date('2026-12-01T00:00Z')

/** Every way to lay the turns of a tiny year, the cheapest. */
export const cheapest = (turns: readonly Turn[]): number => {
  const best = (nth: number, chosen: readonly Planned[]): number => {
    const turn = turns[nth]
    if (turn === undefined) return costOf(turns, { planned: chosen, unserved: [] })
    const ways = turn.teams.flatMap((team) =>
      turn.times
        .filter((time) => team.freeFrom <= time.startsAt)
        .filter(() => team.ids.every((id) => loadOf(id, chosen) < turn.drillsMost))
        .filter((time) => chosen.every((other) => !meet(other, { turn: nth, team, time })))
        .map((time) => best(nth + 1, [...chosen, { turn: nth, team, time }])),
    )
    return Math.min(best(nth + 1, chosen), ...ways)
  }
  return best(0, [])
}

/** Whether somebody would be at two drills on a day. */
export const meet = (one: Planned, other: Planned): boolean =>
  one.team.ids.some((id) => other.team.ids.includes(id)) && one.time.days.some((day) => other.time.days.includes(day))

const loadOf = (id: string, chosen: readonly Planned[]): number =>
  chosen.filter(({ team }) => team.ids.includes(id)).length

/** A year of at most three villages with a turn each, a few pairs, and windows of a day or two. */
export const tiny = fc.record({
  homes: fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean()), { minLength: 1, maxLength: 4 }),
  points: fc.array(fc.nat({ max: 10 }), { minLength: 1, maxLength: 3 }),
  days: fc.integer({ min: 1, max: 2 }),
  long: fc.boolean(),
  most: fc.option(fc.integer({ min: 1, max: 2 })),
})
type Tiny = typeof tiny extends fc.Arbitrary<infer One> ? One : never

export const tinyYear = ({ homes, points, days, long, most }: Tiny): readonly Turn[] => {
  const people = homes.flatMap(([east, away], nth) => {
    const home = [107.5 + east / 100, -7.2] as const
    const unavailableUntil = away ? new Date('2027-02-01T00:00Z') : null
    return [
      aPerson(`T${nth}`, { kind: 'tagana', home, unavailableUntil }),
      aPerson(`P${nth}`, { kind: 'pendamping_desa', home }),
    ]
  })
  const programme: PlannedProgramme = {
    ...aProgramme({ team: { tagana: 1, pendamping_desa: 1 }, ...(long ? { durationMs: 30 * 3_600_000 } : {}) }),
    plan: { withinMs: days * DAY_MS, travelKmMost: 100, ...(most === null ? {} : { drillsMost: most }) },
  }
  const sites = points.map((_, nth) => aSite(`S${nth}`, VILLAGE))
  const priority = (nth: number) => ({ points: points[nth] ?? 0, parts: [] })
  return turnsOf([programme], sites, people, NO_CALENDAR, (site) => priority(sites.indexOf(site)), SPAN, NOW)
}
