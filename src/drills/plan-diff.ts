import type { TimeZone } from '../roster/region.ts'
import type { Site } from '../roster/site.ts'
import type { Closing } from './calendar.ts'
import { type DrillProgramme, zoneFor } from './drill-plan.ts'
import type { KeptOccurrence, KnownPlan, NewOccurrence, PLAN_REASONS, Replan } from './replan.ts'

/** What would happen to one occurrence: it is told apart from others by programme, site and turn. */
export interface PlanChange {
  readonly programmeId: string
  readonly siteCode: string
  readonly zone: TimeZone
  readonly change: 'added' | 'moved' | 'renewed' | 'reinstated' | 'cancelled' | 'kept-invited' | 'missed'
  /** When it is held as things stand; null where it is not planned yet. */
  readonly from: Date | null
  /** When it would be held; null where it would be no more. */
  readonly to: Date | null
  readonly because: (typeof PLAN_REASONS)[number] | 'found-after-its-time' | 'closed-day' | 'new-terms' | null
  /** The closed days that stand in the way of its turn. */
  readonly closings: readonly Closing[]
}

export interface PlanDiff {
  /** By the time that it has now or would have, then by site. */
  readonly changes: readonly PlanChange[]
  /** Occurrences ahead, planned or invited, that stay as they are. */
  readonly unchanged: number
}

type Judged = Pick<PlanChange, 'change' | 'from' | 'to' | 'because'>

const judgedNew = ({ state, startsAt, moved }: NewOccurrence): Judged => {
  if (state === 'cancelled') return { change: 'cancelled', from: null, to: null, because: 'no-free-day' }
  if (state === 'missed') return { change: 'missed', from: null, to: startsAt, because: 'found-after-its-time' }
  return { change: 'added', from: null, to: startsAt, because: moved ? 'closed-day' : null }
}

const judgedRenewed = (row: KeptOccurrence, { state, startsAt, moved }: NewOccurrence): Judged => {
  const from = row.startsAt
  if (state === 'cancelled') return { change: 'cancelled', from, to: null, because: 'no-free-day' }
  const because = moved ? 'closed-day' : null
  if (row.state === 'cancelled') return { change: 'reinstated', from, to: startsAt, because }
  if (from.getTime() !== startsAt.getTime()) return { change: 'moved', from, to: startsAt, because }
  return { change: 'renewed', from, to: startsAt, because: 'new-terms' }
}

const keyOf = ({ siteCode, slotAt }: Pick<KeptOccurrence, 'siteCode' | 'slotAt'>): string =>
  `${slotAt.getTime()} ${siteCode}`

const timeOf = ({ from, to }: PlanChange): number => (from ?? to ?? new Date(0)).getTime()

/** What `plan`, made of `known` at `now`, would change, in the order of time. */
export const planDiff = (
  programme: Pick<DrillProgramme, 'id' | 'zone'>,
  sites: readonly Site[],
  known: Pick<KnownPlan, 'kept'>,
  plan: Replan,
  now: Date,
): PlanDiff => {
  const villages = new Map(sites.map((site) => [site.siteCode, site]))
  const kept = new Map(known.kept.map((row) => [keyOf(row), row]))
  const byId = new Map(known.kept.map((row) => [row.id, row]))
  const changes: PlanChange[] = []
  const tell = (siteCode: string, judged: Judged, closings: readonly Closing[]): void => {
    const site = villages.get(siteCode)
    // A village that left the register takes its clock with it: Jakarta's stands in.
    const zone = site === undefined ? 'WIB' : zoneFor(programme, site)
    changes.push({ programmeId: programme.id, siteCode, zone, ...judged, closings })
  }
  for (const row of plan.insert) tell(row.siteCode, judgedNew(row), row.closings)
  for (const row of plan.renew) {
    const before = kept.get(keyOf(row))
    if (before !== undefined) tell(row.siteCode, judgedRenewed(before, row), row.closings)
  }
  const tellGone = (ids: readonly string[], because: PlanChange['because'], stays: boolean): void => {
    for (const id of ids) {
      const row = byId.get(id)
      if (row === undefined) continue
      const { siteCode, startsAt: from, closings } = row
      const to = stays ? from : null
      tell(siteCode, { change: stays ? 'kept-invited' : 'cancelled', from, to, because }, closings)
    }
  }
  tellGone(plan.cancel, 'programme-changed', false)
  tellGone(plan.keepInvited, 'programme-changed', true)
  tellGone(plan.leave.cancel, 'site-left-filter', false)
  tellGone(plan.leave.keepInvited, 'site-left-filter', true)
  const renewed = new Set(plan.renew.map(keyOf))
  const gone = new Set([plan.cancel, plan.keepInvited, plan.leave.cancel, plan.leave.keepInvited].flat())
  const stays = (row: KeptOccurrence): boolean => !renewed.has(keyOf(row)) && !gone.has(row.id)
  return {
    changes: changes.toSorted((one, other) => timeOf(one) - timeOf(other) || (one.siteCode < other.siteCode ? -1 : 1)),
    unchanged: known.kept.filter(
      (row) => row.startsAt > now && (row.state === 'planned' || row.state === 'invited') && stays(row),
    ).length,
  }
}
