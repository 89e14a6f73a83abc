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

/** How long `work` takes, in ms. */
export const timed = (work: () => unknown): number => {
  const since = performance.now()
  work()
  return performance.now() - since
}

/**
 * How long each of `rounds` calls of each work took, in ms. They take turns, so that whatever else the machine does
 * strikes all of them alike.
 */
export const byTurns = <Name extends string>(
  rounds: number,
  works: Readonly<Record<Name, (nth: number) => unknown>>,
): Readonly<Record<Name, readonly number[]>> => {
  const names = Object.keys(works) as Name[]
  const times = {} as Record<Name, number[]>
  for (const name of names) times[name] = []
  for (let nth = 0; nth < rounds; nth += 1) for (const name of names) times[name].push(timed(() => works[name](nth)))
  return times
}

/** What work took in ms, and what it gave. */
export const stopwatch = async <Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> => {
  const since = performance.now()
  const result = await work()
  return { ms: performance.now() - since, result }
}
