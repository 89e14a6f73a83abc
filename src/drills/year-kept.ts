import type { RosterPerson, TeamPlan } from './assignment.ts'
import { whyNotAsked } from './assignment.ts'
import type { OccurrenceState } from './occurrence.ts'
import type { PlannedProgramme, Turn } from './year-turns.ts'

/** A turn as an earlier plan left it. */
export interface EarlierTurn {
  readonly programmeId: string
  readonly siteCode: string
  readonly slotAt: Date
  readonly startsAt: Date
  readonly state: OccurrenceState
  /** The plan itself cancelled it: it may come back. */
  readonly cancelledByPlan: boolean
  /** Null: no year's plan was saved for it. */
  readonly team: TeamPlan | null
  /** Facilitators who were invited. */
  readonly invited: readonly string[]
}

/** Why a turn of an earlier plan gets another time or other people. */
export type Loosened = 'not-saved' | 'time-not-free' | 'person-not-free' | 'team-changed'

export interface KeptYear {
  /** What is to be planned, around what is kept. */
  readonly turns: readonly Turn[]
  /** Begun, over, called off, invited, or within the frozen window. */
  readonly frozen: number
  /** Beyond it, and still possible as it was planned. */
  readonly kept: number
  /** Of turns that are planned anew: what they were and why they are not kept, by `turnKey`. */
  readonly loosened: ReadonlyMap<string, { readonly from: EarlierTurn; readonly because: Loosened }>
}

export const turnKey = (programmeId: string, siteCode: string, slotAt: Date): string =>
  `${programmeId} ${siteCode} ${slotAt.getTime()}`

const peopleOf = ({ team, invited }: EarlierTurn): readonly string[] => [
  ...new Set([...Object.values(team ?? {}).flat(), ...invited]),
]

/**
 * Parts the turns of a year into those that stay as an earlier plan has them and those to be planned. What is past
 * planning, or begins before `frozenTo`, always stays; what was saved for later stays if its time is still free and all
 * its people can still go. The people of what stays are taken on its days: `daysOf` counts them as turns do.
 */
export const keepEarlier = (
  turns: readonly Turn[],
  earlier: readonly EarlierTurn[],
  programmes: readonly Pick<PlannedProgramme, 'id' | 'team'>[],
  roster: readonly RosterPerson[],
  [frozenTo, now]: readonly [Date, Date],
  daysOf: (startsAt: Date, programmeId: string) => readonly number[],
): KeptYear => {
  const people = new Map(roster.map((person): [string, RosterPerson] => [person.id, person]))
  const teams = new Map(programmes.map(({ id, team }) => [id, team]))
  const known = new Map(earlier.map((row) => [turnKey(row.programmeId, row.siteCode, row.slotAt), row]))
  const taken = new Map<string, Set<number>>()
  const loosened = new Map<string, { from: EarlierTurn; because: Loosened }>()
  const open: Turn[] = []
  let [frozen, kept] = [0, 0]

  const whyLoosened = (turn: Turn, { team, startsAt }: EarlierTurn): Loosened | null => {
    if (team === null) return 'not-saved'
    if (!turn.times.some((time) => time.startsAt.getTime() === startsAt.getTime())) return 'time-not-free'
    const wanted = Object.entries(teams.get(turn.programmeId) ?? {})
    const named = new Map(Object.entries(team))
    if (wanted.some(([kind, count]) => named.get(kind)?.length !== count)) return 'team-changed'
    const goes = (id: string, kind: string): boolean => {
      const person = people.get(id)
      return person?.kind === kind && whyNotAsked(person, startsAt, now) === null
    }
    return wanted.every(([kind]) => named.get(kind)?.every((id) => goes(id, kind))) ? null : 'person-not-free'
  }
  const isPast = ({ state, cancelledByPlan, startsAt }: EarlierTurn): boolean =>
    state === 'cancelled' ? !cancelledByPlan : state !== 'planned' || startsAt < frozenTo

  for (const turn of turns) {
    const key = turnKey(turn.programmeId, turn.site.siteCode, turn.slotAt)
    const row = known.get(key)
    const past = row !== undefined && isPast(row)
    const because = row === undefined || past ? null : whyLoosened(turn, row)
    if (row === undefined || because !== null) {
      if (row !== undefined && because !== null) loosened.set(key, { from: row, because })
      open.push(turn)
      continue
    }
    if (past) frozen += 1
    else kept += 1
    if (row.state === 'cancelled') continue
    for (const id of peopleOf(row)) {
      const days = taken.get(id) ?? new Set()
      for (const day of daysOf(row.startsAt, row.programmeId)) days.add(day)
      taken.set(id, days)
    }
  }
  const busyOf = (ids: readonly string[]): ReadonlySet<number> =>
    new Set(ids.flatMap((id) => [...(taken.get(id) ?? [])]))
  return {
    turns: open.map((turn) => ({
      ...turn,
      teams: turn.teams.map((team) => ({ ...team, busyDays: busyOf(team.ids) })),
    })),
    ...{ frozen, kept, loosened },
  }
}
