import type { Chance } from '../roster/chance.ts'

/** A draw from the standard normal distribution, by Box and Muller; takes two draws. */
export const normal = (chance: Chance): number =>
  Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())

/** A probability moved by so much on the scale of the logit; 0 and 1 stay what they are. */
export const shifted = (probability: number, by: number): number =>
  1 / (1 + Math.exp(-(Math.log(probability / (1 - probability)) + by)))

/** One of the words, each as often as its weight is to the sum. Throws RangeError where no weight is above 0. */
export const drawWeighted = <Word extends string>(
  weights: readonly (readonly [word: Word, weight: number])[],
  chance: Chance,
): Word => {
  const possible = weights.filter(([, weight]) => weight > 0)
  let left = chance.next() * possible.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [word, weight] of possible) {
    left -= weight
    if (left < 0) return word
  }
  const last = possible.at(-1)
  if (last === undefined) throw new RangeError('weights: expected one above 0, got none')
  // Sums of rounded numbers may end a hair above 0.
  return last[0]
}
