import { type Command, InvalidArgumentError } from 'commander'
import { yearsMissing } from '../drills/calendar.ts'
import type { DrillProgramme } from '../drills/drill-plan.ts'
import { priorityOf, type SitePriority } from '../drills/site-priority.ts'
import { keepEarlier } from '../drills/year-kept.ts'
import { loadsOf, spreadOf, type YearPlan } from '../drills/year-plan.ts'
import { daysOf, type PlannedProgramme, turnsOf } from '../drills/year-turns.ts'
import { InvalidInput } from '../errors.ts'
import { readTertinggal } from '../gazetteer/tertinggal.ts'
import { regencyOf } from '../roster/region.ts'
import type { Site } from '../roster/site.ts'
import { solveWithHighs } from '../solver/highs.ts'
import { loadSites, openRoster } from '../store/roster.ts'
import { loadSiteFacts } from '../store/site-facts.ts'
import { earlierTurns, saveYearPlan } from '../store/year-plans.ts'
import { fileEnding, wholeNumber } from './choices.ts'
import { keptText, replannedOf, scheduledOf } from './drill-schedule-kept.ts'
import { COLUMNS, rowsOf } from './drill-schedule-rows.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'
import { writeRows } from './written-file.ts'
import { type SolvedYear, solveYear } from './year-solving.ts'

interface Options {
  readonly year: number
  readonly programme?: string
  readonly limit: number
  readonly seed: number
  readonly out?: string
  readonly save: boolean
  readonly frozen: number
}

const DAY_MS = 86_400_000

const secondsMs = (text: string): number => {
  const [, count] = /^([1-9]\d{0,3})s$/.exec(text) ?? []
  const ms = Number(count) * 1000
  if (ms >= 1000 && ms <= 3_600_000) return ms
  throw new InvalidArgumentError('Expected seconds from 1s to 3600s, such as 60s.')
}

const isPlanned = (programme: DrillProgramme): programme is PlannedProgramme => programme.plan !== undefined

const chosen = (programmes: readonly DrillProgramme[], id: string | undefined): readonly PlannedProgramme[] => {
  const found = programmes.filter(isPlanned).filter((programme) => id === undefined || programme.id === id)
  if (found.length > 0) return found
  const got = id ?? 'none with it'
  throw new InvalidInput('nothing to plan', [
    { path: 'config/drills', got, expected: 'a programme with a block plan:' },
  ])
}

const figuresOf = (plan: YearPlan, cost: number) => {
  const loads = [...loadsOf(plan).values()]
  const km = plan.planned.reduce((sum, { team }) => sum + team.km, 0)
  const spread = spreadOf(loads)
  return {
    cost: Math.round(cost),
    planned: plan.planned.length,
    unserved: plan.unserved.length,
    travelKm: Math.round(km),
    facilitators: loads.length,
    kmPerFacilitator: loads.length === 0 ? 0 : Math.round(km / loads.length),
    mostDrillsOfOne: spread.most,
    medianDrills: spread.median,
    gini: Math.round(spread.gini * 100) / 100,
  }
}

const percent = (share: number | null): string | null => (share === null ? null : `${(share * 100).toFixed(2)} %`)

const shown = (solved: SolvedYear, rows: ReturnType<typeof rowsOf>, calendarMissing: boolean, year: number): string => {
  const plans = [
    [solved.by === 'solver' ? 'this plan' : 'this plan (greedy)', figuresOf(solved.plan, solved.cost)],
    ['greedy', figuresOf(solved.greedy, solved.greedyCost)],
  ] as const
  const names = [
    'cost',
    'planned',
    'unserved',
    'travelKm',
    'facilitators',
    'kmPerFacilitator',
    'mostDrillsOfOne',
    'medianDrills',
    'gini',
  ] as const
  return [
    table(
      COLUMNS.slice(0, 6).concat(['facilitators', 'km', 'priority', 'why']),
      rows.map((row) => [
        row.programme,
        row.site,
        row.name,
        row.date,
        row.time,
        row.zone,
        row.facilitators,
        row.km,
        row.why === null ? row.priority : `${row.priority}: ${row.because}`,
        row.why,
      ]),
      '(no turn)',
    ),
    '',
    table(
      ['stage', 'outcome', 'ms', 'variables', 'cost', 'bound', 'gap'],
      solved.stages.map((stage) => [
        stage.stage,
        stage.outcome,
        stage.ms,
        stage.variables,
        stage.cost?.toFixed(1),
        stage.bound?.toFixed(1),
        percent(stage.gap),
      ]),
      '(no stage)',
    ),
    '',
    table(
      ['', ...names],
      plans.map(([name, figures]) => [name, ...names.map((one) => figures[one])]),
    ),
    '',
    listing([
      ['bound of the whole plan', solved.bound?.toFixed(1)],
      ['gap of the whole plan', percent(solved.gap)],
    ]),
    'Costs are in km of travel.',
    ...(calendarMissing
      ? [`No calendar for ${year}: every day of it counts as free. Add calendars/${year}.yaml.`]
      : []),
  ].join('\n')
}

