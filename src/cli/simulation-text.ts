import type { Figures, Paired } from '../simulation/comparison.ts'
import type { Figure } from '../simulation/intervals.ts'
import type { SimulationModel } from '../simulation/model.ts'
import type { AtRate } from '../simulation/rate.ts'
import type { Simulation } from '../simulation/simulation.ts'
import { table } from './table.ts'

/** A figure and its interval, each with so many decimals; nothing where there is none. */
const shown = ({ value, from, to }: Figure, decimals: number, times = 1): string | null =>
  value === null || from === null || to === null
    ? null
    : `${(value * times).toFixed(decimals)} (${(from * times).toFixed(decimals)} to ${(to * times).toFixed(decimals)})`

const policyRow = (figures: Figures) => [
  figures.policy,
  shown(figures.filledOfPossible, 1, 100),
  shown(figures.quorumMin, 1),
  shown(figures.alertedPerNeeded, 2),
  shown(figures.alertedElse, 2),
  shown(figures.surplusPerNeeded, 2),
  figures.wrongIsland,
]

const pairRow = ({ policy, against, filled, fewerAlerted, laterMin }: Paired) => [
  `${policy} against ${against}`,
  shown(filled, 1, 100),
  shown(fewerAlerted, 1, 100),
  shown(laterMin, 1),
]

const rateText = ({ accept, yesByDeadline, possible, policies, pairs, promised }: AtRate): string =>
  [
    `Rate ${accept}: ${shown(yesByDeadline, 1, 100)} % of the people in reach say yes by the deadline; ${possible} needs could be filled`,
    table(
      ['policy', 'filled %', 'median minutes', 'called per needed', 'elsewhere', 'yes beyond need', 'wrong island'],
      policies.map(policyRow),
    ),
    '',
    table(['same events', 'filled, points', 'fewer called %', 'minutes later'], pairs.map(pairRow)),
    '',
    ...promised.map(
      ({ policy, named, kept }) =>
        `${policy} named a chance of ${shown(named, 1, 100)} % for the first wave; it filled ${shown(kept, 1, 100)} %`,
    ),
  ].join('\n')

const assumed = ({ answers, events, policies, withinMin }: SimulationModel): string =>
  [
    `A need counts as filled by yeses within ${withinMin} min. Answers come after a median of ${answers.delay.medianMin} min;`,
    `${answers.deadNumbers * 100} % of numbers are dead, ${answers.missedCalls * 100} % of messages go unnoticed, ` +
      `${answers.saysNo * 100} % of those not coming say so.`,
    `${events.atSites * 100} % of events are at a site, the others at a village. nearest: ${policies.nearest} people once; ` +
      `sequence and groups wait ${policies.sequenceWaitMin} min.`,
    'tuned: fixed numbers for each need, found in hindsight to fill as often as ours; elsewhere: found so at the other half',
    'of the events, as an office could know them.',
    'None of this was measured in Indonesia: --model replaces it. Intervals are 95 %.',
  ].join('\n')

export const simulationText = (simulation: Simulation, model: SimulationModel, people: number): string =>
  [
    `${simulation.events} events among ${people} people; put aside ${simulation.tooFew} with fewer people in reach than needed, ` +
      `${simulation.nowhere} at sea`,
    assumed(model),
    ...simulation.rates.map(rateText),
  ].join('\n\n')
