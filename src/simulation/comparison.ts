import { seededChance } from '../roster/chance.ts'
import { bootstrapMean, bootstrapMedian, bootstrapRatio, type Figure, wilson } from './intervals.ts'
import type { Outcome } from './outcome.ts'

/** What a policy did over all events. */
export interface Figures {
  readonly policy: string
  /** Share of events whose need was filled. */
  readonly filled: Figure
  /** Minutes to the last needed yes, of the events that were filled. */
  readonly quorumMin: Figure
  /** People called for each one needed. */
  readonly alertedPerNeeded: Figure
  /** Yeses beyond the need for each person needed. */
  readonly surplusPerNeeded: Figure
  /** People called without a way to the place, all events together. */
  readonly wrongIsland: number
}

export const figuresOf = (policy: string, outcomes: readonly Outcome[], seed: string): Figures => {
  const chanceFor = (what: string) => seededChance(`${seed}:${policy}:${what}`)
  return {
    policy,
    filled: wilson(outcomes.filter(({ isFilled }) => isFilled).length, outcomes.length),
    quorumMin: bootstrapMedian(
      outcomes.flatMap(({ quorumMin }) => (quorumMin === null ? [] : [quorumMin])),
      chanceFor('quorum'),
    ),
    alertedPerNeeded: bootstrapRatio(
      outcomes.map(({ alerted, needed }) => [alerted, needed]),
      chanceFor('alerted'),
    ),
    surplusPerNeeded: bootstrapRatio(
      outcomes.map(({ surplusYes, needed }) => [surplusYes, needed]),
      chanceFor('surplus'),
    ),
    wrongIsland: outcomes.reduce((sum, outcome) => sum + outcome.wrongIsland, 0),
  }
}

/** One policy less another at the same events, with the same answers. */
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

/** Both lists hold the same events in the same order. */
export const pairedOf = (
  one: { readonly policy: string; readonly outcomes: readonly Outcome[] },
  other: { readonly policy: string; readonly outcomes: readonly Outcome[] },
  seed: string,
): Paired => {
  const chanceFor = (what: string) => seededChance(`${seed}:${one.policy}:${other.policy}:${what}`)
  const pairs = one.outcomes.map((mine, nth) => [mine, other.outcomes[nth] as Outcome] as const)
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
