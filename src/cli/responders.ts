import type { Command } from 'commander'
import { flaggedContacts } from '../store/contact-flags.ts'
import { limit } from './given.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

const FLAGGED_HELP = `
Prints whose number or address nobody can be reached by, as a gateway or a mail server said, with how often and since
when; with --json { "contacts": [...] }. It keeps no message back. An entry goes when the register gets another contact
for that person (import), or a message arrives after all.

Examples:
  kentongan responders flagged
  kentongan responders flagged --limit 500 --json`

/** Whoever may use the database may see the whole country. */
const READER = { jurisdiction: '' } as const

export const respondersCommand = (program: Command, run: Run): void => {
  program
    .command('responders')
    .description('the people of the register')
    .command('flagged')
    .description('list contacts that need to be looked at, for whoever keeps the roster')
    .option('--limit <count>', 'how many at most', limit, 200)
    .addHelpText('after', FLAGGED_HELP)
    .action(async (given: { readonly limit: number }) => {
      const contacts = await run.withInstallation('responders', ({ database }) =>
        flaggedContacts(database, READER, given),
      )
      run.print({ contacts }, () =>
        table(
          ['person', 'source', 'name', 'kind', 'region', 'channel', 'times', 'since', 'last', 'reason'],
          contacts.map((one) => [
            one.externalId,
            one.source,
            one.name,
            one.kind,
            one.regencyCode,
            one.channel,
            one.count,
            one.since,
            one.lastAt,
            one.reason,
          ]),
          'no contact is known to be bad',
        ),
      )
    })
}
