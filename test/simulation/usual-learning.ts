import type { OddsPolicy } from '../../src/mobilisation/odds.ts'
import { KINDS, type Kind } from '../../src/roster/responder.ts'

const DAY_MS = 86_400_000

/** Before anybody was asked. */
const USUAL_ODDS = 0.4

/** How people are learned of in the small world: one prior for all kinds. */
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
