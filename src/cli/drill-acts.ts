import { type Command, InvalidArgumentError } from 'commander'
import { type Fault, InvalidInput } from '../errors.ts'
import { type DrillActed, type DrillNeeds, drillReason, faultOfTime, faultsInTheWay } from '../intake/drill-routes.ts'
import { readInstant } from '../intake/instant.ts'
import { drillNeeds } from '../main/drill-needs.ts'
import { withQueues } from '../main/queue-access.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import { unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'

const instantOf = (text: string): Date => {
  const at = readInstant(text)
  if (at !== null) return at
  throw new InvalidArgumentError('Expected an instant with its offset such as 2027-05-03T09:00+07:00.')
}

const reasonOf = (text: string): string => {
  const read = drillReason.safeParse(text)
  if (read.success) return read.data
  throw new InvalidArgumentError('Expected one line of 1 to 200 characters: people read it.')
}

const CANCEL_HELP = `
Everybody who was invited and has not said no is told by SMS and mail; their calendars read that it is not held. Prints
{ drillId, sequence, notices, answersCleared }. Only a drill that has not begun.

Example:
  kentongan drills cancel 0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f --reason "Jalan desa terendam"`

const MOVE_HELP = `
It lasts as long as before. Everybody who has not said no is told and asked anew: answers to the old time are kept in
the timeline and count no more, and reminders follow the new time. On a day or hour that the calendar closes, or where
a facilitator helps at another drill then, nothing is changed and the next free time is told; --anyway moves it all the
same, and the audit trail says so. Prints { drillId, sequence, notices, answersCleared }.

Example:
  kentongan drills move 0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f --to 2027-05-03T09:00+07:00 --reason "Masa panen"`

const SHOW_HELP = `
By role how many were invited, said yes, said no, wait for a place or are silent; then each of them, who stands in for
whom, and what happened. No contacts are shown.`

const onOption = (fault: Fault): Fault => ({ ...fault, path: '--to' })

/** Acts on one drill as the command line and prints what became of it. */
const acted = async (
  run: Run,
  drillId: string,
  act: (needs: DrillNeeds, by: { operator: typeof COMMAND_LINE; address: string; at: Date }) => Promise<DrillActed>,
): Promise<void> => {
  const outcome = await run.withInstallation('drills', (installation) =>
    withQueues(installation, (queues) =>
      act(drillNeeds(installation, queues), {
        operator: COMMAND_LINE,
        address: 'cli',
        at: installation.clock.now(),
      }),
    ),
  )
  if (outcome.kind === 'too-late')
    throw new Error(`This drill is ${outcome.state}: only one that has not begun changes.`)
  if (outcome.kind === 'in-the-way')
    throw new InvalidInput('The drill was not moved', faultsInTheWay(outcome, 'add --anyway').map(onOption))
  if (outcome.kind !== 'changed') throw unknownId('drill', drillId)
  const { kind: _kind, ...changed } = outcome
  const shown = { drillId, ...changed }
  run.print(shown, () => listing(Object.entries(shown)))
}

const COUNTS = ['invited', 'yes', 'no', 'waiting', 'silent'] as const
const PERSON = ['role', 'name', 'kind', 'standing', 'responderId', 'substituteFor'] as const

const show = async (run: Run, drillId: string): Promise<void> => {
  const drill = await run.withInstallation('drills', (installation) =>
    withQueues(installation, (queues) => drillNeeds(installation, queues).show({ operator: COMMAND_LINE, drillId })),
  )
  if (drill === null) throw unknownId('drill', drillId)
  run.print(drill, () => {
    const { byRole, people, timeline, answers: _answers, ...rest } = drill
    const roles = (['member', 'facilitator'] as const).map((role) => [
      role,
      ...COUNTS.map((count) => byRole[role][count]),
    ])
    const rows = people.map((person) => PERSON.map((column) => person[column]))
    const told = timeline.map(({ at, kind, detail }) => [at, kind, JSON.stringify(detail)])
    return [
      listing(Object.entries(rest)),
      table(['role', ...COUNTS], roles),
      table(PERSON, rows, '(nobody was invited)'),
      table(['at', 'what', 'detail'], told),
    ].join('\n\n')
  })
}

/** What is done with a drill that is on the board. */
export const drillActs = (drills: Command, run: Run): void => {
  const id = ['<id>', 'the drill, as `drills list --json` shows it', uuid] as const
  drills
    .command('show')
    .description('Prints a drill with its people and what they answered.')
    .argument(...id)
    .addHelpText('after', SHOW_HELP)
    .action((drillId: string) => show(run, drillId))
  drills
    .command('cancel')
    .description('Cancels a drill that has not begun, and tells its people.')
    .argument(...id)
    .requiredOption('--reason <text>', 'why: people read it', reasonOf)
    .addHelpText('after', CANCEL_HELP)
    .action((drillId: string, { reason }: { reason: string }) =>
      acted(run, drillId, (needs, by) => needs.cancel({ ...by, drillId, reason })),
    )
  drills
    .command('move')
    .description('Holds a drill that has not begun at another time, and asks its people anew.')
    .argument(...id)
    .requiredOption('--to <instant>', 'when it begins, with its offset', instantOf)
    .option('--reason <text>', 'why: people read it', reasonOf, '')
    .option('--anyway', 'though the calendar closes that time, or a facilitator is taken', false)
    .addHelpText('after', MOVE_HELP)
    .action((drillId: string, { to, reason, anyway }: { to: Date; reason: string; anyway: boolean }) =>
      acted(run, drillId, (needs, by) => {
        const fault = faultOfTime(to, by.at)
        if (fault !== null) throw new InvalidInput('The drill cannot be moved', [onOption(fault)])
        return needs.move({ ...by, drillId, to, reason, anyway })
      }),
    )
}
