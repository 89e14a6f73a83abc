import type { KeptYear } from '../drills/year-kept.ts'
import type { YearPlan } from '../drills/year-plan.ts'
import type { Turn } from '../drills/year-turns.ts'
import { timeZoneOf } from '../roster/region.ts'
import type { Kind } from '../roster/responder.ts'
import type { ScheduledTurn, YearSaved } from '../store/year-plans.ts'
import { listing } from './table.ts'

/** The turns of a plan as they are saved. */
export const scheduledOf = (
  turns: readonly Turn[],
  { planned }: YearPlan,
  roster: readonly { readonly id: string; readonly kind: Kind }[],
): readonly ScheduledTurn[] => {
  const kinds = new Map(roster.map(({ id, kind }) => [id, kind]))
  return planned.flatMap(({ turn: nth, team, time: { startsAt, endsAt } }) => {
    const turn = turns[nth]
    if (turn === undefined) return []
    const { programmeId, slotAt, site } = turn
    const byKind: Partial<Record<Kind, string[]>> = {}
    for (const id of team.ids) {
      const kind = kinds.get(id)
      if (kind !== undefined) byKind[kind] = [...(byKind[kind] ?? []), id]
    }
    return [
      {
        programmeId,
        siteCode: site.siteCode,
        slotAt,
        startsAt,
        endsAt,
        zone: timeZoneOf(site.villageCode),
        team: byKind,
      },
    ]
  })
}

/** By reason, how many turns of the plan before are planned anew. */
export const replannedOf = ({ loosened }: KeptYear): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { because } of loosened.values()) counts[because] = (counts[because] ?? 0) + 1
  return counts
}

/** What became of an earlier plan, and what was saved. */
export const keptText = (kept: KeptYear, saved: YearSaved | null): string =>
  listing([
    ['frozen or told, untouched', kept.frozen],
    ['kept as saved before', kept.kept],
    ...Object.entries(replannedOf(kept)).map(([why, count]): [string, number] => [`planned anew: ${why}`, count]),
    ['saved', saved === null ? 'nothing: add --save' : `${saved.added} added, ${saved.changed} changed`],
  ])