const schedule = async (run: Run, { year, programme, limit, seed, out, save, frozen }: Options): Promise<void> => {
  const { programmes, calendar, tertinggalFile } = run.configuration()
  const planned = chosen(programmes, programme)
  // From midnight of the first clock to midnight of the same: a year of Jakarta.
  const [from, to] = [new Date(`${year}-01-01T00:00+07:00`), new Date(`${year + 1}-01-01T00:00+07:00`)] as const
  const result = await run.withInstallation('drills', async ({ database, clock }) => {
    const now = clock.now()
    const { responders } = await openRoster(database)()
    const { bySite } = await loadSiteFacts(database, now)
    const remote = new Set<string>(readTertinggal(tertinggalFile).map(({ regencyCode }) => regencyCode))
    const goesFirst = (site: Site): SitePriority =>
      priorityOf(site, bySite.get(site.siteCode), remote.has(regencyOf(site.villageCode)), now)
    const all = turnsOf(planned, await loadSites(database), responders, calendar, goesFirst, [from, to], now)
    const earlier = await earlierTurns(
      database,
      planned.map(({ id }) => id),
      [from, to],
    )
    const frozenTo = new Date(now.getTime() + frozen * DAY_MS)
    const kept = keepEarlier(all, earlier, planned, responders, [frozenTo, now], (startsAt, id) =>
      daysOf(startsAt, new Date(startsAt.getTime() + (planned.find((one) => one.id === id)?.durationMs ?? 1))),
    )
    const solved = await solveYear(kept.turns, { limitMs: limit, seed }, solveWithHighs)
    const saved = save
      ? await saveYearPlan(database, planned, scheduledOf(kept.turns, solved.plan, responders), year, now)
      : null
    return { kept, solved, saved }
  })
  const { kept, solved, saved } = result
  const { turns } = kept
  const rows = rowsOf(turns, solved.plan, (id) => planned.find((one) => one.id === id)?.plan.travelKmMost ?? 0)
  if (out !== undefined) writeRows(out, COLUMNS, rows)
  const { by, bound, gap, stages } = solved
  const missing = yearsMissing(calendar, from, to).includes(year)
  const printed = {
    ...{
      year,
      saved: saved ?? false,
      frozen: kept.frozen,
      kept: kept.kept,
      replanned: replannedOf(kept),
      by,
      bound,
      gap,
      stages,
    },
    plan: figuresOf(solved.plan, solved.cost),
    greedy: figuresOf(solved.greedy, solved.greedyCost),
    yearsWithoutCalendar: missing ? [year] : [],
    turns: rows,
  }
  run.print(printed, () => `${shown(solved, rows, missing, year)}\n${keptText(kept, saved)}`)
}

export const scheduleCommand = (drills: Command, run: Run): void => {
  drills
    .command('schedule')
    .description('Plans a year: which day, hour and facilitators each turn of a programme with `plan:` gets.')
    .requiredOption('--year <year>', 'turns of this year', wholeNumber(2026, 2100))
    .option('--programme <id>', 'only of this programme')
    .option('--limit <seconds>', 'time for the solver; when it is over, the best plan so far', secondsMs, 60_000)
    .option('--seed <number>', 'where the solver begins: the same number gives the same plan', wholeNumber(0, 1e9), 0)
    .option('--out <file>', 'writes the plan as CSV, or JSON where the name ends in .json', fileEnding('csv', 'json'))
    .option('--save', 'keeps the plan: its times and facilitators are what people are invited to', false)
    .option('--frozen <days>', 'what begins within so many days stays as it is', wholeNumber(0, 366), 28)
    .addHelpText(
      'after',
      '\nNobody is at two drills on a day; closed days stay free. Beside it stands a plan without a solver (greedy).\n' +
        'Villages go before others by points: never drilled 3, in a daerah tertinggal (gazetteer/tertinggal.csv) 2, readiness\n' +
        'below 50 2, improvements open 1, competencies ending within 90 days 1, three hazards or more 1.\n' +
        'What was saved before stays while its time and people are free; only the rest is planned.\n' +
        'Nothing is saved without --save.\nExample:\n  kentongan drills schedule --year 2027 --out rencana-2027.csv',
    )
    .action((options: Options) => schedule(run, options))
}
