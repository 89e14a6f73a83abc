import { type Command, Option } from 'commander'
import { callOutReport, drillReport, type Report, type ReportFormat, written } from '../main/after-action.ts'
import type { Installation } from '../main/installation.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import { unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'
import { listing } from './table.ts'
import { writePrivateFile } from './written-file.ts'

interface Given {
  readonly format?: ReportFormat
  readonly out?: string
}

const FORMATS: readonly ReportFormat[] = ['md', 'html', 'json', 'csv']

const FORM_HELP = `
In Bahasa Indonesia as Markdown (md) or as one page that prints on A4 (html); json has every figure and csv a line for
each person, both with codes and names. No format has a number or an address. A file is readable by its owner alone.`

const CALL_OUT_HELP = `
The after-action report in the order of HSEEP, from the log: overview, timeline, quorum curve, who was called and what
they answered, non-answers by reason, times, shortfalls, costs, strengths and improvements by stated rules, and an
improvement plan to fill in. Of a call-out that is not over it is provisional.
${FORM_HELP}

Examples:
  kentongan report call-out ID
  kentongan report call-out ID --format html --out laporan.html`

const DRILL_HELP = `
Who was invited to a drill and answered, and the after-action report of the call-out that it rehearsed. The ids stand in
drills list --json.
${FORM_HELP}

Examples:
  kentongan report drill ID
  kentongan report drill ID --format csv --out undangan.csv`

type Find = (installation: Installation, id: string) => Promise<Report | null>

const printed = async (run: Run, what: string, id: string, { format, out }: Given, find: Find): Promise<void> => {
  const report = await run.withInstallation('report', (installation) => find(installation, id))
  if (report === null) throw unknownId(what, id)
  const text = written(report, format ?? 'md')
  if (out === undefined) {
    const isObject = format === undefined || format === 'json'
    return run.print(isObject ? report.json : { id, format, text }, () => text)
  }
  writePrivateFile(out, text)
  const said = { written: out, id, format: format ?? 'md' }
  run.print(said, () => listing(Object.entries(said)))
}

const formOf = (command: Command): Command =>
  command
    .addOption(new Option('--format <format>', 'md unless given').choices(FORMATS))
    .option('--out <file>', 'write it there instead')

export const reportCallOutCommand = (report: Command, run: Run): void => {
  formOf(report.command('call-out'))
    .description('write the after-action report of a call-out')
    .argument('<id>', 'the call-out', uuid)
    .addHelpText('after', CALL_OUT_HELP)
    .action((id: string, given: Given) =>
      printed(run, 'call-out', id, given, (installation) => callOutReport(installation, COMMAND_LINE, id)),
    )
}

export const reportDrillCommand = (report: Command, run: Run): void => {
  formOf(report.command('drill'))
    .description('write the report of a drill and of what it rehearsed')
    .argument('<id>', 'the occurrence of the drill', uuid)
    .addHelpText('after', DRILL_HELP)
    .action((id: string, given: Given) =>
      printed(run, 'drill', id, given, (installation) => drillReport(installation, COMMAND_LINE, id)),
    )
}
