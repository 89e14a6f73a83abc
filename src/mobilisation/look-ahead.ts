import type { SkillCount } from '../roster/skill.ts'
import type { HeadCount } from './hazard-event.ts'
import { type Fills, fillsPart, partsOf } from './need-part.ts'

/** Somebody met in line. */
interface Met {
  readonly responder: Fills
  readonly odds: number
  readonly tier: number
}

/** So many deviations above the mean, one of a few parts is filled about as often as all are wanted to be. */
const DEVIATIONS = 2.3
/** A search reads on until so many times as many are known (choice.ts). */
const READ_ON = 1.25
/** Ours: a need that calls more is left to its search, for too many would be read in vain. */
const MOST_CALLED = 300
/** Below the least odds of any policy it guesses no more. */
const LEAST_ODDS = 0.05

/**
 * Guesses, step by step as people are met, whether a choice for a need will look no farther: what must be read of them
 * can then be read before it chooses, and it chooses once. A wrong guess costs time and changes nothing.
 */
export const lookAhead = (need: HeadCount, skills: SkillCount) => {
  const parts = partsOf({ kinds: need, skills }).map((part) => ({ part, met: 0 }))
  let [people, odds] = [0, 0]
  /** How many are called to fill a count, about; before anybody is met as if everybody said yes. */
  const called = (count: number): number => {
    const mean = people === 0 ? 1 : Math.max(LEAST_ODDS, odds / people)
    return (count + DEVIATIONS * Math.sqrt(count * (1 - mean))) / mean
  }
  const inAll = (): number =>
    parts.reduce((sum, { part: { by, count } }) => (by === 'kind' ? sum + called(count) : sum), 0)
  return {
    meet: (step: readonly Met[]): void => {
      for (const { responder, odds: own, tier } of step) {
        people += 1
        odds += own
        if (tier === 0) for (const one of parts) if (fillsPart(responder, one.part)) one.met += 1
      }
    },
    /** Whether the search is worth guessing. */
    isSmall: (): boolean => inAll() <= MOST_CALLED,
    isEnough: (): boolean => {
      const all = inAll()
      return parts.every(({ part: { by, count }, met }) => met >= READ_ON * (by === 'kind' ? all : called(count)))
    },
  }
}
