import type { Command } from 'commander'
import { eventById, listEvents } from '../store/event-views.ts'
import { postSigned, type SendGiven } from './event-post.ts'
import { limit, unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'

const SEND_HELP = `
Prints the answer: { eventId, incidentId, source, sourceId, revision, mode, decision, callOutId, reason, warnings }.
Without --url it posts to the service of this home, or with DATABASE_URL to KENTONGAN_HOST:KENTONGAN_PORT; where none
runs, the event is taken in by this command, and nobody is called until a service runs. When the service is busy or
away the same message is sent again, five times at most. Status 2 for an event with faults, each of them listed.

Examples:
  kentongan event send banjir.json --operator op_… --secret whsec_…
  jq '.revision += 1' banjir.json | kentongan event send - --operator op_… --secret whsec_… --json`

const LIST_HELP = `
Prints the newest events first; with --json { "events": [...], "next" }.`

const SHOW_HELP = `
Prints one event as it was understood, with what was decided and why.

Example:
  kentongan event show 0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f`

/** Whoever may use the database may see the whole country. */
const READER = { jurisdiction: '' } as const

export const eventCommand = (program: Command, run: Run): void => {
  const event = program.command('event').description('hazard events: send one, look at them')

  event
    .command('send')
    .description('sign an event and post it')
    .argument('<file>', 'the event, JSON or one alert in CAP 1.2 (XML); - is standard input')
    .requiredOption('--operator <id>', 'who sends it')
    .requiredOption('--secret <secret>', 'its signing secret')
    .option('--url <url>', 'where the service listens')
    .option('--webhook-id <id>', 'name this delivery, so that a repeat is known as one (default: a random uuid)')
    .addHelpText('after', SEND_HELP)
    .action(async (file: string, given: SendGiven) => {
      const body = await postSigned(run, '/v1/events', file, given)
      run.print(body, () => listing(Object.entries(body)))
    })

  event
    .command('list')
    .description('list events, newest first')
    .option('--limit <count>', 'how many at most', limit, 50)
    .addHelpText('after', LIST_HELP)
    .action(async (given: { limit: number }) => {
      const page = await run.withInstallation('event', ({ database }) =>
        listEvents(database, READER, { limit: given.limit, before: null }),
      )
      run.print(page, () =>
        table(
          ['id', 'received', 'mode', 'type', 'hazard', 'severity', 'region', 'decision', 'headline'],
          page.events.map((one) => [
            one.eventId,
            one.receivedAt,
            one.mode,
            one.messageType,
            one.hazard,
            one.severity,
            one.regencyCode,
            one.decision,
            one.headline,
          ]),
          'no events yet',
        ),
      )
    })

  event
    .command('show')
    .description('show one event')
    .argument('<id>', 'the event', uuid)
    .addHelpText('after', SHOW_HELP)
    .action(async (id: string) => {
      const found = await run.withInstallation('event', ({ database }) => eventById(database, READER, id))
      if (found === null) throw unknownId('event', id)
      run.print(found, () => listing(Object.entries(found).filter(([name]) => name !== 'impactArea')))
    })
}
