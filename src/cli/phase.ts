import { type Command, Option } from 'commander'
import { InvalidInput } from '../errors.ts'
import { declarationOf, phaseBody } from '../intake/phase-routes.ts'
import { faultsOf } from '../intake/zod-faults.ts'
import type { Installation } from '../main/installation.ts'
import { phaseNeeds } from '../main/phase-needs.ts'
import { PHASES, type Phase } from '../mobilisation/phase.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import { fromInstant, toInstant } from './choices.ts'
import { limit, unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'

interface Given {
  readonly region: string
  readonly phase: Phase
  readonly from: Date
  readonly until: Date
  readonly decree: string
  readonly hazard?: string
}

const DECLARE_HELP = `
A state of emergency as the head of a region declared it; within its period call-outs there follow the rules of
phases.yaml. One that still holds for the same region and hazard ends where this one begins. The order is kept:
siaga-darurat, tanggap-darurat, transisi-darurat; each may follow itself, which prolongs it. Days count whole and begin
in Jakarta. At most 180 days. Prints { phaseId, region, hazard, phase, from, until, decree, ended }.

Example:
  kentongan phase declare --region 34.02 --phase tanggap-darurat --hazard flood \\
    --from 2026-11-22 --until 2026-12-05 --decree "360/Kep.412/2026"`

const LIST_HELP = `
Prints the phases that hold or are still to come; --past those that are over, too; with --json { "phases": [...] }.`

const END_HELP = `
From now on call-outs there follow the ordinary rules again; running ones stay as they are.`

const checked = (given: Given, { places, clock }: Installation) => {
  const body = { ...given, from: given.from.toISOString(), until: given.until.toISOString() }
  const reading = phaseBody.safeParse(body)
  const found = reading.success
    ? declarationOf(reading.data, (code) => places.gazetteer().find(code) !== undefined, clock.now())
    : ({ kind: 'faults', faults: faultsOf(reading.error.issues, body, {}) } as const)
  if (found.kind === 'declaration') return found.declaration
  throw new InvalidInput(
    'The phase cannot be declared',
    found.faults.map((fault) => ({ ...fault, path: `--${fault.path}` })),
  )
}

export const phaseCommand = (program: Command, run: Run): void => {
  const phase = program.command('phase').description('states of emergency and their periods')

  phase
    .command('declare')
    .description('write down a declared state of emergency')
    .requiredOption('--region <code>', 'the province or regency it is declared for')
    .addOption(new Option('--phase <phase>', 'which').choices(PHASES).makeOptionMandatory())
    .requiredOption('--from <instant>', 'its first day, or instant', fromInstant)
    .requiredOption('--until <instant>', 'its last day, or the instant that it ends', toInstant)
    .requiredOption('--decree <number>', 'the number of the decree')
    .option('--hazard <hazard>', 'for this hazard only (default: any)')
    .addHelpText('after', DECLARE_HELP)
    .action(async (given: Given) => {
      const declared = await run.withInstallation('phase', (installation) =>
        phaseNeeds(installation).declare({
          operator: COMMAND_LINE,
          address: 'cli',
          at: installation.clock.now(),
          declaration: checked(given, installation),
        }),
      )
      if (declared.kind === 'out-of-order') throw new InvalidInput(declared.detail, declared.faults)
      run.print(declared.body, () => listing(Object.entries(declared.body)))
    })

  phase
    .command('list')
    .description('list the phases')
    .option('--past', 'those that are over, too')
    .option('--limit <count>', 'how many at most', limit, 100)
    .addHelpText('after', LIST_HELP)
    .action(async (given: { past?: true; limit: number }) => {
      const { phases } = await run.withInstallation('phase', (installation) =>
        phaseNeeds(installation).list({
          operator: COMMAND_LINE,
          past: given.past === true,
          limit: given.limit,
          at: installation.clock.now(),
        }),
      )
      run.print({ phases }, () =>
        table(
          ['id', 'region', 'phase', 'hazard', 'from', 'until', 'ended', 'state', 'decree'],
          phases.map((one) => {
            const shown = one as Readonly<Record<string, unknown>>
            return ['phaseId', 'region', 'phase', 'hazard', 'from', 'until', 'endedAt', 'state', 'decree'].map(
              (name) => shown[name],
            )
          }),
          'no phase: ordinary call-outs everywhere',
        ),
      )
    })

  phase
    .command('end')
    .description('end a phase before its time')
    .argument('<id>', 'the phase, as `phase list` shows it', uuid)
    .addHelpText('after', END_HELP)
    .action(async (phaseId: string) => {
      const ended = await run.withInstallation('phase', async (installation) => {
        const needs = phaseNeeds(installation)
        if ((await needs.regionOf(phaseId)) === null) throw unknownId('phase', phaseId)
        return needs.end({ operator: COMMAND_LINE, address: 'cli', at: installation.clock.now(), phaseId })
      })
      if (!ended) throw new Error('This phase was over already.')
      run.print({ phaseId, ended }, () => `ended ${phaseId}`)
    })
}
