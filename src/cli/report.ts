import type { Command } from 'commander'
import { reportCallOutCommand, reportDrillCommand } from './report-after-action.ts'
import { reportLinkCommand } from './report-link.ts'
import type { Run } from './run.ts'

export const reportCommand = (program: Command, run: Run): void => {
  const report = program.command('report').description('after-action reports, and links to the form of village reports')
  reportCallOutCommand(report, run)
  reportDrillCommand(report, run)
  reportLinkCommand(report, run)
}
