import { solveYear } from '../../src/cli/year-solving.ts'
import { priorityOf } from '../../src/drills/site-priority.ts'
import { loadsOf, type YearPlan } from '../../src/drills/year-plan.ts'
import { type PlannedProgramme, turnsOf } from '../../src/drills/year-turns.ts'
import { readTertinggal } from '../../src/gazetteer/tertinggal.ts'
import { regencyOf } from '../../src/roster/region.ts'
import type { Site } from '../../src/roster/site.ts'
import { solveWithHighs } from '../../src/solver/highs.ts'
import { type Figure, percentile, stopwatch } from './figure.ts'
import { responderOf, sampleRegister, shippedConfiguration } from './sample-register.ts'
import type { Stage } from './stage.ts'

const HOUR_MS = 3_600_000
const LIMIT_MS = 60_000

/** Every site twice a year, with a pair. */
const PROGRAMME: PlannedProgramme = {
  id: 'gladi-setahun',
  type: 'gladi-lapang',
  hazard: 'flood',
  sites: { kind: 'filter' },
  when: { kind: 'every', count: 6, unit: 'months', from: '2027-01-16', time: '09:00' },
  zone: 'site',
  durationMs: 3 * HOUR_MS,
  closedDays: 'move',
  team: { pendamping_desa: 1, tagana: 1 },
  inviteBeforeMs: 7 * 24 * HOUR_MS,
  remindBeforeMs: [],
  rehearse: 'none',
  plan: { withinMs: 30 * 24 * HOUR_MS, travelKmMost: 150 },
}

const waysOf = (plan: YearPlan) => {
  const loads = loadsOf(plan)
  const km = plan.planned.reduce((sum, { team }) => sum + team.km, 0)
  return { km: km / Math.max(1, loads.size), loads: [...loads.values()] }
}

/** A year of 638 sites by the shipped calendar, in this process and the solver's thread. */
export const year = async (stage: Stage): Promise<readonly Figure[]> => {
  const register = sampleRegister()
  const { calendar, tertinggalFile } = shippedConfiguration()
  const people = register.people.map(responderOf)
  const span = [new Date('2027-01-01T00:00+07:00'), new Date('2028-01-01T00:00+07:00')] as const
  const remote = new Set<string>(readTertinggal(tertinggalFile).map(({ regencyCode }) => regencyCode))
  const at = new Date('2026-12-01T00:00Z')
  const goesFirst = (site: Site) => priorityOf(site, undefined, remote.has(regencyOf(site.villageCode)), at)
  const processor = process.cpuUsage()
  const made = await stopwatch(async () =>
    turnsOf([PROGRAMME], register.sites, people, calendar, goesFirst, span, new Date('2026-12-01T00:00Z')),
  )
  stage.tell(`${made.result.length} turns after ${Math.round(made.ms)} ms`)
  const solved = await stopwatch(() => solveYear(made.result, { limitMs: LIMIT_MS, seed: 1 }, solveWithHighs))
  const { user, system } = process.cpuUsage(processor)
  const { plan, by, cost, greedy, greedyCost, bound, gap, stages } = solved.result
  const [mine, theirs] = [waysOf(plan), waysOf(greedy)]
  const beside = (what: string, value: number, unit: string, other: number): Figure => ({
    ...{ what, value, unit },
    ...(other === 0 ? {} : { ceiling: { what: 'greedy', value: other } }),
  })
  const reasons = new Map<string, number>()
  for (const { reason } of plan.unserved) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  return [
    { what: `${made.result.length} turns: what each may have`, value: made.ms, unit: 'ms' },
    { what: `planned, by ${by}`, value: solved.ms, unit: 'ms' },
    { what: 'processor time of all, both threads', value: (user + system) / 1_000, unit: 'ms' },
    ...stages.flatMap((one): Figure[] => [
      { what: `stage ${one.stage}, ${one.variables} variables: ${one.outcome}`, value: one.ms, unit: 'ms' },
      ...(one.gap === null ? [] : [{ what: `stage ${one.stage}: gap`, value: one.gap * 100, unit: '%' }]),
    ]),
    beside('cost of the plan', cost, 'km', greedyCost),
    ...(bound === null ? [] : [{ what: 'bound of the whole plan', value: bound, unit: 'km' }]),
    ...(gap === null ? [] : [{ what: 'gap of the whole plan', value: gap * 100, unit: '%' }]),
    beside('travel per facilitator, one way', mine.km, 'km', theirs.km),
    ...[0.5, 0.99, 1].map((share) =>
      beside(
        `drills of a facilitator, p${share * 100}`,
        percentile(mine.loads, share),
        '',
        percentile(theirs.loads, share),
      ),
    ),
    beside('turns not served', plan.unserved.length, '', greedy.unserved.length),
    ...[...reasons].map(([reason, value]): Figure => ({ what: `not served: ${reason}`, value, unit: '' })),
  ]
}
