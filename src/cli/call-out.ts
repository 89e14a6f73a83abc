import { type Command, InvalidArgumentError, Option } from 'commander'
import { isPlainText } from '../intake/plain-text.ts'
import { callOutWithHandOver } from '../main/hand-over-progress.ts'
import { CALL_OUT_STATUSES, type CallOutStatus } from '../mobilisation/call-out.ts'
import { WORDS, type Word } from '../mobilisation/danger-zone.ts'
import { listCallOuts } from '../store/call-out-views.ts'
import { actOn, authorityGiven, COMMAND_LINE, calledPerson, decider } from './call-out-acts.ts'
import { consideredCommand } from './call-out-considered.ts'
import { allNotices } from './call-out-notices.ts'
import { callOutTable, callOutText, noticesText } from './call-out-text.ts'
import { watchCallOut } from './call-out-watch.ts'
import { limit, unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'

const LIST_HELP = `
Prints the newest call-outs first; with --json { "callOuts": [...], "next" }.

Example:
  kentongan call-out list --status calling`

const SHOW_HELP = `
Prints where it stands: need and filled by kind, waves, notices by state, what is left to hand over, until when and for
how much, shortfall, timeline.`

const WATCH_HELP = `
Looks once a second and prints what is new, until the call-out is closed or stood down, or Ctrl-C. With --json it prints
the call-out once, at the end.`

const NOTICES_HELP = `
Prints each notice with what it said, its link included: whoever has a link can answer for that person; {link} stands
for it where KENTONGAN_PORT is 0 and no service runs. With --json { "notices": [...] }.`

const STAND_DOWN_HELP = `
Everybody who was called is told that nobody needs to come. Prints { callOutId, status }.

Example:
  kentongan call-out stand-down ID --reason "sudah ditangani"`

const ANSWER_HELP = `
Records what somebody said on the telephone, say, whenever that was and whether a message reached them or not. RESPONDER is
the id of the row, or the roster's own (external_id), as call-sheet prints it. Prints { callOutId, responderId, answer,
result, status }.

Example:
  kentongan call-out answer ID --responder RESPONDER --answer yes`

const APPROVE_HELP = `
Lets a call-out begin that waits for a second operator, who cannot be the one who sent the event. Prints
{ callOutId, status }.`

/** As the route takes it. */
const reason = (text: string): string => {
  const words = text.trim()
  if (words.length >= 1 && words.length <= 500 && isPlainText(words)) return words
  throw new InvalidArgumentError('A reason of 1 to 500 characters.')
}

const lookCommands = (callOut: Command, run: Run): void => {
  callOut
    .command('list')
    .description('list call-outs, newest first')
    .option('--event <id>', 'those of one event', uuid)
    .addOption(new Option('--status <status>', 'those with this status').choices(CALL_OUT_STATUSES))
    .option('--limit <count>', 'how many at most', limit, 50)
    .addHelpText('after', LIST_HELP)
    .action(async (given: { event?: string; status?: CallOutStatus; limit: number }) => {
      const query = { eventId: given.event ?? null, status: given.status ?? null, limit: given.limit, after: null }
      const page = await run.withInstallation('call-out', ({ database }) => listCallOuts(database, COMMAND_LINE, query))
      run.print(page, () => callOutTable(page.callOuts))
    })

  callOut
    .command('show')
    .description('show one call-out')
    .argument('<id>', 'the call-out', uuid)
    .addHelpText('after', SHOW_HELP)
    .action(async (id: string) => {
      const found = await run.withInstallation('call-out', (installation) =>
        callOutWithHandOver(installation, COMMAND_LINE, id),
      )
      if (found === null) throw unknownId('call-out', id)
      run.print(found, () => callOutText(found))
    })

  callOut
    .command('watch')
    .description('follow one call-out')
    .argument('<id>', 'the call-out', uuid)
    .addHelpText('after', WATCH_HELP)
    .action(async (id: string) => {
      const found = await run.withInstallation('call-out', (installation) => watchCallOut(run, installation, id), {
        watches: true,
      })
      if (found === null) throw unknownId('call-out', id)
      run.print(found, () => '')
    })

  callOut
    .command('notices')
    .description('show the messages of one call-out')
    .argument('<id>', 'the call-out', uuid)
    .addHelpText('after', NOTICES_HELP)
    .action(async (id: string) => {
      const notices = await run.withInstallation('call-out', (installation) => allNotices(run, installation, id))
      if (notices === null) throw unknownId('call-out', id)
      run.print({ notices }, () => noticesText(notices))
    })
}

/** Whoever types it decides about whatever waits. */
const BY_COMMAND = { by: { via: 'cli' }, eventIds: null, address: 'cli' } as const

const actCommands = (callOut: Command, run: Run): void => {
  callOut
    .command('stand-down')
    .description('call a call-out off')
    .argument('<id>', 'the call-out', uuid)
    .option('--reason <text>', 'why nobody is needed any more, for the records', reason, 'stood down by hand')
    .addHelpText('after', STAND_DOWN_HELP)
    .action((callOutId: string, given: { reason: string }) =>
      actOn(run, callOutId, (needs, { clock }) =>
        needs.standDown({ operator: COMMAND_LINE, callOutId, reason: given.reason, address: 'cli', at: clock.now() }),
      ),
    )

  callOut
    .command('answer')
    .description('record an answer for somebody who was called')
    .argument('<id>', 'the call-out', uuid)
    .requiredOption('--responder <id>', 'who answered')
    .addOption(
      new Option('--answer <answer>', 'coming, not coming, on the way, there, home again, safe, or not safe')
        .choices(WORDS)
        .makeOptionMandatory(),
    )
    .addHelpText('after', ANSWER_HELP)
    .action((callOutId: string, { responder, answer }: { responder: string; answer: Word }) =>
      actOn(run, callOutId, async (needs, { clock, database }) =>
        needs.answer({
          operator: COMMAND_LINE,
          callOutId,
          responderId: await calledPerson(database, callOutId, responder),
          answer,
          address: 'cli',
          at: clock.now(),
        }),
      ),
    )

  callOut
    .command('approve')
    .description('let what waits for an operator call people')
    .argument('<id>', 'the call-out', uuid)
    .requiredOption('--operator <id>', 'who approves')
    .option('--authorised-by <name>', 'who orders the Tagana, where the event names nobody')
    .option('--office <office>', 'the Dinas Sosial of that person')
    .addHelpText('after', APPROVE_HELP)
    .action((callOutId: string, given: { operator: string; authorisedBy?: string; office?: string }) =>
      actOn(run, callOutId, async (needs, installation) =>
        needs.approve({
          operator: await decider(installation, given.operator),
          callOutId,
          authorisedBy: authorityGiven(given),
          ...BY_COMMAND,
          at: installation.clock.now(),
        }),
      ),
    )

  callOut
    .command('decline')
    .description('say no to what waits for an operator: nobody is called for it')
    .argument('<id>', 'the call-out', uuid)
    .requiredOption('--operator <id>', 'who declines')
    .option('--reason <text>', 'why, for the records', reason, 'declined by hand')
    .action((callOutId: string, given: { operator: string; reason: string }) =>
      actOn(run, callOutId, async (needs, installation) =>
        needs.decline({
          operator: await decider(installation, given.operator),
          callOutId,
          reason: given.reason,
          ...BY_COMMAND,
          at: installation.clock.now(),
        }),
      ),
    )
}

export const callOutCommand = (program: Command, run: Run): void => {
  const callOut = program.command('call-out').description('call-outs: look at them, act on them')
  lookCommands(callOut, run)
  consideredCommand(callOut, run)
  actCommands(callOut, run)
}
