import { seededChance } from '../roster/chance.ts'
import { bootstrapMean, bootstrapMedian, bootstrapRatio, type Figure, wilson } from './intervals.ts'
import type { Outcome } from './outcome.ts'

/** One policy at every event; the same events in the same order for each policy. */
export interface Played {
  readonly policy: string
  readonly outcomes: readonly Outcome[]
}

/**
 * What a policy did. An event is possible where enough people with a way to the place would have said yes had everybody
 * been called: where not, no policy fills the need.
 */
export interface Figures {
  readonly policy: string
  /** Share of all events whose need was filled. */
  readonly filled: Figure
  /** The same of the possible ones. */
  readonly filledOfPossible: Figure
  /** Minutes to the last needed yes, of the events that were filled. */
  readonly quorumMin: Figure
  /** People called for each one needed, at possible events. */
  readonly alertedPerNeeded: Figure
  /** The same at the others, where it is in vain or for a part of the need. */
  readonly alertedElse: Figure
  /** Yeses beyond the need for each person needed. */
  readonly surplusPerNeeded: Figure
  /** People called without a way to the place, all events together. */
  readonly wrongIsland: number
}

const isFilled = (outcome: Outcome): boolean => outcome.isFilled

const share = (outcomes: readonly Outcome[]): Figure => wilson(outcomes.filter(isFilled).length, outcomes.length)

/** `possible` says of each event whether its need could be filled. */
export const figuresOf = ({ policy, outcomes }: Played, possible: readonly boolean[], seed: string): Figures => {
  const chanceFor = (what: string) => seededChance(`${seed}:${policy}:${what}`)
  const mostly = outcomes.filter((_, nth) => possible[nth])
  const alerted = ({ alerted: above, needed }: Outcome) => [above, needed] as const
  return {
    policy,
    filled: share(outcomes),
    filledOfPossible: share(mostly),
    quorumMin: bootstrapMedian(
      outcomes.flatMap(({ quorumMin }) => (quorumMin === null ? [] : [quorumMin])),
      chanceFor('quorum'),
    ),
    alertedPerNeeded: bootstrapRatio(mostly.map(alerted), chanceFor('alerted')),
    alertedElse: bootstrapRatio(outcomes.filter((_, nth) => !possible[nth]).map(alerted), chanceFor('else')),
    surplusPerNeeded: bootstrapRatio(
      outcomes.map(({ surplusYes, needed }) => [surplusYes, needed]),
      chanceFor('surplus'),
    ),
    wrongIsland: outcomes.reduce((sum, outcome) => sum + outcome.wrongIsland, 0),
  }
}

/** One policy less another at the same possible events, with the same answers. */
export interface Paired {
  readonly policy: string
  readonly against: string
  /** Share filled by the one less share filled by the other. */
  readonly filled: Figure
  /** Share of people alerted that the one saves: 0.3 is 30 % fewer, below 0 are more. */
  readonly fewerAlerted: Figure
  /** Median of the difference in minutes to the quorum at events that both filled: above 0 the one is later. */
  readonly laterMin: Figure
}

const lessOne = ({ value, from, to }: Figure): Figure => ({
  value: value === null ? null : 1 - value,
  from: to === null ? null : 1 - to,
  to: from === null ? null : 1 - from,
})

export const pairedOf = (one: Played, other: Played, possible: readonly boolean[], seed: string): Paired => {
  const chanceFor = (what: string) => seededChance(`${seed}:${one.policy}:${other.policy}:${what}`)
  const pairs = one.outcomes
    .map((mine, nth) => [mine, other.outcomes[nth] as Outcome] as const)
    .filter((_, nth) => possible[nth])
  return {
    policy: one.policy,
    against: other.policy,
    filled: bootstrapMean(
      pairs.map(([mine, theirs]) => Number(mine.isFilled) - Number(theirs.isFilled)),
      chanceFor('filled'),
    ),
    fewerAlerted: lessOne(
      bootstrapRatio(
        pairs.map(([mine, theirs]) => [mine.alerted, theirs.alerted]),
        chanceFor('alerted'),
      ),
    ),
    laterMin: bootstrapMedian(
      pairs.flatMap(([mine, theirs]) =>
        mine.quorumMin === null || theirs.quorumMin === null ? [] : [mine.quorumMin - theirs.quorumMin],
      ),
      chanceFor('later'),
    ),
  }
}
