import type { OddsPolicy } from '../mobilisation/odds.ts'
import { KINDS, type Kind } from '../roster/responder.ts'

const DAY_MS = 86_400_000

/** Before anybody was asked; ours, between the 17 and 47 % and the 72 % that volunteers elsewhere are known to answer. */
const USUAL_ODDS = 0.4

/**
 * How the engine learns where no configuration says: our own numbers, argued and not fitted. A kind is known after some
 * twenty answers, a person after a handful; answers from other hours count half, those of half a year ago too.
 */
export const USUAL_LEARNING: {
  readonly odds: OddsPolicy
  readonly halfLifeMs: number
  readonly fairness: { readonly fairWithinMin: number }
} = {
  odds: {
    prior: Object.fromEntries(KINDS.map((kind) => [kind, USUAL_ODDS])) as Record<Kind, number>,
    priorAnswers: 20,
    kindAnswers: 5,
    otherBands: 0.5,
    least: 0.02,
    most: 0.98,
  },
  halfLifeMs: 180 * DAY_MS,
  fairness: { fairWithinMin: 5 },
}
