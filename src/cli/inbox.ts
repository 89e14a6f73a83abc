import type { Command } from 'commander'
import { listInbox } from '../store/inbox.ts'
import { wholeNumber } from './choices.ts'
import { limit } from './given.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

const HELP = `
Prints the newest first: texts and mails that a human has to read, and why; with --json { "entries": [...], "next" }.
Numbers and addresses are masked, also within the text. What somebody meant is entered by "call-out answer".

Examples:
  kentongan inbox
  kentongan inbox --limit 200 --json`

/** Whoever may use the database may see the whole country. */
const READER = { jurisdiction: '' } as const

export const inboxCommand = (program: Command, run: Run): void => {
  program
    .command('inbox')
    .description('texts and mails that a human has to read')
    .option('--before <number>', 'older than the entry with this number', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--limit <count>', 'how many at most', limit, 50)
    .addHelpText('after', HELP)
    .action(async (given: { readonly before?: number; readonly limit: number }) => {
      const before = given.before === undefined ? null : String(given.before)
      const page = await run.withInstallation('inbox', ({ database, seal }) =>
        listInbox(database, seal, READER, { limit: given.limit, before }),
      )
      run.print(page, () =>
        table(
          ['number', 'at', 'by', 'from', 'name', 'why', 'call-out', 'text'],
          page.entries.map((one) => [
            one.id,
            one.receivedAt,
            one.channel,
            one.from,
            one.name ?? one.siteCode,
            one.reason,
            one.callOutId,
            one.text.replaceAll(/\s+/g, ' '),
          ]),
          'nothing waits',
        ),
      )
    })
}
