import type { Command } from 'commander'
import { callSheetOf } from '../main/call-sheet.ts'
import { renderCallSheet } from '../wording/call-sheet.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import { unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'
import { listing } from './table.ts'
import { writePrivateFile } from './written-file.ts'

const HELP = `
For when the channels are down: whom to telephone in which order, by village, what to say, boxes for the answers, and a
script for the radio, as plain text for A4. Needs the database alone. Telephone numbers stand in it in full: that it was
made is kept in the trail (\`audit list\`), and a file that it goes to can be read by its owner alone. Answers are entered
later with \`call-out answer\`, by the ids at the right of the list. With --json the sheet and its text.

Examples:
  kentongan call-sheet ID | lp
  kentongan call-sheet ID --out daftar.txt`

export const callSheetCommand = (program: Command, run: Run): void => {
  program
    .command('call-sheet')
    .description('print whom to telephone when every channel is down')
    .argument('<id>', 'the call-out', uuid)
    .option('--out <file>', 'write it there instead')
    .addHelpText('after', HELP)
    .action(async (id: string, { out }: { readonly out?: string }) => {
      const sheet = await run.withInstallation('call-sheet', (installation) =>
        callSheetOf(installation, id, COMMAND_LINE.operatorId),
      )
      if (sheet === null) throw unknownId('call-out', id)
      const text = renderCallSheet(sheet)
      if (out === undefined) return run.print({ ...sheet, text }, () => text)
      writePrivateFile(out, text)
      const said = { written: out, callOutId: id, people: sheet.people.length }
      run.print(said, () => listing(Object.entries(said)))
    })
}
