import { type Command, Option } from 'commander'
import { InvalidInput } from '../errors.ts'
import type { ReportFormat } from '../main/after-action.ts'
import type { Installation } from '../main/installation.ts'
import { overdueReport, regionReport, type StandingReport, standingText } from '../main/standing-reports.ts'
import { readRegionCode } from '../roster/region.ts'
import { wholeNumber } from './choices.ts'
import type { Run } from './run.ts'
import { listing } from './table.ts'
import { writePrivateFile } from './written-file.ts'

interface Given {
  readonly format?: ReportFormat
  readonly out?: string
  readonly region?: string
  readonly months: number
  readonly ahead: number
}

export const FORMATS: readonly ReportFormat[] = ['md', 'html', 'json', 'csv']

const OVERDUE_HELP = `
KSB that never drilled or not for so many months, whose latest turn of a programme was missed or cancelled, and whose board
has served its time or soon will have: until the day in the register, or three years from the founding. In Bahasa Indonesia
as Markdown (md) or a page that prints on A4 (html); csv and json have codes.

Examples:
  kentongan report overdue
  kentongan report overdue --region 34.02 --months 6 --format csv --out lewat-waktu.csv`

const REGION_HELP = `
For Dinas Sosial and DPMD: which villages have a KSB, its gardu and lumbung, Pendamping Desa who serve them, Tagana in the
kecamatan, when they last drilled, and whether they drill more than the year before; for a province by regency.

Examples:
  kentongan report region 34
  kentongan report region 34.02 --format html --out bantul.html`

/** A region that exists; '' for the country. Throws InvalidInput for any other. */
export const regionOf = ({ places }: Installation, path: string, text: string): string => {
  if (text === '') return ''
  const reading = readRegionCode(text)
  const known = reading.kind === 'code' && places.gazetteer().find(text) !== undefined
  if (known && reading.level !== 'village') return reading.code
  const hint = reading.kind === 'not-a-code' ? reading.hint : 'a village is shown with its kecamatan'
  throw new InvalidInput('There is no such region', [
    {
      path,
      got: JSON.stringify(text.slice(0, 40)),
      expected: 'the code of a province, a regency or a kecamatan',
      hint,
    },
  ])
}

/** Prints a report as text or object, or writes it to a file of its owner's. */
export const printStanding = async (
  run: Run,
  { format, out }: Pick<Given, 'format' | 'out'>,
  report: (installation: Installation) => Promise<StandingReport>,
): Promise<void> => {
  const found = await run.withInstallation('report', report)
  const text = standingText(found, format ?? 'md')
  if (out === undefined) {
    const isObject = format === undefined || format === 'json'
    return run.print(isObject ? found.json : { format, text }, () => text)
  }
  writePrivateFile(out, text)
  const said = { written: out, format: format ?? 'md' }
  run.print(said, () => listing(Object.entries(said)))
}

const formOf = (command: Command): Command =>
  command
    .addOption(new Option('--format <format>', 'md unless given').choices(FORMATS))
    .option('--out <file>', 'write it there instead')

export const reportOverdueCommand = (report: Command, run: Run): void => {
  formOf(report.command('overdue'))
    .description('drills that are overdue, and boards whose term is over')
    .option('--region <code>', 'of a province, a regency or a kecamatan')
    .option('--months <count>', 'a drill is overdue after so many months', wholeNumber(1, 120), 12)
    .option('--ahead <days>', 'boards whose term ends within so many days', wholeNumber(0, 3_650), 90)
    .addHelpText('after', OVERDUE_HELP)
    .action((given: Given) =>
      printStanding(run, given, (installation) =>
        overdueReport(installation, regionOf(installation, '--region', given.region ?? ''), {
          months: given.months,
          soonDays: given.ahead,
        }),
      ),
    )
}

export const reportRegionCommand = (report: Command, run: Run): void => {
  formOf(report.command('region'))
    .description('the villages of a region: who is there, when they last drilled, and the trend')
    .argument('[code]', 'a province, a regency or a kecamatan; the country unless given', '')
    .addHelpText('after', REGION_HELP)
    .action((code: string, given: Given) =>
      printStanding(run, given, (installation) => regionReport(installation, regionOf(installation, 'CODE', code))),
    )
}
