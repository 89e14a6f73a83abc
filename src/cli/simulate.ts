import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { readSimulationModel } from '../../config/simulation-config.ts'
import { LEAST_TARGET, MOST_TARGET } from '../mobilisation/sufficient-wave.ts'
import { type SimulationModel, USUAL_MODEL } from '../simulation/model.ts'
import { type Plan, type Simulation, simulate } from '../simulation/simulation.ts'
import type { World } from '../simulation/world.ts'
import { wholeNumber } from './choices.ts'
import { interruption } from './failure.ts'
import { startProgress } from './progress.ts'
import type { Run } from './run.ts'
import { syntheticWorld, worldOf } from './simulated-world.ts'
import { simulationText } from './simulation-text.ts'

/** Reads numbers between two others, set apart by commas, each once, for an option of a command. */
const numbersBetween =
  (min: number, max: number) =>
  (text: string): readonly number[] => {
    const values = text.split(',').map((part) => (/^\s*\d*\.?\d+\s*$/.test(part) ? Number(part) : Number.NaN))
    if (values.every((value) => value >= min && value <= max) && new Set(values).size === values.length) return values
    throw new InvalidArgumentError(`Expected numbers from ${min} to ${max} with commas between them, each once.`)
  }

const numberBetween =
  (min: number, max: number) =>
  (text: string): readonly number[] => {
    const values = numbersBetween(min, max)(text)
    if (values.length === 1) return values
    throw new InvalidArgumentError(`Expected one number from ${min} to ${max}.`)
  }

interface Options {
  readonly events: number
  readonly seed: number
  readonly accept: readonly number[]
  readonly target: readonly number[]
  readonly curve?: readonly number[]
  readonly responders: number
  readonly members: number
  readonly model?: string
  readonly roster?: true
}

const played = async (run: Run, world: World, model: SimulationModel, plan: Plan): Promise<Simulation> => {
  const playing = startProgress(run, 'events')
  const events = simulate(world, model, plan)
  for (;;) {
    const { done, value } = events.next()
    if (done) {
      playing.end(`${value.events} played at ${plan.accept.length} rates`)
      return value
    }
    playing.at(value, plan.events)
    // Ctrl-C is only heard between events.
    await nextTurn()
    if (run.interrupted.aborted) throw interruption()
  }
}

const compare = async (run: Run, options: Options): Promise<void> => {
  const model = options.model === undefined ? USUAL_MODEL : readSimulationModel(options.model)
  const { events, seed, accept } = options
  const plan = { events, seed, accept, targets: options.curve ?? options.target }
  const configuration = run.configuration()
  const found = async (world: World) => ({
    people: world.roster.responders.length,
    simulation: await played(run, world, model, plan),
  })
  const makeWorld = (): World => {
    const making = startProgress(run, 'register')
    const world = syntheticWorld(configuration, options)
    making.end(`${world.roster.responders.length} people made up`)
    return world
  }
  const { people, simulation } = options.roster
    ? await run.withInstallation('simulate', async ({ roster, places }) =>
        found(worldOf(configuration, places, await roster())),
      )
    : await found(makeWorld())
  const register = options.roster ? 'loaded' : 'synthetic'
  run.print({ asked: plan, register, people, model, ...simulation }, () => simulationText(simulation, model, people))
}

export const simulateCommand = (program: Command, run: Run): void => {
  program
    .command('simulate')
    .summary('compare ways to call people, on made-up events')
    .description(
      'Plays the same seeded events and answers under several policies: everybody within the radius, the nearest 20, ' +
        'sequenced groups, 1.5 for each one needed, and ours. Shows how often the need is filled, how soon, and how many ' +
        'are called for it, each with its 95 % interval. The same seed gives the same figures.',
    )
    .option('--events <n>', 'events whose need the people in reach could fill', wholeNumber(1, 20_000), 1000)
    .option('--seed <n>', 'another seed gives other events', wholeNumber(0, Number.MAX_SAFE_INTEGER), 1)
    .option(
      '--accept <list>',
      'median share who say yes of those who notice',
      numbersBetween(0, 1),
      [0.2, 0.4, 0.6, 0.8],
    )
    .addOption(
      new Option('--target <p>', 'chance of filling the need that ours aims at')
        .argParser(numberBetween(LEAST_TARGET, MOST_TARGET))
        .default([0.95], '0.95'),
    )
    .addOption(
      new Option('--curve <list>', 'several targets, such as 0.8,0.9,0.95,0.99')
        .argParser(numbersBetween(LEAST_TARGET, MOST_TARGET))
        .conflicts('target'),
    )
    .option(
      '--responders <n>',
      'Tagana and Pendamping Desa of the synthetic register',
      wholeNumber(0, 1_000_000),
      74_000,
    )
    // 50 people are trained when a KSB is founded (Sumberrejo 2024, Semanan).
    .option('--members <n>', 'KSB members of each of its sites', wholeNumber(0, 100), 50)
    .option('--roster', 'the register of this home instead of a synthetic one')
    .option(
      '--model <file>',
      'how people answer and what happens: YAML or JSON, as config/schemas/simulation.schema.json',
    )
    .addHelpText(
      'after',
      '\nNobody is called and nothing is written. What is assumed of people is printed with the table (--json: as model);\n' +
        'none of it was measured in Indonesia.\n' +
        'Examples:\n  kentongan simulate\n  kentongan simulate --curve 0.8,0.9,0.95,0.99 --accept 0.4\n' +
        '  kentongan simulate --events 200 --model my-answers.yaml --json',
    )
    .action((options: Options) => compare(run, options))
}
