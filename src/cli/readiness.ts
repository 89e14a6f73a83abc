import { type Command, Option } from 'commander'
import { InvalidInput } from '../errors.ts'
import { showText } from '../intake/shown.ts'
import type { ReportFormat } from '../main/after-action.ts'
import type { Installation } from '../main/installation.ts'
import { readinessReport, siteReadinessReport } from '../main/readiness.ts'
import type { StandingReport } from '../main/standing-reports.ts'
import { FORMATS, printStanding, regionOf } from './report-standing.ts'
import type { Run } from './run.ts'

interface Given {
  readonly format?: ReportFormat
  readonly out?: string
  readonly region?: string
  readonly site?: string
}

const HELP = `
From 0 to 100, in the three that a desa berketahanan sosial is measured by: resources (gardu 5, lumbung 10, members who can be
reached 10, Pendamping Desa and Tagana 10), ability (members of 50 10, who came to drills 15, how long ago the last was 15)
and will (attendance 15, invitations answered 10). What is not known counts as nothing, and is told. The service keeps it
once a day; with --site its history is shown: the days on which it changed.

Examples:
  kentongan readiness --region 34.02
  kentongan readiness --site KSB-34.02.11.2001-1 --format html --out kesiapan.html`

const reportOf = async (
  installation: Installation,
  { region = '', site }: Pick<Given, 'region' | 'site'>,
): Promise<StandingReport> => {
  if (site === undefined) return readinessReport(installation, regionOf(installation, '--region', region))
  const found = await siteReadinessReport(installation, site.trim())
  if (found !== null) return found
  throw new InvalidInput('There is no such KSB', [
    { path: '--site', got: showText(site), expected: 'the code of a site on the register' },
  ])
}

export const readinessCommand = (program: Command, run: Run): void => {
  program
    .command('readiness')
    .description('how ready the KSB are, with the parts of it and how it changed')
    .addOption(
      new Option('--region <code>', 'of a province, a regency or a kecamatan; the country unless given').conflicts(
        'site',
      ),
    )
    .option('--site <code>', 'one KSB, with its history')
    .addOption(new Option('--format <format>', 'md unless given').choices(FORMATS))
    .option('--out <file>', 'write it there instead')
    .addHelpText('after', HELP)
    .action((given: Given) => printStanding(run, given, (installation) => reportOf(installation, given)))
}
