import type { Command } from 'commander'
import type { DrillPlans } from '../../config/load.ts'
import { planDrills } from '../../jobs/plan-drills.ts'
import { type Calendar, type Closing, yearsMissing } from '../drills/calendar.ts'
import { type DrillProgramme, sitesOf, unknownCodes } from '../drills/drill-plan.ts'
import { planPreview } from '../drills/preview.ts'
import { NO_FACTS, type SiteFacts } from '../drills/site-facts.ts'
import { InvalidInput, reasonOf } from '../errors.ts'
import type { Installation } from '../main/installation.ts'
import type { TimeZone } from '../roster/region.ts'
import type { Site } from '../roster/site.ts'
import { knownPlan, retireProgrammes, savePlan } from '../store/drill-plans.ts'
import { listOccurrences } from '../store/drills.ts'
import { loadSites } from '../store/roster.ts'
import { loadSiteFacts } from '../store/site-facts.ts'
import { fromInstant, toInstant } from './choices.ts'
import { drillActs } from './drill-acts.ts'
import { drillAttendanceCommands } from './drill-attendance.ts'
import { diffNow, diffText, wallTime } from './drill-diff.ts'
import { scheduleCommand } from './drill-schedule.ts'
import { drillsFeedCommand } from './drills-feed.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

interface Window {
  readonly from?: Date
  readonly to?: Date
}

const DAY_MS = 86_400_000
/** Looked ahead unless told otherwise: every programme that comes round within a year shows itself. */
const AHEAD_MS = 366 * DAY_MS
/** A daily drill at every site for so long is a million rows: more would be a mistake. */
const WIDEST_MS = 5 * AHEAD_MS

/** Rows of a list; more are counted, not shown. */
const MOST_LISTED = 10_000

const windowOf = ({ from, to }: Window, now: Date): { readonly from: Date; readonly to: Date } => {
  const begin = from ?? now
  const end = to ?? new Date(begin.getTime() + AHEAD_MS)
  const ms = end.getTime() - begin.getTime()
  if (ms > 0 && ms <= WIDEST_MS) return { from: begin, to: end }
  const got = `${begin.toISOString()} to ${end.toISOString()}`
  throw new InvalidInput('wrong usage', [{ path: '--to', got, expected: 'later than --from, by 5 years at most' }])
}

interface DrillLine {
  readonly programmeId: string
  readonly type: string
  readonly hazard: string
  readonly siteCode: string
  readonly siteName: string | null
  readonly startsAt: Date
  readonly zone: TimeZone
}

const drillTable = <Drill extends DrillLine>(
  drills: readonly Drill[],
  more: Readonly<Record<string, (drill: Drill) => unknown>> = {},
): string => {
  const rows = drills.map((drill) => [
    wallTime(drill.startsAt, drill.zone),
    drill.programmeId,
    drill.type,
    drill.hazard,
    drill.siteCode,
    drill.siteName,
    ...Object.values(more).map((cell) => cell(drill)),
  ])
  return table(['starts', 'programme', 'type', 'hazard', 'site', 'name', ...Object.keys(more)], rows, '(no drill)')
}

interface ShownClosings {
  readonly slotAt: Date
  readonly startsAt: Date
  readonly zone: TimeZone
  readonly closings: readonly Closing[]
}

/** The turn of a drill that is held at another time. */
const turnOf = ({ slotAt, startsAt, zone }: ShownClosings): string | null =>
  slotAt.getTime() === startsAt.getTime() ? null : wallTime(slotAt, zone)

const becauseOf = ({ closings, ...drill }: ShownClosings & { readonly crowdedOut?: boolean }): string | null => {
  const words = closings.map(({ name, day, provisional }) => `${name} (${day}${provisional ? ', provisional' : ''})`)
  const because = drill.crowdedOut === true ? ['falls out: no free time', ...words] : words
  return because.length === 0 ? null : because.join('; ')
}

/** A word on the years whose days nobody entered. */
const unknownYears = (calendar: Calendar, { from, to }: Required<Window>): readonly string[] => {
  const years = yearsMissing(calendar, from, to)
  return years.length === 0
    ? []
    : [`No calendar for ${years.join(', ')}: every day of it counts as free. Add calendars/${years[0]}.yaml.`]
}

const shownOf = (programme: DrillProgramme, sites: readonly Site[] | null, facts: SiteFacts) => ({
  id: programme.id,
  type: programme.type,
  hazard: [programme.hazard, ...(programme.alsoHazards ?? [])].join(' '),
  rehearse: programme.rehearse,
  modules: (programme.curriculum ?? []).map(({ id }) => id),
  sites: sites === null ? null : sitesOf(programme, sites, facts).length,
  unknownCodes: sites === null ? [] : unknownCodes(programme, sites),
})

/** The files are judged without a register; with one it is known how many sites they mean. */
const validate = async (run: Run): Promise<void> => {
  const { programmes, calendar } = run.configuration()
  const now = new Date()
  const ahead = { from: now, to: new Date(now.getTime() + AHEAD_MS) }
  const { sites, facts } = await run
    .withInstallation('drills', async ({ database }) => ({
      sites: await loadSites(database),
      facts: await loadSiteFacts(database, now),
    }))
    .catch((thrown: unknown) => {
      if (run.interrupted.aborted) throw thrown
      run.tell(`The sites cannot be counted: ${reasonOf(thrown)}`)
      return { sites: null, facts: NO_FACTS }
    })
  const shown = programmes.map((programme) => shownOf(programme, sites, facts))
  run.print(
    { valid: true, programmes: shown, yearsWithoutCalendar: yearsMissing(calendar, ahead.from, ahead.to) },
    () => {
      const columns = ['id', 'type', 'hazard', 'rehearse', 'modules', 'sites', 'unknownCodes'] as const
      const rows = shown.map((programme) => columns.map((column) => programme[column]))
      return [
        table(columns, rows, '(no programme)'),
        '',
        `${shown.length} programmes, no fault`,
        ...unknownYears(calendar, ahead),
      ].join('\n')
    },
  )
}

