import type { Kind } from '../roster/responder.ts'
import { type Answers, BANDS, type Band, type Evidence } from './answer-history.ts'

/** What the odds of a yes are built from beside the answers themselves. */
export interface OddsPolicy {
  /** The odds of a kind before anybody of it was ever asked, 0 to 1. */
  readonly prior: Readonly<Record<Kind, number>>
  /** How many answers the prior is worth against those of the whole kind; above 0. */
  readonly priorAnswers: number
  /**
   * How many answers the kind's rate in the whole country is worth against those of its people in one regency; above 0.
   * Left out: regencies are taken to be alike, as in policies that were frozen before regencies were told apart.
   */
  readonly regencyAnswers?: number
  /** How many answers the rate of the kind (in the regency) is worth against somebody's own; above 0. */
  readonly kindAnswers: number
  /** What an answer from another band of the day counts for, 0 to 1; one from the same band counts 1. */
  readonly otherBands: number
  /** Odds are never below this, above 0: somebody who never answered may. */
  readonly least: number
  /** Nor above this, below 1: phones break. */
  readonly most: number
}

/** Evidence of all bands as seen from one of them. */
const seenFrom = (answers: Answers, band: Band, otherBands: number): Evidence => {
  let [asked, yes] = [0, 0]
  for (const one of BANDS) {
    const weight = one === band ? 1 : otherBands
    asked += weight * (answers[one]?.asked ?? 0)
    yes += weight * (answers[one]?.yes ?? 0)
  }
  return { asked, yes }
}

/** The mean of a Beta distribution worth `strength` answers at `usual`, after the evidence; `usual` itself without any. */
const shrunk = ({ asked, yes }: Evidence, usual: number, strength: number): number =>
  asked === 0 ? usual : (yes + strength * usual) / (asked + strength)

const within = (odds: number, { least, most }: OddsPolicy): number => Math.min(most, Math.max(least, odds))

/**
 * The rate at which a kind says yes in a band of the day, learned from the answers of all its people and shrunk towards
 * the policy's prior; the prior itself before anybody was asked. From `least` to `most`.
 */
export const kindRate = (kind: Kind, answers: Answers, band: Band, policy: OddsPolicy): number =>
  within(shrunk(seenFrom(answers, band, policy.otherBands), policy.prior[kind], policy.priorAnswers), policy)

/**
 * The answers of all without those of some of them. What a regency is held against is the rest of the country: else its
 * own answers would count twice, and much where hardly anybody else was ever asked.
 */
export const apartFrom = (all: Answers, some: Answers): Answers =>
  Object.fromEntries(
    Object.entries(all).map(([band, { asked, yes }]) => {
      const own = some[band as Band] ?? { asked: 0, yes: 0 }
      // Sums of the same numbers in another order may differ in their last bit.
      return [band, { asked: Math.max(0, asked - own.asked), yes: Math.max(0, yes - own.yes) }]
    }),
  )

/**
 * The same rate among the people of one regency: `rate`, that of the rest of the country, moved by the answers of the kind's
 * people who live there; `rate` itself before any of them was asked. Regencies of which little is known stay near the
 * country's rate (partial pooling), so that telling them apart costs little where they do not differ.
 */
export const regencyRate = (rate: number, answers: Answers, band: Band, policy: OddsPolicy): number =>
  policy.regencyAnswers === undefined
    ? rate
    : within(shrunk(seenFrom(answers, band, policy.otherBands), rate, policy.regencyAnswers), policy)

/**
 * Somebody's odds of saying yes within the deadline, if called in a band of the day.
 *
 * A Beta-binomial model: before their own answers they are like their kind in their regency, worth `kindAnswers` answers
 * at its rate for this band (`regencyRate`); each answer of their own moves them, those of other bands and old ones less. The odds are the
 * mean afterwards, (yes + kindAnswers x rate) / (asked + kindAnswers), held within `least` and `most`. Without a history
 * they are exactly that rate; another yes never lowers them, another question without one never raises them.
 */
export const oddsOfYes = (answers: Answers, rate: number, band: Band, policy: OddsPolicy): number =>
  within(shrunk(seenFrom(answers, band, policy.otherBands), rate, policy.kindAnswers), policy)
