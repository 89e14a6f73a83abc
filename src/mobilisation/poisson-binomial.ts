/** Chances below this count as none: they cannot show in any sum, and doubles this small are slow to work with. */
const LEAST = 1e-290

/** How many of several people say yes, as a distribution that grows by one person at a time. */
export interface YesCount {
  /** Adds somebody, independent of the others. Throws RangeError for odds outside 0 to 1. */
  add(odds: number): void
  /** The chance that at least `cap` of those added say yes; never falls as people are added. */
  enough(): number
  /** The chance that exactly `count` of them do, for a whole number from 0 to `cap` - 1. */
  exactly(count: number): number
}

/**
 * Counts the yeses of people with odds of their own, as far as `cap` (the Poisson-binomial distribution). Adding costs
 * at most `cap` steps. Only products and sums of numbers from 0 to 1 are taken, never a difference of two chances, so
 * the relative error is that of as many roundings as people (for 5,000 about 1e-12); chances under 1e-290 are 0.
 * Throws RangeError unless `cap` is a whole number from 0 up.
 */
export const countYes = (cap: number): YesCount => {
  if (!Number.isSafeInteger(cap) || cap < 0)
    throw new RangeError(`yes count: expected a whole number from 0 up, got ${cap}`)
  // below[j] is the chance of exactly j, and 0 outside first..last; `tail` is the chance of cap or more.
  const below = new Float64Array(cap)
  let tail = cap === 0 ? 1 : 0
  let [first, last] = [0, 0]
  if (cap > 0) below[0] = 1
  const at = (count: number): number => below[count] as number
  return {
    add: (odds) => {
      if (!(odds >= 0 && odds <= 1)) throw new RangeError(`yes count: expected odds from 0 to 1, got ${odds}`)
      if (first >= cap) return
      const not = 1 - odds
      tail = Math.min(1, tail + at(cap - 1) * odds)
      last = Math.min(last + 1, cap - 1)
      let fewer = 0
      // A bound that others could move would be fetched anew at every step.
      const end = last
      for (let count = first; count <= end; count += 1) {
        const had = below[count] as number
        below[count] = had * not + fewer * odds
        fewer = had
      }
      while (first < cap && at(first) < LEAST) below[first++] = 0
      while (last > first && at(last) < LEAST) below[last--] = 0
      // Nothing is left below: what is missing from 1 is rounding.
      if (first >= cap) tail = 1
    },
    enough: () => tail,
    exactly: (count) => at(count),
  }
}

/**
 * The chance that at least `count` of people with these odds say yes, each independent of the others; from 0 to 1.
 * Throws RangeError for odds outside 0 to 1 or a count that is no whole number from 0 up.
 *
 * @internal for tests and tools
 */
export const chanceOfAtLeast = (odds: readonly number[], count: number): number => {
  const yes = countYes(count)
  for (const one of odds) yes.add(one)
  return yes.enough()
}
