import type { YearPlan } from '../drills/year-plan.ts'
import type { Turn, Unserved } from '../drills/year-turns.ts'
import { timeZoneOf } from '../roster/region.ts'
import { localDate, localTime } from '../wording/time.ts'

/** What binds, in the words of the list. */
const reasonText = (reason: Unserved, kmMost: number): string => {
  switch (reason) {
    case 'window-over':
      return 'its window is already over'
    case 'no-free-day':
      return 'no free day in its window'
    case 'nobody-near':
      return `too few facilitators within ${kmMost} km`
    case 'all-away':
      return 'all facilitators in reach are away'
    case 'all-busy':
      return 'all facilitators in reach have other drills on its free days, or as many as they may'
  }
}

/** Of the listed and the written plan. */
export const COLUMNS = [
  'programme',
  'site',
  'name',
  'date',
  'time',
  'zone',
  'slotAt',
  'startsAt',
  'endsAt',
  'facilitators',
  'km',
  'priority',
  'because',
  'why',
] as const

const lineOf = ({ programmeId, site, slotAt, priority }: Turn) => ({
  priority: priority.points,
  because: priority.parts.join(' '),
  programme: programmeId,
  site: site.siteCode,
  name: site.name,
  zone: timeZoneOf(site.villageCode),
  slotAt: slotAt.toISOString(),
})

/** A row for each turn: those planned by their start, then those left out. */
export const rowsOf = (
  turns: readonly Turn[],
  { planned, unserved }: YearPlan,
  kmMost: (programmeId: string) => number,
): Record<(typeof COLUMNS)[number], string | number | null>[] => {
  const served = planned.flatMap(({ turn: nth, team, time: { startsAt, endsAt } }) => {
    const turn = turns[nth]
    if (turn === undefined) return []
    const line = lineOf(turn)
    return [
      {
        ...line,
        date: localDate(startsAt, line.zone),
        time: localTime(startsAt, line.zone),
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        facilitators: team.ids.join(' '),
        km: Math.round(team.km * 10) / 10,
        why: null,
      },
    ]
  })
  const left = unserved.flatMap(({ turn: nth, reason }) => {
    const turn = turns[nth]
    if (turn === undefined) return []
    const none = { date: null, time: null, startsAt: null, endsAt: null, facilitators: null, km: null }
    return [{ ...lineOf(turn), ...none, why: reasonText(reason, kmMost(turn.programmeId)) }]
  })
  const key = ({ startsAt }: { startsAt: string | null }): string => startsAt ?? '~'
  return [...served.toSorted((one, other) => (key(one) < key(other) ? -1 : 1)), ...left]
}
