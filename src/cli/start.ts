import { fileURLToPath } from 'node:url'
import { type Command, Option } from 'commander'
import { SERVICE_ROLES, type ServiceRole } from '../main/service-role.ts'
import type { Run } from './run.ts'
import { supervise } from './supervisor.ts'
import { isSupervised } from './surroundings.ts'

const HELP = `
Prints "kentongan ready URL" (for a worker "kentongan ready worker") whenever the service has come up. A service that
crashes is started again, and so --json prints one object { "ready": URL or "worker", "role" } on a line for each start
of the service, not one in all. Logs go to standard error.
SIGTERM and Ctrl-C finish what is under way and end within 30 s, status 0.

Examples:
  kentongan start
  KENTONGAN_PORT=0 kentongan start --role api
  kentongan start --role worker`

/** The script that this process was started with, which the supervised process is started with too. */
const SCRIPT = fileURLToPath(new URL('./kentongan.js', import.meta.url))

export const startCommand = (program: Command, run: Run): void => {
  program
    .command('start')
    .description('run the service: HTTP, queues and clockwork, watched over')
    .addOption(
      new Option('--role <role>', 'what this process does: HTTP (api), the work (worker), or both')
        .choices(SERVICE_ROLES)
        .default('all'),
    )
    .addHelpText('after', HELP)
    .action(async ({ role }: { role: ServiceRole }) => {
      // Whoever only watches over the service needs nothing of it.
      if (isSupervised()) return (await import('./supervised.ts')).runSupervised(run, role)
      run.endsItself()
      const args = ['start', '--role', role, ...(run.json ? ['--json'] : [])]
      return run.endWith(await supervise(SCRIPT, args, run.interrupted, run.log('info')))
    })
}
