import type { Chance } from '../roster/chance.ts'

/** A figure and where it lies with 95 % confidence; null where there is nothing to tell it from. */
export interface Figure {
  readonly value: number | null
  readonly from: number | null
  readonly to: number | null
}

const NOTHING: Figure = { value: null, from: null, to: null }

// The 97.5 % quantile of the standard normal distribution.
const Z = 1.959963984540054

/** A share of independent trials with Wilson's score interval (1927). */
export const wilson = (successes: number, trials: number): Figure => {
  if (trials === 0) return NOTHING
  const share = successes / trials
  const squared = (Z * Z) / trials
  const middle = (share + squared / 2) / (1 + squared)
  const half = (Z / (1 + squared)) * Math.sqrt((share * (1 - share)) / trials + squared / (4 * trials))
  // At the ends the bound is the share itself, but for the rounding.
  return {
    value: share,
    from: successes === 0 ? 0 : middle - half,
    to: successes === trials ? 1 : middle + half,
  }
}

/** The middle value; of an even number the mean of the two in the middle. Null of none. */
export const medianOf = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((one, two) => one - two)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** Samples drawn with replacement for an interval. */
export const RESAMPLES = 1000

const TAIL = 0.025

/** The interval between the 2.5 and 97.5 % quantiles of what resampling gives (the percentile bootstrap by Efron). */
const between = (value: number, resampled: Float64Array): Figure => {
  const sorted = resampled.toSorted()
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number
  return { value, from: at(TAIL), to: at(1 - TAIL) }
}

/** The median with a bootstrap interval. */
export const bootstrapMedian = (values: readonly number[], chance: Chance): Figure => {
  const value = medianOf(values)
  if (value === null) return NOTHING
  const sorted = Float64Array.from(values).toSorted()
  const { length } = sorted
  const counts = new Uint32Array(length)
  // The places of the two in the middle of a sample, found by counting: sorting a thousand samples takes ten times as long.
  const [low, high] = [(length - 1) >> 1, length >> 1]
  const once = (): number => {
    counts.fill(0)
    for (let draw = 0; draw < length; draw += 1) {
      const at = chance.below(length)
      counts[at] = (counts[at] as number) + 1
    }
    let at = 0
    let passed = counts[0] as number
    while (passed <= low) {
      at += 1
      passed += counts[at] as number
    }
    const lower = sorted[at] as number
    while (passed <= high) {
      at += 1
      passed += counts[at] as number
    }
    return (lower + (sorted[at] as number)) / 2
  }
  return between(value, Float64Array.from({ length: RESAMPLES }, once))
}

/** The ratio of two sums over the same events, with a bootstrap interval over events. `below` sums to more than 0. */
export const bootstrapRatio = (pairs: readonly (readonly [above: number, below: number])[], chance: Chance): Figure => {
  if (pairs.length === 0) return NOTHING
  const ratioOf = (pick: (nth: number) => number): number => {
    let [above, below] = [0, 0]
    for (let nth = 0; nth < pairs.length; nth += 1) {
      const pair = pairs[pick(nth)] as readonly [number, number]
      above += pair[0]
      below += pair[1]
    }
    return above / below
  }
  const once = (): number => ratioOf(() => chance.below(pairs.length))
  return between(
    ratioOf((nth) => nth),
    Float64Array.from({ length: RESAMPLES }, once),
  )
}

/** The mean with a bootstrap interval. */
export const bootstrapMean = (values: readonly number[], chance: Chance): Figure =>
  bootstrapRatio(
    values.map((value) => [value, 1]),
    chance,
  )
