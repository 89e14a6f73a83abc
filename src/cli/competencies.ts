import { type Command, InvalidArgumentError } from 'commander'
import { type CompetencyRow, listCompetencies } from '../store/competencies.ts'
import { regionOf } from './report-standing.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

interface Given {
  readonly region?: string
  readonly site?: string
  readonly expiring?: number
}

const MOST_LISTED = 10_000
const DAY_MS = 86_400_000

const days = (text: string): number => {
  const [, count] = /^(\d{1,4})d$/.exec(text) ?? []
  if (count !== undefined && Number(count) <= 3_650) return Number(count)
  throw new InvalidArgumentError('Expected days from 0d to 3650d, such as 90d.')
}

const HELP = `
Whoever came to a drill has the competencies of the modules that it taught (config/curriculum); of several of one module
that which ends last counts. With --expiring only what ends within so long, or has ended and was not renewed. A programme
with sites: { filter: { expiring: { module: pertolongan-pertama, within: 90d } } } means the villages of those people.

Examples:
  kentongan competencies --region 34.02
  kentongan competencies --site KSB-34.02.10.2004-1 --expiring 90d --json`

/** What never ends comes last. */
const endOf = ({ expiresAt }: CompetencyRow): number => expiresAt?.getTime() ?? Number.MAX_SAFE_INTEGER

const list = async (run: Run, { region = '', site, expiring }: Given): Promise<void> => {
  const found = await run.withInstallation('competencies', async (installation) =>
    listCompetencies(installation.database, '', {
      region: regionOf(installation, '--region', region),
      siteCode: site?.trim() ?? null,
      endsBy: expiring === undefined ? null : new Date(installation.clock.now().getTime() + expiring * DAY_MS),
      limit: MOST_LISTED,
      after: null,
    }),
  )
  const { total } = found
  const competencies = found.competencies.toSorted(
    (one, other) => endOf(one) - endOf(other) || one.name.localeCompare(other.name, 'id'),
  )
  if (total > competencies.length) run.tell(`Only the first ${MOST_LISTED} of ${total}: choose with --region or --site`)
  run.print({ total, competencies }, () => {
    const rows = competencies.map((one) => [
      ...[one.name, one.kind, one.siteCode, one.title?.id ?? one.module, one.gainedAt],
      ...[one.expiresAt ?? 'for good', one.responderId],
    ])
    return table(['name', 'kind', 'site', 'module', 'since', 'until', 'id'], rows, '(nobody)')
  })
}

export const competenciesCommand = (program: Command, run: Run): void => {
  program
    .command('competencies')
    .description('who has learned what at drills, until when')
    .option('--region <code>', 'of a province, a regency or a kecamatan; the country unless given')
    .option('--site <code>', 'only members of this KSB')
    .option('--expiring <days>', 'only what ends within so many days (90d), or has ended', days)
    .addHelpText('after', HELP)
    .action((given: Given) => list(run, given))
}
