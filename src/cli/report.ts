import type { Command } from 'commander'
import { reportCallOutCommand, reportDrillCommand } from './report-after-action.ts'
import { reportLinkCommand } from './report-link.ts'
import { reportOverdueCommand, reportRegionCommand } from './report-standing.ts'
import type { Run } from './run.ts'

export const reportCommand = (program: Command, run: Run): void => {
  const report = program
    .command('report')
    .description('after-action reports, what is overdue, regions, and links to the form of village reports')
  reportCallOutCommand(report, run)
  reportDrillCommand(report, run)
  reportOverdueCommand(report, run)
  reportRegionCommand(report, run)
  reportLinkCommand(report, run)
}
