/** Something measured. A figure per second is better when it is higher, any other when it is lower. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** The same work without us, in the same unit, measured in the same run. */
  readonly ceiling?: { readonly what: string; readonly value: number }
}

/** How near a figure comes to its ceiling: 1 is as fast, 0.5 half as fast. */
export const shareOf = ({ value, unit, ceiling }: Figure): number | undefined => {
  if (ceiling === undefined) return undefined
  return unit.endsWith('/s') ? value / ceiling.value : ceiling.value / value
}

/** The smallest value that `share` (0 to 1) of the values do not exceed. Throws RangeError for no values. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((one, other) => one - other)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new RangeError('a percentile of no values')
  return found
}

/** p50 and p99 of times in ms, each beside that of the ceiling. */
export const spread = (
  what: string,
  timesMs: readonly number[],
  ceiling?: { readonly what: string; readonly timesMs: readonly number[] },
): readonly Figure[] =>
  ([0.5, 0.99] as const).map((share) => ({
    what: `${what}, p${share * 100}`,
    value: percentile(timesMs, share),
    unit: 'ms',
    ...(ceiling === undefined ? {} : { ceiling: { what: ceiling.what, value: percentile(ceiling.timesMs, share) } }),
  }))

/** How long each of `rounds` runs took, in ms. */
export const timed = (rounds: number, work: (nth: number) => unknown): readonly number[] =>
  Array.from({ length: rounds }, (_, nth) => {
    const since = performance.now()
    work(nth)
    return performance.now() - since
  })

/** What work took in ms, and what it gave. */
export const stopwatch = async <Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> => {
  const since = performance.now()
  const result = await work()
  return { ms: performance.now() - since, result }
}
