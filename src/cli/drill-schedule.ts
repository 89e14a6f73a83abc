import { type Command, InvalidArgumentError } from 'commander'
import { yearsMissing } from '../drills/calendar.ts'
import type { DrillProgramme } from '../drills/drill-plan.ts'
import { loadsOf, type YearPlan } from '../drills/year-plan.ts'
import { type PlannedProgramme, type Turn, turnsOf, type Unserved } from '../drills/year-turns.ts'
import { InvalidInput } from '../errors.ts'
import { timeZoneOf } from '../roster/region.ts'
import { solveWithHighs } from '../solver/highs.ts'
import { listOccurrences } from '../store/drills.ts'
import { loadSites, openRoster } from '../store/roster.ts'
import { localDate, localTime } from '../wording/time.ts'
import { fileEnding, wholeNumber } from './choices.ts'
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
}

const DAY_MS = 86_400_000
/** Who drilled longer ago counts as never drilled. */
const DRILLED_WITHIN_MS = 5 * 366 * DAY_MS
const MOST_LISTED = 10_000

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
      return 'all facilitators in reach have other drills on its free days'
  }
}

const COLUMNS = [
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
  'why',
] as const

const lineOf = ({ programmeId, site, slotAt }: Turn) => ({
  programme: programmeId,
  site: site.siteCode,
  name: site.name,
  zone: timeZoneOf(site.villageCode),
  slotAt: slotAt.toISOString(),
})

const rowsOf = (
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

const figuresOf = (plan: YearPlan, cost: number) => {
  const loads = [...loadsOf(plan).values()]
  const km = plan.planned.reduce((sum, { team }) => sum + team.km, 0)
  return {
    cost: Math.round(cost),
    planned: plan.planned.length,
    unserved: plan.unserved.length,
    travelKm: Math.round(km),
    facilitators: loads.length,
    kmPerFacilitator: loads.length === 0 ? 0 : Math.round(km / loads.length),
    mostDrillsOfOne: Math.max(0, ...loads),
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
  ] as const
  return [
    table(
      COLUMNS.slice(0, 6).concat(['facilitators', 'km', 'why']),
      rows.map((row) => [
        row.programme,
        row.site,
        row.name,
        row.date,
        row.time,
        row.zone,
        row.facilitators,
        row.km,
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
    'Costs are in km of travel. Nothing is saved.',
    ...(calendarMissing
      ? [`No calendar for ${year}: every day of it counts as free. Add calendars/${year}.yaml.`]
      : []),
  ].join('\n')
}

const schedule = async (run: Run, { year, programme, limit, seed, out }: Options): Promise<void> => {
  const { programmes, calendar } = run.configuration()
  const planned = chosen(programmes, programme)
  // From midnight of the first clock to midnight of the same: a year of Jakarta.
  const [from, to] = [new Date(`${year}-01-01T00:00+07:00`), new Date(`${year + 1}-01-01T00:00+07:00`)] as const
  const turns = await run.withInstallation('drills', async ({ database, clock }) => {
    const now = clock.now()
    const past = { from: new Date(now.getTime() - DRILLED_WITHIN_MS), to: now, limit: MOST_LISTED }
    const drilled = (await listOccurrences(database, past)).filter(({ state }) => state === 'done')
    const { responders } = await openRoster(database)()
    const codes = new Set(drilled.map(({ siteCode }) => siteCode))
    return turnsOf(planned, await loadSites(database), responders, calendar, codes, [from, to], now)
  })
  const solved = await solveYear(turns, { limitMs: limit, seed }, solveWithHighs)
  const rows = rowsOf(turns, solved.plan, (id) => planned.find((one) => one.id === id)?.plan.travelKmMost ?? 0)
  if (out !== undefined) writeRows(out, COLUMNS, rows)
  const { by, bound, gap, stages } = solved
  const missing = yearsMissing(calendar, from, to).includes(year)
  const result = {
    ...{ year, saved: false, by, bound, gap, stages },
    plan: figuresOf(solved.plan, solved.cost),
    greedy: figuresOf(solved.greedy, solved.greedyCost),
    yearsWithoutCalendar: missing ? [year] : [],
    turns: rows,
  }
  run.print(result, () => shown(solved, rows, missing, year))
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
    .addHelpText(
      'after',
      '\nNobody is at two drills on a day; closed days stay free. Beside it stands a plan without a solver (greedy).\n' +
        'Nothing is saved.\nExample:\n  kentongan drills schedule --year 2027 --out rencana-2027.csv',
    )
    .action((options: Options) => schedule(run, options))
}
