import { type Command, Option } from 'commander'
import { attendanceSheetOf } from '../main/attendance-sheet.ts'
import { attendanceSheetPage } from '../wording/attendance-sheet.ts'
import { reportHtml } from '../wording/report-html.ts'
import { reportMarkdown } from '../wording/report-markdown.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import { unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'

const HELP = `
The sheet hangs at the drill: HADIR and its code in large letters. From one hour before the start until twelve hours after
the end a text HADIR CODE, or the code typed on the page of their link, records somebody as present. Draws the code where
nobody was invited yet. Not of a drill that was cancelled, or is over.

Examples:
  kentongan drills attendance-sheet ID
  kentongan drills attendance-sheet ID --format html > hadir.html`

const REFUSALS = {
  cancelled: 'This drill was cancelled: nobody can be present at it',
  over: 'This drill ended more than twelve hours ago: its code does not count any more. Record who came with drills attend',
} as const

const print = async (run: Run, id: string, format: 'md' | 'html'): Promise<void> => {
  const made = await run.withInstallation('drills', (installation) => attendanceSheetOf(installation, COMMAND_LINE, id))
  if (made.kind === 'no-such-drill') throw unknownId('drill', id)
  if (made.kind === 'refused') throw new Error(REFUSALS[made.refusal])
  const page = attendanceSheetPage(made.sheet)
  const text = format === 'html' ? reportHtml(page) : reportMarkdown(page)
  run.print({ ...made.sheet, text }, () => text.trimEnd())
}

export const attendanceSheetCommand = (drills: Command, run: Run): void => {
  drills
    .command('attendance-sheet')
    .description('a sheet with the code by which people at a drill say that they are there')
    .argument('<id>', 'the occurrence of the drill', uuid)
    .addOption(new Option('--format <format>', 'as it is written').choices(['md', 'html']).default('md'))
    .addHelpText('after', HELP)
    .action((id: string, { format }: { readonly format: 'md' | 'html' }) => print(run, id, format))
}
