import { type Command, InvalidArgumentError } from 'commander'
import type { Installation } from '../main/installation.ts'
import { mayRead } from '../store/call-out-views.ts'
import { consideredOf } from '../store/considered-views.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import { unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

const HELP = `
Prints everybody whom the call-out looked at, picked or passed over, each once, the newest round last, with the reason as
it was decided. With --json { "responders": [...], "rounds": [...] }.

Example:
  kentongan call-out considered ID --round 1`

type Page = Awaited<ReturnType<typeof consideredOf>>

/** A page of the route is as long. */
const PAGE = 10_000

const round = (text: string): number => {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('The number of a round, from 1.')
}

const everybody = async ({ database }: Installation, callOutId: string, only: number | null) => {
  if (!(await mayRead(database, COMMAND_LINE, callOutId))) return null
  const responders: Page['responders'][number][] = []
  for (let after: string | null = null; ; ) {
    const page: Page = await consideredOf(database, callOutId, { round: only, limit: PAGE, after })
    responders.push(...page.responders)
    if (page.next === null) return { responders, rounds: page.rounds }
    after = page.next
  }
}

/** Somebody sent home is that first, whatever they said before; others as far as they are. */
const nowOf = ({ state, progress }: Page['responders'][number]): string | null =>
  state === 'stood-down' ? state : (progress ?? state)

const consideredText = ({ responders, rounds }: Pick<Page, 'responders' | 'rounds'>): string =>
  [
    table(
      ['round', 'outcome', 'kind', 'name', 'now', 'reason', 'why'],
      responders.map((one) => [one.round, one.outcome, one.kind, one.name, nowOf(one), one.reason, one.sentence]),
      'nobody was considered',
    ),
    table(
      ['round', 'at', 'called', 'stay', 'passed over', 'not listed', 'looked at', 'farther away'],
      rounds.map((one) => [
        one.round,
        one.at,
        one.called,
        one.stays,
        one.passed,
        one.leftOut,
        one.lookedAt,
        one.fartherAway,
      ]),
      'no rounds',
    ),
  ].join('\n\n')

export const consideredCommand = (callOut: Command, run: Run): void => {
  callOut
    .command('considered')
    .description('show everybody whom one call-out considered, and why')
    .argument('<id>', 'the call-out', uuid)
    .option('--round <number>', 'only what this round decided', round)
    .addHelpText('after', HELP)
    .action(async (id: string, given: { round?: number }) => {
      const found = await run.withInstallation('call-out', (installation) =>
        everybody(installation, id, given.round ?? null),
      )
      if (found === null) throw unknownId('call-out', id)
      run.print(found, () => consideredText(found))
    })
}
