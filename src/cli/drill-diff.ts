import type { DrillPlans } from '../../config/load.ts'
import { type PlanDiff, planDiff } from '../drills/plan-diff.ts'
import { replan } from '../drills/replan.ts'
import type { SiteFacts } from '../drills/site-facts.ts'
import { type TimeZone, UTC_OFFSET_HOURS } from '../roster/region.ts'
import type { Site } from '../roster/site.ts'
import type { Database } from '../store/database.ts'
import { orphansOf, readPlan } from '../store/drill-plans.ts'
import { localTime } from '../wording/time.ts'
import { table } from './table.ts'

/** `2027-04-26 10.00 WIB`, as the clocks of the zone show it. */
export const wallTime = (at: Date, zone: TimeZone): string =>
  `${new Date(at.getTime() + UTC_OFFSET_HOURS[zone] * 3_600_000).toISOString().slice(0, 10)} ${localTime(at, zone)}`

/** What `drills plan` would change if it ran at `now`, by kind of change. Nothing is written. */
export const diffNow = async (
  database: Database,
  { programmes, calendar }: Pick<DrillPlans, 'programmes' | 'calendar'>,
  sites: readonly Site[],
  facts: SiteFacts,
  now: Date,
) => {
  const diffs: PlanDiff[] = []
  for (const programme of programmes) {
    const known = await readPlan(database, programme, now)
    diffs.push(planDiff(programme, sites, known, replan(programme, sites, calendar, known, now, facts), now))
  }
  const keep = programmes.map(({ id }) => id)
  const retired = (await orphansOf(database, keep, now)).map(({ programmeId, siteCode, zone, startsAt, state }) => ({
    ...{ programmeId, siteCode, zone, from: startsAt, because: 'programme-removed' as const, closings: [] },
    ...(state === 'planned'
      ? { change: 'cancelled' as const, to: null }
      : { change: 'kept-invited' as const, to: startsAt }),
  }))
  const changes = [...diffs.flatMap((diff) => diff.changes), ...retired]
  const of = (wanted: (typeof changes)[number]['change']) => changes.filter(({ change }) => change === wanted)
  return {
    added: [...of('added'), ...of('reinstated')],
    moved: of('moved'),
    renewed: of('renewed'),
    cancelled: of('cancelled'),
    keptInvited: of('kept-invited'),
    missed: of('missed'),
    unchanged: diffs.reduce((sum, { unchanged }) => sum + unchanged, 0),
  }
}

type Diff = Awaited<ReturnType<typeof diffNow>>

const BECAUSE: Readonly<Record<NonNullable<Diff['added'][number]['because']>, string>> = {
  'programme-removed': 'its programme is gone',
  'programme-changed': 'its programme no longer holds it',
  'site-left-filter': 'the filter no longer means the village',
  'no-free-day': 'no free time',
  'found-after-its-time': 'nobody planned it in time',
  'closed-day': 'closed day',
  'new-terms': 'other terms',
}

/** A line for each change and one with the counts. */
export const diffText = ({ unchanged, ...lists }: Diff): string => {
  const changes = Object.values(lists).flat()
  const rows = changes.map(({ change, programmeId, siteCode, zone, from, to, because, closings }) => [
    change,
    programmeId,
    siteCode,
    from === null ? null : wallTime(from, zone),
    to === null ? null : wallTime(to, zone),
    because === null ? null : [BECAUSE[because], ...closings.map(({ name, day }) => `${name} (${day})`)].join(': '),
  ])
  const counts = [
    `${lists.added.length} added, ${lists.moved.length} moved, ${lists.renewed.length} renewed`,
    `${lists.cancelled.length} cancelled, ${lists.keptInvited.length} kept because people are invited`,
    `${lists.missed.length} missed, ${unchanged} unchanged`,
  ].join(', ')
  const columns = ['change', 'programme', 'site', 'from', 'to', 'because']
  return `What drills plan would change now:\n${table(columns, rows, '(nothing)')}\n${counts}`
}
