import type { Command } from 'commander'
import { InvalidInput } from '../errors.ts'
import { MOST_WORDS } from '../intake/improvement-routes.ts'
import { isPlainLine } from '../intake/plain-text.ts'
import { showText } from '../intake/shown.ts'
import { improvementsShown } from '../main/improvements.ts'
import { addImprovement, finishImprovement } from '../store/improvements.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import { uuid } from './given.ts'
import { regionOf } from './report-standing.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

interface Given {
  readonly region?: string
  readonly site?: string
  readonly all?: true
  readonly text: string
  readonly drill?: string
  readonly because: string
}

const MOST_LISTED = 1_000

const LIST_HELP = `
A week after each drill the program keeps what it showed: it was not held, fewer than half of the members answered or came,
facilitators were missing, and what the report of the rehearsed call-out finds wanting. A later drill that could have shown
it and did not has mended it. A programme with sites: { filter: { openImprovements: true } } means the villages listed here.

Examples:
  kentongan improvements list --region 34.02
  kentongan improvements list --site KSB-34.02.10.2004-1 --all --json`

const ADD_HELP = `
Example:
  kentongan improvements add --site KSB-34.02.10.2004-1 --text "Pengeras suara gardu tidak terdengar di RT 4"`

const BY = { operatorId: COMMAND_LINE.operatorId, address: 'cli' } as const

/** One line that may be kept. Throws InvalidInput for any other text. */
const line = (path: string, text: string): string => {
  const kept = text.trim()
  if (kept !== '' && kept.length <= MOST_WORDS && isPlainLine(kept)) return kept
  throw new InvalidInput('This text cannot be kept', [
    { path, got: showText(text), expected: `a line of 1 to ${MOST_WORDS} characters` },
  ])
}

const list = async (run: Run, { region = '', site, all }: Given): Promise<void> => {
  const found = await run.withInstallation('improvements', async (installation) =>
    improvementsShown(installation, COMMAND_LINE, {
      region: regionOf(installation, '--region', region),
      siteCode: site?.trim() ?? null,
      all: all === true,
      limit: MOST_LISTED,
    }),
  )
  const { total, improvements } = found
  if (total > improvements.length)
    run.tell(`Only the newest ${MOST_LISTED} of ${total}: choose with --region or --site`)
  run.print(found, () =>
    table(
      ['id', 'site', 'since', 'what', 'done'],
      improvements.map(({ id, siteCode, raisedAt, sentence, doneBecause }) => [
        ...[id, siteCode, raisedAt.toISOString().slice(0, 10), sentence, doneBecause ?? 'open'],
      ]),
      '(nothing)',
    ),
  )
}

const add = async (run: Run, { site = '', text, drill }: Given): Promise<void> => {
  const words = line('--text', text)
  const id = await run.withInstallation('improvements', ({ database, clock }) =>
    addImprovement(
      database,
      COMMAND_LINE,
      { siteCode: site.trim(), occurrenceId: drill ?? null, text: words },
      { ...BY, at: clock.now() },
    ),
  )
  if (id === null)
    throw new InvalidInput('There is no such KSB, or no such drill of it', [
      { path: '--site', got: showText(site), expected: 'the code of a site on the register, and a drill held there' },
    ])
  run.print({ id }, () => id)
}

const done = async (run: Run, id: string, { because }: Given): Promise<void> => {
  const reason = line('--because', because)
  const finished = await run.withInstallation('improvements', ({ database, clock }) =>
    finishImprovement(database, COMMAND_LINE, { id, because: reason }, { ...BY, at: clock.now() }),
  )
  if (finished !== 'done')
    throw new InvalidInput(finished === 'not-found' ? 'There is no such improvement' : 'It is done already', [
      { path: 'ID', got: id, expected: 'the id of one that is open, as improvements list shows it' },
    ])
  run.print({ id, done: reason }, () => `${id} is done`)
}

export const improvementsCommand = (program: Command, run: Run): void => {
  const improvements = program.command('improvements').description('what villages are to practise or mend')
  improvements
    .command('list')
    .description('what is open, the newest first')
    .option('--region <code>', 'of a province, a regency or a kecamatan; the country unless given')
    .option('--site <code>', 'only of this KSB')
    .option('--all', 'what is done, too')
    .addHelpText('after', LIST_HELP)
    .action((given: Given) => list(run, given))
  improvements
    .command('add')
    .description('one in your own words')
    .requiredOption('--site <code>', 'the KSB')
    .requiredOption('--text <words>', 'what is to be improved; contacts in it are masked')
    .option('--drill <id>', 'the drill that showed it', uuid)
    .addHelpText('after', ADD_HELP)
    .action((given: Given) => add(run, given))
  improvements
    .command('done')
    .description('close one')
    .argument('<id>', 'as improvements list shows it', uuid)
    .requiredOption('--because <words>', 'why it is done')
    .action((id: string, given: Given) => done(run, id, given))
}
