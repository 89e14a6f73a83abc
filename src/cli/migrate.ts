import type { Command } from 'commander'
import { migrateDatabase } from '../main/migration.ts'
import type { Run } from './run.ts'

const HELP = `
Prints the migrations that were applied now, with --json { "applied": [NAME] }. The embedded database is brought up to
date by every command; with DATABASE_URL this is to be run once after each upgrade, before "start".

Example:
  DATABASE_URL=postgresql://… KENTONGAN_SECRET=… kentongan migrate`

export const migrateCommand = (program: Command, run: Run): void => {
  program
    .command('migrate')
    .description('bring the database up to date')
    .addHelpText('after', HELP)
    .action(async () => {
      const applied = await migrateDatabase(run.configuration(), run.log())
      run.print({ applied }, () =>
        applied.length === 0 ? 'nothing to apply: the database is up to date' : `applied:\n${applied.join('\n')}`,
      )
    })
}
