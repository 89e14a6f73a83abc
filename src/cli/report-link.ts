import type { Command } from 'commander'
import { reportToken } from '../intake/report-token.ts'
import { showText } from '../intake/shown.ts'
import { publishedUrl } from '../main/published-url.ts'
import { reportLinkKey } from '../main/report-needs.ts'
import { findReporter } from '../store/reports.ts'
import { wholeNumber } from './choices.ts'
import { unknownId } from './given.ts'
import type { Run } from './run.ts'
import { listing } from './table.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const DAY_MS = 86_400_000

const LINK_HELP = `
Prints { url, responderId, kind, villageCode, expiresAt }. The link is that person's own: whoever has it reports as them,
until it expires. Nothing is sent and nothing is stored.

Examples:
  kentongan report link --responder KSB-0007
  kentongan report link --responder 0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f --days 365 --json`

export const reportLinkCommand = (report: Command, run: Run): void => {
  report
    .command('link')
    .description('print the link to somebody’s own report form')
    .requiredOption('--responder <id>', 'who will report: the row’s id, or the external_id of the register')
    .option('--days <count>', 'how long it holds', wholeNumber(1, 366), 30)
    .addHelpText('after', LINK_HELP)
    .action(async (given: { responder: string; days: number }) => {
      const id = given.responder.trim()
      const link = await run.withInstallation('report', async (installation) => {
        const { configuration, database, clock } = installation
        const by = UUID.test(id) ? { responderId: id.toLowerCase() } : { externalId: id }
        const reporter = await findReporter(database, by)
        if (reporter === null) throw unknownId('responder', showText(id))
        const expiresAt = new Date(clock.now().getTime() + given.days * DAY_MS)
        const token = reportToken(reporter.responderId, expiresAt, reportLinkKey(installation))
        const { responderId, kind, villageCode } = reporter
        return {
          url: `${publishedUrl(configuration.environment)}/r/${token}`,
          responderId,
          kind,
          villageCode,
          expiresAt,
        }
      })
      run.print(link, () => listing(Object.entries(link)))
    })
}