const preview = async (run: Run, window: Window): Promise<void> => {
  const { programmes, calendar } = run.configuration()
  const found = await run.withInstallation('drills', async ({ database, clock }) => {
    const now = clock.now()
    const { from, to } = windowOf(window, now)
    const sites = await loadSites(database)
    const facts = await loadSiteFacts(database, now)
    const diff = await diffNow(database, { programmes, calendar }, sites, facts, now)
    return { from, to, drills: planPreview(programmes, sites, calendar, from, to, facts), diff }
  })
  run.print({ dryRun: true, ...found, yearsWithoutCalendar: yearsMissing(calendar, found.from, found.to) }, () =>
    [
      drillTable(found.drills, { turn: turnOf, because: becauseOf }),
      '',
      `${found.drills.length} drills, none saved`,
      '',
      diffText(found.diff),
      ...unknownYears(calendar, found),
    ].join('\n'),
  )
}

const planNow = ({ database, clock }: Installation, plans: DrillPlans) =>
  planDrills(
    {
      plans: async () => plans,
      sites: () => loadSites(database),
      siteFacts: (now) => loadSiteFacts(database, now),
      retireProgrammes: (keep, now) => retireProgrammes(database, keep, now),
      knownPlan: (programme, now) => knownPlan(database, programme, now),
      savePlan: (programme, change, now) => savePlan(database, programme, change, now),
    },
    clock,
  )()

const listed = ({ database }: Installation, window: Required<Window>, programmeId?: string) =>
  listOccurrences(database, {
    ...window,
    ...(programmeId === undefined ? {} : { programmeId }),
    limit: MOST_LISTED,
  })

const plan = async (run: Run, window: Window): Promise<void> => {
  const plans = run.configuration()
  const done = await run.withInstallation('drills', async (installation) => {
    const wanted = windowOf(window, installation.clock.now())
    const planned = await planNow(installation, plans)
    return { ...planned, drills: await listed(installation, wanted) }
  })
  run.print(done, () => {
    const columns = ['programmeId', 'added', 'renewed', 'cancelled', 'keptAfterChange', 'unknownCodes'] as const
    const rows = done.programmes.map((programme) => columns.map((column) => programme[column]))
    const retired = `Of programmes that are gone: ${done.retired.cancelled} cancelled, ${done.retired.keptAfterChange} kept`
    return `${drillTable(done.drills)}\n\n${table(columns, rows, '(no programme)')}\n${retired}`
  })
}

const list = async (run: Run, { programme, ...window }: Window & { readonly programme?: string }): Promise<void> => {
  const drills = await run.withInstallation('drills', async (installation) =>
    listed(installation, windowOf(window, installation.clock.now()), programme),
  )
  if (drills.length === MOST_LISTED) run.tell(`Only the first ${MOST_LISTED}: choose with --from, --to, --programme`)
  run.print({ drills }, () =>
    drillTable(drills, {
      state: ({ state }) => state,
      invited: ({ invited }) => invited,
      turn: turnOf,
      because: becauseOf,
    }),
  )
}

const withWindow = (command: Command): Command =>
  command
    .option('--from <day>', 'from this day or instant on; now unless given', fromInstant)
    .option('--to <day>', 'up to the end of this day, or this instant; a year later unless given', toInstant)

export const drillsCommand = (program: Command, run: Run): void => {
  const drills = program.command('drills').description('The yearly drills and trainings of config/drills.')
  drills
    .command('validate')
    .description(
      'Checks config/drills and all other configuration; prints the programmes and how many sites they mean.',
    )
    .addHelpText(
      'after',
      '\nFaults are listed with file:line, and the exit code is 2.\nExample:\n  kentongan drills validate',
    )
    .action(() => validate(run))
  withWindow(
    drills
      .command('plan')
      .option('--dry-run', 'show what the programmes hold and what would change now, and save nothing'),
  )
    .description('Brings the planned drills into line with config/drills, as the service does each minute.')
    .addHelpText(
      'after',
      '\nPrints the drills of the days asked for and what was added or cancelled. Saved are the next 60 days. ' +
        'Examples:\n  kentongan drills plan\n  kentongan drills plan --dry-run --from 2027-01-01 --to 2027-12-31',
    )
    .action(({ dryRun, ...window }: Window & { dryRun?: true }) => (dryRun ? preview : plan)(run, window))
  withWindow(drills.command('list').option('--programme <id>', 'only of this programme'))
    .description('Prints the drills that are planned, going on or over, with their state and how many were invited.')
    .addHelpText('after', '\nExample:\n  kentongan drills list --from 2027-04-01 --to 2027-04-30')
    .action((options: Window & { programme?: string }) => list(run, options))
  drillAttendanceCommands(drills, run)
  drillActs(drills, run)
  scheduleCommand(drills, run)
  drillsFeedCommand(drills, run)
}
